// When a question is asked: conditions over earlier pages and over the same page, skipped sections, flags, testing out.
#include <gtest/gtest.h>

#include "core/activity/flag.hpp"
#include "core/activity/grade.hpp"
#include "core/activity/left_out.hpp"
#include "sample_unit.hpp"

namespace preceptor::activity {
namespace {

Question asked_if(Question question, const std::string& condition) {
  question.condition = *parse_condition(condition);
  return question;
}

std::vector<std::string> ids(const std::vector<const Question*>& questions) {
  std::vector<std::string> ids;
  for (const Question* question : questions) ids.push_back(question->id);
  return ids;
}

// Page 0: q1 (scored, right: b), why (if q1 = a; required), more (if answered(why)); page 1: only if q1 = a, no text; page 2: dose for
// everyone, statement if q1 = b.
Unit branching() {
  Unit unit = sample_unit();
  Question why = asked_if(choice("why", QuestionType::single), "q1 = a"), only = asked_if(choice("only", QuestionType::single), "q1 = a");
  why.required = only.required = true;
  unit.sections = {{"Case", "<p>A case.</p>", {choice("q1", QuestionType::single, "b"), why, asked_if(choice("more", QuestionType::multi), "answered(why)")}},
                   {"", "", {only}},
                   {"Dose", "<p>A dose.</p>", {choice("dose", QuestionType::single), asked_if(question("said", QuestionType::statement), "q1 = b")}}};
  return unit;
}

TEST(Asking, WhatACallsForIsAskedOnTheSamePage) {
  const Unit unit = branching();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(ids(questions_on(unit, attempt, 0)), (std::vector<std::string>{"q1", "why", "more"}));
  EXPECT_EQ(ids(shown_with(questions_on(unit, attempt, 0), {})), (std::vector<std::string>{"q1"}));
  EXPECT_EQ(ids(shown_with(questions_on(unit, attempt, 0), {{"q.q1", "a"}, {"q.why", "c"}})), (std::vector<std::string>{"q1", "why", "more"}));
  // Without script: the question was not there when the page was sent.
  auto answers = read_answers(unit, attempt, 0, {{"q.q1", "a"}});
  EXPECT_TRUE(answers.errors.empty());
  EXPECT_EQ(answers.revealed, (std::vector<std::string>{"why"}));
  EXPECT_TRUE(answer_page(unit, attempt, 0, answers).empty());
  // Shown and left empty.
  answers = read_answers(unit, attempt, 0, {{"q.q1", "a"}, {"s.why", "1"}});
  ASSERT_EQ(answers.errors.size(), 1U);
  EXPECT_EQ(answers.errors[0].question_id, "why");
  // Answered: the next one is called for.
  EXPECT_EQ(read_answers(unit, attempt, 0, {{"q.q1", "a"}, {"q.why", "c"}}).revealed, (std::vector<std::string>{"more"}));
  answers = read_answers(unit, attempt, 0, {{"q.q1", "a"}, {"q.why", "c"}, {"s.more", "1"}});
  EXPECT_TRUE(answers.accepted());
  EXPECT_EQ(answers.responses.size(), 3U);
}

TEST(Asking, WhatIsNotCalledForLeavesNoAnswerWhateverIsPosted) {
  const Unit unit = branching();
  record::Attempt attempt = new_attempt();
  const auto payloads = post(unit, attempt, 0, {{"q.q1", "b"}, {"q.why", "c"}, {"s.why", "1"}, {"q.more", "MRN 448812"}});
  ASSERT_EQ(payloads.size(), 1U);
  EXPECT_EQ(attempt.answers.size(), 1U);
  EXPECT_EQ(ids(questions_on(unit, attempt, 0)), (std::vector<std::string>{"q1"}));
}

TEST(Asking, ASectionThatAsksNothingAndSaysNothingIsSkipped) {
  const Unit unit = branching();
  record::Attempt attempt = new_attempt();
  EXPECT_EQ(page_count(unit, attempt), 4);
  EXPECT_FALSE(is_skipped(unit, attempt, 1)) << "not decided yet";
  post(unit, attempt, 0, {{"q.q1", "b"}});
  EXPECT_TRUE(is_skipped(unit, attempt, 1));
  EXPECT_EQ(page_count(unit, attempt), 3);
  EXPECT_EQ(step_of(unit, attempt, 2), 2);
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 2}));
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 2}));
  EXPECT_EQ(ids(questions_on(unit, attempt, 2)), (std::vector<std::string>{"dose", "said"}));
  EXPECT_EQ(ids(feedback_on(unit, attempt, 2)), (std::vector<std::string>{"q1"})) << "the feedback moves to the next page that is shown";
  post(unit, attempt, 2, {{"q.dose", "a"}});
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::page, 3}));
  ASSERT_TRUE(attempt.score);
  EXPECT_EQ(attempt.score->max, 1);
  post(unit, attempt, 3, {});
  EXPECT_TRUE(attempt.completed);
  EXPECT_FALSE(is_tested_out(unit, attempt));
}

TEST(Asking, ASectionWithTextIsShownThoughItAsksNothing) {
  Unit unit = branching();
  unit.sections[1].body_html = "<p>Read this.</p>";
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "b"}});
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 1}));
  EXPECT_TRUE(questions_on(unit, attempt, 1).empty());
  EXPECT_EQ(next_place(unit, attempt, 1), (Place{Step::page, 2}));
}

TEST(Asking, TheOtherWayThroughAsksItsQuestions) {
  const Unit unit = branching();
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "a"}, {"q.why", "c"}, {"s.more", "1"}});
  EXPECT_EQ(attempt.answers.size(), 3U);
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 1}));
  EXPECT_FALSE(is_skipped(unit, attempt, 1));
  post(unit, attempt, 1, {{"q.only", "a"}});
  EXPECT_EQ(ids(questions_on(unit, attempt, 2)), (std::vector<std::string>{"dose"})) << "the statement is for others";
}

TEST(Asking, AScoredQuestionThatIsNotAskedCountsForNobody) {
  Unit unit = branching();
  unit.sections[1].questions[0] = asked_if(choice("only", QuestionType::single, "a"), "q1 = a");
  unit.sections[2].questions[0] = choice("dose", QuestionType::single, "a");
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "b"}});
  post(unit, attempt, 2, {{"q.dose", "a"}});
  ASSERT_TRUE(attempt.score);
  EXPECT_EQ(attempt.score->raw, 2);
  EXPECT_EQ(attempt.score->max, 2);
  EXPECT_EQ(max_score(unit), 3);
  EXPECT_EQ(grade_of(unit, attempt, true).max, 2);
}

std::vector<std::string> flags(const std::vector<record::Payload>& payloads) {
  std::vector<std::string> flags;
  for (const auto& payload : payloads)
    if (const auto* other = std::get_if<record::Other>(&payload)) flags.push_back(question_flagged_from_json(other->json)->question_id);
  return flags;
}

TEST(Flags, OfOptionalQuestionsWhenAskedOfOthersWithTheirFeedbackOnceEach) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  attempt.opened.offers_flag = true;
  EXPECT_TRUE(flags(post(unit, attempt, 0, {{"q.q1", "b"}, {"f.q1", "1"}})).empty()) << "required: with its feedback";
  EXPECT_EQ(flags(post(unit, attempt, 1, {{"q.dose", "2.5"}, {"f.q1", "1"}, {"f.why", "1"}, {"f.gone", "1"}})), (std::vector<std::string>{"q1", "why"}));
  EXPECT_EQ(flags(post(unit, attempt, 2, {{"f.q1", "1"}, {"f.why", "1"}, {"f.dose", "1"}, {"f.useful", "1"}})), (std::vector<std::string>{"dose", "useful"}));
  EXPECT_TRUE(attempt.completed);
  EXPECT_EQ(flagged_questions(attempt), (std::set<std::string>{"dose", "q1", "useful", "why"}));
  EXPECT_EQ(attempt.score->raw, 2) << "no penalty";
}

TEST(LeftOut, IsNeitherAskedNorOwedAndKeepsNobodyFromTheEnd) {
  Unit unit = sample_unit();
  unit.sections = {{"Case", "<p>A case.</p>", {choice("q1", QuestionType::single, "b"), choice("burden", QuestionType::single)}}, {"", "", {choice("alone", QuestionType::single)}}};
  unit.sections[0].questions[1].required = unit.sections[1].questions[0].required = true;
  unit.pass = 1;
  record::Attempt attempt = new_attempt();
  attempt.beside.push_back(payload_of(QuestionsLeftOut{{"burden", "alone", "useful", "of another version"}}));
  EXPECT_EQ(ids(questions_on(unit, attempt, 0)), std::vector<std::string>{"q1"});
  post(unit, attempt, 0, {{"q.q1", "b"}, {"q.burden", "a"}});
  EXPECT_FALSE(attempt.answers.contains("burden")) << "whatever is posted";
  EXPECT_TRUE(attempt.score && attempt.score->passed) << "nothing that scores is open";
  EXPECT_EQ(next_place(unit, attempt, 0), (Place{Step::page, 2})) << "the page that asked nothing else is none";
  post(unit, attempt, 2, {{"q.ctc", "a"}});
  EXPECT_TRUE(attempt.completed);
  EXPECT_FALSE(is_tested_out(unit, attempt));
  EXPECT_EQ(ids(left_out_of(unit, attempt)), (std::vector<std::string>{"burden", "alone", "useful"}));
}

TEST(LeftOut, IsReadStrictly) {
  EXPECT_EQ(*questions_left_out_from_json(payload_of(QuestionsLeftOut{{"a", "b"}}).json), (QuestionsLeftOut{{"a", "b"}}));
  for (const char* json : {"{}", "[]", R"({"question_ids":[1]})", R"({"question_ids":"a"})", R"({"question_ids":[],"more":1})"}) EXPECT_FALSE(questions_left_out_from_json(json)) << json;
}

TEST(Flags, AreNotOnOfferInOldAttempts) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  EXPECT_TRUE(flags(post(unit, attempt, 0, {{"q.q1", "b"}})).empty());
  EXPECT_TRUE(flags(post(unit, attempt, 1, {{"q.dose", "2.5"}, {"f.q1", "1"}, {"f.why", "1"}})).empty());
}

TEST(TestingOut, FinishesWithoutTheRestAsCompletion) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  post(unit, attempt, 0, {{"q.q1", "b"}});
  const auto payloads = finish_early(attempt, {base::Milliseconds(9000), {}});
  ASSERT_EQ(payloads.size(), 2U);
  EXPECT_EQ(std::get<record::AttemptCompleted>(payloads[0]).active, base::Milliseconds(9000));
  EXPECT_EQ(std::get<record::AttemptClosed>(payloads[1]).reason, "receipt");
  for (const auto& payload : payloads) {
    record::Event event;
    event.stream_id = attempt.id.str();
    event.seq = attempt.last_seq + 1;
    event.payload = payload;
    ASSERT_TRUE(record::apply(attempt, event));
  }
  EXPECT_TRUE(is_tested_out(unit, attempt));
  EXPECT_EQ(current_place(unit, attempt), (Place{Step::receipt, 0}));
  EXPECT_EQ(grade_of(unit, attempt, true).given, 1);
  EXPECT_EQ(grade_of(unit, attempt, true).max, 1);
  EXPECT_TRUE(finish_early(attempt, {}).empty()) << "a second tap";
}

TEST(Time, EachAnswerOfAPageNamesThePagesTime) {
  const Unit unit = sample_unit();
  record::Attempt attempt = new_attempt();
  const auto answers = read_answers(unit, attempt, 0, {{"q.q1", "b"}});
  const auto timed = answer_page(unit, attempt, 0, answers, {base::Milliseconds(9000), base::Milliseconds(4000)});
  EXPECT_EQ(std::get<record::QuestionAnswered>(timed[0]).page_active, base::Milliseconds(4000));
  for (const auto& none : {ActiveTime{}, ActiveTime{base::Milliseconds(9000), base::Milliseconds(0)}})
    EXPECT_FALSE(std::get<record::QuestionAnswered>(answer_page(unit, attempt, 0, answers, none)[0]).page_active);
}

}  // namespace
}  // namespace preceptor::activity
