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

// Off until somebody stands for it; then what it lacks is said, and the file has the provider's setting and the kept number.
TEST_F(Accreditation, DocumentsForParsAreHandedOutWhileTheirRuleIsOn) {
  const std::string json = "/staff/activities/sepsis/document/json", xml = "/staff/activities/sepsis/document/xml";
  const auto turn = [this](const char* to) { return room.post("/staff/rules", {{"what", "format:pars-activity"}, {"by_name", "Alex Staff"}, {"do", to}}); };
  room.sign_in(StaffRole::accreditation);
  for (const auto& place : {json, xml}) {
    const auto off = room.get(place);
    EXPECT_EQ(off.status, 409);
    EXPECT_TRUE(shows(off, "The documents for batch upload are off")) << off.body;
    EXPECT_FALSE(shows(off, place));
  }
  ASSERT_EQ(turn("on").status, 303);
  EXPECT_TRUE(shows(room.get("/staff/rules"), "Switched on by Alex Staff, 2026-07-15"));
  EXPECT_TRUE(shows(room.get("/staff/activities/sepsis"), json));
  const auto lacking = room.get(json);
  EXPECT_EQ(lacking.status, 422);
  EXPECT_TRUE(shows(lacking, "This document cannot be made yet: provider_activity_id")) << lacking.body;

  publish([](credit::Activity& one) {
    one.provider_activity_id = "SEPSIS-1";
    one.description = "Five minutes on sepsis.";
  });
  room.clock.pass(base::Milliseconds(3000));
  const auto first = room.get(json);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(header_of(first, "Content-Type"), "application/json");
  EXPECT_TRUE(shows(first, "\"activityRecordAction\":\"Add\"")) << first.body;
  EXPECT_TRUE(shows(first, "\"ProviderID\":\"P-4711\""));
  EXPECT_TRUE(shows(first, "\"ReportingStartDate\":\"2026-01-01\""));
  ASSERT_EQ(room.post("/staff/activities/sepsis/number", {{"number", "202212345"}}).status, 303);
  room.clock.pass(base::Milliseconds(3000));
  const auto again = room.get(json);
  EXPECT_TRUE(shows(again, "\"activityRecordAction\":\"Update\"")) << again.body;
  EXPECT_TRUE(shows(again, "202212345"));
  const auto mems = room.get(xml);
  ASSERT_EQ(mems.status, 200) << mems.body;
  EXPECT_TRUE(shows(mems, "<MedicalEducationMetrics")) << mems.body;
  EXPECT_EQ(room.get("/staff/activities/sepsis/document/exe").status, 404);

  ASSERT_EQ(turn("off").status, 303);
  EXPECT_EQ(room.get(json).status, 409);
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

TEST_F(Accreditation, WhatIsWrittenOtherwiseThanDisclosedIsShownWithBothTexts) {
  publish([](credit::Activity& activity) {
    activity.people = {"B. Author"};
    activity.disclosure = "Nobody has anything to disclose.";
  });
  room.sign_in(StaffRole::planner);
  EXPECT_FALSE(shows(room.get("/staff/activities/sepsis"), "Written otherwise than disclosed")) << "nothing was disclosed";
  DisclosureBook book(room.records, room.records.projections, room.clock);
  ASSERT_EQ(book.disclose("person-9", "B. Author", {rca::Part::author}, {}, 0)->outcome, DisclosureAct::Outcome::done);
  room.clock.pass(std::chrono::seconds(3));
  const auto page = room.get("/staff/activities/sepsis");
  for (const char* part : {"Written otherwise than disclosed", "No relevant financial relationships with ineligible companies: B. Author.", "Nobody has anything to disclose."})
    EXPECT_TRUE(shows(page, part)) << part << page.body;
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
