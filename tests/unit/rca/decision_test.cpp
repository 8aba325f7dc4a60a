#include "core/activity/rca/decision.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

struct Wrong {
  const char* field;
  const char* rule;
  std::function<void(Decision&)> spoil;
};

void go_against(Decision& d, Outcome outcome) {
  d.decided = outcome;
  d.against_rule = Override{signature("second"), "The ward asked for it."};
}

TEST(Decision, WhatMakesOneValid) {
  const Wrong cases[] = {
      {"n", "order", [](Decision& d) { d.n = 2; }},
      {"basis", "stale", [](Decision& d) { d.basis = "0"; }},
      {"basis", "stale", [](Decision& d) { d.eas += 1; }},
      {"basis", "stale", [](Decision& d) { d.rule = "9.2/0"; }},
      {"reason", "reason", [](Decision& d) { d.reason = " "; }},
      {"reason", "identifier", [](Decision& d) { d.reason = "See MRN 12345678 for why."; }},
      {"signer.name", "required", [](Decision& d) { d.signer.name.clear(); }},
      {"signer.person", "required", [](Decision& d) { d.signer.person.clear(); }},
      {"signer.person", "own_case", [](Decision& d) { d.signer.person = "planner"; }},
      {"signer.interest", "interest", [](Decision& d) { d.signer.interest.clear(); }},
      {"override", "second_person", [](Decision& d) { d.decided = Outcome::hold_data; }},
      {"override.second.person", "second_person",
       [](Decision& d) {
         go_against(d, Outcome::hold_data);
         d.against_rule->second.person = "signer";
       }},
      {"override.reason", "reason",
       [](Decision& d) {
         go_against(d, Outcome::hold_data);
         d.against_rule->reason.clear();
       }},
      {"override.second.interest", "interest",
       [](Decision& d) {
         go_against(d, Outcome::hold_data);
         d.against_rule->second.interest.clear();
       }},
      {"override", "override_needless", [](Decision& d) { go_against(d, Outcome::go_education); }},
      {"re_review", "date", [](Decision& d) { d.re_review = date("2026-11-04"); }},
      {"re_review", "date", [](Decision& d) { d.re_review = date("2028-11-05"); }},
      {"re_review", "date", [](Decision& d) { d.re_review = {}; }},
      {"rows", "other_part", [](Decision& d) { go_against(d, Outcome::go_part); }},
      {"rows", "hand_over", [](Decision& d) { go_against(d, Outcome::no_go); }},
      {"decided", "not_a_decision", [](Decision& d) { go_against(d, Outcome::incomplete); }},
  };
  const SigningPolicy policy{"planner", true};
  const CaseFile file = knowledge_case();
  for (const Wrong& wrong : cases) {
    Decision decision = signed_decision(file);
    wrong.spoil(decision);
    DecisionLog log;
    const auto problems = log.append(decision, file.sheet, file.ratings, policy);
    EXPECT_TRUE(problems.size() == 1 && has(problems, wrong.field, wrong.rule))
        << wrong.field << " " << wrong.rule << "\n"
        << shown(problems);
    EXPECT_TRUE(log.all().empty());
  }
  Decision last_day = signed_decision(file);
  last_day.re_review = date("2028-11-04");
  EXPECT_TRUE(DecisionLog().check(last_day, file.sheet, file.ratings, policy).empty());
  Decision own = signed_decision(file);
  own.signer.person = "planner";
  EXPECT_TRUE(DecisionLog().check(own, file.sheet, file.ratings, {"planner", false}).empty());
}

TEST(Decision, IsAddedNeverChanged) {
  CaseFile file = knowledge_case();
  EXPECT_TRUE(file.decisions.append(signed_decision(file), file.sheet, file.ratings, {}).empty());
  // The same time or an earlier one cannot follow.
  EXPECT_TRUE(has(file.decisions.append(signed_decision(file), file.sheet, file.ratings, {}), "n", "order"));
  // Somebody answers differently: what was prepared before is stale, and the first decision stays as it was.
  const Decision prepared = signed_decision(file, "2026-12-01T10:00:00Z");
  const Decision first = *file.decisions.current();
  file.ratings.push_back(rating("late", Role::nurse, {{Row::i1, 3}}, 99));
  EXPECT_TRUE(has(file.decisions.check(prepared, file.sheet, file.ratings, {}), "basis", "stale"));
  Decision against = signed_decision(file, "2026-12-01T10:00:00Z");
  go_against(against, Outcome::hold_partner);
  EXPECT_TRUE(file.decisions.append(against, file.sheet, file.ratings, {}).empty());
  ASSERT_EQ(file.decisions.all().size(), 2U);
  EXPECT_EQ(file.decisions.all()[0], first);
  EXPECT_EQ(file.decisions.current()->n, 2);
  DecisionLog log;
  EXPECT_FALSE(log.restore(against));
  EXPECT_TRUE(log.restore(first) && log.restore(against));
  EXPECT_EQ(log, file.decisions);
}

TEST(Decision, BasisSeesEveryChangeButNotTheOrder) {
  const CaseFile file = knowledge_case();
  const std::string basis = basis_of(file.sheet, file.ratings);
  CaseFile other = file;
  std::swap(other.ratings[0], other.ratings[5]);
  EXPECT_EQ(basis_of(other.sheet, other.ratings), basis);
  other.ratings[0].cards[0].example = "An example.";
  EXPECT_NE(basis_of(other.sheet, other.ratings), basis);
  other = file;
  other.sheet.rows[Row::t1].due = date("2027-01-01");
  EXPECT_NE(basis_of(other.sheet, other.ratings), basis);
}

TEST(Decision, PartAndNoGoNameWhoDoesTheRest) {
  CaseFile file = system_case();
  EXPECT_TRUE(DecisionLog().check(signed_decision(file), file.sheet, file.ratings, {}).empty());
  EXPECT_EQ(partner_rows(file.sheet, {Row::i1, Row::p1}), std::vector<Row>{Row::p1});
  file.sheet.rows[Row::p1].owner.department = Department::education;
  EXPECT_TRUE(has(DecisionLog().check(signed_decision(file), file.sheet, file.ratings, {}), "rows", "hand_over"));
}

}  // namespace
}  // namespace preceptor::rca
