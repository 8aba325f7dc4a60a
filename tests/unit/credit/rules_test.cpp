#include "core/credit/rules.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace preceptor::credit {
namespace {

constexpr std::string_view kLittle = R"({
  "systems": [{"code": "x", "name": "X Credit", "unit": "credit", "source": {"text": "x.example", "verified": false}}],
  "boards": [{"code": "ABX", "name": "Board of X", "in_pars": true, "types": ["CME", "SA"], "source": {"text": "abx.example", "read_on": "2026-11-20", "verified": true}}]
})";

TEST(Rules, WhatIsLeftOutHasItsUsualValue) {
  const auto rules = rulebook_from_json(kLittle);
  ASSERT_TRUE(rules) << rules.error().detail;
  ASSERT_TRUE(rules->system("x"));
  EXPECT_EQ(rules->system("x")->step, Amount{25});
  EXPECT_EQ(rules->system("x")->accrual, Rounding::down);
  ASSERT_TRUE(rules->board("ABX"));
  EXPECT_TRUE(rules->board("ABX")->partial);
  EXPECT_TRUE(rules->board("ABX")->id_required);
  EXPECT_EQ(rules->system("y"), nullptr);
  EXPECT_EQ(rules->board("ABY"), nullptr);
}

TEST(Rules, TheSameRulesHaveTheSameHashHoweverTheyAreWritten) {
  const auto rules = rulebook_from_json(kLittle);
  ASSERT_TRUE(rules);
  const std::string canonical = to_json(*rules);
  EXPECT_NE(canonical, kLittle);
  const auto again = rulebook_from_json(canonical);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(again->hash, rules->hash);
  EXPECT_EQ(again->systems, rules->systems);
  EXPECT_EQ(again->boards, rules->boards);
  EXPECT_EQ(rules->hash.size(), 64U);

  std::string other(kLittle);
  other.replace(other.find("X Credit"), 8, "Y Credit");
  EXPECT_NE(rulebook_from_json(other)->hash, rules->hash);
}

TEST(Rules, HowOthersNameACreditGoesThroughItsJson) {
  std::string text(kLittle);
  const std::string seen = R"("unit": "credit", "seen_as": [{"by": "AOA", "name": "Two", "not_towards": "One", "formats": ["live"], "source": {"text": "s", "verified": false}}])";
  text.replace(text.find(R"("unit": "credit")"), 16, seen);
  const auto rules = rulebook_from_json(text);
  ASSERT_TRUE(rules) << rules.error().detail;
  ASSERT_TRUE(rules->system("x")->seen_as_for("live"));
  EXPECT_EQ(rules->system("x")->seen_as_for("live")->name, "Two");
  EXPECT_EQ(rules->system("x")->seen_as_for("enduring"), nullptr);
  const auto again = rulebook_from_json(to_json(*rules));
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(again->systems, rules->systems);
  for (const auto& [from, to] : {std::pair("AOA", "XYZ"), std::pair("live", "song")}) {
    std::string bad = text;
    bad.replace(bad.find(from), std::string(from).size(), to);
    EXPECT_NE(base::describe(rulebook_from_json(bad).error()).find("systems[0].seen_as[0]"), std::string::npos) << to;
  }
}

TEST(Rules, RefuseWhatNobodyCouldApply) {
  struct {
    const char *from, *to, *path;
  } const cases[] = {
      {R"("unit": "credit")", R"("unit": "credit", "step": "0")", "systems[0].step"},
      {R"("unit": "credit")", R"("unit": "credit", "step": 0.25)", "systems[0].step"},
      {R"("unit": "credit")", R"("unit": "credit", "accrual": "up")", "systems[0].accrual"},
      {R"("unit": "credit")", R"("unit": "credit", "accrual": "nearest")", "systems[0].accrual"},
      {R"("unit": "credit")", R"("unit": "credit", "designation": "sideways")", "systems[0].designation"},
      {R"("unit": "credit")", R"("unit": "credit", "professions": ["wizard"])", "systems[0].professions"},
      {R"("unit": "credit")", R"("unit": "credit", "identity": ["shoe_size"])", "systems[0].identity"},
      {R"("unit": "credit")", R"("unit": "credit", "stpe": "0.25")", "systems[0].stpe"},
      {R"("verified": false)", R"("verified": true)", "systems[0].source.verified"},
      {R"("text": "x.example", )", "", "systems[0].source.text"},
      {R"("in_pars": true)", R"("in_pars": true, "gates": ["luck"])", "boards[0].gates"},
      {R"("in_pars": true)", R"("in_pars": true, "pass_type": "Lungs")", "boards[0].pass_type"},
      {R"("in_pars": true)", R"("in_pars": true, "pass_percent": 101)", "boards[0].pass_percent"},
      {R"("in_pars": true)", R"("in_pars": true, "from": "soon")", "boards[0].from"},
      {R"("code": "ABX")", R"("code": "")", "boards[0].code"},
      {R"("systems": [)", R"("systems": [{"code": "x", "name": "X", "unit": "h", "source": {"text": "x", "verified": false}}, )", "systems[1].code"},
  };
  for (const auto& one : cases) {
    std::string text(kLittle);
    text.replace(text.find(one.from), std::string(one.from).size(), one.to);
    const auto rules = rulebook_from_json(text);
    ASSERT_FALSE(rules) << one.to;
    EXPECT_EQ(rules.error().code, base::Code::content_invalid);
    EXPECT_TRUE(rules.error().detail.starts_with(one.path)) << rules.error().detail;
  }
}

TEST(Rules, WordsGoThroughTheirNames) {
  for (const Repeat one : {Repeat::once_per_activity, Repeat::once_per_day, Repeat::per_session, Repeat::per_cycle, Repeat::once_ever}) EXPECT_EQ(repeat_named(name(one)), one);
  for (const BoardAmount one : {BoardAmount::equal, BoardAmount::at_most, BoardAmount::round_whole}) EXPECT_EQ(board_amount_named(name(one)), one);
  for (const Split one : {Split::none, Split::sum_equals_total, Split::two_records}) EXPECT_EQ(split_named(name(one)), one);
  EXPECT_FALSE(repeat_named("always"));
  EXPECT_FALSE(board_amount_named("double"));
  EXPECT_FALSE(split_named("thirds"));
}

TEST(Professions, AreThirteenOfParsAndOther) {
  std::set<std::string_view> names;
  for (const auto code : professions()) names.insert(pars_profession(code));
  EXPECT_EQ(professions().size(), 14U);
  EXPECT_EQ(names.size(), 14U);
  EXPECT_EQ(pars_profession("physician-assistant"), "Physician Assistant");
  EXPECT_EQ(pars_profession("other"), "");
  EXPECT_EQ(pars_profession("wizard"), "");
}

}  // namespace
}  // namespace preceptor::credit
