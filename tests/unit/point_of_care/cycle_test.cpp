#include "core/activity/point_of_care/cycle.hpp"

#include <gtest/gtest.h>
#include <tuple>

#include "core/activity/point_of_care/question.hpp"

namespace preceptor::point_of_care {
namespace {

base::Instant at(std::int64_t second) {
  return base::from_unix_ms(1'793'750'400'000 + second * 1000);  // 2026-11-04
}

Cycle asked() {
  return begin_cycle("q1", base::PersonId("p1"), {"abc", "en", "course"}, at(0));
}

struct Move {
  std::int64_t second;
  CyclePayload payload;
};
const PointOfCareShown kShown{{"a", "b"}};
const PointOfCareOpened kOpenA{"a"}, kOpenB{"b"}, kOpenC{"c"};
const PointOfCareJudged kYesA{"a", Answered::yes}, kPartlyA{"a", Answered::partly}, kNoA{"a", Answered::no},
    kNoB{"b", Answered::no};
const PointOfCareWillDo kDoA{"a", "next_patient"};

struct Course {
  std::vector<Move> moves;
  Standing standing;
  bool unanswered;
};

TEST(Cycle, Standings) {
  const Course courses[] = {
      {{}, Standing::asked, false},
      {{{1, PointOfCareShown{}}}, Standing::nothing_found, true},
      {{{1, kShown}}, Standing::shown, false},
      {{{1, kShown}, {2, kOpenA}}, Standing::opened, false},
      {{{1, kShown}, {2, kOpenA}, {3, kNoA}}, Standing::not_answered, true},
      {{{1, kShown}, {2, kOpenA}, {3, kNoA}, {4, kOpenB}}, Standing::not_answered, true},
      {{{1, kShown}, {2, kOpenA}, {3, kNoA}, {4, kYesA}}, Standing::answered, false},
      {{{1, kShown}, {2, kOpenA}, {3, kYesA}, {4, kOpenB}, {5, kNoB}}, Standing::answered, false},
      {{{1, kShown}, {2, kOpenA}, {3, kYesA}, {4, kNoA}}, Standing::not_answered, true},
      {{{1, kShown}, {2, kOpenA}, {3, kPartlyA}, {4, kDoA}}, Standing::completed, false},
      {{{1, kShown}, {2, kOpenA}, {3, kYesA}, {4, kDoA}, {5, kOpenB}, {6, kNoB}}, Standing::completed, false},
      {{{1, PointOfCareShown{}}, {9, PointOfCareTold{"c"}}}, Standing::shown, false},
      {{{1, PointOfCareShown{}}, {9, PointOfCareTold{"c"}}, {10, kOpenC}}, Standing::opened, false},
  };
  for (const Course& course : courses) {
    Cycle cycle = asked();
    for (const Move& move : course.moves)
      ASSERT_TRUE(apply(cycle, {at(move.second), move.payload})) << name(course.standing);
    EXPECT_EQ(name(standing_of(cycle)), name(course.standing));
    EXPECT_EQ(is_unanswered(cycle), course.unanswered) << name(course.standing);
    EXPECT_EQ(times_of(cycle).has_value(), course.standing == Standing::completed);
  }
}

TEST(Cycle, WhatCannotFollowChangesNothing) {
  const std::vector<Move> refused[] = {
      {{1, PointOfCareAsked{"abc", "en", "course"}}},
      {{1, kOpenA}},
      {{1, PointOfCareTold{"a"}}},
      {{1, kShown}, {2, kShown}},
      {{1, kShown}, {2, kOpenC}},
      {{1, kShown}, {2, kYesA}},
      {{1, kShown}, {2, PointOfCareTold{"a"}}},
      {{1, kShown}, {2, kOpenA}, {3, kDoA}},
      {{1, kShown}, {2, kOpenA}, {3, kNoA}, {4, kDoA}},
      {{1, kShown}, {2, kOpenA}, {3, kYesA}, {4, kDoA}, {5, kDoA}},
      {{1, kShown}, {2, kOpenA}, {3, kYesA}, {4, kDoA}, {5, kNoA}},
      {{5, kShown}, {4, kOpenA}},
      {{-1, kShown}},
  };
  for (const auto& moves : refused) {
    Cycle cycle = asked();
    for (std::size_t i = 0; i + 1 < moves.size(); ++i)
      ASSERT_TRUE(apply(cycle, {at(moves[i].second), moves[i].payload}));
    const auto before = standing_of(cycle);
    const auto last = cycle.last_at;
    const base::Status done = apply(cycle, {at(moves.back().second), moves.back().payload});
    ASSERT_FALSE(done) << type_name(moves.back().payload);
    EXPECT_EQ(done.error().code, base::Code::json_malformed);
    EXPECT_EQ(standing_of(cycle), before);
    EXPECT_EQ(cycle.last_at, last);
  }
}

TEST(Cycle, Times) {
  Cycle cycle = asked();
  const Move moves[] = {{2, kShown}, {10, kOpenA}, {15, kOpenA}, {40, kNoA}, {70, kYesA}, {75, kDoA}};
  for (const Move& move : moves) ASSERT_TRUE(apply(cycle, {at(move.second), move.payload}));
  using std::chrono::seconds;
  EXPECT_EQ(times_of(cycle), (CycleTimes{seconds(2), seconds(8), seconds(60), seconds(75)}));
}

TEST(Cycle, PayloadsRoundTrip) {
  const std::pair<CyclePayload, const char*> payloads[] = {
      {PointOfCareAsked{"abc", "es", "receipt"}, R"({"from":"receipt","language":"es","question_hash":"abc"})"},
      {kShown, R"({"unit_ids":["a","b"]})"},
      {PointOfCareShown{}, R"({"unit_ids":[]})"},
      {kOpenA, R"({"unit_id":"a"})"},
      {kPartlyA, R"({"answered":"partly","unit_id":"a"})"},
      {kDoA, R"({"choice":"next_patient","unit_id":"a"})"},
      {PointOfCareTold{"c"}, R"({"unit_id":"c"})"},
  };
  for (const auto& [payload, json] : payloads) {
    EXPECT_EQ(to_json(payload), json);
    const auto back = cycle_payload_from_json(type_name(payload), json);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_TRUE(*back == payload);
  }
  const std::pair<const char*, const char*> refused[] = {
      {"point_of_care_asked", R"({"from":"mail","language":"es","question_hash":"abc"})"},
      {"point_of_care_asked", R"({"from":"course","question_hash":"abc"})"},
      {"point_of_care_shown", R"({"unit_ids":"a"})"},
      {"point_of_care_judged", R"({"answered":"maybe","unit_id":"a"})"},
      {"point_of_care_opened", R"({"unit_id":"a","name":"x"})"},
      {"point_of_care_opened", "[]"},
      {"point_of_care_opened", ""},
      {"point_of_care", "{}"},
      {"", "{}"},
  };
  for (const auto& [type, json] : refused) EXPECT_FALSE(cycle_payload_from_json(type, json)) << type << json;
}

TEST(Question, IsCheckedFirst) {
  const std::tuple<std::string, const char*, const char*> cases[] = {
      {"", "en", "required"},
      {" \n\t", "en", "required"},
      {std::string(501, 'x'), "en", "characters"},
      {std::string(100000, 'x'), "en", "characters"},
      {"dose\xFF", "en", "text"},
      {std::string("dose\0", 5), "en", "text"},
      {"dose\x1B[31m", "en", "text"},
      {"warfarin for MRN 448812?", "en", "identifier"},
      {"paciente, historia clínica 448812", "es", "identifier"},
      {"رقم الملف 448812", "ar", "identifier"},
      {"what is the", "en", "words"},
      {"¿qué es?", "es", "words"},
      {"???", "en", "words"},
      {"warfarin dose?", "en", ""},
      {"¿dosis de warfarina?", "es", ""},
      {"ما جرعة الوارفارين؟", "ar", ""},
  };
  for (const auto& [text, language, rule] : cases) {
    const auto problem = check_question(text, language);
    EXPECT_EQ(problem ? problem->rule : "", rule) << text.substr(0, 40);
    if (problem) {
      EXPECT_EQ(problem->what_to_do.key, "point_of_care.problem." + problem->rule);
    }
  }
  std::string arabic;
  for (std::size_t i = 0; i < kQuestionCharacters; ++i) arabic += "ج";
  EXPECT_FALSE(check_question(arabic, "ar"));
  EXPECT_TRUE(check_question(arabic + "ج", "ar"));
}

}  // namespace
}  // namespace preceptor::point_of_care
