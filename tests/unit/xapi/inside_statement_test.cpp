// Statements of surveys and of root-cause cases: what is in them, what never is, and that the published profile describes them.
#include "xapi/inside_statement.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/json.hpp"
#include "tests/fakes/on_profile.hpp"
#include "xapi/render.hpp"
#include "xapi/statement_kinds.hpp"
#include "xapi/validate.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

constexpr const char* kBase = "https://cme.example.org/a";
constexpr const char* kStream = "1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10";

record::Event event_at(base::Instant at) {
  record::Event out;
  out.stream_id = kStream;
  out.seq = 3;
  out.registration = base::RegistrationId("0");
  out.at = out.recorded_at = at;
  return out;
}

InsideContext context_of(const std::string& audience) { return {kBase, kBase, "nobody-1", "7b6a2a55-3f0a-4a5e-9a53-3f7a9b1c2d3e", audience}; }

activity::Question asked_of(const std::string& id, activity::QuestionType type) {
  activity::Question out;
  out.id = id;
  out.type = type;
  out.prompt = "Prompt " + id;
  if (type == activity::QuestionType::single) out.options = {{"a", "First", false}, {"b", "Second", false}};
  return out;
}

activity::Survey survey() {
  activity::Survey out;
  out.form.id = "micro-burden";
  out.form.title = "How much of a burden?";
  out.form.language = "en";
  activity::Section section;
  section.questions = {asked_of("mb1", activity::QuestionType::scale), asked_of("mb2", activity::QuestionType::yesno), asked_of("mb3", activity::QuestionType::single),
                       asked_of("mb4", activity::QuestionType::scale)};
  out.form.sections = {section};
  out.hash = base::ContentHash(std::string(64, 'b'));
  return out;
}

rca::RcaRated rated() {
  rca::RcaRated out;
  out.role = rca::Role::nurse;
  auto& knowledge = out.cards[static_cast<std::size_t>(rca::Card::knowledge)];
  knowledge.degree = rca::kMainCause;
  knowledge.applies = {rca::Row::k1};
  knowledge.example_hash = std::string(64, 'e');
  return out;
}

// Bodies of what was made; each is valid in both versions, of the audience, and has an id that follows from all that.
std::vector<std::string> bodies_of(const record::Event& event, const base::Result<std::vector<record::Rendering>>& made, const std::string& audience) {
  EXPECT_TRUE(made) << (made ? "" : base::describe(made.error()));
  std::vector<std::string> out;
  if (!made) return out;
  for (const record::Rendering& one : *made) {
    EXPECT_EQ(one.audience, audience);
    EXPECT_EQ(one.id, record::rendering_id(event, one.template_name, one.version, audience));
    for (const Version version : {Version::v1_0_3, Version::v2_0}) EXPECT_TRUE(validate(one.body, {version, {}}).empty()) << one.body;
    out.push_back(one.body);
  }
  return out;
}

std::vector<std::string> sent_survey() {
  const auto sent = survey_submitted_from_json(
      R"({"answers":{"mb1":["4"],"mb2":["yes"],"mb3":["b"],"of another form":["1"]},"day":"2026-11-25","form_hash":"f","stage":"trainee","unit_hash":"u"})");
  EXPECT_TRUE(sent);
  const auto event = event_at(base::from_unix_ms(1'790'000'000'000));
  return bodies_of(event, render_survey(event, *sent, survey(), "unit-a", context_of("identified:burden")), "identified:burden");
}

std::vector<std::string> decided_case() {
  const auto event = event_at(base::from_unix_ms(1'790'000'000'000));
  auto out = bodies_of(event, render_rating(event, rated(), context_of("identified:root-cause")), "identified:root-cause");
  auto later = event_at(base::from_unix_ms(1'790'000'000'001));
  later.seq = 4;
  rca::RcaDecided decided;
  decided.decided = rca::Outcome::no_go;
  for (auto& body : bodies_of(later, render_decision(later, decided, context_of("identified:root-cause")), "identified:root-cause")) out.push_back(std::move(body));
  return out;
}

TEST(InsideStatements, ASurveyIsItsAnswersInTheFormsOrderThenThatItWasHandedIn) {
  const auto bodies = sent_survey();
  ASSERT_EQ(bodies.size(), 4u) << "three answers, and nothing for what was not answered or not asked";
  const char* const responses[] = {"4", "true", "b"};
  for (std::size_t i = 0; i < 3; ++i) {
    const Json one = Json::parse(bodies[i]);
    EXPECT_EQ(one["verb"]["id"], "http://adlnet.gov/expapi/verbs/answered");
    EXPECT_EQ(one["object"]["id"], std::string(kBase) + "/survey/micro-burden/question/mb" + std::to_string(i + 1));
    EXPECT_EQ(one["result"], (Json{{"response", responses[i]}}));
    EXPECT_EQ(one["context"]["contextActivities"]["parent"][0]["id"], std::string(kBase) + "/survey/micro-burden");
    EXPECT_EQ(one["context"]["contextActivities"]["grouping"][0]["id"], std::string(kBase) + "/unit/unit-a");
    EXPECT_EQ(one["context"]["revision"], std::string(64, 'b'));
  }
  const Json last = Json::parse(bodies[3]);
  EXPECT_EQ(last["verb"]["id"], "http://activitystrea.ms/submit");
  EXPECT_EQ(last["object"]["definition"]["type"], "http://id.tincanapi.com/activitytype/survey");
  EXPECT_FALSE(last.contains("result"));
  std::string before;
  for (const auto& body : bodies) {
    const Json one = Json::parse(body);
    EXPECT_EQ(one["actor"]["account"], (Json{{"homePage", kBase}, {"name", "nobody-1"}}));
    EXPECT_EQ(body.find("trainee"), std::string::npos) << "no career stage";
    EXPECT_LT(before, one["timestamp"].get<std::string>()) << "their times tell their order";
    before = one["timestamp"].get<std::string>();
  }
  EXPECT_EQ(fakes::off_profile(bodies, kBase), "");
}

TEST(InsideStatements, ARatingIsNineRowsAndADecisionItsOutcome) {
  const auto bodies = decided_case();
  ASSERT_EQ(bodies.size(), rca::kRowCount + 2);
  for (std::size_t i = 0; i < rca::kRowCount; ++i) {
    const Json one = Json::parse(bodies[i]);
    const std::string code(rca::all_rows()[i].code);
    EXPECT_EQ(one["object"]["id"], std::string(kBase) + "/case/" + kStream + "/question/" + code);
    EXPECT_EQ(one["object"]["definition"]["interactionType"], "likert");
    EXPECT_EQ(one["result"]["response"], code == "K1" ? "3" : "0") << code;
  }
  EXPECT_EQ(Json::parse(bodies[rca::kRowCount])["verb"]["id"], "http://activitystrea.ms/submit");
  const Json reviewed = Json::parse(bodies.back());
  EXPECT_EQ(reviewed["verb"]["id"], "http://id.tincanapi.com/verb/reviewed");
  EXPECT_EQ(reviewed["result"], (Json{{"response", "no_go"}}));
  std::string before;
  for (const auto& body : bodies) {
    EXPECT_EQ(body.find("eeee"), std::string::npos) << "not even a hash of words";
    EXPECT_EQ(body.find("nurse"), std::string::npos) << "no role";
    const std::string stamp = Json::parse(body)["timestamp"];
    EXPECT_LT(before, stamp);
    before = stamp;
  }
  EXPECT_EQ(fakes::off_profile(bodies, kBase), "");
}

TEST(InsideStatements, WhatIsChangedIsOffTheProfile) {
  const std::vector<std::pair<const char*, std::function<void(Json&)>>> changes = {
      {"another verb", [](Json& one) { one["verb"]["id"] = "http://adlnet.gov/expapi/verbs/passed"; }},
      {"right or wrong", [](Json& one) { one["result"]["success"] = true; }},
      {"no response", [](Json& one) { one.erase("result"); }},
      {"no parent", [](Json& one) { one["context"]["contextActivities"].erase("parent"); }},
      {"no version", [](Json& one) { one["context"].erase("revision"); }},
      {"words", [](Json& one) { one["object"]["definition"]["interactionType"] = "long-fill-in"; }},
  };
  for (const auto& whole : {sent_survey(), decided_case()}) {
    for (const auto& [what, change] : changes) {
      auto bodies = whole;
      Json one = Json::parse(bodies[0]);
      change(one);
      bodies[0] = base::canonical_json(one);
      EXPECT_NE(fakes::off_profile(bodies, kBase), "") << what;
    }
    auto swapped = whole;
    std::swap(swapped.front(), swapped.back());
    EXPECT_NE(fakes::off_profile(swapped, kBase), "") << "handed in, or reviewed, before it was answered";
  }
}

TEST(InsideStatements, ACaseThatIsDecidedAgainIsAnotherRound) {
  EXPECT_EQ(case_round(kStream, 0), case_round(kStream, 0));
  EXPECT_NE(case_round(kStream, 0), case_round(kStream, 1));
  EXPECT_NE(case_round(kStream, 0), case_round("2d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10", 0));
}

TEST(InsideStatements, ADamagedSurveyIsAnError) {
  for (const char* text : {"", "[]", "{}", R"({"form_hash":"f"})", R"({"form_hash":"f","answers":[]})", R"({"form_hash":"f","answers":{"a":"b"}})", R"({"form_hash":"f","answers":{"a":[1]}})"})
    EXPECT_FALSE(survey_submitted_from_json(text)) << text;
}

TEST(InsideStatements, AnswersInsideUnitsAreOfTheKindOfTheirQuestion) {
  activity::Unit unit;
  unit.id = "unit-a";
  unit.title = "Unit";
  unit.language = "en";
  unit.hash = base::ContentHash(std::string(64, 'a'));
  auto load = asked_of("load", activity::QuestionType::scale);
  load.burden = true;
  auto causes = asked_of("causes", activity::QuestionType::barrier);
  causes.options = {{"team", "Team", false}, {"nothing", "Nothing", false}};
  auto both = causes;
  both.id = "both";
  both.burden = true;
  activity::Section section;
  section.questions = {asked_of("plain", activity::QuestionType::single), load, causes, both};
  unit.sections = {section};
  RenderContext context;
  context.activity_base = kBase;
  context.actor_home_page = "https://lms.example.org";
  context.actor_name = "u-1";
  context.unit = &unit;
  const auto kinds_of = [&](const record::Payload& payload) {
    std::string made_for;
    for (const std::string_view kind : {std::string_view(), kBurdenKind, kRootCauseKind}) {
      context.kind = kind;
      context.audience = kind.empty() ? "identified" : inside_audience("identified", kind);
      auto event = event_at(base::from_unix_ms(1'790'000'000'000));
      event.payload = payload;
      const auto made = render(event, context);
      EXPECT_TRUE(made) << (made ? "" : base::describe(made.error()));
      if (!made || made->empty()) continue;
      EXPECT_EQ(made->front().audience, context.audience);
      made_for += "[" + std::string(kind) + "]";
    }
    return made_for;
  };
  const auto answer = [](const std::string& id, const std::string& choice) { return record::QuestionAnswered{id, 0, {{choice}, "", std::string(64, 'e'), false}, {}}; };
  EXPECT_EQ(kinds_of(answer("plain", "a")), "[]");
  EXPECT_EQ(kinds_of(answer("load", "3")), "[burden]");
  EXPECT_EQ(kinds_of(answer("causes", "team")), "[root-cause]");
  EXPECT_EQ(kinds_of(answer("both", "team")), "[root-cause]") << "the narrower one";
  EXPECT_EQ(kinds_of(record::AttemptOpened{}), "[]");
}

}  // namespace
}  // namespace preceptor::xapi
