// A question from the point of care through the front door: a course link, the ranked units, a normal attempt, did it answer, what I will do.
#include "core/activity/point_of_care/cycle.hpp"
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

const string kInstructor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";

void to_ask(fakes::TestJson& claims) {
  claims[kLti + "custom"] = {{"ask", "1"}};
  claims[kLti + "resource_link"]["id"] = "link-ask";
}

activity::Unit hands() {
  auto unit = sample_unit();
  unit.id = "five-moments";
  unit.title = "Clean hands at the bed rail";
  unit.objectives = {"Wash after touching the surroundings."};
  unit.sections.resize(1);
  unit.sections[0].body_html = "<p>Gloves do not replace the wash.</p>";
  unit.sections[0].questions[0].prompt = "When?";
  unit.sections[0].questions[0].feedback_html = "<p>Afterwards.</p>";
  return unit;
}

std::vector<string> types_of(Course& course, const string& stream) {
  std::vector<string> types;
  for (const auto& one : course.records.events[stream]) types.emplace_back(record::type_name(one.event.payload));
  return types;
}

string question_id(Course& course) {
  for (const auto& [key, row] : course.records.projections.rows)
    if (row.kind == "question") return row.id;
  return {};
}
string state(Course& course) {
  const auto row = course.records.projections.rows.find({"r1", "question", question_id(course)});
  return row == course.records.projections.rows.end() ? string() : row->second.state;
}

// The action of the form that holds `text` after it.
string action_before(const ports::HttpResponse& page, const string& text) {
  const auto at = page.body.find(text);
  const auto form = at == string::npos ? at : page.body.rfind("action=\"", at);
  if (form == string::npos) return {};
  return local(page.body.substr(form + 8, page.body.find('"', form + 8) - form - 8));
}

struct Desk : Course {
  Desk() { publish({sample_unit(), hands()}); }
  ports::HttpResponse asked(const string& text) {
    const auto page = launch(to_ask);
    EXPECT_EQ(page.status, 200);
    return submit(action(page), {{"key", hidden(page, "key")}, {"question", text}});
  }
  // The unit's pages, right answers, to the receipt.
  ports::HttpResponse finish(ports::HttpResponse page) {
    page = submit(action(page), {{"q.dose", "a"}});
    page = submit(action(page), {{"q.weight", "60"}});
    return submit(action(page), {{"q.plan", "a"}});
  }
};

TEST(Ask, FromTheQuestionToWhatIWillDo) {
  Desk course;
  auto page = course.asked("Which dose by creatinine?");
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "1 unit fits")) << page.body;
  EXPECT_TRUE(has(page, "matched: dose, creatinine"));
  EXPECT_TRUE(has(page, "Which dose by creatinine?"));
  EXPECT_FALSE(has(page, "Clean hands"));
  EXPECT_EQ(state(course), "shown");
  const auto id = question_id(course);
  EXPECT_EQ(types_of(course, id), (std::vector<string>{"point_of_care_asked", "point_of_care_shown"}));
  EXPECT_EQ(course.records.events[id][0].event.stream_kind, "person");
  EXPECT_EQ(course.records.texts.at(0).text, "Which dose by creatinine?");

  course.clock.pass(base::Milliseconds(30'000));
  page = course.submit(action_before(page, "apixaban-dose"), {{"unit", "apixaban-dose"}});
  EXPECT_TRUE(has(page, "Which dose on Monday?"));
  ASSERT_EQ(course.records.attempts.size(), 1u);
  const auto& row = course.records.attempts.begin()->second;
  EXPECT_EQ(row.resource_link_id, "link-ask");
  EXPECT_EQ(row.unit_id, "apixaban-dose");
  EXPECT_EQ(state(course), "opened");

  page = course.finish(page);
  EXPECT_TRUE(has(page, "Did it answer your question?"));
  course.clock.pass(base::Milliseconds(30'000));
  const auto judge = action_before(page, "name=\"answered\"");
  page = course.submit(judge, {{"unit", "apixaban-dose"}, {"answered", "yes"}});
  EXPECT_TRUE(has(page, "What will you do?"));
  EXPECT_EQ(state(course), "answered");
  EXPECT_EQ(course.post(judge, {{"unit", "apixaban-dose"}, {"answered", "yes"}}).status, 303) << "a second tap";

  course.clock.pass(base::Milliseconds(30'000));
  const auto act = action_before(page, "name=\"choice\"");
  page = course.submit(act, {{"unit", "apixaban-dose"}, {"choice", "next"}});
  EXPECT_TRUE(has(page, "Recorded: Use it with the next patient like this."));
  EXPECT_EQ(course.post(act, {{"unit", "apixaban-dose"}, {"choice", "share"}}).status, 303);
  EXPECT_EQ(state(course), "done");
  EXPECT_EQ(types_of(course, id), (std::vector<string>{"point_of_care_asked", "point_of_care_shown", "point_of_care_opened", "point_of_care_judged",
                                                       "point_of_care_will_do"}));
  EXPECT_TRUE(course.records.grades.rows.empty()) << "the link's grade is not this unit's";
}

TEST(Ask, SentTwiceIsAskedOnce) {
  Desk course;
  const auto page = course.launch(to_ask);
  const base::Fields form = {{"key", hidden(page, "key")}, {"question", "Which dose by creatinine?"}};
  EXPECT_EQ(course.post(action(page), form).status, 303);
  EXPECT_EQ(course.post(action(page), form).status, 303);
  EXPECT_EQ(course.records.projections.rows.size(), 1u);
  EXPECT_EQ(course.records.texts.size(), 1u);
  const auto shown = course.submit(action(page), form);
  const auto open = action_before(shown, "apixaban-dose");
  course.post(open, {{"unit", "apixaban-dose"}});
  course.post(open, {{"unit", "apixaban-dose"}});
  EXPECT_EQ(course.records.attempts.size(), 1u);
}

TEST(Ask, WhatMayNotBeAskedIsSaidAndNotKept) {
  Desk course;
  const auto page = course.launch(to_ask);
  const struct { string typed, said; } cases[] = {{"  ", "Type your question."},
                                                  {"Maria Lopez MRN 12345678 which dose?", "Take out what could identify a patient."},
                                                  {"what is the", "Say what it is about"},
                                                  {string(501, 'x'), "Shorten it to 500 characters."}};
  for (const auto& one : cases) {
    const auto again = course.post(action(page), {{"key", "k"}, {"question", one.typed}});
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(has(again, one.said)) << one.typed << again.body;
  }
  EXPECT_TRUE(course.records.events.empty() && course.records.texts.empty() && course.records.projections.rows.empty());
  for (const auto& line : course.log.lines) EXPECT_EQ(line.find("Lopez"), string::npos);
}

TEST(Ask, NothingFoundWaitsAndIsToldAtTheNextLaunchOfAnything) {
  Desk course;
  auto page = course.asked("Ferritin target in heart failure?");
  EXPECT_TRUE(has(page, "Nothing here answers this yet"));
  EXPECT_EQ(state(course), "unanswered");
  EXPECT_FALSE(has(course.launch(), "You asked on"));

  auto iron = hands();
  iron.id = "iron";
  iron.title = "Ferritin target in heart failure";
  course.clock.pass(base::Milliseconds(86'400'000));
  auto version = version_of(iron);
  version.published_at = course.clock.now();
  auto versions = course.content.versions;
  versions.push_back(version);
  ASSERT_TRUE(course.content.publish_folder(versions));
  course.clock.pass(base::Milliseconds(60'000));
  page = course.launch();
  EXPECT_TRUE(has(page, "You asked on")) << page.body;
  EXPECT_TRUE(has(page, "Ferritin target in heart failure, 4 min."));
  EXPECT_TRUE(has(page, "Which dose on Monday?")) << "the launched unit is below it";
  const auto link = page.body.find("href=\"/tool/q/");
  ASSERT_NE(link, string::npos);
  const auto there = course.get(local(page.body.substr(link + 6, page.body.find('"', link + 6) - link - 6)));
  EXPECT_TRUE(has(there, "Ferritin target in heart failure?"));
  EXPECT_TRUE(has(there, "Read it"));
  EXPECT_FALSE(has(course.launch(), "You asked on")) << "told once";
}

TEST(Ask, PreviewsSearchAndNothingIsStored) {
  Desk course;
  const auto page = course.launch([](auto& claims) {
    to_ask(claims);
    claims[kLti + "roles"] = {kInstructor};
  });
  EXPECT_TRUE(has(page, "Nothing you ask here is kept."));
  const auto found = course.post(action(page), {{"key", "k"}, {"question", "Which dose by creatinine?"}});
  EXPECT_TRUE(has(found, "Which dose on Monday?"));
  EXPECT_FALSE(has(found, "Read it"));
  EXPECT_TRUE(course.records.events.empty() && course.records.projections.rows.empty() && course.records.persons.empty());
}

TEST(Ask, AnotherPersonsOrAlteredAddressIsNothing) {
  Desk course;
  auto page = course.asked("Which dose by creatinine?");
  EXPECT_EQ(course.get("/q/abc").status, course.get("/u/abc/").status);
  EXPECT_GE(course.get("/q/abc").status, 400);
  const auto open = action_before(page, "apixaban-dose");
  EXPECT_EQ(course.post(open, {{"unit", "five-moments"}}).status, 303) << "it was not shown";
  EXPECT_TRUE(course.records.attempts.empty());
  course.clock.pass(base::Milliseconds(3 * 60 * 60 * 1000));
  EXPECT_GE(course.post(open, {{"unit", "apixaban-dose"}}).status, 400);
}

TEST(Ask, TheReceiptLeadsToIt) {
  Desk course;
  auto page = course.finish(course.launch());
  const auto link = page.body.find("href=\"/tool/q/");
  ASSERT_NE(link, string::npos) << page.body;
  page = course.get(local(page.body.substr(link + 6, page.body.find('"', link + 6) - link - 6)));
  EXPECT_TRUE(has(page, "What do you need to know?"));
  page = course.submit(action(page), {{"key", hidden(page, "key")}, {"question", "When to wash after gloves?"}});
  EXPECT_TRUE(has(page, "Clean hands at the bed rail"));
  const auto& rows = course.records.projections.rows;
  const auto asked = std::ranges::find_if(rows, [&](const auto& one) { return course.records.events.contains(one.second.id); });
  ASSERT_NE(asked, rows.end());
  const auto first = std::get<record::Other>(course.records.events[asked->second.id][0].event.payload).json;
  EXPECT_NE(first.find("\"from\":\"receipt\""), string::npos);
}

}  // namespace
}  // namespace preceptor::web::testing
