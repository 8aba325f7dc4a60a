#include "xapi/render.hpp"

#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "xapi/validate.hpp"

namespace preceptor::xapi {
namespace {

using activity::Question;
using activity::QuestionType;
using base::Json;

constexpr const char* kAttempt = "1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10";

Question question(const std::string& id, QuestionType type, bool scored, std::vector<activity::Option> options = {}) {
  Question out;
  out.id = id;
  out.type = type;
  out.prompt = "Prompt " + id;
  out.scored = scored;
  out.options = std::move(options);
  return out;
}

activity::Unit unit() {
  activity::Unit out;
  out.id = "hand-hygiene";
  out.title = "Five moments";
  out.language = "es-MX";
  out.pass = 2;
  out.hash = base::ContentHash(std::string(64, 'a'));
  activity::Section section;
  section.questions = {question("one", QuestionType::single, true, {{"a", "First", false}, {"b", "Second", true}}),
                       question("many", QuestionType::multi, true, {{"a", "First", true}, {"b", "Second", true}, {"c", "Third", false}}),
                       question("sure", QuestionType::yesno, true, {{"yes", "Yes", true}, {"no", "No", false}}),
                       question("rate", QuestionType::scale, false), question("dose", QuestionType::number, true),
                       question("why", QuestionType::text, false), question("load", QuestionType::scale, false)};
  Question order = question("order", QuestionType::rank, true, {{"a", "First", false}, {"b", "Second", false}});
  order.rank_places = 2;
  order.right_order = {"b", "a"};
  Question lines = question("lines", QuestionType::matrix, false, {{"a", "Never", false}, {"b", "Always", false}});
  lines.rows = {{"1", "Wash"}, {"2", "Dry"}};
  Question causes = question("causes", QuestionType::barrier, false, {{"team", "Team", false}, {"nothing", "Nothing", false}});
  Question tool = question("tool", QuestionType::decision, false, {{"go", "Go", false}, {"no-go", "No", false}});
  for (const Question& one : {order, lines, causes, tool}) section.questions.push_back(one);
  section.questions[3].scale_left = "Never";
  section.questions[3].scale_right = "Always";
  section.questions[4].right_min = 2.5;
  section.questions[4].right_max = 2.5;
  section.questions[6].burden = true;
  out.sections = {section};
  Question commitment = question("plan", QuestionType::multi, false, {{"a", "Do this", false}, {"b", "Do that", false}});
  commitment.commitment = true;
  out.closing = {commitment};
  return out;
}

struct Bench {
  activity::Unit content = unit();
  RenderContext context;
  Bench() {
    context.activity_base = "https://cme.example.org/a";
    context.actor_home_page = "https://lms.example.org";
    context.actor_name = "u-1";
    context.platform = "moodle";
    context.registration_id = "reg-1";
    context.context_id = "42";
    context.context_title = "Cardiology";
    context.unit = &content;
  }
  record::Event event(record::Payload payload) const {
    record::Event out;
    out.stream_id = kAttempt;
    out.seq = 3;
    out.registration = base::RegistrationId("reg-1");
    out.at = base::parse_rfc3339("2026-11-22T07:00:00.120Z").value();
    out.payload = std::move(payload);
    return out;
  }
  // The one statement of an event; null when there is none. Checks what holds for every statement.
  Json one(record::Payload payload) const {
    const record::Event from = event(std::move(payload));
    const auto made = render(from, context);
    EXPECT_TRUE(made) << (made ? "" : base::describe(made.error()));
    if (!made || made->empty()) return nullptr;
    EXPECT_EQ(made->size(), 1u);
    const record::Rendering& rendering = made->front();
    for (const Version version : {Version::v1_0_3, Version::v2_0}) EXPECT_TRUE(validate(rendering.body, {version, {}}).empty()) << rendering.body;
    EXPECT_EQ(rendering.id, record::rendering_id(from, rendering.template_name, 2, "identified"));
    const Json statement = Json::parse(rendering.body);
    EXPECT_EQ(base::canonical_json(statement), rendering.body);
    EXPECT_EQ(statement["id"], rendering.id.str());
    EXPECT_EQ(statement["timestamp"], "2026-11-22T07:00:00.120Z");
    EXPECT_EQ(statement["context"]["registration"], kAttempt);
    EXPECT_EQ(statement["verb"]["id"], "http://adlnet.gov/expapi/verbs/" + rendering.template_name);
    EXPECT_FALSE(statement.contains("version"));
    return statement;
  }
  Json answered(const std::string& id, record::Response response, std::optional<bool> correct = {}) const {
    return one(record::QuestionAnswered{id, 0, std::move(response), correct});
  }
};

TEST(Render, InitializedWhole) {
  const Bench bench;
  const Json statement = bench.one(record::AttemptOpened{});
  const Json expected = Json::parse(R"({
    "actor":{"objectType":"Agent","account":{"homePage":"https://lms.example.org","name":"u-1"}},
    "verb":{"id":"http://adlnet.gov/expapi/verbs/initialized","display":{"en":"initialized","es-MX":"inició"}},
    "object":{"objectType":"Activity","id":"https://cme.example.org/a/unit/hand-hygiene",
      "definition":{"type":"http://adlnet.gov/expapi/activities/lesson","name":{"es-MX":"Five moments"}}},
    "context":{"registration":"1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10","language":"es-MX","platform":"moodle",
      "revision":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "contextActivities":{"category":[{"objectType":"Activity","id":"https://cme.example.org/a/xapi/profile/1.0.0",
        "definition":{"type":"http://adlnet.gov/expapi/activities/profile"}}],"grouping":[{"objectType":"Activity",
        "id":"https://cme.example.org/a/course/reg-1/73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049",
        "definition":{"type":"http://adlnet.gov/expapi/activities/course","name":{"und":"Cardiology"}}}]}},
    "timestamp":"2026-11-22T07:00:00.120Z"})");
  Json without_id = statement;
  without_id.erase("id");
  EXPECT_EQ(without_id, expected) << without_id.dump(1);
}

TEST(Render, AMatrixNamesItsRowsAndChoices) {
  const Json definition = Bench().answered("lines", {{"1:a"}, "", "", false})["object"]["definition"];
  EXPECT_EQ(definition["source"], Json::parse(R"([{"id":"1","description":{"es-MX":"Wash"}},{"id":"2","description":{"es-MX":"Dry"}}])"));
  EXPECT_EQ(definition["target"], Json::parse(R"([{"id":"a","description":{"es-MX":"Never"}},{"id":"b","description":{"es-MX":"Always"}}])"));
  EXPECT_FALSE(definition.contains("choices"));
}

TEST(Render, AnswersAboutCausesAndDecisionsGoToNoRecordStore) {
  const Bench bench;
  for (const char* id : {"causes", "tool"}) {
    const auto rendered = render(bench.event(record::QuestionAnswered{id, 0, {{"team"}, "", "", false}, {}}), bench.context);
    ASSERT_TRUE(rendered.has_value());
    EXPECT_TRUE(rendered->empty()) << id;
  }
}

TEST(Render, EachQuestionTypeBecomesItsInteraction) {
  const Bench bench;
  struct Row { const char* id; record::Response response; std::optional<bool> correct; const char* type; Json response_text, pattern; };
  const Row rows[] = {
      {"one", {{"b"}, "", "", false}, true, "choice", "b", Json::array({"b"})},
      {"many", {{"a", "c"}, "", "", false}, false, "choice", "a[,]c", Json::array({"a[,]b"})},
      {"sure", {{"no"}, "", "", false}, false, "true-false", "false", Json::array({"true"})},
      {"rate", {{"4"}, "", "", false}, {}, "likert", "4", nullptr},
      {"dose", {{}, "2.5", "", false}, true, "numeric", "2.5", Json::array({"2.5"})},
      {"why", {{}, "", std::string(64, 'b'), false}, {}, "long-fill-in", nullptr, nullptr},
      {"order", {{"b", "a"}, "", "", false}, true, "sequencing", "b[,]a", Json::array({"b[,]a"})},
      {"lines", {{"1:a", "2:b"}, "", "", false}, {}, "matching", "1[.]a[,]2[.]b", nullptr},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.id);
    const Json statement = bench.answered(row.id, row.response, row.correct);
    const Json& definition = statement["object"]["definition"];
    EXPECT_EQ(statement["object"]["id"], "https://cme.example.org/a/unit/hand-hygiene/question/" + std::string(row.id));
    EXPECT_EQ(definition["interactionType"], row.type);
    EXPECT_EQ(definition["type"], "http://adlnet.gov/expapi/activities/cmi.interaction");
    EXPECT_EQ(definition.value("correctResponsesPattern", Json()), row.pattern);
    const Json result = statement.value("result", Json::object());
    EXPECT_EQ(result.value("response", Json()), row.response_text);
    EXPECT_EQ(result.contains("success"), row.correct.has_value());
    EXPECT_TRUE(!row.correct || result["success"] == *row.correct);
    EXPECT_FALSE(result.contains("duration"));
    const bool assessed = row.correct.has_value();
    EXPECT_EQ(statement["context"]["contextActivities"]["parent"][0]["id"],
              assessed ? "https://cme.example.org/a/unit/hand-hygiene/assessment" : "https://cme.example.org/a/unit/hand-hygiene");
  }
}

TEST(Render, ScaleNamesItsEnds) {
  const Json scale = Bench().answered("rate", {{"1"}, "", "", false})["object"]["definition"]["scale"];
  ASSERT_EQ(scale.size(), 5u);
  EXPECT_EQ(scale[0]["description"]["es-MX"], "Never");
  EXPECT_FALSE(scale[1].contains("description"));
  EXPECT_EQ(scale[4]["id"], "5");
}

TEST(Render, WhatMakesNoStatement) {
  const Bench bench;
  EXPECT_TRUE(bench.one(record::DisclosureShown{"page"}).is_null());
  EXPECT_TRUE(bench.answered("rate", {{}, "", "", true}).is_null()) << "skipped";
  EXPECT_TRUE(bench.answered("load", {{"3"}, "", "", false}).is_null()) << "burden answers stay here";
  EXPECT_TRUE(bench.one(record::Committed{"plan", {}}).is_null());
}

TEST(Render, ScoreStandsOnTheAssessment) {
  for (const bool passed : {true, false}) {
    const Json statement = Bench().one(record::AttemptScored{passed ? 3 : 1, 4, passed});
    EXPECT_EQ(statement["verb"]["id"], passed ? "http://adlnet.gov/expapi/verbs/passed" : "http://adlnet.gov/expapi/verbs/failed");
    EXPECT_EQ(statement["object"]["id"], "https://cme.example.org/a/unit/hand-hygiene/assessment");
    EXPECT_EQ(statement["result"], (Json{{"success", passed}, {"score", Json{{"scaled", passed ? 0.75 : 0.25}, {"raw", passed ? 3 : 1}, {"min", 0}, {"max", 4}}}}));
    EXPECT_EQ(statement["context"]["contextActivities"]["parent"][0]["id"], "https://cme.example.org/a/unit/hand-hygiene");
  }
}

TEST(Render, CommitmentResumeCompletionAndEnd) {
  const Bench bench;
  EXPECT_EQ(bench.one(record::Committed{"plan", {"a", "b"}})["result"]["response"], "a[,]b");
  EXPECT_FALSE(bench.one(record::AttemptResumed{"relaunch"}).contains("result"));
  EXPECT_EQ(bench.one(record::AttemptCompleted{base::Milliseconds{192250}})["result"], (Json{{"completion", true}, {"duration", "PT3M12.25S"}}));
  EXPECT_EQ(bench.one(record::AttemptCompleted{})["result"], (Json{{"completion", true}})) << "not measured is absent";
  EXPECT_EQ(bench.one(record::AttemptClosed{"receipt", base::Milliseconds{60000}})["result"]["duration"], "PT1M");
  EXPECT_FALSE(bench.one(record::AttemptClosed{"idle", {}}).contains("result"));
}

TEST(Render, WordsByLanguage) {
  Bench bench;
  for (const auto& [language, words] : {std::pair{"en", 1u}, std::pair{"ar", 2u}, std::pair{"es", 2u}, std::pair{"fr", 1u}}) {
    bench.content.language = language;
    const Json display = bench.one(record::AttemptOpened{})["verb"]["display"];
    EXPECT_EQ(display.size(), words) << language;
    EXPECT_EQ(display["en"], "initialized");
  }
}

TEST(Render, TextOfThePlatformCannotBreakAStatement) {
  Bench bench;
  bench.context.context_title = std::string("A\0B", 3) + std::string(5000, 'x');
  bench.context.platform.clear();
  const Json statement = bench.one(record::AttemptOpened{});
  EXPECT_EQ(statement["context"]["contextActivities"]["grouping"][0]["definition"]["name"]["und"].get<std::string>().substr(0, 2), "AB");
  EXPECT_FALSE(statement["context"].contains("platform"));
  bench.context.context_id.clear();
  const Json without = bench.one(record::AttemptOpened{})["context"]["contextActivities"];
  EXPECT_EQ(without.size(), 1u) << "the profile alone: " << without;
  EXPECT_TRUE(without.contains("category"));
}

TEST(Render, WhatBreaksARuleIsNotRecorded) {
  Bench bench;
  bench.context.actor_name.clear();
  const auto made = render(bench.event(record::AttemptOpened{}), bench.context);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, base::Code::statement_invalid);
  EXPECT_EQ(render(Bench().event(record::QuestionAnswered{"gone", 0, {}, {}}), Bench().context).error().code, base::Code::statement_invalid);
}

}  // namespace
}  // namespace preceptor::xapi
