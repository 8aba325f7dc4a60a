// check_activity: scenarios 4, 10, 12, 13 of credit.md 10.1, and every other reason to refuse an activity before anybody opens it.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/credit/activity.hpp"
#include "sample_activity.hpp"

namespace preceptor::credit {
namespace {

const std::vector<Provider> kProviders = {{"demo", "Demo provider", "", {"ama-pra-1", "ancc"}, "UTC"}, {"small", "Small provider", "", {"ancc"}, "UTC"}};

std::string rules_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& one : findings) text += (text.empty() ? "" : " ") + std::string(one.refuses ? "" : "~") + one.field + "=" + one.rule;
  return text;
}

struct Case {
  const char* what;
  void (*change)(Activity&);
  const char* found;   // "~" marks a warning
};

std::string check(const Case& one, const std::vector<Provider>& providers = kProviders, const std::vector<Enabled>& enabled = {}) {
  Activity activity = sample_activity();
  one.change(activity);
  const auto findings = check_activity(activity, sample_rules(), providers, enabled);
  for (const Finding& finding : findings) EXPECT_TRUE(finding.message.ends_with(".") && finding.message.size() > 20) << finding.message;
  return rules_of(findings);
}

void expect_all(const std::vector<Case>& cases) {
  for (const Case& one : cases) EXPECT_EQ(check(one), one.found) << one.what;
}

void bundle_of(Activity& activity, int total, std::int64_t max) {
  activity.bundle = {{"u", total, true}};
  activity.designations[0].max = {max};
  activity.designation_statement = "For a maximum of " + format(Amount{max}) + " credits.";
}

TEST(CheckActivity, HasNothingToSayOfAGoodOne) {
  EXPECT_EQ(check({"", [](Activity&) {}, ""}), "");
}

// Scenario 4, and what is never over-credited.
TEST(CheckActivity, TheDesignationIsTheNearestQuarterOfThePlannedMinutes) {
  expect_all({
      {"52 minutes are 0.75", [](Activity& a) { bundle_of(a, 52, 75); }, ""},
      {"and not 1", [](Activity& a) { bundle_of(a, 52, 100); }, "designations[0].max=designation.rounding"},
      {"53 minutes are 1", [](Activity& a) { bundle_of(a, 53, 100); }, ""},
      {"less may be designated", [](Activity& a) { bundle_of(a, 53, 75); }, "~designations[0].max=designation.less"},
      {"7 minutes are nothing", [](Activity& a) { bundle_of(a, 7, 25); }, "designations[0].max=designation.rounding"},
      {"8 minutes are 0.25", [](Activity& a) { bundle_of(a, 8, 25); }, ""},
      {"0 is no credit", [](Activity& a) { bundle_of(a, 30, 0); }, "designations[0].max=designation.minimum"},
      {"steps of 0.25", [](Activity& a) { bundle_of(a, 30, 30); }, "designations[0].max=designation.step"},
      {"nobody can earn it without a unit", [](Activity& a) { a.bundle.clear(); }, "bundle=bundle.empty"},
      {"cycles need no unit", [](Activity& a) { a.bundle.clear(), a.format = "isl"; }, ""},
      {"a unit twice", [](Activity& a) { a.bundle[1].unit_id = "unit-1"; }, "bundle[1]=bundle.twice"},
      {"no minutes", [](Activity& a) { a.bundle[0].minutes = 0, a.bundle[1].minutes = 10; }, "bundle[0]=bundle.minutes"},
  });
}

TEST(CheckActivity, TheWindowFollowsTheFormat) {
  expect_all({
      {"three years", [](Activity& a) { a.ends = day("2029-01-01"); }, ""},
      {"and a day", [](Activity& a) { a.ends = day("2029-01-02"); }, "ends=window.enduring"},
      {"a course may be planned long ahead", [](Activity& a) { a.format = "live", a.ends = day("2029-01-02"); }, ""},
      {"a series of a year", [](Activity& a) { a.format = "rss", a.ends = day("2027-01-01"); }, ""},
      {"and a day", [](Activity& a) { a.format = "rss", a.ends = day("2027-01-02"); }, "ends=window.series"},
      {"backwards", [](Activity& a) { a.ends = day("2025-12-31"); }, "ends=window.order"},
      {"one day", [](Activity& a) { a.ends = a.starts; }, ""},
      {"designated on the first day", [](Activity& a) { a.designated_on = a.starts; }, ""},
      {"afterwards", [](Activity& a) { a.designated_on = day("2026-01-02"); }, "designated_on=designation.retroactive"},
  });
}

TEST(CheckActivity, SystemsAndProviders) {
  expect_all({
      {"unknown provider", [](Activity& a) { a.provider = "elsewhere"; }, "provider=provider.unknown"},
      {"no provider", [](Activity& a) { a.provider.clear(); }, "provider=provider.missing"},
      {"not accredited for it", [](Activity& a) { a.provider = "small"; }, "designations[0].system=system.not_accredited"},
      {"unknown system", [](Activity& a) { a.designations[0].system = "gold"; }, "designations[0].system=system.not_accredited designations[0].system=system.unknown"},
      {"a system that is off", [](Activity& a) { a.designations.push_back({"ancc", {50}, {}}); }, "designations[1].system=system.off"},
      {"twice", [](Activity& a) { a.designations.push_back({"ama-pra-1", {50}, {}}); },
       "designations[0].system=designation.twice designations[1].system=designation.twice"},
      {"no credit at all", [](Activity& a) { a.designations.clear(), a.designation_statement.clear(); }, "~designations=designation.none"},
  });
  const Case off = {"", [](Activity& a) { a.designations.push_back({"ancc", {50}, {}}), a.provider = "elsewhere"; }, ""};
  EXPECT_EQ(check(off, {}), "~designations[1].system=system.off") << "without an installation nothing is known of providers, and off is a warning";
  const Case on = {"", [](Activity& a) { a.designations.push_back({"ancc", {50}, {}}); }, ""};
  EXPECT_EQ(check(on, kProviders, {{"system:ancc", "A. Staff", base::PersonId("p"), {}}}), "") << "somebody stands for it";
  EXPECT_EQ(check(on, kProviders, {{"board:ancc", "A. Staff", base::PersonId("p"), {}}}), "designations[1].system=system.off");
}

TEST(CheckActivity, WhatIsToldAndStated) {
  expect_all({
      {"a standard for enduring", [](Activity& a) { a.pass_percent = 0; }, "pass_percent=assessment.standard"},
      {"and journals", [](Activity& a) { a.format = "journal", a.pass_percent = 0; }, "pass_percent=assessment.standard"},
      {"not for a course", [](Activity& a) { a.format = "live", a.pass_percent = 0; }, ""},
      {"other must say so", [](Activity& a) { a.format = "other"; }, "designation_statement=statement.other"},
      {"and does", [](Activity& a) { a.format = "other", a.designation_statement = "This Other activity (blended learning): 0.5 credits."; }, ""},
      {"no statement", [](Activity& a) { a.designation_statement.clear(); }, "designation_statement=statement.designation"},
      {"no accreditation statement", [](Activity& a) { a.accreditation_statement.clear(); }, "accreditation_statement=statement.accreditation"},
      {"another amount in the statement", [](Activity& a) { a.designation_statement = "A maximum of 2 credits."; }, "~designation_statement=statement.amount"},
      {"2,500 characters", [](Activity& a) { for (a.description.clear(); a.description.size() < 5000;) a.description += "é"; }, ""},
      {"and one", [](Activity& a) { a.description = std::string(2501, 'x'); }, "description=description.long"},
      {"a title like a formula", [](Activity& a) { a.title = "+LR and -LR: reading a test"; }, "title=title.formula"},
      {"and one with a sign inside", [](Activity& a) { a.title = "Reading a test: +LR and -LR"; }, ""},
      {"nine digits", [](Activity& a) { a.accme_activity_id = "20261234"; }, "accme_activity_id=accme_activity_id.digits"},
      {"a profession", [](Activity& a) { a.professions.push_back("wizard"); }, "professions=profession.unknown"},
      {"an outcome", [](Activity& a) { a.outcomes = {"Learner Happiness"}; }, "outcomes=outcome.unknown"},
      {"known outcomes", [](Activity& a) { a.outcomes = {"Learner Competence", "Patient Health"}; }, ""},
      {"joint with nobody", [](Activity& a) { a.joint = true; }, "~joint=joint.providers"},
      {"with somebody but not joint", [](Activity& a) { a.nonaccredited_providers = {"A clinic"}; }, "joint=joint.missing"},
  });
}

const BoardRegistration kAbim = {"ABIM", {{"Medical Knowledge", {50}}}, {}, {}};
const BoardRegistration kAba = {"ABA", {{"MOCA Part 2", {50}}}, {}, {"02_ABAMCO:12:Airway"}};

// Scenario 12 is the third.
TEST(CheckActivity, BoardsHaveGates) {
  expect_all({
      {"ABIM as it must be", [](Activity& a) { a.boards = {kAbim}; }, ""},
      {"no evaluation", [](Activity& a) { a.boards = {kAbim}, a.evaluation = false; }, "boards[ABIM].evaluation=board.gate"},
      {"no rationale", [](Activity& a) { a.boards = {kAbim}, a.rationale = false; }, "boards[ABIM].feedback_rationale=board.gate"},
      {"no citations", [](Activity& a) { a.boards = {kAbim}, a.citations = false; }, "boards[ABIM].feedback_citation=board.gate"},
      {"no standard", [](Activity& a) { a.boards = {kAbim}, a.format = "live", a.pass_percent = 0; }, "boards[ABIM].pass=board.gate"},
      {"CME of ABS has none", [](Activity& a) { a.boards = {{"ABS", {{"CME", {50}}}, {}, {}}}, a.evaluation = false; }, ""},
      {"its SA has", [](Activity& a) { a.boards = {{"ABS", {{"CME", {50}}, {"SA", {50}}}, {}, {}}}, a.evaluation = false; }, "boards[ABS].evaluation=board.gate"},
      {"CME and SA each for themselves", [](Activity& a) { a.boards = {{"ABS", {{"CME", {50}}, {"SA", {50}}}, {}, {}}}; }, ""},
      {"ABA as it must be", [](Activity& a) { a.boards = {kAba}; }, ""},
      {"no content area", [](Activity& a) { a.boards = {kAba}, a.boards[0].content_areas.clear(); }, "boards[ABA].content_areas=board.content_area"},
      {"three", [](Activity& a) { a.boards = {kAba}, a.boards[0].content_areas = {"s:1:a", "s:2:b", "s:3:c"}; }, "boards[ABA].content_areas=board.content_area"},
      {"two", [](Activity& a) { a.boards = {kAba}, a.boards[0].content_areas = {"s:1:a", "s:2:b"}; }, ""},
      {"no number", [](Activity& a) { a.boards = {kAba}, a.boards[0].content_areas = {"Airway"}; }, "boards[ABA].content_areas=board.content_area"},
      {"no words", [](Activity& a) { a.boards = {kAba}, a.boards[0].content_areas = {"s:1:"}; }, "boards[ABA].content_areas=board.content_area"},
  });
}

TEST(CheckActivity, BoardsHaveTypesAmountsAndTimes) {
  expect_all({
      {"unknown board", [](Activity& a) { a.boards = {{"ABZ", {{"CME", {50}}}, {}, {}}}; }, "boards[ABZ]=board.unknown"},
      {"twice", [](Activity& a) { a.boards = {kAbim, kAbim}; }, "boards[ABIM]=board.twice"},
      {"off", [](Activity& a) { a.boards = {{"ABX", {{"CME", {50}}}, {}, {}}}, a.starts = day("2026-06-01"); }, "boards[ABX]=board.off"},
      {"before its rules hold", [](Activity& a) { a.boards = {{"ABX", {{"CME", {50}}}, {}, {}}}; }, "boards[ABX]=board.off boards[ABX]=board.period"},
      {"not in PARS", [](Activity& a) { a.boards = {{"ABPN", {{"SA", {50}}}, {}, {}}}; }, "boards[ABPN]=board.no_channel"},
      {"needs the provider's id", [](Activity& a) { a.boards = {kAbim}, a.provider_activity_id.clear(); }, "provider_activity_id=board.provider_activity_id"},
      {"claimed before it starts", [](Activity& a) { a.boards = {kAbim}, a.boards[0].claim_by = day("2025-12-31"); }, "boards[ABIM].claim_by=board.claim_by"},
      {"needs an audience", [](Activity& a) { a.boards = {kAbim}, a.professions.clear(); }, "~professions=audience.missing"},
      {"a type of another board", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points[0].type = "SA"; }, "boards[ABIM].points=board.type"},
      {"a type twice", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points.push_back(a.boards[0].points[0]); }, "boards[ABIM].points=board.type"},
      {"no points", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points.clear(); }, "boards[ABIM].points=board.points"},
      {"0 points", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points[0].points = {0}; }, "boards[ABIM].points=board.points"},
      {"0.3 points", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points[0].points = {30}; }, "boards[ABIM].points=board.points"},
      {"ABIM may have fewer", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points[0].points = {25}; }, ""},
      {"and no more", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points[0].points = {75}; }, "boards[ABIM].points=board.amount"},
      {"nor in two types", [](Activity& a) { a.boards = {kAbim}, a.boards[0].points.push_back({"Practice Assessment", {25}}); }, "boards[ABIM].points=board.amount"},
      {"ABA has as many", [](Activity& a) { a.boards = {kAba}, a.boards[0].points[0].points = {25}; }, "boards[ABA].points=board.amount"},
      {"as the sum of both", [](Activity& a) { a.boards = {kAba}, a.boards[0].points = {{"MOCA Part 2", {25}}, {"Patient Safety", {25}}}; }, ""},
      {"points need credit for physicians", [](Activity& a) { a.boards = {kAbim}, a.designations.clear(); }, "~designations=designation.none boards[ABIM].points=board.credit"},
  });
}

void whole(Activity& activity, int total, std::int64_t max, std::int64_t points) {
  bundle_of(activity, total, max);
  activity.boards = {{"ABP", {{"Part 2", {points}}}, {}, {}}};
}

// Scenario 13.
TEST(CheckActivity, WholeNumbersOfPoints) {
  expect_all({
      {"0.25 rounds to 0", [](Activity& a) { whole(a, 15, 25, 100); }, "boards[ABP].points=board.whole_number"},
      {"0.25 as 0.25", [](Activity& a) { whole(a, 15, 25, 25); }, "boards[ABP].points=board.whole_number"},
      {"0.5 is not settled", [](Activity& a) { whole(a, 30, 50, 100); }, "boards[ABP].points=board.half"},
      {"nor 1.5", [](Activity& a) { whole(a, 90, 150, 200); }, "boards[ABP].points=board.half"},
      {"0.75 is 1", [](Activity& a) { whole(a, 45, 75, 100); }, ""},
      {"1 is 1", [](Activity& a) { whole(a, 60, 100, 100); }, ""},
      {"1.25 is 1", [](Activity& a) { whole(a, 75, 125, 100); }, ""},
      {"and not 2", [](Activity& a) { whole(a, 75, 125, 200); }, "boards[ABP].points=board.whole_number"},
  });
  const Case half = {"", [](Activity& a) { whole(a, 30, 50, 100); }, ""};
  EXPECT_EQ(check(half, kProviders, {{"rule:ABP.half", "A. Staff", base::PersonId("p"), {}}}), "");
  Activity quarter = sample_activity();
  whole(quarter, 15, 25, 25);
  EXPECT_NE(check_activity(quarter, sample_rules(), kProviders)[0].message.find("at least 1 credit"), std::string::npos);
}

TEST(PhysicianCredit, IsTheFirstThatPhysiciansReceive) {
  Activity activity = sample_activity();
  EXPECT_EQ(physician_credit(activity, sample_rules()), &activity.designations[0]);
  activity.designations = {{"ancc", {50}, {}}, {"ama-pra-1", {25}, {}}};
  EXPECT_EQ(physician_credit(activity, sample_rules()), &activity.designations[1]);
  activity.designations.pop_back();
  EXPECT_EQ(physician_credit(activity, sample_rules()), nullptr);
}

}  // namespace
}  // namespace preceptor::credit
