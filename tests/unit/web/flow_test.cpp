// A learner's way from the course page to the receipt.
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;


// Answers every page; the receipt.
ports::HttpResponse finish(Course& course, ports::HttpResponse page) {
  page = course.submit(action(page), {{"key", hidden(page, "key")}, {"active", "20000"}, {"q.dose", "a"}});
  page = course.submit(action(page), {{"key", hidden(page, "key")}, {"active", "20000"}, {"q.weight", "60"}});
  return course.submit(action(page), {{"key", hidden(page, "key")}, {"active", "20000"}, {"q.plan", "a"}, {"q.useful", "a"}});
}

TEST(Flow, FromLaunchToReceipt) {
  Course course;
  auto page = course.launch();
  course.clock.pass(base::Milliseconds(60'000));
  auto answered = course.post(action(page), {{"key", hidden(page, "key")}, {"active", "30000"}, {"q.dose", "b"}});
  ASSERT_EQ(answered.status, 303);
  EXPECT_NE(header(answered, "Location").find("/page/1"), string::npos);
  page = course.follow(answered);
  EXPECT_TRUE(has(page, "Not quite"));
  EXPECT_TRUE(has(page, "Too much here."));
  EXPECT_TRUE(has(page, "Two of the three are met."));
  EXPECT_TRUE(has(page, "2.5 mg"));
  course.clock.pass(base::Milliseconds(60'000));
  page = course.submit(action(page), {{"key", hidden(page, "key")}, {"active", "10000"}, {"q.note", "Creatinine"}, {"q.weight", "60"}});
  EXPECT_TRUE(has(page, "Finish"));
  EXPECT_TRUE(has(page, "What will you do?"));
  course.clock.pass(base::Milliseconds(60'000));
  page = course.submit(action(page), {{"key", hidden(page, "key")}, {"active", "5000"}, {"q.plan", "a"}, {"q.useful", "b"}});
  EXPECT_TRUE(has(page, "<span class=\"figure\">4</span> minutes done"));
  EXPECT_TRUE(has(page, "0 of 1 right; 1 needed to pass"));
  EXPECT_TRUE(has(page, "Your answers are recorded."));
  EXPECT_TRUE(has(page, "Active time 45 s"));
  EXPECT_TRUE(has(page, "Check the weight"));
  EXPECT_TRUE(has(page, "https://lms.example.org/return?course=2&amp;lti_msg="));
  EXPECT_FALSE(has(page, "credit"));
  EXPECT_EQ(course.records.types(course.attempt_id()),
            (std::vector<string>{"attempt_opened", "disclosure_shown", "question_answered", "question_answered", "question_answered",
                                 "attempt_scored", "question_answered", "committed", "attempt_completed", "attempt_closed"}));
  ASSERT_EQ(course.records.texts.size(), 1u);
  EXPECT_EQ(course.records.texts[0].text, "Creatinine");
  EXPECT_EQ(course.records.texts[0].field, "note");
  EXPECT_EQ(course.records.texts[0].seq, 4);
  EXPECT_EQ(course.records.attempts.begin()->second.state, "completed");
}

TEST(Flow, WithoutScriptTimeIsNotMeasuredForTheWholeSession) {
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"key", "1"}, {"active", ""}, {"q.dose", "a"}});
  course.clock.pass(base::Milliseconds(60'000));
  page = course.submit(action(page), {{"key", "2"}, {"active", "20000"}, {"q.weight", "60"}});
  page = course.submit(action(page), {{"key", "3"}, {"active", "20000"}});
  EXPECT_TRUE(has(page, "Active time not measured"));
  const auto& events = course.records.events[course.attempt_id()];
  EXPECT_FALSE(std::get<record::AttemptClosed>(events.back().event.payload).active.has_value());
}

TEST(Flow, MoreTimeThanPassedIsNotBelieved) {
  Course course;
  auto page = course.launch();
  course.clock.pass(base::Milliseconds(7'000));
  course.post(action(page), {{"active", "999999"}, {"q.dose", "a"}});
  EXPECT_EQ(course.records.attempts.begin()->second.active_ms, 7'000);
}

TEST(Flow, TimeOfARefusedAnswerIsCountedWithTheNextOne) {
  Course course;
  auto page = course.launch();
  course.clock.pass(base::Milliseconds(7'000));
  page = course.post(action(page), {{"active", "6000"}});
  ASSERT_EQ(page.status, 422);
  course.clock.pass(base::Milliseconds(7'000));
  course.post(action(page), {{"active", "5000"}, {"q.dose", "a"}});
  EXPECT_EQ(course.records.attempts.begin()->second.active_ms, 11'000);
}

TEST(Flow, ADoubleSubmitIsRecordedOnce) {
  Course course;
  const auto page = course.launch();
  const base::Fields form = {{"key", hidden(page, "key")}, {"active", "1"}, {"q.dose", "a"}};
  const auto first = course.post(action(page), form), second = course.post(action(page), form);
  EXPECT_EQ(first.status, 303);
  EXPECT_EQ(second.status, 303);
  EXPECT_NE(header(second, "Location").find("/page/1"), string::npos);
  const auto other_tab = course.post(action(page), {{"key", "another"}, {"q.dose", "b"}});
  EXPECT_NE(header(other_tab, "Location").find("/page/1"), string::npos);
  EXPECT_EQ(course.records.events[course.attempt_id()].size(), 3u);
}

TEST(Flow, TwoAtTheSameMoment_TheSecondIsSentToWhereTheLearnerIs) {
  Course course;
  const auto page = course.launch();
  course.records.next_commits = {base::Code::store_conflict};
  const auto response = course.post(action(page), {{"key", "k"}, {"q.dose", "a"}});
  EXPECT_EQ(response.status, 303);
  EXPECT_TRUE(has(course.follow(response), "Which dose?"));
}

TEST(Flow, AnswersThatDoNotFitAreSaidBesideTheField) {
  struct Case { base::Fields form; const char* text; };
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  for (const auto& one : {Case{{{"q.note", "kept words"}}, "Please answer this question."}, Case{{{"q.note", "kept words"}, {"q.weight", "1"}}, "Enter a number. From "},
                          Case{{{"q.note", "kept words"}, {"q.weight", "many"}}, "value=\"many\""}}) {
    const auto refused = course.post(action(page), one.form);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(has(refused, one.text)) << one.text;
    EXPECT_TRUE(has(refused, "href=\"#q-weight\""));
    EXPECT_TRUE(has(refused, "aria-invalid"));
    EXPECT_TRUE(has(refused, "kept words"));
  }
  EXPECT_EQ(course.records.events[course.attempt_id()].size(), 3u);
}

TEST(Flow, WhenTheStoreFailsThePageComesBackWithTheAnswers) {
  Course course;
  const auto page = course.launch();
  course.records.next_commits = {base::Code::store_failed};
  const auto refused = course.post(action(page), {{"key", "k"}, {"q.dose", "b"}});
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(has(refused, "value=\"b\" checked"));
  EXPECT_TRUE(has(refused, "Nothing you entered is lost"));
  EXPECT_EQ(course.post(action(refused), {{"key", "k"}, {"q.dose", "b"}}).status, 303);
}

TEST(Flow, AnAnsweredPageIsShownButNotAskedAgain) {
  Course course;
  const auto first = course.launch();
  course.post(action(first), {{"q.dose", "b"}});
  const auto back = course.get(action(first));
  EXPECT_EQ(back.status, 200);
  EXPECT_TRUE(has(back, "value=\"b\" checked"));
  EXPECT_TRUE(has(back, "disabled"));
  EXPECT_TRUE(has(back, "first answer counts"));
}

TEST(Flow, PagesAheadLeadBack) {
  Course course;
  const auto first = course.launch();
  const auto base = action(first).substr(0, action(first).rfind("page/"));
  for (const char* place : {"page/1", "page/2", "receipt", "disclosure", ""}) {
    const auto response = course.get(base + place);
    EXPECT_EQ(response.status, 303) << place;
    EXPECT_NE(header(response, "Location").find("/page/0"), string::npos) << place;
  }
  EXPECT_EQ(course.get(base + "elsewhere").status, 404);
  EXPECT_EQ(course.get("/u/nonsense/page/0").status, 404);
}

TEST(Receipt, DoItAgainOpensTheNextAttemptOnce) {
  Course course;
  auto receipt = finish(course, course.launch());
  const auto again = action(receipt);
  EXPECT_NE(again.find("/again"), string::npos);
  const base::Fields form = {{"key", hidden(receipt, "key")}};
  const auto first = course.post(again, form), second = course.post(again, form);
  EXPECT_EQ(first.status, 303);
  EXPECT_EQ(second.status, 303);
  ASSERT_EQ(course.records.attempts.size(), 2u);
  int highest = 0;
  for (const auto& [id, row] : course.records.attempts) highest = std::max(highest, row.n);
  EXPECT_EQ(highest, 2);
  EXPECT_TRUE(has(course.follow(second), "Which dose?"));
  // Commitment and relevance were asked just now.
  auto page = course.follow(first);
  page = course.submit(action(page), {{"q.dose", "a"}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  EXPECT_TRUE(has(page, "Finish"));
  EXPECT_FALSE(has(page, "What will you do?"));
}

TEST(Disclosure, ARelationshipHasItsOwnPageFirst) {
  Course course;
  auto unit = sample_unit();
  unit.disclosure.none = false;
  unit.disclosure.text = "One author has a grant.";
  course.publish({unit});
  auto page = course.launch();
  EXPECT_TRUE(has(page, "One author has a grant."));
  EXPECT_FALSE(has(page, "Which dose?"));
  EXPECT_TRUE(has(page, "step 1 of 5"));
  const auto& shown = course.records.events[course.attempt_id()].at(1).event.payload;
  EXPECT_EQ(std::get<record::DisclosureShown>(shown).form, "page");
  EXPECT_EQ(course.get(action(page)).status, 200);
  course.clock.pass(base::Milliseconds(5'000));
  page = course.submit(action(page), {{"active", "4000"}});
  EXPECT_TRUE(has(page, "Which dose?"));
  EXPECT_TRUE(has(page, "step 2 of 5"));
  course.clock.pass(base::Milliseconds(5'000));
  course.post(action(page), {{"active", "3000"}, {"q.dose", "a"}});
  EXPECT_EQ(course.records.attempts.begin()->second.active_ms, 7'000);
}

TEST(Receipt, WhoDidNotPassIsToldHowTo) {
  Course course;
  auto page = course.submit(action(course.launch()), {{"q.dose", "b"}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  page = course.submit(action(page), {});
  EXPECT_TRUE(has(page, "0 of 1 right; 1 needed to pass"));
  EXPECT_TRUE(has(page, "To pass, do it again"));
  EXPECT_FALSE(has(page, "nothing else to do"));
}

TEST(Disclosure, ItsTimeIsCountedOnceAlsoAfterADoubleTap) {
  Course course;
  auto unit = sample_unit();
  unit.disclosure.none = false;
  unit.disclosure.text = "One author has a grant.";
  course.publish({unit});
  auto page = course.launch();
  course.clock.pass(base::Milliseconds(60'000));
  page = course.submit(action(page), {{"active", "4000"}});
  course.clock.pass(base::Milliseconds(60'000));
  const base::Fields tapped{{"active", "3000"}, {"key", "k"}, {"q.dose", "a"}};
  course.post(action(page), tapped);
  page = course.submit(action(page), tapped);
  course.clock.pass(base::Milliseconds(60'000));
  course.post(action(page), {{"active", "1000"}, {"q.weight", "60"}});
  EXPECT_EQ(course.records.attempts.begin()->second.active_ms, 8'000);
}

TEST(Disclosure, ComesAgainUntilSomethingIsAnswered) {
  Course course;
  auto unit = sample_unit();
  unit.disclosure.none = false;
  unit.disclosure.text = "One author has a grant.";
  course.publish({unit});
  course.login();
  const auto body = course.launch_body();
  course.post_launch(body);  // perhaps it never arrived
  auto page = course.follow(course.post_launch(body));
  EXPECT_TRUE(has(page, "One author has a grant.")) << "after a reload";
  page = course.launch();
  EXPECT_TRUE(has(page, "One author has a grant.")) << "after a relaunch";
  page = course.submit(action(page), {});
  EXPECT_TRUE(has(page, "Which dose?"));
  course.post(action(page), {{"q.dose", "a"}});
  EXPECT_FALSE(has(course.launch(), "One author has a grant.")) << "once something is answered";
}

}  // namespace
}  // namespace preceptor::web::testing
