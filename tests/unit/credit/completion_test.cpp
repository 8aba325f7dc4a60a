#include "core/credit/completion.hpp"

#include <gtest/gtest.h>

#include "tests/unit/credit/sample_activity.hpp"

namespace preceptor::credit {
namespace {

using std::chrono::minutes;

const base::Instant kStart = *base::parse_rfc3339("2026-05-01T10:00:00Z");

// Two sections with a scored question each; both must be right.
activity::Unit two_questions() {
  activity::Unit unit;
  unit.id = "unit-1";
  unit.hash = base::ContentHash("hash-1");
  unit.pass = 2;
  unit.references = {"A trial, 2025"};
  unit.review_by = "2026-12-31";
  unit.disclosure.text = "None.";
  for (const char* id : {"q1", "q2"}) {
    activity::Question question;
    question.id = id;
    question.scored = question.required = true;
    question.options = {{"a", "A", true, false, "", false}, {"b", "B", false, false, "", false}};
    question.feedback_html = "<p>Because.</p>";
    unit.sections.push_back({"", "<p>Text</p>", {question}});
  }
  return unit;
}

struct Attempt {
  std::vector<record::Event> events;
  base::Instant at = kStart;

  Attempt& add(record::Payload payload, base::Milliseconds later = minutes(1)) {
    record::Event event;
    event.stream_id = "33333333-3333-4333-8333-333333333333";
    event.seq = static_cast<std::int64_t>(events.size()) + 1;
    event.registration = base::RegistrationId("7");
    event.at = event.recorded_at = at;
    event.payload = std::move(payload);
    events.push_back(std::move(event));
    at += later;
    return *this;
  }
  Attempt& open() { return add(record::AttemptOpened{"unit-1", "en", "hash-1", "c", "l"}, base::Milliseconds(1)); }
  Attempt& answer(const char* id, bool right) { return add(record::QuestionAnswered{id, 0, {{right ? "a" : "b"}, {}, {}, false}, right}); }
};

TEST(Completion, TellsWhatTheAttemptSays) {
  Attempt attempt;
  attempt.open().add(record::DisclosureShown{"block"}).answer("q1", true).answer("q2", false).add(record::AttemptScored{1, 2, false});
  attempt.add(record::AttemptCompleted{base::Milliseconds(180'000)});
  const auto fact = counted_of(two_questions(), attempt.events);
  ASSERT_TRUE(fact) << base::describe(fact.error());
  EXPECT_EQ(fact->unit_id, "unit-1");
  EXPECT_EQ(fact->attempt.str(), attempt.events[0].stream_id);
  EXPECT_EQ(fact->registration.str(), "7");
  EXPECT_EQ(fact->opened_at, kStart);
  EXPECT_EQ(fact->completed_at, attempt.events.back().at);
  EXPECT_EQ(fact->disclosure, disclosure_hash("None."));
  EXPECT_EQ(fact->disclosure_at, attempt.events[1].at);
  EXPECT_EQ(fact->content_at, attempt.events[1].at);   // the block stands above the content
  EXPECT_EQ(fact->raw, 1);
  EXPECT_EQ(fact->max, 2);
  EXPECT_EQ(fact->pass_percent, 100);
  EXPECT_EQ(fact->standard_at, kStart);
  EXPECT_TRUE(fact->rationale && fact->citations && fact->evaluated);
  EXPECT_FALSE(fact->tested_out || fact->past_review);
  EXPECT_EQ(fact->active, base::Milliseconds(180'000));
}

TEST(Completion, ADisclosurePageComesBeforeTheContent) {
  auto unit = two_questions();
  unit.disclosure.none = false;
  Attempt seen;
  seen.open().add(record::DisclosureShown{"page"}).answer("q1", true).answer("q2", true).add(record::AttemptCompleted{});
  const auto good = counted_of(unit, seen.events);
  ASSERT_TRUE(good);
  EXPECT_LE(*good->disclosure_at, *good->content_at);
  EXPECT_FALSE(good->active);

  Attempt late;
  late.open().answer("q1", true).add(record::DisclosureShown{"page"}).answer("q2", true).add(record::AttemptCompleted{});
  const auto bad = counted_of(unit, late.events);
  ASSERT_TRUE(bad);
  EXPECT_GT(*bad->disclosure_at, *bad->content_at);

  Attempt never;
  never.open().answer("q1", true).answer("q2", true).add(record::AttemptCompleted{});
  EXPECT_FALSE(counted_of(unit, never.events)->disclosure_at);
}

TEST(Completion, TestingOutAndAPastReviewDateAreSeen) {
  auto unit = two_questions();
  unit.review_by = "2026-04-30";
  Attempt attempt;
  attempt.open().add(record::DisclosureShown{"block"}).answer("q1", true).add(record::AttemptCompleted{});
  const auto fact = counted_of(unit, attempt.events);
  ASSERT_TRUE(fact);
  EXPECT_TRUE(fact->tested_out);
  EXPECT_TRUE(fact->past_review);
}

TEST(Completion, FeedbackWithoutARationaleOrReferencesIsToldAsSuch) {
  auto unit = two_questions();
  unit.references.clear();
  Attempt attempt;
  attempt.open().add(record::DisclosureShown{"block"}).answer("q1", true).answer("q2", true).add(record::AttemptCompleted{});
  EXPECT_TRUE(counted_of(unit, attempt.events)->rationale);
  EXPECT_FALSE(counted_of(unit, attempt.events)->citations);
  unit.sections[1].questions[0].feedback_html.clear();
  EXPECT_FALSE(counted_of(unit, attempt.events)->rationale);
}

TEST(Completion, OnlyOfACompletedAttemptOnThisVersion) {
  Attempt open;
  open.open().answer("q1", true);
  EXPECT_EQ(counted_of(two_questions(), open.events).error().code, base::Code::json_malformed);
  open.answer("q2", true).add(record::AttemptCompleted{});
  EXPECT_TRUE(counted_of(two_questions(), open.events));
  auto other = two_questions();
  other.hash = base::ContentHash("hash-2");
  EXPECT_EQ(counted_of(other, open.events).error().code, base::Code::json_malformed);
  EXPECT_FALSE(counted_of(two_questions(), {}));
}

}  // namespace
}  // namespace preceptor::credit
