// Every kind of question through the learner's pages: shown, refused, revealed, recorded, skipped, flagged, tested out of.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "manifests/compile.hpp"
#include "tests/unit/web/course.hpp"
#include "web/questions/question_fields.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

activity::Unit every_question() {
  std::ifstream in(string(PRECEPTOR_SOURCE_DIR) + "/tests/data/units/every-question.md");
  std::stringstream text;
  text << in.rdbuf();
  auto compiled = manifests::compile(text.str(), "every-question.md");
  for (const auto& problem : compiled.problems) EXPECT_EQ(problem.weight, manifests::Weight::warning) << manifests::format(problem);
  EXPECT_TRUE(compiled.unit.has_value());
  auto unit = compiled.unit.value_or(activity::Unit());
  unit.id = "apixaban-dose";   // what the course links to
  return unit;
}

const base::Fields kSteps = {{"q.steps.a", "2"}, {"q.steps.b", "1"}, {"q.steps.c", "3"}, {"q.steps.d", "4"},
                             {"q.habits.1", "a"}, {"q.habits.2", "b"}, {"q.habits.3", "c"}};

base::Fields with(base::Fields fields, const base::Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

class Everything : public ::testing::Test {
 protected:
  Everything() { course.publish({every_question()}); }
  // The form of the page itself; a page that offers to finish at once has another one before it.
  string page_action(const ports::HttpResponse& page) const {
    const auto at = page.body.find("id=\"page-form\" action=\"");
    if (at == string::npos) return {};
    const auto from = at + string("id=\"page-form\" action=\"").size();
    return local(page.body.substr(from, page.body.find('"', from) - from));
  }
  ports::HttpResponse answer(const ports::HttpResponse& page, const base::Fields& fields) {
    course.clock.pass(base::Milliseconds(60'000));
    return course.submit(page_action(page), with({{"active", "5000"}, {"key", hidden(page, "key")}}, fields));
  }
  ports::HttpResponse refused(const ports::HttpResponse& page, const base::Fields& fields) { return course.post(page_action(page), fields); }
  ports::HttpResponse second() { return answer(course.launch(), {{"q.known", "b"}}); }
  ports::HttpResponse third() { return answer(second(), kSteps); }
  const record::QuestionAnswered* answered(const string& id) const {
    for (const auto& stored : course.records.events.at(course.attempt_id()))
      if (const auto* one = std::get_if<record::QuestionAnswered>(&stored.event.payload); one && one->question_id == id) return one;
    return nullptr;
  }
  std::vector<string> types() { return course.records.types(course.attempt_id()); }

  Course course;
};

TEST_F(Everything, RankingAndMatrixAreFormsThatWorkWithoutScript) {
  const auto page = second();
  EXPECT_TRUE(has(page, "<select id=\"q-steps\" name=\"q.steps.a\"><option value=\"\">no place</option><option value=\"1\">1</option>"));
  EXPECT_TRUE(has(page, "<label for=\"q-steps.b\""));
  EXPECT_TRUE(has(page, "Place only the 2 that matter most"));
  EXPECT_TRUE(has(page, "<legend>A written list</legend>"));
  EXPECT_TRUE(has(page, "name=\"q.habits.2\" value=\"c\""));
  // A place twice, a row missing: named, with everything still there.
  const auto again = refused(page, {{"q.steps.a", "1"}, {"q.steps.b", "1"}, {"q.habits.2", "b"}});
  EXPECT_EQ(again.status, 422);
  EXPECT_TRUE(has(again, "Each place can be given once, and none may stay empty."));
  EXPECT_TRUE(has(again, "Please answer every line."));
  EXPECT_TRUE(has(again, "<option value=\"1\" selected>"));
  EXPECT_TRUE(has(again, "name=\"q.habits.2\" value=\"b\" checked"));
  EXPECT_TRUE(has(again, "href=\"#q-habits\"") && has(again, "id=\"q-habits\""));
}

TEST_F(Everything, FeedbackSaysTheOrder) {
  auto page = answer(second(), with({{"q.first.b", "1"}, {"q.first.c", "2"}}, kSteps));
  EXPECT_TRUE(has(page, "1. Say who it is; 2. Say what was done; 3. Say what is still open; 4. Let it be repeated"));
  EXPECT_TRUE(has(page, "Right"));
  EXPECT_EQ(answered("steps")->response.choices, (std::vector<string>{"b", "a", "c", "d"}));
  EXPECT_EQ(answered("first")->response.choices, (std::vector<string>{"b", "c"}));
  EXPECT_EQ(answered("habits")->response.choices, (std::vector<string>{"1:a", "2:b", "3:c"}));
  // Looking back: shown as recorded, not to be changed.
  const auto past = course.get(local(page_action(page).substr(0, page_action(page).rfind('/'))) + "/1");
  EXPECT_TRUE(has(past, "<option value=\"2\" selected>")) << past.body;
  EXPECT_TRUE(has(past, "value=\"c\" checked"));
}

TEST_F(Everything, AQuestionTheAnswersCallForIsShownAtTheNextTry) {
  auto page = third();
  EXPECT_TRUE(has(page, "<div class=\"when\" data-id=\"lost\" hidden><input type=\"hidden\" name=\"s.lost\" value=\"1\" disabled>"));
  page = refused(page, {{"q.barriers", "team"}, {"q.barriers", "system"}, {"q.barriers.words", "The form is long."}, {"q.who", "a"}});
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(has(page, "Your answers lead to one more question."));
  EXPECT_TRUE(has(page, "<div class=\"when\" data-id=\"lost\"><input type=\"hidden\" name=\"s.lost\" value=\"1\">"));
  EXPECT_TRUE(has(page, "<div class=\"when\" data-id=\"said\" hidden>"));
  EXPECT_TRUE(has(page, "The form is long.</textarea>"));
  EXPECT_FALSE(has(page, "id=\"errors\""));
  EXPECT_EQ(types().back(), "question_answered");
  EXPECT_EQ(answered("barriers"), nullptr);
  const base::Fields shown = {{"q.barriers", "team"}, {"q.barriers", "system"}, {"s.lost", "1"}, {"s.tool", "1"}, {"q.who.words", "The pharmacy"}};
  const auto no_reason = refused(page, with(shown, {{"q.tool", "part"}}));
  EXPECT_TRUE(has(no_reason, "Please choose one and say why."));
  page = answer(page, with(shown, {{"q.tool", "part"}, {"q.tool.words", "The list is missing."}}));
  EXPECT_TRUE(has(page, "How long was this?")) << "a section that asks nothing and says nothing is skipped";
  EXPECT_EQ(answered("barriers")->response.choices, (std::vector<string>{"system", "team"}));
  EXPECT_TRUE(answered("lost")->response.skipped);
  EXPECT_EQ(answered("tool")->response.choices, (std::vector<string>{"part"}));
  EXPECT_EQ(answered("who")->response.choices, (std::vector<string>{"c"}));
  EXPECT_EQ(answered("again"), nullptr);
  std::map<string, string> texts;
  for (const auto& text : course.records.texts) texts[text.field] = text.text;
  EXPECT_EQ(texts, (std::map<string, string>{{"tool", "The list is missing."}, {"who", "The pharmacy"}}));
}

TEST_F(Everything, PatientsStayOutOfEveryFreeText) {
  const auto page = third();
  for (const auto& fields : {base::Fields{{"q.barriers", "team"}, {"s.lost", "1"}, {"q.lost", "MRN 448812"}},
                             base::Fields{{"q.barriers", "system"}, {"q.barriers.words", "MRN 448812"}},
                             base::Fields{{"q.barriers", "system"}, {"q.who.words", "MRN 448812"}},
                             base::Fields{{"q.barriers", "system"}, {"q.barriers", "equity"}, {"s.tool", "1"}, {"q.tool", "go"},
                                          {"q.tool.words", "MRN 448812"}}}) {
    const auto again = refused(page, fields);
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(has(again, "This looks like it could identify a patient."));
  }
  EXPECT_TRUE(course.records.texts.empty());
}

TEST_F(Everything, TheDraftSaysWhichQuestionsAreCalledFor) {
  const auto page = third();
  const auto draft = attribute(page, "data-draft");
  const auto said = course.post(local(draft), {{"seq", "1"}, {"q.barriers", "team"}, {"q.barriers", "system"}});
  EXPECT_EQ(said.status, 200);
  EXPECT_EQ(said.body, "lost tool");
  EXPECT_EQ(course.post(local(draft), {{"seq", "2"}, {"q.barriers", "nothing"}}).body, "said");
  // And the page drawn again has them.
  EXPECT_TRUE(has(course.get(page_action(page)), "<div class=\"when\" data-id=\"said\"><input"));
}

TEST_F(Everything, OneTapSaysThatAQuestionDoesNotConcernOne) {
  auto page = third();
  EXPECT_TRUE(has(page, "form=\"page-form\" name=\"f.steps\"")) << "beside its feedback";
  EXPECT_TRUE(has(page, "name=\"f.who\" value=\"1\""));
  EXPECT_FALSE(has(page, "name=\"f.barriers\"")) << "required, and no feedback";
  page = answer(page, {{"q.barriers", "system"}, {"f.steps", "1"}, {"f.who", "1"}, {"f.barriers", "1"}});
  std::vector<string> flagged;
  for (const auto& stored : course.records.events.at(course.attempt_id()))
    if (const auto* other = std::get_if<record::Other>(&stored.event.payload)) flagged.push_back(other->type + other->json);
  EXPECT_EQ(flagged, (std::vector<string>{"question_flagged{\"question_id\":\"steps\"}", "question_flagged{\"question_id\":\"who\"}"}));
  page = answer(page, {});
  page = answer(page, {{"q.change", "a"}});
  EXPECT_TRUE(has(page, "2 of 2 right, passed")) << "no penalty";
}

TEST_F(Everything, WhoKnewItMayFinishAtOnce) {
  auto page = second();
  ASSERT_TRUE(has(page, "You knew this already."));
  const auto finish = action(page);
  EXPECT_TRUE(finish.ends_with("/finish"));
  page = course.submit(finish, {{"active", "1000"}});
  EXPECT_TRUE(has(page, "nothing more was asked"));
  EXPECT_TRUE(has(page, "Your answers are recorded."));
  EXPECT_EQ(types(), (std::vector<string>{"attempt_opened", "disclosure_shown", "question_answered", "tested_out", "attempt_completed", "attempt_closed"}));
  const auto count = course.records.events.at(course.attempt_id()).size();
  EXPECT_TRUE(has(course.submit(finish, {{"active", "1000"}}), "nothing more was asked")) << "a double tap";
  EXPECT_EQ(course.records.events.at(course.attempt_id()).size(), count);
}

TEST_F(Everything, TheOfferIsMadeOnce) { EXPECT_FALSE(has(third(), "You knew this already.")); }

TEST_F(Everything, WhoDidNotKnowItMayNot) {
  const auto page = answer(course.launch(), {{"q.known", "a"}});
  EXPECT_FALSE(has(page, "You knew this already."));
  const auto refused_there = page_action(page).substr(0, page_action(page).rfind("/page/")) + "/finish";
  EXPECT_EQ(course.post(refused_there, {}).status, 303);
  EXPECT_EQ(types().back(), "question_answered");
}

TEST_F(Everything, TheTimeOfAPageIsWithItsAnswers) {
  second();
  EXPECT_EQ(answered("known")->page_active, base::Milliseconds(5000));
}

TEST_F(Everything, APreviewGoesTheSameWay) {
  const auto staff = [](auto& claims) { claims[kLti + "roles"] = {"Instructor"}; };
  auto page = answer(course.launch(staff), {{"q.known", "a"}});
  EXPECT_FALSE(has(page, "This question does not concern me"));
  page = answer(page, kSteps);
  page = answer(page, {{"q.barriers", "team"}, {"s.lost", "1"}, {"q.lost", "A name"}});
  EXPECT_TRUE(has(page, "see the case again")) << "asked of who did not know it";
  page = answer(page, {});
  page = answer(page, {});
  page = answer(page, {{"q.change", "a"}});
  EXPECT_TRUE(has(page, "This was a preview"));
  page = answer(course.launch(staff), {{"q.known", "b"}});
  EXPECT_TRUE(has(course.submit(action(page), {}), "This was a preview"));
  EXPECT_TRUE(course.records.events.empty());
}

// PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
TEST_F(Everything, PagesAreWhole) {
  const auto look = [](const string& name, const ports::HttpResponse& page) {
    EXPECT_NE(page.body.find("</html>"), string::npos) << name;
    EXPECT_EQ(page.body.find("{{"), string::npos) << name;
    EXPECT_EQ(page.body.find("[["), string::npos) << name;
    if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(string(folder) + "/questions-" + name + ".html") << page.body;
  };
  auto page = second();
  look("order", page);
  look("order-error", refused(page, {{"q.steps.a", "1"}, {"q.steps.b", "1"}}));
  page = answer(page, kSteps);
  look("causes", page);
  look("revealed", refused(page, {{"q.barriers", "team"}, {"q.barriers", "system"}}));
  page = answer(page, {{"q.barriers", "nothing"}, {"s.said", "1"}});
  look("end", page);
}

TEST(QuestionFields, OutsideAnAttempt) {
  const auto unit = every_question();
  std::vector<const activity::Question*> questions;
  for (const auto& question : unit.sections[2].questions) questions.push_back(&question);
  const base::Fields form = {{"q.barriers", "team"}, {"s.lost", "1"}};
  const auto answers = activity::read_answers(questions, form);
  EXPECT_TRUE(answers.accepted());
  EXPECT_EQ(answers.responses.size(), 3u);
  View page;
  page.text("content_lang", "en").text("content_dir", "ltr").flag("past", false);
  auto views = question_list(questions, {Messages::in("es"), form, answers.errors});
  EXPECT_EQ(views.size(), questions.size());
  EXPECT_EQ(response_text(*questions[0], answers.responses.at("barriers"), Messages::in("es")), "The team: hand-overs, roles");
}

}  // namespace
}  // namespace preceptor::web::testing
