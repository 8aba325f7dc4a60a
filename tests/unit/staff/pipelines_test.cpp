// Plots 9 and 10 of the console, and their lines of the work list.
#include <fstream>
#include <sstream>

#include "core/activity/unit.hpp"
#include "manifests/compile.hpp"
#include "tests/fakes/memory_site.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/pipelines/pipeline_section.hpp"

namespace preceptor::web::testing {
namespace {

using credit::GrantState;
using std::string;

class PipelineRoom : public ::testing::Test {
 protected:
  PipelineRoom() {
    credit::Board board;
    board.code = "ABIM";
    rules.boards = {board};
  }
  void grant(const string& ccid, GrantState state, const string& reason = {}, bool to_board = false) {
    credit::Grant made;
    made.ccid = ccid;
    made.state = state;
    made.reason = reason;
    made.date = base::Date{std::chrono::year(2026), std::chrono::September, std::chrono::day(11)};
    if (to_board) {
      made.boards.emplace_back();
      made.boards.back().board = "ABIM";
    }
    room.records.credit.write(made);
  }
  void connect(std::int64_t waiting, std::int64_t refused, base::Milliseconds since) {
    RecordStore store;
    store.row.name = "main";
    store.backlog.waiting = waiting;
    store.backlog.parked = refused;
    store.backlog.oldest = room.clock.now() - since;
    if (refused > 0) store.parked = {{"lrs.refused", "HTTP 400", refused, 1, room.clock.now()}};
    stores = {store};
  }
  std::vector<RecordStore> stores;
  StoreHistory history;
  fakes::MemoryContent content;
  credit::Rulebook rules;
  std::unique_ptr<PipelineSection> section;
  StaffRoom room{[this](StaffRoom& made) {
    section = std::make_unique<PipelineSection>(
        PipelineDeps{made.records.credit, content, rules, made.clock, [this]() -> base::Result<std::vector<RecordStore>> { return stores; },
                     [this](const string&) -> base::Result<StoreHistory> { return history; }});
    return std::vector<StaffSection*>{section.get()};
  }};
};

TEST_F(PipelineRoom, CountsCreditsAndEveryNumberLeadsToItsRows) {
  grant("a", GrantState::queued);
  grant("b", GrantState::sent);
  grant("c", GrantState::accepted, "", true);
  grant("d", GrantState::rejected, "some-cause");
  grant("e", GrantState::rejected, "some-cause");
  room.sign_in(StaffRole::accreditation);
  const auto page = room.get("/staff/pipelines");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(shows(page, "Of 5 credits, 1 are with a receiver, 1 were accepted and 2 refused.")) << page.body;
  EXPECT_TRUE(shows(page, "The oldest credit that has not left was earned 10 days ago.")) << page.body;
  EXPECT_TRUE(shows(page, "<td class=\"number\"><a href=\"/tool/staff/credits?state=rejected\">2</a></td>")) << page.body;
  EXPECT_TRUE(shows(page, "/tool/staff/credits?board=ABIM&amp;state=accepted")) << page.body;
  EXPECT_TRUE(shows(page, "2 credits stand refused")) << page.body;
  for (const char* name : {"credits", "reasons", "boards", "delivery", "queue", "settled"}) {
    const auto csv = room.get("/staff/pipelines/csv/" + string(name));
    EXPECT_EQ(csv.status, 200) << name;
    EXPECT_EQ(csv.body.find("href"), string::npos) << "links are the page's";
  }
  EXPECT_EQ(room.get("/staff/pipelines/csv/none").status, 404);
}

TEST_F(PipelineRoom, TellsWhatWaitsForRecordStoresAndWhatTheyRefused) {
  connect(12, 2, std::chrono::minutes(16));
  room.sign_in(StaffRole::accreditation);
  const auto page = room.get("/staff/pipelines");
  EXPECT_TRUE(shows(page, "12 statements wait for a record store, 2 were refused; 1 of these are to be sent again.")) << page.body;
  EXPECT_TRUE(shows(page, "lrs.refused HTTP 400")) << page.body;
  EXPECT_TRUE(shows(page, "<a href=\"/tool/admin/stores/one?name=main\">12</a>")) << page.body;
  const auto home = room.get("/staff");
  EXPECT_TRUE(shows(home, "Delivery to the record store main has been stuck since 2026-09-21 ")) << home.body;
  EXPECT_TRUE(shows(home, "2 statements were refused by the record store main")) << home.body;
  connect(12, 0, std::chrono::minutes(14));
  EXPECT_TRUE(shows(room.get("/staff"), "Nothing waits for you.")) << "a quarter of an hour is no standstill";
}

TEST_F(PipelineRoom, DrawsTheQueueOverTimeWithItsTableAndSaysTheLastError) {
  connect(3, 0, std::chrono::minutes(1));
  room.sign_in(StaffRole::accreditation);
  auto page = room.get("/staff/pipelines");
  EXPECT_TRUE(shows(page, "In the last 24 hours, nothing was counted yet.")) << page.body;
  EXPECT_FALSE(shows(page, "The last failed try")) << page.body;
  const auto now = room.clock.now();
  history.samples = {{now - std::chrono::hours(5), 40, 100, 2, 0}, {now - std::chrono::minutes(5), 3, 10, 0, 7}};
  history.failed_at = now - std::chrono::minutes(6);
  history.error = "outbound.connect: <nobody> answers";
  page = room.get("/staff/pipelines");
  EXPECT_TRUE(shows(page, "In the last 24 hours, at most 40 statements waited for a record store at once.")) << page.body;
  EXPECT_TRUE(shows(page, "In the last 24 hours, 110 statements were delivered, 7 tries failed and were made again, and 2 statements were refused.")) << page.body;
  EXPECT_TRUE(shows(page, "outbound.connect: &lt;nobody&gt; answers")) << page.body;
  EXPECT_TRUE(shows(page, "<a href=\"/tool/admin/stores/one?name=main\">40</a>")) << "numbers lead to their rows";
  EXPECT_TRUE(shows(page, "<title id=\"queue-t\">Statements that wait, over time</title>")) << page.body;
  EXPECT_TRUE(shows(page, "aria-current=\"true\">Last 24 hours</a>")) << page.body;
  EXPECT_TRUE(shows(room.get("/staff/pipelines", "span=week"), "In the last 7 days, at most 40")) << page.body;
  const auto csv = room.get("/staff/pipelines/csv/queue");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 25) << csv.body;
  EXPECT_TRUE(shows(csv, ",40,100,0,2")) << csv.body;
}

TEST_F(PipelineRoom, UnitsThatAreToBeReviewedSoonAreWork) {
  std::ifstream file(string(PRECEPTOR_SOURCE_DIR) + "/manifests/samples/apixaban-dose.md");
  std::stringstream text;
  text << file.rdbuf();
  auto compiled = manifests::compile(text.str(), "apixaban-dose.md");
  ASSERT_TRUE(compiled.unit);
  const auto publish = [&](const string& review_by) {
    compiled.unit->review_by = review_by;
    ports::ContentVersion version;
    version.kind = "unit";
    version.id = compiled.unit->id;
    version.language = "en";
    version.json = activity::to_json(*compiled.unit);
    version.hash = base::ContentHash(review_by);
    version.source = "folder";
    ASSERT_TRUE(content.publish_folder({version}));
  };
  room.sign_in(StaffRole::accreditation);
  publish("2026-10-22");   // 31 days
  EXPECT_TRUE(shows(room.get("/staff/pipelines/reviews"), "No unit is to be reviewed soon."));
  EXPECT_TRUE(shows(room.get("/staff"), "Nothing waits for you."));
  for (const char* day : {"2026-10-21", "2026-09-01"}) {
    publish(day);
    EXPECT_TRUE(shows(room.get("/staff"), "1 unit is to be reviewed within 30 days, or was")) << day;
    EXPECT_TRUE(shows(room.get("/staff/pipelines/reviews"), day));
  }
}

TEST_F(PipelineRoom, SpeaksEveryLanguageAndIsNotForPlanners) {
  grant("a", GrantState::rejected);
  connect(1, 1, std::chrono::hours(1));
  history = {{{room.clock.now(), 1, 2, 3, 4}}, room.clock.now(), "lrs.path: somewhere"};
  room.sign_in(StaffRole::reader);
  for (const string& language : Messages::languages()) {
    room.language = language;
    for (const auto& page : {room.get("/staff/pipelines"), room.get("/staff")}) {
      EXPECT_EQ(page.status, 200);
      EXPECT_FALSE(shows(page, "pipeline.")) << language << page.body;
    }
  }
  StaffRoom other([this](StaffRoom&) { return std::vector<StaffSection*>{section.get()}; });
  other.sign_in(StaffRole::planner);
  EXPECT_EQ(other.get("/staff/pipelines").status, 403);
}

}  // namespace
}  // namespace preceptor::web::testing
