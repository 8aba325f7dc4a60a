#include "core/record/event.hpp"

#include <gtest/gtest.h>

#include <set>

namespace preceptor::record {
namespace {

using base::Milliseconds;

constexpr const char* kStreamId = "5f0c9a3e-2b7d-4d0e-8b8a-0c5a6f1d2e3f";
constexpr const char* kPerson = "aa11bb22-cc33-4d44-8e55-ff6677889900";

Event event(Payload payload, std::int64_t seq = 2) {
  Event e;
  e.stream_id = kStreamId;
  e.seq = seq;
  e.registration = base::RegistrationId("7");
  e.person = base::PersonId(kPerson);
  e.at = base::from_unix_ms(1'795'348'800'123);
  e.recorded_at = base::from_unix_ms(1'795'348'800'100);
  e.payload = std::move(payload);
  return e;
}

struct Golden {
  const char* type;
  Payload payload;
  const char* json;  // of the payload alone
};

std::vector<Golden> goldens() {
  return {
      {"attempt_opened", AttemptOpened{"hand-hygiene", "en", "ab12", "ctx", "link", 2, 4, false},
       R"({"asks_closing":false,"content_hash":"ab12","context_id":"ctx","language":"en","n":2,"resource_link_id":"link","stated_minutes":4,"unit_id":"hand-hygiene"})"},
      {"attempt_opened", AttemptOpened{"hand-hygiene", "en", "ab12", "ctx", "link", 2, 4, false, "7:ab"},
       R"({"asks_closing":false,"content_hash":"ab12","context_id":"ctx","deployment_id":"7:ab","language":"en","n":2,"resource_link_id":"link","stated_minutes":4,"unit_id":"hand-hygiene"})"},
      {"attempt_opened", AttemptOpened{"hand-hygiene", "en", "ab12", "ctx", "link", 2, 4, false, "7:ab", true},
       R"({"asks_closing":false,"content_hash":"ab12","context_id":"ctx","deployment_id":"7:ab","language":"en","n":2,"offers_flag":true,"resource_link_id":"link","stated_minutes":4,"unit_id":"hand-hygiene"})"},
      {"disclosure_shown", DisclosureShown{"block"}, R"({"form":"block"})"},
      {"question_answered", QuestionAnswered{"q1", 0, {{"b", "d"}, "", "", false}, true},
       R"({"correct":true,"page":0,"question_id":"q1","response":{"choices":["b","d"]}})"},
      {"question_answered", QuestionAnswered{"q2", 1, {{}, "2.5", "", false}, false},
       R"({"correct":false,"page":1,"question_id":"q2","response":{"number":"2.5"}})"},
      {"question_answered", QuestionAnswered{"q3", 1, {{}, "", "00ff", false}, std::nullopt},
       R"({"page":1,"question_id":"q3","response":{"text_hash":"00ff"}})"},
      {"question_answered", QuestionAnswered{"q4", 1, {{}, "", "", true}, std::nullopt},
       R"({"page":1,"question_id":"q4","response":{"skipped":true}})"},
      {"question_answered", QuestionAnswered{"q5", 1, {{"team"}, "", "00ff", false}, std::nullopt, Milliseconds(4'000)},
       R"({"page":1,"page_active_ms":4000,"question_id":"q5","response":{"choices":["team"],"text_hash":"00ff"}})"},
      {"committed", Committed{"ctc", {"a"}, Milliseconds(4'000)}, R"({"choices":["a"],"page_active_ms":4000,"question_id":"ctc"})"},
      {"question_flagged", Other{"question_flagged", R"({"question_id":"q1"})"}, R"({"question_id":"q1"})"},
      {"attempt_scored", AttemptScored{1, 2, true}, R"({"max":2,"passed":true,"raw":1})"},
      {"committed", Committed{"ctc", {"a"}}, R"({"choices":["a"],"question_id":"ctc"})"},
      {"attempt_completed", AttemptCompleted{Milliseconds(192'250)}, R"({"active_ms":192250})"},
      {"attempt_completed", AttemptCompleted{}, R"({})"},
      {"attempt_resumed", AttemptResumed{"relaunch"}, R"({"reason":"relaunch"})"},
      {"attempt_closed", AttemptClosed{"receipt", Milliseconds(5)}, R"({"active_ms":5,"reason":"receipt"})"},
      {"attempt_closed", AttemptClosed{"idle", std::nullopt}, R"({"reason":"idle"})"},
      {"rca_opened", Other{"rca_opened", R"({"case_id":"c1"})"}, R"({"case_id":"c1"})"},
  };
}

std::string expected_text(const Golden& golden) {
  return std::string(R"({"at":"2026-11-22T12:00:00.123Z","payload":)") + golden.json + R"(,"person":")" + kPerson +
         R"(","recorded_at":"2026-11-22T12:00:00.100Z","registration":"7","seq":2,"stream_id":")" + kStreamId +
         R"(","stream_kind":"attempt","type":")" + golden.type + R"(","version":1})";
}

TEST(Event, EveryPayloadHasOneTextAndComesBack) {
  std::set<std::size_t> seen;
  for (const Golden& golden : goldens()) {
    const Event e = event(golden.payload);
    seen.insert(golden.payload.index());
    EXPECT_EQ(type_name(golden.payload), golden.type);
    const std::string text = canonical_json(e);
    EXPECT_EQ(text, expected_text(golden));
    const auto back = event_from_json(text);
    ASSERT_TRUE(back) << base::describe(back.error());
    EXPECT_EQ(*back, e);
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<Payload>) << "a payload type has no golden text";
}

TEST(Event, WithoutAPersonTheMemberIsLeftOut) {
  Event e = event(DisclosureShown{"page"});
  e.person = {};
  const std::string text = canonical_json(e);
  EXPECT_EQ(text.find("person"), std::string::npos);
  const auto back = event_from_json(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, e);
}

TEST(Event, TextOfAnyScriptSurvives) {
  const Event e = event(AttemptResumed{"\"نظافة\"\n\t\x01 \\ é"});
  const auto back = event_from_json(canonical_json(e));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, e);
}

// One replacement in a good text, and a word the refusal must contain.
struct Damage {
  const char* from;
  const char* to;
  const char* names;
};

TEST(Event, DamagedTextIsRefusedWithTheMemberNamed) {
  const std::string good = canonical_json(event(QuestionAnswered{"q1", 0, {{"b"}, "", "", false}, true}));
  const Damage damages[] = {
      {R"("seq":2)", R"("seq":0)", "seq"},
      {R"("seq":2)", R"("seq":"2")", "seq"},
      {R"("seq":2)", R"("seq":2.5)", "seq"},
      {R"("seq":2)", R"("seq":18446744073709551615)", "seq"},
      {R"("seq":2,)", "", "seq"},
      {R"("version":1)", R"("version":2)", "version"},
      {R"("type":"question_answered")", R"("type":"question_asked")", "type"},
      {R"("type":"question_answered")", R"("type":"attempt_scored")", "raw"},
      {R"("stream_kind":"attempt")", R"("stream_kind":"attempts")", "stream_kind"},
      {R"("stream_id":"5f0c)", R"("stream_id":"5f0)", "stream_id"},
      {R"(12:00:00.123Z)", R"(12:00:00.123+00:00)", "at"},
      {R"(12:00:00.123Z)", R"(25:00:00.123Z)", "at"},
      {R"("page":0)", R"("page":-1)", "payload.page"},
      {R"("page":0)", R"("page":0,"pages":0)", "payload.pages"},
      {R"("choices":["b"])", R"("choices":["b",1])", "payload.response.choices"},
      {R"("choices":["b"])", R"("choice":["b"])", "payload.response.choice"},
      {R"("correct":true)", R"("correct":"yes")", "payload.correct"},
      {R"("registration":"7")", R"("registration":7)", "registration"},
      {R"("registration":"7")", R"("registration":"7","extra":1)", "extra"},
      {R"("registration":"7")", R"("registration":"7","registration":"8")", "registration"},
  };
  for (const Damage& damage : damages) {
    std::string bad = good;
    const auto at = bad.find(damage.from);
    ASSERT_NE(at, std::string::npos) << damage.from;
    bad.replace(at, std::string_view(damage.from).size(), damage.to);
    const auto read = event_from_json(bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code, base::Code::json_malformed);
    EXPECT_NE(read.error().detail.find(damage.names), std::string::npos) << read.error().detail;
  }
  for (const char* bad : {"", "null", "[]", "{", "\xff"}) EXPECT_FALSE(event_from_json(bad)) << bad;
}

TEST(Event, IdIsStreamAndSequence) {
  EXPECT_EQ(event_id(event(DisclosureShown{"page"}, 17)), std::string(kStreamId) + "/17");
}

TEST(InOrder, GivesEachEventOnceByStreamAndSequence) {
  const auto of = [](std::string stream, std::int64_t seq) {
    Event one = event(DisclosureShown{"page"}, seq);
    one.stream_id = std::move(stream);
    return one;
  };
  const std::vector<Event> events{of("b", 2), of("a", 10), of("b", 1), of("a", 9), of("b", 2)};
  std::vector<std::string> ids;
  for (const Event* one : in_order(events)) ids.push_back(event_id(*one));
  EXPECT_EQ(ids, (std::vector<std::string>{"a/9", "a/10", "b/1", "b/2"}));
  EXPECT_TRUE(in_order({}).empty());
}

TEST(NextTime, IsTheClockUnlessThatWouldNotMoveOn) {
  const auto t = base::from_unix_ms(1000);
  EXPECT_EQ(next_time(t, std::nullopt), t);
  EXPECT_EQ(next_time(t, base::from_unix_ms(998)), t);
  EXPECT_EQ(next_time(t, base::from_unix_ms(999)), t);
  EXPECT_EQ(next_time(t, t), base::from_unix_ms(1001));
  EXPECT_EQ(next_time(t, base::from_unix_ms(5000)), base::from_unix_ms(5001));
}

}  // namespace
}  // namespace preceptor::record
