#include "core/activity/flow.hpp"

#include <gtest/gtest.h>

#include "sample_unit.hpp"

namespace preceptor::activity {
namespace {

using base::Milliseconds;

std::vector<std::string> types(const std::vector<record::Payload>& payloads) {
  std::vector<std::string> names;
  for (const auto& payload : payloads) names.emplace_back(record::type_name(payload));
  return names;
}
using Names = std::vector<std::string>;

TEST(Flow, WalksAUnitFromTheFirstPageToTheReceipt) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(page_count(unit), 3);
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 0}));

  EXPECT_EQ(types(post(unit, attempt, 0, {{"q.q1", "b"}})), Names{"question_answered"});
  EXPECT_TRUE(attempt.answers.at("q1").correct.value());
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 1}));
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 1}));

  EXPECT_EQ(types(post(unit, attempt, 1, {{"q.dose", "3"}})),
            (Names{"question_answered", "question_answered", "attempt_scored"}));
  EXPECT_EQ(attempt.score, (record::AttemptScored{1, 2, true}));
  EXPECT_FALSE(attempt.answers.at("dose").correct.value());
  EXPECT_TRUE(attempt.answers.at("why").response.skipped);
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 2}));

  EXPECT_EQ(types(post(unit, attempt, 2, {{"q.ctc", "a"}, {"q.useful", "b"}}, Milliseconds(5000))),
            (Names{"question_answered", "committed", "attempt_completed", "attempt_closed"}));
  EXPECT_EQ(attempt.commitments.at("ctc").choices, Names{"a"});
  EXPECT_EQ(attempt.active, Milliseconds(5000));
  EXPECT_FALSE(attempt.session_open);
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::receipt, 0}));
  EXPECT_EQ(next_place(unit, attempt, 2), (Place{Step::receipt, 0}));
}

TEST(Flow, DisclosureComesFirstWhereThereIsSomethingToDisclose) {
  Unit unit = sample_unit();
  unit.disclosure.none = false;
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(page_count(unit), 4);
  EXPECT_EQ(current_place(unit, attempt).step, Step::disclosure);
  attempt.disclosure_shown = true;
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 0}));
}

TEST(Flow, AReturningLearnerComesToTheFirstUnansweredQuestion) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 1, {{"q.dose", "2.5"}});
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 0}));
  EXPECT_EQ(next_place(unit, attempt, 1), (Place{Step::page, 0}));
  EXPECT_FALSE(attempt.score) << "a question is still open";
}

TEST(Flow, TheLastPageCompletesNothingWhileQuestionsAreOpen) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(types(post(unit, attempt, 2, {{"q.ctc", "a"}})), (Names{"question_answered", "committed"}));
  EXPECT_FALSE(attempt.completed);
}

TEST(Flow, AnswersThatStandMakeNoSecondEvent) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "a"}});
  EXPECT_TRUE(post(unit, attempt, 0, {{"q.q1", "b"}}).empty());
  EXPECT_EQ(attempt.answers.at("q1").response.choices, Names{"a"});
  post(unit, attempt, 1, {{"q.dose", "2.5"}});
  EXPECT_TRUE(post(unit, attempt, 1, {{"q.dose", "2.5"}}).empty());
  post(unit, attempt, 2, {});
  ASSERT_TRUE(attempt.completed);
  EXPECT_TRUE(post(unit, attempt, 2, {{"q.useful", "a"}}).empty());
}

TEST(Flow, NothingIsMadeOfAPageWithErrors) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  EXPECT_TRUE(post(unit, attempt, 1, {{"q.dose", "much"}, {"q.why", "because"}}).empty());
  EXPECT_TRUE(attempt.answers.empty());
}

TEST(Flow, ClosingQuestionsOnlyWhenAsked) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(questions_on(unit, attempt, 2).size(), 2U);
  attempt.opened.asks_closing = false;
  EXPECT_TRUE(questions_on(unit, attempt, 2).empty());
  post(unit, attempt, 0, {{"q.q1", "b"}});
  post(unit, attempt, 1, {{"q.dose", "2.5"}});
  EXPECT_EQ(types(post(unit, attempt, 2, {{"q.useful", "a"}})), (Names{"attempt_completed", "attempt_closed"}));
}

TEST(Flow, WithoutAPassMarkNothingIsScored) {
  Unit unit = sample_unit();
  unit.pass = 0;
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "b"}});
  post(unit, attempt, 1, {{"q.dose", "2.5"}});
  post(unit, attempt, 2, {});
  EXPECT_TRUE(attempt.completed);
  EXPECT_FALSE(attempt.score);
}

TEST(Flow, TooFewRightIsAFail) {
  Unit unit = sample_unit();
  unit.pass = 2;
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "b"}});
  post(unit, attempt, 1, {{"q.dose", "5"}});
  EXPECT_EQ(attempt.score, (record::AttemptScored{1, 2, false}));
}

TEST(Flow, ActiveTimeCountsEarlierSessionsAndIsNeverZero) {
  struct Case {
    std::optional<Milliseconds> earlier, now, completed, closed;
  };
  const Case cases[] = {{Milliseconds(0), Milliseconds(900), Milliseconds(900), Milliseconds(900)},
                        {Milliseconds(700), Milliseconds(900), Milliseconds(1600), Milliseconds(900)},
                        {std::nullopt, Milliseconds(900), std::nullopt, Milliseconds(900)},
                        {Milliseconds(700), std::nullopt, std::nullopt, std::nullopt},
                        {Milliseconds(0), Milliseconds(0), std::nullopt, std::nullopt}};
  const Unit unit = sample_unit();
  for (const Case& c : cases) {
    record::Attempt attempt = new_attempt();
    post(unit, attempt, 0, {{"q.q1", "b"}});
    post(unit, attempt, 1, {{"q.dose", "2.5"}});
    attempt.earlier_active = c.earlier;
    const auto payloads = post(unit, attempt, 2, {}, c.now);
    ASSERT_GE(payloads.size(), 2U);
    EXPECT_EQ(std::get<record::AttemptCompleted>(payloads[payloads.size() - 2]).active, c.completed);
    EXPECT_EQ(std::get<record::AttemptClosed>(payloads.back()).active, c.closed);
  }
}

TEST(Flow, AUnitOfTextOnlyCanBeReadAndFinished) {
  Unit unit = sample_unit();
  unit.pass = 0;
  unit.sections = {{"Read", "<p>This.</p>", {}}};
  unit.closing.clear();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 0}));
  EXPECT_TRUE(post(unit, attempt, 0, {}).empty());
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 1}));
  EXPECT_EQ(types(post(unit, attempt, 1, {})), (Names{"attempt_completed", "attempt_closed"}));
}

TEST(IsCorrect, ByType) {
  const Question single = choice("q", QuestionType::single, "b"), multi = choice("q", QuestionType::multi, "ac");
  Question yesno = question("y", QuestionType::yesno), range = sample_unit().sections[1].questions[0];
  yesno.scored = true;
  yesno.options[1].correct = true;
  range.right_min = 2;
  range.right_max = 3;
  struct Case {
    Question question;
    record::Response response;
    std::optional<bool> correct;
  };
  const Case cases[] = {{single, {{"b"}, "", "", false}, true},
                        {single, {{"a"}, "", "", false}, false},
                        {single, {{}, "", "", true}, false},
                        {multi, {{"a", "c"}, "", "", false}, true},
                        {multi, {{"a"}, "", "", false}, false},
                        {multi, {{"a", "b", "c"}, "", "", false}, false},
                        {yesno, {{"no"}, "", "", false}, true},
                        {yesno, {{"yes"}, "", "", false}, false},
                        {range, {{}, "2", "", false}, true},
                        {range, {{}, "3", "", false}, true},
                        {range, {{}, "3.01", "", false}, false},
                        {range, {{}, "", "", true}, false},
                        {choice("q", QuestionType::single), {{"a"}, "", "", false}, std::nullopt},
                        {question("t", QuestionType::text), {{}, "", "00", false}, std::nullopt}};
  for (const Case& c : cases) EXPECT_EQ(is_correct(c.question, c.response), c.correct);
}

TEST(AsksClosing, AtFirstAndThenOnceInFifteenMinutes) {
  EXPECT_TRUE(asks_closing(std::nullopt));
  EXPECT_FALSE(asks_closing(0));
  EXPECT_FALSE(asks_closing(14));
  EXPECT_TRUE(asks_closing(15));
  EXPECT_TRUE(asks_closing(60));
}

}  // namespace
}  // namespace preceptor::activity
