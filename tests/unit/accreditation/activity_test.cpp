// Activities: the number from PARS, the counts of the year's end, what the audit file lacks, and the file itself.
#include "core/report/audit.hpp"
#include "tests/unit/accreditation/accreditation_room.hpp"
#include "web/editor/drafts.hpp"

namespace preceptor::web::testing {
namespace {

TEST_F(Accreditation, TheNumberFromParsIsPastedBack) {
  room.sign_in(StaffRole::accreditation);
  EXPECT_TRUE(shows(room.get("/staff"), "An activity has no number from PARS"));
  for (const char* wrong : {"", "12345678", "1234567890", "12345678a", "１２３４５６７８９"}) {
    const auto page = room.post("/staff/activities/sepsis/number", {{"number", wrong}});
    EXPECT_EQ(page.status, 422) << wrong;
    EXPECT_TRUE(shows(page, "exactly 9 digits (V01)"));
  }
  const auto kept = room.post("/staff/activities/sepsis/number", {{"number", " 202212345 "}});
  ASSERT_EQ(kept.status, 303) << kept.body;
  room.clock.pass(base::Milliseconds(3000));
  const auto page = room.get("/staff/activities/sepsis", "done=numbered");
  EXPECT_TRUE(shows(page, "The number is kept."));
  EXPECT_TRUE(shows(page, "<span data-copy>202212345</span>"));
  EXPECT_TRUE(shows(page, "You decide: Yes or no"));
  EXPECT_EQ((*house->book->activity(id))->accme_activity_id, "202212345");
  EXPECT_FALSE(shows(room.get("/staff"), "no number from PARS"));
}

TEST_F(Accreditation, ListNamesWhatRefusesPublishing) {
  room.sign_in(StaffRole::planner);
  const auto list = room.get("/staff/activities");
  EXPECT_TRUE(shows(list, "refuse")) << list.body;   // the sample's people have disclosed nothing
  const auto page = room.get("/staff/activities/sepsis");
  EXPECT_TRUE(shows(page, "What refuses publishing it"));
  EXPECT_TRUE(shows(page, "What the audit file lacks"));
  EXPECT_TRUE(shows(page, "is not published")) << "its units are not in the store";
  EXPECT_EQ(room.get("/staff/activities/unknown").status, 404);
}

TEST_F(Accreditation, ADraftSaysWhatItLacksFromTheFirstLineOn) {
  UnitDraft draft;
  draft.id = "00000000-0000-4000-8000-0000000000d1";
  draft.text = "---\nid: new-activity\nkind: activity\ntitle: Written today\nlanguage: en\n---\n";
  draft.title = "Written today";
  draft.started = draft.changed = room.clock.at;
  ASSERT_TRUE(Drafts(room.records.projections, room.records, room.clock).save(draft));
  room.sign_in(StaffRole::planner);
  EXPECT_TRUE(shows(room.get("/staff/activities"), "Written today"));
  const auto page = room.get("/staff/activities/draft/" + draft.id);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(shows(page, "What refuses publishing it"));
  EXPECT_TRUE(shows(page, "/tool/staff/editor/" + draft.id));
  EXPECT_EQ(room.get("/staff/activities/draft/00000000-0000-4000-8000-0000000000d2").status, 404);
}

TEST_F(Accreditation, TheAuditFileIsTheSameBytesTwiceAndNamesNobody) {
  learner(1);
  room.sign_in(StaffRole::planner);
  const auto once = room.post("/staff/activities/sepsis/audit");
  ASSERT_EQ(once.status, 200) << once.body;
  EXPECT_EQ(header_of(once, "Content-Type"), "application/zip");
  EXPECT_EQ(header_of(once, "Content-Disposition"), "attachment; filename=\"audit-sepsis.zip\"");
  room.clock.pass(std::chrono::minutes(30));
  EXPECT_EQ(room.post("/staff/activities/sepsis/audit").body, once.body);
  const auto members = archive::read_zip(once.body);
  ASSERT_TRUE(members);
  std::string credits;
  for (const auto& [name, bytes] : *members) {
    EXPECT_EQ(bytes.find("Muster"), std::string::npos) << name;
    if (name == "credit/credits.csv") credits = bytes;
  }
  EXPECT_NE(credits.find("ccid:cme.example.org:100001"), std::string::npos);
  EXPECT_TRUE(house->vault.log.empty());
  EXPECT_EQ(room.post("/staff/activities/sepsis/audit", {{"identifiers", "yes"}}).status, 404) << "a planner is not offered names";
}

TEST_F(Accreditation, NamesAreInTheAuditFileWhenAskedAndTheLookIsLogged) {
  learner(1);
  const auto member = room.sign_in(StaffRole::accreditation);
  const auto made = room.post("/staff/activities/sepsis/audit", {{"identifiers", "yes"}});
  ASSERT_EQ(made.status, 200);
  const auto members = archive::read_zip(made.body);
  ASSERT_TRUE(members);
  bool named = false;
  for (const auto& [name, bytes] : *members) named = named || (name == "credit/credits.csv" && bytes.find("Muster") != std::string::npos);
  EXPECT_TRUE(named);
  ASSERT_EQ(house->vault.log.size(), 1u);
  EXPECT_EQ(house->vault.log[0].actor.who, member.id);
  EXPECT_EQ(house->vault.log[0].actor.why, "audit file");
}

TEST(YearCounts, EachPersonOnceAYearAndUntilThen) {
  report::AuditLearner physician{base::PersonId("a"), "physician", {}, {}, {}}, nurse{base::PersonId("b"), "nurse", {}, {}, {}}, untold{base::PersonId("c"), "", {}, {}, {}};
  const auto on = [](report::AuditLearner& one, int year, unsigned day) {
    one.counted.emplace_back();
    one.counted.back().date = report::day(year, 5, day);
  };
  on(physician, 2025, 1);
  on(physician, 2025, 2);
  on(physician, 2026, 1);
  on(nurse, 2026, 1);
  on(untold, 2025, 3);
  const auto counts = accreditation::year_counts("enduring", {physician, nurse, untold});
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].first, 2025);
  EXPECT_EQ(counts[0].second.in_year, (report::Counts{1, 0, 1}));
  EXPECT_EQ(counts[1].second.in_year, (report::Counts{1, 1, 0}));
  EXPECT_EQ(counts[1].second.so_far, (report::Counts{1, 1, 1}));
}

}  // namespace
}  // namespace preceptor::web::testing
