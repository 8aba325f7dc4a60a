#include <gtest/gtest.h>

#include <algorithm>

#include "core/activity/onward/next_unit.hpp"
#include "core/activity/onward/testing_out.hpp"
#include "core/activity/unit.hpp"

namespace preceptor::onward {
namespace {

activity::Question question(std::string id, bool scored) {
  activity::Question q;
  q.id = std::move(id);
  q.scored = scored;
  return q;
}
activity::Unit unit() {
  activity::Unit u;
  u.id = "u";
  u.language = "en";
  u.objectives = {"Choose the dose of metformin", "Recognise lactic acidosis"};
  u.sections = {{"Case", "", {question("poll", false), question("pre", true), question("second", true)}},
                {"More", "", {question("late", true)}}};
  return u;
}
record::Attempt attempt(const std::vector<std::pair<std::string, bool>>& answers, bool completed = false, int n = 1) {
  record::Attempt a;
  a.opened.n = n;
  a.completed = completed;
  for (const auto& [id, correct] : answers) a.answers[id] = {id, 0, {}, correct};
  return a;
}

TEST(TestingOut, Table) {
  struct Case {
    TestingOut rule;
    record::Attempt attempt;
    TestOut expected;
  };
  const TestingOut yes{true, ""}, named{true, "second"};
  const Case cases[] = {
      {{false, ""}, attempt({{"pre", true}}), TestOut::not_allowed},
      {yes, attempt({}), TestOut::not_answered},
      {yes, attempt({{"poll", true}}), TestOut::not_answered},
      {yes, attempt({{"pre", true}}), TestOut::offered},
      {yes, attempt({{"pre", false}}), TestOut::wrong},
      {yes, attempt({{"pre", true}}, false, 2), TestOut::seen_before},
      {yes, attempt({{"pre", true}}, true), TestOut::completed},
      {named, attempt({{"pre", true}}), TestOut::not_answered},
      {named, attempt({{"pre", false}, {"second", true}}), TestOut::offered},
      {{true, "poll"}, attempt({{"poll", true}}), TestOut::no_question},
      {{true, "late"}, attempt({{"late", true}}), TestOut::no_question},
      {{true, "gone"}, attempt({}), TestOut::no_question},
  };
  for (const Case& c : cases)
    EXPECT_EQ(name(may_test_out(unit(), c.attempt, c.rule)), name(c.expected)) << c.rule.question_id;
  // An answer that nobody marked is not a right one.
  auto unmarked = attempt({});
  unmarked.answers["pre"] = {"pre", 0, {}, std::nullopt};
  EXPECT_EQ(may_test_out(unit(), unmarked, yes), TestOut::wrong);
  EXPECT_EQ(may_test_out(activity::Unit{}, attempt({}), yes), TestOut::no_question);
}

TEST(Missed, OfACompletedAttemptWithAWrongAnswer) {
  EXPECT_FALSE(missed_in(unit(), attempt({{"pre", false}})));
  EXPECT_FALSE(missed_in(unit(), attempt({{"pre", true}}, true)));
  const auto missed = missed_in(unit(), attempt({{"pre", true}, {"late", false}}, true));
  ASSERT_TRUE(missed);
  EXPECT_EQ(missed->unit_id, "u");
  EXPECT_EQ(missed->objectives, unit().objectives);
  activity::Unit without = unit();
  without.objectives.clear();
  EXPECT_FALSE(missed_in(without, attempt({{"pre", false}}, true)));
}

base::Instant day(int n) {
  return base::from_unix_ms(1'793'664'000'000 + n * 86'400'000LL);
}
point_of_care::Index library() {
  std::vector<point_of_care::Document> documents;
  for (const auto& [id, title] : std::vector<std::pair<std::string, std::string>>{{"metformin", "Dose of metformin"},
                                                                                  {"acidosis", "Lactic acidosis"},
                                                                                  {"gout", "Gout flare"},
                                                                                  {"statin", "Statin intolerance"}})
    documents.push_back({id, "en", title, 4, {}, "", {}, ""});
  return point_of_care::Index(documents);
}
std::string next(const LearnerNeeds& needs) {
  const auto found = next_unit(library(), needs);
  return found ? found->match.unit_id + " " + std::string(name(found->reason)) + " " + found->from : "";
}

TEST(NextUnit, FromQuestionsThenObjectivesThenAgain) {
  const OwnQuestion gout{"q1", "gout flare treatment", "en", day(1)}, statin{"q2", "statin intolerance", "en", day(2)};
  const Missed missed{"statin", "en", {"Choose the dose of metformin"}, day(3)};
  LearnerNeeds needs{"en", {}, {}, {}, ""};
  EXPECT_EQ(next(needs), "");  // nothing asked, nothing missed: nothing is offered
  needs.questions = {gout, statin};
  EXPECT_EQ(next(needs), "statin own_question q2");
  std::ranges::reverse(needs.questions);
  EXPECT_EQ(next(needs), "statin own_question q2");
  needs.left = "statin";
  EXPECT_EQ(next(needs), "gout own_question q1");
  needs.completed = {"gout"};
  EXPECT_EQ(next(needs), "");
  needs.missed = {missed};
  EXPECT_EQ(next(needs), "metformin missed_objective statin");
  needs.completed = {"gout", "metformin", "statin"};
  EXPECT_EQ(next(needs), "");  // what was just left is not offered again
  needs.left = "";
  needs.questions.clear();
  EXPECT_EQ(next(needs), "");  // its objective's words are not in the published unit
  needs.missed = {{"metformin", "en", {"Dose of metformin"}, day(3)}, {"gout", "en", {"Gout flare"}, day(1)}};
  EXPECT_EQ(next(needs), "gout again gout");
  std::ranges::reverse(needs.missed);
  EXPECT_EQ(next(needs), "gout again gout");
}

}  // namespace
}  // namespace preceptor::onward
