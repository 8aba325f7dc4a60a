#include "core/record/attempt.hpp"

#include <gtest/gtest.h>

namespace preceptor::record {
namespace {

using base::Milliseconds;

constexpr const char* kStream = "5f0c9a3e-2b7d-4d0e-8b8a-0c5a6f1d2e3f";

// Events of one attempt, numbered from 1, a second apart.
std::vector<Event> stream(std::vector<Payload> payloads) {
  std::vector<Event> events;
  for (Payload& payload : payloads) {
    Event e;
    e.stream_id = kStream;
    e.seq = static_cast<std::int64_t>(events.size()) + 1;
    e.registration = base::RegistrationId("7");
    e.person = base::PersonId("p");
    e.at = e.recorded_at = base::from_unix_ms(1000 * e.seq);
    e.payload = std::move(payload);
    events.push_back(std::move(e));
  }
  return events;
}

std::vector<Event> whole() {
  return stream({AttemptOpened{"u", "en", "h", "c", "l", 1, 4, true}, DisclosureShown{"block"},
                 QuestionAnswered{"q1", 0, {{"a"}, "", "", false}, true}, AttemptScored{1, 1, true},
                 AttemptClosed{"idle", Milliseconds(700)}, AttemptResumed{"relaunch"}, Committed{"ctc", {"b"}},
                 AttemptCompleted{Milliseconds(900)}, AttemptClosed{"receipt", Milliseconds(200)}});
}

TEST(Attempt, FoldsAWholeStream) {
  const auto attempt = fold(whole());
  ASSERT_TRUE(attempt) << base::describe(attempt.error());
  EXPECT_EQ(attempt->id.str(), kStream);
  EXPECT_EQ(attempt->opened.unit_id, "u");
  EXPECT_EQ(attempt->registration.str(), "7");
  EXPECT_EQ(attempt->person.str(), "p");
  EXPECT_TRUE(attempt->disclosure_shown);
  EXPECT_EQ(attempt->answers.at("q1").response.choices, std::vector<std::string>{"a"});
  EXPECT_EQ(attempt->commitments.at("ctc").choices, std::vector<std::string>{"b"});
  EXPECT_EQ(attempt->score, (AttemptScored{1, 1, true}));
  EXPECT_TRUE(attempt->completed);
  EXPECT_FALSE(attempt->session_open);
  EXPECT_EQ(attempt->active, Milliseconds(900));
  EXPECT_EQ(attempt->earlier_active, Milliseconds(900));
  EXPECT_EQ(attempt->last_seq, 9);
  EXPECT_EQ(attempt->opened_at, base::from_unix_ms(1000));
  EXPECT_EQ(attempt->completed_at, base::from_unix_ms(8000));
  EXPECT_EQ(attempt->last_at, base::from_unix_ms(9000));
}

TEST(Attempt, StateFollowsEachEvent) {
  auto events = whole();
  const auto at = [&](std::size_t count) { return *fold({events.begin(), events.begin() + static_cast<long>(count)}); };
  EXPECT_TRUE(at(1).session_open);
  EXPECT_FALSE(at(1).disclosure_shown);
  EXPECT_FALSE(at(3).score);
  EXPECT_FALSE(at(5).session_open);
  EXPECT_EQ(at(5).earlier_active, Milliseconds(700));
  EXPECT_TRUE(at(6).session_open);
  EXPECT_FALSE(at(7).completed);
}

TEST(Attempt, TheFirstAnswerStands) {
  const auto attempt = fold(stream({AttemptOpened{}, QuestionAnswered{"q", 0, {{"a"}, "", "", false}, false},
                                    QuestionAnswered{"q", 0, {{"b"}, "", "", false}, true}}));
  ASSERT_TRUE(attempt);
  EXPECT_EQ(attempt->answers.at("q").response.choices, std::vector<std::string>{"a"});
}

TEST(Attempt, ASessionThatWasNotMeasuredIsNotCountedAsZero) {
  const auto attempt = fold(stream({AttemptOpened{}, AttemptClosed{"idle", std::nullopt}, AttemptResumed{"relaunch"},
                                    AttemptClosed{"idle", Milliseconds(5)}}));
  ASSERT_TRUE(attempt);
  EXPECT_FALSE(attempt->earlier_active);
}

TEST(Attempt, EveryGapAndEveryDisorderIsRefused) {
  for (std::size_t missing = 0; missing + 1 < whole().size(); ++missing) {
    auto events = whole();
    events.erase(events.begin() + static_cast<long>(missing));
    EXPECT_FALSE(fold(events)) << "without event " << missing + 1;
  }
  auto swapped = whole();
  std::swap(swapped[2], swapped[3]);
  EXPECT_FALSE(fold(swapped));
  auto doubled = whole();
  doubled.insert(doubled.begin() + 2, doubled[2]);
  EXPECT_FALSE(fold(doubled));
  EXPECT_FALSE(fold({}));
  EXPECT_FALSE(fold(stream({DisclosureShown{"page"}})));
  EXPECT_FALSE(fold(stream({AttemptOpened{}, AttemptOpened{}})));
}

TEST(Attempt, AGapSaysWhichNumberWasExpected) {
  auto events = whole();
  events.erase(events.begin() + 3);
  const auto attempt = fold(events);
  ASSERT_FALSE(attempt);
  EXPECT_EQ(attempt.error().code, base::Code::json_malformed);
  EXPECT_EQ(attempt.error().expected, "4");
  EXPECT_EQ(attempt.error().received, "5");
}

TEST(Attempt, EventsOfOthersAreRefused) {
  const auto with = [](auto change) {
    auto events = whole();
    change(events[2]);
    return static_cast<bool>(fold(events));
  };
  EXPECT_TRUE(with([](Event&) {}));
  EXPECT_FALSE(with([](Event& e) { e.stream_id = "00000000-0000-4000-8000-000000000000"; }));
  EXPECT_FALSE(with([](Event& e) { e.stream_kind = "person"; }));
  EXPECT_FALSE(with([](Event& e) { e.registration = base::RegistrationId("8"); }));
  EXPECT_FALSE(with([](Event& e) { e.person = base::PersonId("other"); }));
}

}  // namespace
}  // namespace preceptor::record
