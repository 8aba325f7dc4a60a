// Activities in the editor: begun, linted, refused while something stands in the way, published.
#include <algorithm>

#include "tests/fakes/html.hpp"
#include "tests/fakes/memory_site.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/editor/editor_section.hpp"
#include "web/rca/disclosure_book.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

struct ActivityDesk {
  fakes::MemoryContent content;
  std::vector<credit::Provider> providers = {{"main", "Main", "", {"ama-pra-1"}, "UTC"}};
  std::unique_ptr<EditorSection> section;
  StaffRoom room{[this](StaffRoom& made) {
    section = std::make_unique<EditorSection>(EditorDeps{content, made.records.projections, made.records, made.clock, made.log, [this] { return providers; }});
    return std::vector<StaffSection*>{section.get()};
  }};
  string draft;

  ActivityDesk() {
    room.sign_in(StaffRole::planner, "Pat Planner");
    const auto answer = room.post("/staff/editor", {{"title", "Clean hands"}, {"language", "en"}, {"kind", "activity"}});
    EXPECT_EQ(answer.status, 303) << answer.body;
    if (const string* to = ports::header(answer.headers, "Location")) draft = to->substr(to->find("/staff"));
  }
  ports::HttpResponse save(const string& text, const string& what) {
    return room.post(draft, {{"text", text}, {"version", StaffRoom::hidden(room.get(draft).body, "version")}, {"do", what}});
  }
  // What the template leaves empty, filled in; one unit of 15 minutes.
  string filled() {
    string text = room.get(draft + "/file").body;
    const auto put = [&](const string& after, const string& what) {
      const auto at = text.find(after);
      ASSERT_NE(at, string::npos) << after << " in " << text;
      text.insert(at + after.size(), what);
    };
    put("\nprovider:", " main");
    put("\npass-percent:", " 60");
    put("\ncommercial-support:", " none");
    put("## description\n", "What it is.\n");
    put("## accreditation statement\n", "Accredited.\n");
    put("## designation statement\n", "A maximum of 0.25.\n");
    text.replace(text.find("- first-unit"), string::npos, "- hands: 15 minutes\n");
    return text;
  }
  void store_unit(const string& gap) {
    activity::Unit unit;
    unit.id = unit.title = "hands";
    unit.language = "en";
    unit.gap = gap;
    activity::Question question;
    question.id = "q";
    question.type = activity::QuestionType::yesno;
    question.prompt = "Well?";
    question.scored = question.required = true;
    question.options = {{"yes", "Yes", true, false, ""}, {"no", "No", false, false, ""}};
    unit.sections = {{"Case", "<p>Words.</p>", {question}}};
    content.versions.push_back({"unit", "hands", "en", base::ContentHash("h"), activity::to_json(unit), "folder", {}, "Hands"});
  }
  void disclose() {
    DisclosureBook book(room.records, room.records.projections, room.clock);
    ASSERT_TRUE(book.disclose("person-1", "Pat Planner", {rca::Part::planner, rca::Part::author, rca::Part::reviewer, rca::Part::signer}, {}, 0));
  }
  bool published() const { return std::ranges::any_of(content.versions, [](const auto& one) { return one.kind == "activity" && one.id == "clean-hands" && one.source == "editor"; }); }
};

bool answer_says(const ports::HttpResponse& page, const string& text) { return fakes::decode_entities(page.body).find(text) != string::npos; }

TEST(ActivityEditor, TheTemplateLeavesOpenWhatOnlyTheProviderKnows) {
  ActivityDesk desk;
  const auto page = desk.room.get(desk.draft);
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(answer_says(page, "\"provider\" is empty"));
  EXPECT_TRUE(answer_says(page, "the section \"designation statement\" is empty"));
  EXPECT_TRUE(answer_says(desk.room.get("/staff/editor"), "Clean hands"));
}

TEST(ActivityEditor, AFilledOneHasNoErrorAndIsShown) {
  ActivityDesk desk;
  EXPECT_EQ(desk.save(desk.filled(), "save").status, 303);
  const auto page = desk.room.get(desk.draft);
  EXPECT_TRUE(answer_says(page, "A maximum of 0.25.")) << page.body;
  EXPECT_TRUE(answer_says(page, "ama-pra-1: 0.25"));
  EXPECT_TRUE(answer_says(page, "The unit \"hands\" of the bundle is not published"));
}

TEST(ActivityEditor, PublishingIsRefusedWhileSomethingStandsInTheWay) {
  ActivityDesk desk;
  const string text = desk.filled();
  auto refused = desk.save(text, "publish");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_TRUE(answer_says(refused, "\"Pat Planner\" has not disclosed"));
  desk.disclose();
  desk.store_unit("case-nobody-decided");
  EXPECT_EQ(desk.save(text, "publish").status, 422) << "no GO";
  EXPECT_FALSE(desk.published());
}

TEST(ActivityEditor, PublishesWhatIsComplete) {
  ActivityDesk desk;
  desk.disclose();
  desk.store_unit("none a legal duty");
  const auto done = desk.save(desk.filled(), "publish");
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_TRUE(desk.published());
}

TEST(ActivityEditor, WithoutAProviderNothingWithCreditIsPublished) {
  ActivityDesk desk;
  desk.disclose();
  desk.store_unit("none a legal duty");
  desk.providers.clear();
  const auto refused = desk.save(desk.filled(), "publish");
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(answer_says(refused, "\"main\" is no provider of this installation"));
  EXPECT_FALSE(desk.published());
}

}  // namespace
}  // namespace preceptor::web::testing
