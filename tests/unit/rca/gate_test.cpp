#include "core/activity/rca/gate.hpp"

#include <gtest/gtest.h>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

Disclosures complete() {
  Discloser planner{"p1", "A. Planner", {Part::planner, Part::signer}, date("2026-06-01"), 24, {}};
  Discloser author{"p2", "B. Author", {Part::author}, date("2026-06-01"), 24, {}};
  author.relationships = {{"Example Pharma", "advisory board", true, "p1", date("2026-06-10"),
                           "Did not write on its products.", date("2026-06-12")},
                          {"Example Devices", "shares, sold", false, "p1", date("2026-06-10"), "", {}}};
  Discloser reviewer{"p3", "C. Reviewer", {Part::reviewer}, date("2026-06-01"), 24, {}};
  return {{planner, author, reviewer}, "none"};
}
const base::Date kToday = date("2026-11-25");

// A decision of that outcome by the rule's own log: cases that come to it, or an override.
DecisionLog log_of(Outcome outcome) {
  CaseFile file = outcome == Outcome::no_go ? system_case() : knowledge_case();
  own(file.sheet, Row::t1);
  Decision decision = signed_decision(file);
  decision.decided = outcome;
  if (outcome != decision.proposed) decision.against_rule = Override{signature("second"), "The ward asked for it."};
  EXPECT_TRUE(file.decisions.append(decision, file.sheet, file.ratings, {}).empty());
  return file.decisions;
}

TEST(Gate, ReadsTheGapLine) {
  const std::pair<const char*, GapLine> cases[] = {
      {"", {}},
      {"  ", {}},
      {"gap-2026-014", {"gap-2026-014", false, ""}},
      {" gap-2026-014 ", {"gap-2026-014", false, ""}},
      {"none", {"", true, ""}},
      {"none a legal duty", {"", true, "a legal duty"}},
      {"none\ta legal duty ", {"", true, "a legal duty"}},
      {"none-of-these", {"none-of-these", false, ""}},
  };
  for (const auto& [text, line] : cases) EXPECT_EQ(read_gap_line(text), line) << text;
}

struct Publish {
  const char* gap;
  std::optional<Outcome> decided;
  const char* refused;  // rule; nullptr when it may be published
};

TEST(Gate, CreditNeedsAGoOrAReason) {
  const Publish cases[] = {
      {"", {}, "decision_missing"},
      {"gap-1", {}, "decision_missing"},
      {"gap-1", Outcome::go_education, nullptr},
      {"gap-1", Outcome::go_part, nullptr},
      {"gap-1", Outcome::no_go, "decision_no_go"},
      {"gap-1", Outcome::hold_data, "decision_no_go"},
      {"gap-1", Outcome::hold_partner, "decision_no_go"},
      {"none", {}, "reason"},
      {"none required by law", {}, nullptr},
  };
  for (const Publish& publish : cases) {
    const DecisionLog log = publish.decided ? log_of(*publish.decided) : DecisionLog();
    const DecisionLog* known = publish.decided ? &log : nullptr;
    const GapLine gap = read_gap_line(publish.gap);
    const auto problems = gap_refusals(gap, known, true);
    if (publish.refused)
      EXPECT_TRUE(problems.size() == 1 && has(problems, "gap", publish.refused)) << publish.gap << shown(problems);
    else
      EXPECT_TRUE(problems.empty()) << publish.gap << shown(problems);
    EXPECT_TRUE(gap_refusals(gap, known, false).empty());
    EXPECT_EQ(gap_warnings(gap, known, kToday).size(), problems.size());
    const auto whole = publish_refusals({{"unit-a", gap, known}}, complete(), true, kToday);
    EXPECT_EQ(whole.size(), problems.size());
    EXPECT_EQ(has(whole, "units.unit-a.gap", publish.refused ? publish.refused : ""), publish.refused != nullptr);
  }
  const DecisionLog opened;  // a case without a decision yet
  EXPECT_TRUE(has(gap_refusals(read_gap_line("gap-1"), &opened, true), "gap", "decision_missing"));
  const DecisionLog log = log_of(Outcome::go_education);
  EXPECT_TRUE(has(gap_warnings(read_gap_line("gap-1"), &log, date("2027-05-05")), "gap", "review_overdue"));
  EXPECT_TRUE(publish_refusals({{"unit-a", {}, nullptr}}, {}, false, kToday).empty());
  EXPECT_TRUE(has(publish_refusals({}, {}, true, kToday), "disclosures.author", "part_missing"));
}

CaseFacts facts(const char* id, const char* opened, std::optional<Outcome> decided,
                const char* at = "2026-03-11T10:00:00Z") {
  CaseFacts one{id, instant(opened), {}};
  if (!decided) return one;
  Decision decision = *log_of(*decided).current();
  decision.signer.at = instant(at);
  if (decision.against_rule) decision.against_rule->second.at = decision.signer.at;
  one.decisions.restore(decision);
  return one;
}
UnitFacts unit(const char* id, const char* drafted, const char* gap) {
  return {id, instant(drafted), read_gap_line(gap)};
}

TEST(Gate, ReportCountsWhatWasBuiltBeforeDeciding) {
  const std::vector<CaseFacts> cases = {
      facts("go", "2026-03-01T08:00:00Z", Outcome::go_education),
      facts("part", "2026-03-05T08:00:00Z", Outcome::go_part),
      facts("no", "2026-03-09T08:00:00Z", Outcome::no_go),
      facts("hold", "2026-03-09T08:00:00Z", Outcome::hold_data),
      facts("open", "2026-03-09T08:00:00Z", {}),
      facts("later", "2026-03-09T08:00:00Z", Outcome::go_education, "2027-01-02T00:00:00Z"),
      facts("older", "2025-12-01T08:00:00Z", Outcome::go_education),
  };
  const std::vector<UnitFacts> units = {
      unit("after", "2026-03-11T10:00:00.001Z", "go"),   unit("same", "2026-03-11T10:00:00Z", "go"),
      unit("before", "2026-03-11T09:59:59.999Z", "go"),  unit("despite", "2026-04-01T00:00:00Z", "no"),
      unit("waiting", "2026-04-01T00:00:00Z", "hold"),   unit("undecided", "2026-04-01T00:00:00Z", "open"),
      unit("too-late", "2026-04-01T00:00:00Z", "later"), unit("none", "2026-04-01T00:00:00Z", "none by law"),
      unit("nothing", "2026-04-01T00:00:00Z", ""),       unit("unknown", "2026-04-01T00:00:00Z", "nowhere"),
      unit("last-year", "2025-04-01T00:00:00Z", "go"),
  };
  const GateReport report = gate_report(cases, units, instant("2026-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z"));
  EXPECT_EQ(report.built_before, (Share{5, 7}));
  EXPECT_EQ(report.built_before_units,
            (std::vector<std::string>{"before", "despite", "waiting", "undecided", "too-late"}));
  EXPECT_EQ(report.without_case, (Share{2, 10}));
  EXPECT_EQ(report.gap_none, (Share{1, 10}));
  EXPECT_EQ(report.proposed, 6);
  EXPECT_EQ(report.education, 1);
  EXPECT_EQ(report.part, 1);
  EXPECT_EQ(report.wrong_tool, 1);
  EXPECT_EQ(report.waiting, 3);
  EXPECT_EQ(report.no_go, (Share{1, 3}));
  EXPECT_EQ(report.median_days, 6);             // 10, 6, 2
  EXPECT_EQ(report.overridden, (Share{2, 5}));  // part and hold, of the five decided this year
  EXPECT_FALSE(report.may_be_decorative);
  const GateReport easy = gate_report({cases[0]}, {}, instant("2026-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z"));
  EXPECT_TRUE(easy.may_be_decorative);
  const GateReport nothing = gate_report({}, {}, instant("2026-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z"));
  EXPECT_EQ(nothing, GateReport{});
}

struct Undisclosed {
  const char* field;
  const char* rule;
  void (*spoil)(Disclosures&);
};

TEST(Disclosures, EachPartDatedRuledMitigated) {
  const Undisclosed cases[] = {
      {"disclosures.reviewer", "part_missing", [](Disclosures& d) { d.people.pop_back(); }},
      {"disclosures.signer", "part_missing", [](Disclosures& d) { d.people[0].parts = {Part::planner}; }},
      {"disclosures.1.disclosed_on", "disclosure_date", [](Disclosures& d) { d.people[0].disclosed_on.reset(); }},
      {"disclosures.1.disclosed_on", "disclosure_date",
       [](Disclosures& d) { d.people[0].disclosed_on = date("2026-11-26"); }},
      {"disclosures.1.disclosed_on", "disclosure_date",
       [](Disclosures& d) { d.people[0].disclosed_on = date("2025-11-24"); }},
      {"disclosures.3.look_back_months", "lookback", [](Disclosures& d) { d.people[2].look_back_months = 12; }},
      {"disclosures.3.name", "required", [](Disclosures& d) { d.people[2].name.clear(); }},
      {"disclosures.2.relationships.1.ruling", "ruling",
       [](Disclosures& d) { d.people[1].relationships[0].relevant.reset(); }},
      {"disclosures.2.relationships.1.ruling", "ruling",
       [](Disclosures& d) { d.people[1].relationships[0].ruled_by = "p2"; }},
      {"disclosures.2.relationships.2.ruling", "ruling",
       [](Disclosures& d) { d.people[1].relationships[1].ruled_on.reset(); }},
      {"disclosures.2.relationships.1.mitigation", "mitigation",
       [](Disclosures& d) { d.people[1].relationships[0].mitigation.clear(); }},
      {"disclosures.2.relationships.1.mitigation", "mitigation",
       [](Disclosures& d) { d.people[1].relationships[0].mitigated_on = date("2027-01-01"); }},
      {"disclosures.2.relationships.1.company", "required",
       [](Disclosures& d) { d.people[1].relationships[0].company.clear(); }},
      {"commercial_support", "support", [](Disclosures& d) { d.commercial_support.clear(); }},
  };
  EXPECT_TRUE(check_disclosures(complete(), kToday).empty()) << shown(check_disclosures(complete(), kToday));
  for (const Undisclosed& c : cases) {
    Disclosures disclosures = complete();
    c.spoil(disclosures);
    const auto problems = check_disclosures(disclosures, kToday);
    EXPECT_TRUE(problems.size() == 1 && has(problems, c.field, c.rule)) << c.field << "\n" << shown(problems);
    EXPECT_FALSE(learner_disclosure(disclosures, kToday));
    EXPECT_EQ(publish_refusals({}, disclosures, true, kToday), problems);
  }
}

TEST(Disclosures, TheLearnersText) {
  const auto text_of = [](const LearnerDisclosure& text) {
    std::string all;
    for (const Sentence& sentence : text.sentences) all += plain(sentence) + "\n";
    return all;
  };
  const auto text = learner_disclosure(complete(), kToday);
  ASSERT_TRUE(text);
  EXPECT_FALSE(text->none);
  EXPECT_EQ(text_of(*text),
            "B. Author (author): Example Pharma, advisory board.\n"
            "All relevant financial relationships have been mitigated.\n"
            "No relevant financial relationships with ineligible companies: A. Planner, C. Reviewer.\n"
            "No commercial support.\n");
  Disclosures nothing = complete();
  nothing.people[1].relationships.clear();
  nothing.commercial_support = "Example Foundation";
  const auto none = learner_disclosure(nothing, kToday);
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->none);
  EXPECT_EQ(text_of(*none),
            "No relevant financial relationships with ineligible companies: A. Planner, B. Author, C. "
            "Reviewer.\nCommercial support: Example Foundation.\n");
}

// What is published goes on being said: the record changes, the page does not fall silent.
TEST(Disclosures, WhatTheRecordsSayOfAnActivityThatIsPublished) {
  struct Recorded {
    const char* what;
    void (*change)(Disclosures&);
    const char* text;
  };
  const char* whole =
      "B. Author (author): Example Pharma, advisory board. All relevant financial relationships have been mitigated. "
      "No relevant financial relationships with ineligible companies: A. Planner, C. Reviewer.";
  const Recorded cases[] = {
      {"complete", [](Disclosures&) {}, whole},
      {"grown old", [](Disclosures& d) { d.people[1].disclosed_on = date("2020-01-01"); }, whole},
      {"no support named", [](Disclosures& d) { d.commercial_support.clear(); }, whole},
      {"not mitigated yet", [](Disclosures& d) { d.people[1].relationships[0].mitigation.clear(); },
       "B. Author (author): Example Pharma, advisory board. No relevant financial relationships with ineligible "
       "companies: A. Planner, C. Reviewer."},
      {"not ruled on yet", [](Disclosures& d) { d.people[1].relationships[0].relevant.reset(); },
       "No relevant financial relationships with ineligible companies: A. Planner, C. Reviewer."},
      {"none ruled on yet",
       [](Disclosures& d) {
         d.people = {d.people[1]};
         for (Relationship& one : d.people[0].relationships) one.relevant.reset();
       },
       nullptr},
      {"one has not disclosed", [](Disclosures& d) { d.people[0].disclosed_on.reset(); }, nullptr},
      {"nobody is named", [](Disclosures& d) { d.people.clear(); }, nullptr},
  };
  for (const Recorded& c : cases) {
    Disclosures disclosures = complete();
    c.change(disclosures);
    const auto said = recorded_disclosure(disclosures);
    ASSERT_EQ(said.has_value(), c.text != nullptr) << c.what;
    if (said) {
      EXPECT_EQ(learners_text(*said), c.text) << c.what;
    }
  }
}

TEST(Disclosures, RoundTrip) {
  for (const Disclosures& disclosures : {complete(), Disclosures{}}) {
    const auto back = disclosures_from_json(to_json(disclosures));
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, disclosures);
  }
  EXPECT_FALSE(disclosures_from_json(R"({"people":[],"commercial_support":"none","logo":"x"})"));
}

}  // namespace
}  // namespace preceptor::rca
