// The planner's pages of cases, driven by their own forms: from a gap to a decision, and what a planner may do wrong on the way.
#include <regex>

#include "tests/unit/staff/case_room.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

TEST(CaseRoutes, AreTheseForTheseRoles) {
  CaseRoom room;
  string all;
  for (const auto& path : room.room.pages.paths()) {
    if (path.path.find("/staff/cases") != 0) continue;
    all += path.method + " " + path.path.substr(12);
    for (const auto role : {StaffRole::planner, StaffRole::accreditation, StaffRole::reader}) all += path.roles.has(role) ? " " + string(name(role)) : "";
    all += "\n";
  }
  const string planner = " planner\n", both = " planner accreditation\n", all_roles = " planner accreditation reader\n";
  EXPECT_EQ(all, "GET " + all_roles + "GET /new" + planner + "POST " + planner + "GET /{case}" + all_roles + "GET /{case}/sheet" + planner +
                     "POST /{case}/sheet" + planner + "GET /{case}/causes" + planner + "POST /{case}/causes" + planner + "GET /{case}/invite" + all_roles +
                     "GET /{case}/decide" + all_roles + "POST /{case}/decide" + planner + "POST /{case}/second" + both + "POST /{case}/withdraw" + planner +
                     "POST /{case}/follow-up" + planner + "GET /{case}/brief" + all_roles + "GET /{case}/brief.json" + all_roles + "GET /{case}/letter" +
                     all_roles + "POST /{case}/unit" + planner + "GET /{case}/unit/{unit}" + all_roles);
}

TEST(CasePages, TheWorkListsNumberLeadsToTheCasesThatItCounts) {
  CaseRoom room;
  EXPECT_FALSE(shows(room.room.get("/staff"), "Cases ready for a decision"));
  rca::Sheet only_begun;
  only_begun.title = "Only begun";
  ASSERT_TRUE(room.book->open({room.pat.person(), room.pat.name}, only_begun, "begun"));
  room.take(rca::knowledge_case());
  EXPECT_TRUE(shows(room.room.get("/staff"), "<a href=\"/tool/staff/cases?wait=decision\">Cases ready for a decision: 1</a>")) << room.room.get("/staff").body;
  const auto ready = room.room.get("/staff/cases", "wait=decision"), all = room.room.get("/staff/cases");
  EXPECT_FALSE(shows(ready, "Only begun"));
  EXPECT_TRUE(shows(ready, room.id)) << ready.body;
  EXPECT_TRUE(shows(ready, "All cases"));
  EXPECT_TRUE(shows(all, "Only begun") && shows(all, room.id));
}

TEST(CasePages, FromAGapToASignedGoAndAUnitsDraft) {
  CaseRoom room;
  const auto form = room.room.get("/staff/cases/new");
  const auto fields = with(fields_of(form.body, "/tool/staff/cases"), {{"title", "Gloves and hands"}, {"gap", "Hands are cleaned\r\nafter 46 %."}});
  const auto opened = room.room.post("/staff/cases", fields), again = room.room.post("/staff/cases", fields);
  ASSERT_EQ(opened.status, 303) << opened.body;
  EXPECT_EQ(header_of(opened, "Location"), header_of(again, "Location")) << "a form sent twice opens one case";
  room.id = header_of(opened, "Location").substr(18, 36);
  EXPECT_EQ(room.now().sheet.gap.statement, "Hands are cleaned\nafter 46 %.");

  const auto saved = room.send("/sheet", "/sheet",
                               {{"gap.statement", "Hands are cleaned after 46 % of contacts; it should be 80 %."},
                                {"gap.measure", "share of contacts"},
                                {"gap.baseline", "46 %"},
                                {"gap.target", "80 %"},
                                {"gap.source", "ward audit"},
                                {"gap.measured_on", "2026-08-31"},
                                {"gap.population", "adult wards"},
                                {"strata.site", "available"},
                                {"finding.site", "41 % and 52 %"},
                                {"strata.language", "not_available"},
                                {"aim", "equity"},
                                {"aim.measure", "ward audit again"},
                                {"funding.funder", "Example foundation"},
                                {"funding.part", "yes"},
                                {"funding.no", "no"},
                                {"plan_changers", "CME director\r\n\r\nWard lead"},
                                {"audience", "nurses"}});
  ASSERT_EQ(saved.status, 303) << saved.body;
  const auto sheet = room.now().sheet;
  EXPECT_EQ(sheet.plan_changers, (std::vector<string>{"CME director", "Ward lead"}));
  EXPECT_EQ(sheet.gap.strata.size(), 2u);
  EXPECT_EQ(sheet.funding.permits_no, false);
  EXPECT_TRUE(rca::check_sheet(sheet).empty());
  ASSERT_EQ(room.send("/sheet", "/sheet").status, 303);
  EXPECT_EQ(room.now().sheet, sheet) << "the form sent back untouched changes nothing";

  room.rate(rca::knowledge_case().ratings);
  EXPECT_TRUE(shows(room.get(), "Say what this cause rests on")) << "evidence is still missing";
  base::Fields causes;
  for (const char* row : {"K1", "K2", "T1", "P1"})
    for (const auto& [member, value] : base::Fields{
             {"evidence", row == string("K1") ? "3" : "2"}, {"cause", string("Cause ") + row + " in words."}, {"whys", "Because.\r\nAnd because of that."}})
      causes.emplace_back("rows." + string(row) + "." + member, value);
  ASSERT_EQ(room.send("/causes", "/causes", causes).status, 303);
  const auto rated = room.now().sheet;
  ASSERT_EQ(room.send("/causes", "/causes").status, 303);
  EXPECT_EQ(room.now().sheet, rated);
  EXPECT_EQ(rated.rows[rca::Row::k1].whys.size(), 2u);

  const auto page = room.get();
  EXPECT_TRUE(shows(page, "GO: education")) << page.body;
  EXPECT_TRUE(shows(page, "0.30")) << "thresholds are printed";
  EXPECT_TRUE(shows(page, "ot validated"));
  EXPECT_TRUE(shows(page, "does not permit &quot;education is the wrong tool&quot;")) << page.body;
  EXPECT_FALSE(shows(page, "Start a unit")) << "not before the decision";
  const auto decided = room.decide();
  ASSERT_EQ(decided.status, 303) << decided.body;
  EXPECT_EQ(header_of(decided, "Location"), "/tool" + room.place() + "?done=decided");
  const auto after = room.get();
  EXPECT_TRUE(shows(after, "Pat Planner")) << after.body;
  EXPECT_TRUE(shows(after, "The causes are plain."));
  ASSERT_EQ(room.now().decisions.all().size(), 1u);
  EXPECT_EQ(room.now().decisions.current()->signer.person, room.pat.id);

  const auto start = with(fields_of(after.body, "/tool" + room.place("/unit")), {});
  const auto draft = room.room.post(room.place("/unit"), start), twice = room.room.post(room.place("/unit"), start);
  ASSERT_EQ(draft.status, 303) << draft.body;
  EXPECT_EQ(header_of(draft, "Location"), header_of(twice, "Location"));
  const auto drafts = room.room.records.projections.list_projections({kDraftKind, {}, {}, 10});
  ASSERT_EQ(drafts->size(), 1u);
  EXPECT_EQ(drafts->front().parent, room.id);
  EXPECT_EQ(room.now().units.size(), 1u);
  EXPECT_TRUE(shows(room.get("/unit/" + drafts->front().id), "gap: " + room.id));
}

TEST(CasePages, ANoGoHasALetterToItsOwnerAndStartsNoUnit) {
  CaseRoom room;
  room.take(rca::system_case());
  EXPECT_EQ(room.get("/letter").status, 404);
  const auto before = room.get();
  EXPECT_TRUE(shows(before, "NO-GO: wrong tool")) << before.body;
  ASSERT_EQ(room.decide().status, 303);
  const auto letter = room.get("/letter");
  EXPECT_EQ(letter.status, 200);
  EXPECT_TRUE(shows(letter, "Ward informatics lead")) << letter.body;
  EXPECT_FALSE(shows(room.get(), "Start a unit"));
  const auto refused = room.room.post(room.place("/unit"), {{"key", "k"}});
  EXPECT_EQ(refused.status, 409);
  EXPECT_TRUE(room.room.records.projections.list_projections({kDraftKind, {}, {}, 10})->empty());
  const auto list = room.room.get("/staff/cases");
  EXPECT_TRUE(shows(list, "Education was the wrong tool in 1 of 1 decided cases.")) << list.body;
}

TEST(CasePages, TheBriefHoldsTheDecisionTheAbstractAndNoSinglePersonsAnswer) {
  CaseRoom room;
  auto file = rca::knowledge_case();
  file.ratings.push_back(rca::rating("lonely", rca::Role::pharmacist, {{rca::Row::k1, 3}, {rca::Row::k2, 3}}, 30));
  file.ratings.back().cards[0].example = "only I know this";
  room.take(file);
  ASSERT_EQ(room.decide().status, 303);
  const auto brief = room.get("/brief");
  for (const char* part : {"Not for patient-safety event review. No patient data.", "GO: education", "Audit abstract", "K: knowledge", "Cause K1 in words.",
                           "Pat Planner", "0.30", "41 % and 52 %"})
    EXPECT_TRUE(shows(brief, part)) << part << "\n" << brief.body;
  EXPECT_FALSE(shows(brief, "only I know this"));
  const auto page = room.get();
  EXPECT_FALSE(shows(page, "pharmacist")) << "a role with one person is not named: " << page.body;
  const auto json = room.get("/brief.json");
  EXPECT_EQ(header_of(json, "Content-Type"), "application/json");
  EXPECT_TRUE(rca::brief_from_json(json.body)) << json.body;
}

TEST(CasePages, WhatIsWrongIsNamedAndWhatWasTypedIsKept) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  const auto before = room.now().sheet;
  string long_gap;
  for (int i = 0; i < 101; ++i) long_gap += "word ";
  for (const auto& [changes, sentence] :
       std::vector<std::pair<base::Fields, string>>{{{{"gap.population", "Mrs Jones, MRN 4471234, and others"}}, "Take out what could identify a patient."},
                                                    {{{"gap.measured_on", "31.08.2026"}, {"audience", "kept words"}}, "Write the date as 2026-11-25."},
                                                    {{{"title", string(2001, 'x')}}, "Shorten it to 2000 characters."}}) {
    const auto refused = room.send("/sheet", "/sheet", changes);
    EXPECT_EQ(refused.status, 422) << sentence;
    EXPECT_TRUE(shows(refused, sentence)) << refused.body;
    EXPECT_TRUE(shows(refused, "role=\"alert\""));
    EXPECT_EQ(room.now().sheet, before);
    EXPECT_EQ(shows(refused, "kept words"), changes.size() > 1);
  }
  const auto too_long = room.send("/sheet", "/sheet", {{"gap.statement", long_gap}});
  EXPECT_EQ(too_long.status, 303) << "a sheet may be unfinished";
  EXPECT_TRUE(shows(room.get(), "Shorten it to 100 words; it has 101."));
  const auto causes = room.send("/causes", "/causes", {{"rows.K1.due", "soon"}, {"rows.K1.action", "kept words"}});
  EXPECT_EQ(causes.status, 422);
  EXPECT_TRUE(shows(causes, "kept words"));
  EXPECT_EQ(room.room.post("/staff/cases", {{"title", ""}, {"gap", "x"}}).status, 422);
}

TEST(CasePages, TwoPlannersDoNotOverwriteEachOtherUnseen) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  const auto mine = with(fields_of(room.get("/sheet").body, "/tool" + room.place("/sheet")), {{"audience", "mine"}});
  ASSERT_EQ(room.send("/sheet", "/sheet", {{"audience", "theirs"}}).status, 303);
  const auto conflict = room.room.post(room.place("/sheet"), mine);
  EXPECT_EQ(conflict.status, 409);
  EXPECT_TRUE(shows(conflict, "Somebody else saved this case meanwhile."));
  EXPECT_EQ(room.now().sheet.audience, "theirs");
  const auto on = fields_of(conflict.body, "/tool" + room.place("/sheet"));
  EXPECT_EQ(room.room.post(room.place("/sheet"), on).status, 303);
  EXPECT_EQ(room.now().sheet.audience, "mine");
}

TEST(CaseDecisions, AgainstTheRuleWaitsForASecondPerson) {
  CaseRoom room;
  room.take(rca::system_case());
  const auto signed_first = room.decide("go_education");
  EXPECT_EQ(header_of(signed_first, "Location"), "/tool" + room.place("/decide") + "?done=waiting") << signed_first.body;
  EXPECT_TRUE(room.now().decisions.all().empty());
  EXPECT_FALSE(shows(room.get("/decide"), "Sign as the second person")) << "the first person is not the second";
  const auto own = room.room.post(room.place("/second"), {{"second_reason", "I say so"}, {"second_interest", "none"}, {"key", "own"}});
  EXPECT_EQ(own.status, 422) << own.body;
  EXPECT_TRUE(room.now().decisions.all().empty());

  const auto alex = room.room.sign_in(StaffRole::accreditation, "Alex Second");
  EXPECT_TRUE(shows(room.room.get("/staff"), "waits for a second signature"));
  EXPECT_EQ(room.send("/decide", "/second", {{"second_reason", ""}, {"second_interest", "none"}}).status, 422) << "a reason is needed";
  ASSERT_EQ(room.send("/decide", "/second", {{"second_reason", "A new order set comes with it."}, {"second_interest", "none"}}).status, 303);
  const auto* current = room.now().decisions.current();
  ASSERT_NE(current, nullptr);
  EXPECT_EQ(room.now().decisions.current()->against_rule->second.person, alex.id);
  const auto brief = room.get("/brief");
  EXPECT_TRUE(shows(brief, "Decided against the rule")) << brief.body;
  EXPECT_TRUE(shows(brief, "A new order set comes with it."));
}

TEST(CaseDecisions, WhatWaitsCanBeWithdrawn) {
  CaseRoom room;
  room.take(rca::system_case());
  ASSERT_EQ(room.decide("go_part").status, 303);
  ASSERT_TRUE(room.now().pending);
  ASSERT_EQ(room.send("/decide", "/withdraw").status, 303);
  EXPECT_FALSE(room.now().pending);
}

TEST(CaseDecisions, ACaseThatChangedMeanwhileIsLookedAtAgain) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  const auto form = with(fields_of(room.get("/decide").body, "/tool" + room.place("/decide")), {{"reason", "plain"}, {"interest", "none"}});
  ASSERT_EQ(room.send("/sheet", "/sheet", {{"audience", "other people"}}).status, 303);
  const auto stale = room.room.post(room.place("/decide"), form);
  EXPECT_EQ(stale.status, 409);
  EXPECT_TRUE(shows(stale, "The case changed while you decided."));
  EXPECT_TRUE(room.now().decisions.all().empty());
  EXPECT_EQ(room.room.post(room.place("/decide"), fields_of(stale.body, "/tool" + room.place("/decide"))).status, 303);
  EXPECT_EQ(room.now().decisions.all().size(), 1u);
}

TEST(CaseDecisions, ReasonInterestAndDateAreNeeded) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  const auto refused = room.send("/decide", "/decide", {{"reason", ""}, {"interest", ""}, {"re_review", "2020-01-01"}});
  EXPECT_EQ(refused.status, 422);
  for (const char* part : {"Say in a line or two why.", "State your own interest", "Give a date after"})
    EXPECT_TRUE(shows(refused, part)) << part << refused.body;
  EXPECT_TRUE(room.now().decisions.all().empty());
}

TEST(CaseDecisions, HistoryIsAddedToAndValuesFollow) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  ASSERT_EQ(room.decide().status, 303);
  room.room.clock.pass(std::chrono::hours(24));
  room.room.sign_in(room.pat);
  ASSERT_EQ(room.decide().status, 303);
  EXPECT_EQ(room.now().decisions.all().size(), 2u);
  EXPECT_EQ(room.send("", "/follow-up", {{"value", "many"}, {"measured_on", "2026-09-20"}, {"source", "ward audit"}}).status, 422);
  ASSERT_EQ(room.send("", "/follow-up", {{"value", "61.5"}, {"measured_on", "2026-09-20"}, {"source", "ward audit"}}).status, 303);
  const auto page = room.get();
  EXPECT_TRUE(shows(page, "<td class=\"number\">61.5</td>")) << page.body;
  room.room.clock.pass(std::chrono::hours(24 * 366));
  room.room.sign_in(StaffRole::planner, "Later");
  EXPECT_TRUE(shows(room.room.get("/staff"), "Re-review due since")) << "the work list reminds";
}

TEST(CasePages, AReaderReadsAndIsOfferedNothingElse) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  ASSERT_EQ(room.decide().status, 303);
  room.room.sign_in(StaffRole::reader, "Rita Reader");
  for (const char* below : {"", "/invite", "/decide", "/brief"}) {
    const auto page = room.get(below);
    EXPECT_EQ(page.status, 200) << below;
    EXPECT_EQ(fakes::read_forms(page.body).size(), 1u) << below << ": only the way out";
  }
  EXPECT_EQ(room.get("/sheet").status, 403);
}

TEST(CasePages, WhatIsMissingLeadsOnlyThoseWhoMayMendIt) {
  CaseRoom room;
  rca::CaseFile begun;
  begun.sheet.title = "Gloves";
  begun.sheet.gap.statement = "Hands are cleaned after 46 % of contacts.";
  room.take(begun);
  EXPECT_TRUE(shows(room.get(), "/sheet#"));
  room.room.sign_in(StaffRole::reader, "Rita Reader");
  const auto page = room.get();
  EXPECT_TRUE(shows(page, "class=\"todo\"")) << page.body;
  EXPECT_FALSE(shows(page, room.place("/sheet"))) << page.body;
  EXPECT_FALSE(shows(page, room.place("/causes"))) << page.body;
}

TEST(CasePages, SpeakEveryLanguageAndEscapeWhatWasTyped) {
  CaseRoom room;
  auto file = rca::system_case();
  file.sheet.title = "<script>alert(1)</script>";
  room.take(file);
  ASSERT_EQ(room.decide().status, 303);
  static const std::regex key(">[^<]*\\b(case|staff|rca)\\.[a-z_]+");
  for (const char* language : {"en", "es", "ar"}) {
    room.room.language = language;
    for (const char* below : {"", "/sheet", "/causes", "/invite", "/decide", "/brief", "/letter"}) {
      const auto page = room.get(below);
      EXPECT_EQ(page.status, 200) << below;
      const auto main = page.body.substr(page.body.find("<main"));
      EXPECT_FALSE(std::regex_search(main, key)) << language << below << main;
      EXPECT_FALSE(shows(page, "<script>alert")) << below;
    }
  }
  EXPECT_EQ(room.get("/no").status, 404);
  room.id = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(room.get().status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
