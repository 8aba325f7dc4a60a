#include "manifests/rules.hpp"

#include <gtest/gtest.h>

#include <set>

namespace preceptor::manifests {
namespace {

using Codes = std::set<std::string>;

template <class Rule>
Codes unverified(const std::vector<Rule>& rules) {
  Codes codes;
  for (const Rule& rule : rules)
    if (!rule.source.verified) codes.insert(rule.code);
  return codes;
}

TEST(ShippedRules, EachSaysWhereItComesFrom) {
  const credit::Rulebook& rules = shipped_rules();
  EXPECT_EQ(rules.hash.size(), 64U);
  for (const auto& system : rules.systems) EXPECT_GT(system.source.text.size(), 10U) << system.code;
  for (const auto& board : rules.boards) EXPECT_GT(board.source.text.size(), 10U) << board.code;
  for (const auto& system : rules.systems) EXPECT_NE(system.source.text.starts_with("Recalled"), system.source.read_on.has_value()) << system.code;
}

// Scenario 30: modality decides the letter, and neither helps with a 1-A minimum.
TEST(ShippedRules, AoaNamesAmaCreditByTheKindOfActivity) {
  const auto* ama = shipped_rules().system("ama-pra-1");
  ASSERT_TRUE(ama && ama->seen_as_for("enduring") && ama->seen_as_for("live"));
  EXPECT_EQ(ama->seen_as_for("enduring")->name, "AOA Category 2-B");
  EXPECT_EQ(ama->seen_as_for("live")->name, "AOA Category 2-A");
  EXPECT_EQ(ama->seen_as_for("pi"), nullptr) << "its source does not say";
  for (const auto& one : ama->seen_as) {
    EXPECT_EQ(one.not_towards, "AOA Category 1-A");
    EXPECT_TRUE(one.source.read_on && one.source.text.find("S51") != std::string::npos);
  }
}

// What the reference marks as recalled, conflicting or not seen. A rule leaves this list when somebody saw its source, never otherwise.
TEST(ShippedRules, WhatIsNotSettledIsOff) {
  EXPECT_EQ(unverified(shipped_rules().systems),
            (Codes{"ancc", "acpe", "aapa", "ipce", "apa", "arbo-cope", "aswb-ace", "ada-cerp", "cdr", "boc", "aoa", "aafp", "rcpsc", "eaccme", "cpd-uk"}));
  EXPECT_EQ(unverified(shipped_rules().boards), (Codes{"ABOHNS", "ABPATH", "ABOS", "ABTS", "ABPMR", "ABO", "ABR", "ABFM", "ABEM", "ABOG"}));
}

TEST(ShippedRules, KnowTheTrapsOfTheBoards) {
  const credit::Rulebook& rules = shipped_rules();
  ASSERT_TRUE(rules.system("ama-pra-1") && rules.board("ABIM") && rules.board("ABP") && rules.board("ABA") && rules.board("ABS"));
  EXPECT_EQ(rules.system("ama-pra-1")->professions, std::vector<std::string>{"physician"});
  EXPECT_TRUE(rules.system("ama-pra-1")->needs_assessment);
  EXPECT_EQ(rules.board("ABIM")->gates.size(), 4U);
  EXPECT_EQ(rules.board("ABP")->amount, credit::BoardAmount::round_whole);
  EXPECT_EQ(rules.board("ABP")->repeat, credit::Repeat::once_ever);
  EXPECT_FALSE(rules.board("ABP")->partial);
  EXPECT_EQ(rules.board("ABA")->repeat, credit::Repeat::once_per_day);
  EXPECT_EQ(rules.board("ABA")->split, credit::Split::two_records);
  EXPECT_EQ(rules.board("ABA")->year_cap, credit::Amount{6000});
  EXPECT_EQ(rules.board("ABS")->pass_percent, 75);
  EXPECT_FALSE(rules.board("ABS")->id_required);
  for (const char* board : {"ABP", "ABS"}) EXPECT_EQ(rules.board(board)->report_within_days, 30);
}

}  // namespace
}  // namespace preceptor::manifests
