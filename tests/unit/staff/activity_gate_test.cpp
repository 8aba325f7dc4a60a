// What is asked before an activity is published, with what is stored: units, decisions, disclosures, providers.
#include "web/credit/activity_gate.hpp"

#include <algorithm>

#include "tests/fakes/memory_site.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/rca/disclosure_book.hpp"
#include "web/rca/told_disclosure.hpp"

namespace preceptor::web::testing {
namespace {

using Names = std::vector<std::string>;

activity::Unit unit(const std::string& id, const std::string& gap, bool scored = true) {
  activity::Unit one;
  one.id = id;
  one.title = id;
  one.language = "en";
  one.stated_minutes = 15;
  one.gap = gap;
  activity::Question question;
  question.id = "q";
  question.type = activity::QuestionType::yesno;
  question.prompt = "Well?";
  question.scored = question.required = scored;
  question.options = {{"yes", "Yes", scored, false, ""}, {"no", "No", false, false, ""}};
  one.sections = {{"Case", "<p>Words.</p>", {question}}};
  return one;
}

credit::Activity activity_of(const std::string& provider = "main") {
  credit::Activity one;
  one.id = "a";
  one.title = "A";
  one.language = "en";
  one.provider = provider;
  one.format = "enduring";
  one.starts = *base::parse_date("2026-01-01");
  one.ends = *base::parse_date("2026-12-31");
  one.designated_on = *base::parse_date("2025-12-01");
  one.accreditation_statement = "Accredited.";
  one.designation_statement = "At most 0.5.";
  one.designations = {{"ama-pra-1", {50}, {}}};
  one.pass_percent = 60;
  one.commercial_support = "none";
  one.people = {"Pat Planner"};
  one.professions = {"physician"};
  one.bundle = {{"first", 15, true}, {"second", 15, true}};
  return one;
}

struct Gate {
  fakes::MemoryContent content;
  StaffRoom room;
  std::vector<credit::Provider> providers = {{"main", "Main", "", {"ama-pra-1"}, "UTC"}, {"trial", "Trial", "", {"ama-pra-1"}, "UTC", true}};
  std::vector<credit::Enabled> enabled;
  DisclosureBook disclosures{room.records, room.records.projections, room.clock};

  void store(const activity::Unit& one) {
    content.versions.push_back({"unit", one.id, one.language, base::ContentHash(one.id), activity::to_json(one), "folder", {}, one.title});
  }
  void disclose(const std::string& name) {
    const auto done = disclosures.disclose("person-1", name, {rca::Part::planner, rca::Part::author, rca::Part::reviewer, rca::Part::signer}, {}, 0);
    ASSERT_TRUE(done);
    ASSERT_EQ(done->outcome, DisclosureAct::Outcome::done);
  }
  void make_ready() {
    store(unit("first", "none a legal duty"));
    store(unit("second", "none a legal duty"));
    disclose("Pat Planner");
  }
  // "field=rule", a warning with "~" before it.
  Names look(const credit::Activity& activity, const std::vector<activity::Unit>& fresh = {}) {
    const ActivityGateDeps deps{content, room.records, room.records.projections, room.clock, [this] { return providers; },
                                [this]() -> base::Result<std::vector<credit::Enabled>> { return enabled; }};
    const auto found = look_at_activity(deps, activity, fresh);
    EXPECT_TRUE(found);
    Names names;
    for (const GateFinding& one : *found) {
      EXPECT_FALSE(one.finding.message.empty());
      names.push_back((one.finding.refuses ? "" : "~") + one.finding.field + "=" + one.finding.rule);
    }
    EXPECT_EQ(any_refuses(*found), std::ranges::any_of(names, [](const std::string& name) { return name[0] != '~'; }));
    return names;
  }
};

TEST(ActivityGate, LetsThroughWhatIsComplete) {
  Gate gate;
  gate.make_ready();
  EXPECT_EQ(gate.look(activity_of()), Names{});
}

TEST(ActivityGate, RefusesWithoutTheProvidersAccreditation) {
  Gate gate;
  gate.make_ready();
  gate.providers = {{"main", "Main", "", {}, "UTC"}};
  EXPECT_EQ(gate.look(activity_of()), Names{"designations[0].system=system.not_accredited"});
  EXPECT_EQ(gate.look(activity_of("nobody")), Names{"provider=provider.unknown"});
}

TEST(ActivityGate, WhatIsNotSettledWaitsForStaff) {
  Gate gate;
  gate.make_ready();
  gate.providers[0].systems.push_back("ancc");
  credit::Activity activity = activity_of();
  activity.designations.push_back({"ancc", {50}, {}});
  EXPECT_EQ(gate.look(activity), Names{"designations[1].system=system.off"});
  gate.enabled = {{"system:ancc", "Pat Planner", base::PersonId("person-1"), {}}};
  EXPECT_EQ(gate.look(activity), Names{});
}

TEST(ActivityGate, LooksAtEveryUnit) {
  Gate gate;
  gate.disclose("Pat Planner");
  EXPECT_EQ(gate.look(activity_of()), (Names{"bundle[0]=bundle.unit_unknown", "bundle[1]=bundle.unit_unknown"}));
  gate.store(unit("first", "none a legal duty"));
  EXPECT_EQ(gate.look(activity_of(), {unit("second", "none a legal duty")}), Names{}) << "published along with it";
  EXPECT_EQ(gate.look(activity_of(), {unit("second", "none a legal duty", false)}), Names{"bundle[1]=bundle.no_assessment"});
  credit::Activity live = activity_of();
  live.format = "live";
  live.pass_percent = 0;
  EXPECT_EQ(gate.look(live, {unit("second", "none a legal duty", false)}), Names{}) << "nothing is to be passed";
}

TEST(ActivityGate, EveryUnitNeedsAGoOrAReason) {
  Gate gate;
  gate.make_ready();
  EXPECT_EQ(gate.look(activity_of(), {unit("second", "case-nobody-decided")}), Names{"units.second.gap=gate.decision_missing"});
  EXPECT_EQ(gate.look(activity_of(), {unit("second", "none")}), Names{"units.second.gap=gate.reason"});
  EXPECT_EQ(gate.look(activity_of(), {unit("first", ""), unit("second", "")}), (Names{"units.first.gap=gate.decision_missing", "units.second.gap=gate.decision_missing"}));
  credit::Activity without = activity_of();
  without.designations.clear();
  without.designation_statement.clear();
  EXPECT_EQ(gate.look(without, {unit("second", "")}), Names{"~designations=designation.none"}) << "without credit nothing is asked";
}

TEST(ActivityGate, WhatAModelMadeNeedsAReviewerAndAPilotThatImprovedSomething) {
  Gate gate;
  gate.make_ready();
  auto second = unit("second", "none a legal duty");
  second.ai = "drafted the case; some model";
  EXPECT_EQ(gate.look(activity_of(), {second}), (Names{"units.second.ai=gate.model.reviewer-missing", "units.second.ai=gate.model.pilot-missing"}));
  credit::Activity without = activity_of();
  without.designations.clear();
  without.designation_statement.clear();
  EXPECT_EQ(gate.look(without, {second}), Names{"~designations=designation.none"}) << "credit is what it is about";
}

TEST(ActivityGate, WhoeverControlsTheContentHasDisclosed) {
  Gate gate;
  gate.make_ready();
  credit::Activity activity = activity_of();
  activity.people = {"person-1"};
  EXPECT_EQ(gate.look(activity), Names{}) << "by id, as the browser names people";
  activity.people = {"Pat Planner", "Somebody Else"};
  EXPECT_EQ(gate.look(activity), Names{"people=gate.not_disclosed"});
  activity.people = {"Somebody Else"};
  const auto found = gate.look(activity);
  EXPECT_EQ(found.size(), 5U) << "and no part is filled";
  activity.people = {"Pat Planner"};
  gate.room.clock.at += std::chrono::hours(24 * 365 * 3);
  EXPECT_EQ(gate.look(activity), Names{"disclosures.1.disclosed_on=gate.disclosure_date"}) << "disclosures grow old";
}

TEST(ActivityGate, OneOfTwoPeopleWithOneNameIsNamedById) {
  Gate gate;
  gate.make_ready();
  ASSERT_EQ(gate.disclosures.disclose("person-2", "Pat Planner", {rca::Part::planner}, {}, 0)->outcome, DisclosureAct::Outcome::done);
  credit::Activity activity = activity_of();
  activity.people = {"person-1"};
  EXPECT_EQ(gate.look(activity), Names{});
  activity.people = {"person-1", "Pat Planner"};
  EXPECT_EQ(gate.look(activity), Names{"people=gate.not_disclosed"}) << "nobody's disclosure stands for another's";
  const ActivityGateDeps deps{gate.content, gate.room.records, gate.room.records.projections, gate.room.clock, [&] { return gate.providers; }};
  const auto found = look_at_activity(deps, activity);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_NE(found->front().finding.message.find("Several people disclosed as \"Pat Planner\""), std::string::npos) << found->front().finding.message;
  EXPECT_EQ(told_disclosure(*gate.disclosures.list(), activity.people), nullptr) << "nor is it told to learners";
}

TEST(ActivityGate, ATextThatSaysOtherwiseThanTheDisclosuresIsWarnedOf) {
  Gate gate;
  gate.make_ready();
  credit::Activity activity = activity_of();
  activity.disclosure = "Nobody has anything to disclose.";
  EXPECT_EQ(gate.look(activity), Names{"~disclosure=gate.disclosure_differs"});
  activity.disclosure = "No relevant financial relationships with ineligible companies: Pat Planner.";
  EXPECT_EQ(gate.look(activity), Names{}) << "says the same";
  activity.disclosure.clear();
  EXPECT_EQ(gate.look(activity), Names{}) << "units that say none agree";

  const std::vector<rca::Part> parts(std::begin(rca::kParts), std::end(rca::kParts));
  rca::Relationship one;
  one.company = "Example Pharma";
  one.nature = "advisory board";
  ASSERT_EQ(gate.disclosures.disclose("person-1", "Pat Planner", parts, {one}, 1)->outcome, DisclosureAct::Outcome::done);
  ASSERT_EQ(gate.disclosures.rule("person-1", 0, true, "Another planner decided.", "person-2", 2)->outcome, DisclosureAct::Outcome::done);
  EXPECT_EQ(gate.look(activity), (Names{"~units.first.disclosure=gate.disclosure_differs", "~units.second.disclosure=gate.disclosure_differs"}));
  const ActivityGateDeps deps{gate.content, gate.room.records, gate.room.records.projections, gate.room.clock, [&] { return gate.providers; }};
  const auto found = look_at_activity(deps, activity);
  ASSERT_EQ(found->size(), 2U);
  for (const char* part : {"Pat Planner (planner, author, reviewer and signer): Example Pharma, advisory board.", "\"none\""})
    EXPECT_NE(found->front().finding.message.find(part), std::string::npos) << found->front().finding.message;
}

TEST(ActivityGate, ATrialIsWarnedWhereOthersAreRefused) {
  Gate gate;
  gate.store(unit("first", "case-nobody-decided"));
  gate.store(unit("second", "none a legal duty"));
  const auto found = gate.look(activity_of("trial"));
  EXPECT_EQ(found.size(), 6U);
  for (const std::string& one : found) EXPECT_EQ(one[0], '~') << one;
  credit::Activity impossible = activity_of("trial");
  impossible.designations[0].max = {100};
  EXPECT_EQ(gate.look(impossible)[0], "designations[0].max=designation.rounding") << "what cannot be kept is refused of a trial as well";
}

}  // namespace
}  // namespace preceptor::web::testing
