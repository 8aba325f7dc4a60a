#include "core/burden/observe.hpp"

#include <gtest/gtest.h>

#include "core/activity/flag.hpp"
#include "tests/unit/activity/sample_unit.hpp"
#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

activity::Unit unit() {
  activity::Unit made = activity::sample_unit();
  made.format = "case";
  made.hash = base::ContentHash("h1");
  return made;
}

// One attempt's stream, a minute between events.
std::vector<record::Event> stream(const std::vector<record::Payload>& payloads, const std::string& hash = "h1") {
  std::vector<record::Event> events;
  record::AttemptOpened opened{"sample", "en", hash, "ctx", "link"};
  opened.stated_minutes = 4;
  std::vector<record::Payload> all = {opened};
  all.insert(all.end(), payloads.begin(), payloads.end());
  for (const record::Payload& payload : all) {
    record::Event event;
    event.stream_id = "5f1c2a51-7f11-4a55-9d1c-0d2f4a6f7e10";
    event.seq = static_cast<std::int64_t>(events.size()) + 1;
    event.registration = base::RegistrationId("7");
    event.person = base::PersonId("person");
    event.at = event.recorded_at = day("2026-05-04") + std::chrono::minutes(events.size());
    event.payload = payload;
    events.push_back(event);
  }
  return events;
}

record::QuestionAnswered answer(const std::string& id, std::vector<std::string> choices, bool skipped = false) {
  record::QuestionAnswered made;
  made.question_id = id;
  made.response.choices = std::move(choices);
  made.response.skipped = skipped;
  return made;
}

const base::Instant kSoon = day("2026-05-05"), kLater = day("2026-05-11") + std::chrono::hours(1);

std::string first_question() { return unit().sections[0].questions[0].id; }
std::string relevance_question() {
  for (const auto& question : unit().closing)
    if (question.relevance) return question.id;
  return {};
}

TEST(Observe, ACompletedAttempt) {
  const auto made = observe(stream({answer(first_question(), {"a"}), answer(relevance_question(), {}, true),
                                    record::Committed{"ctc", {"a"}}, record::AttemptCompleted{std::chrono::seconds(192)},
                                    record::AttemptClosed{"receipt", std::chrono::seconds(192)}}),
                            unit(), {CareerStage::years_6_10, 3, kSoon});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->outcome, Outcome::completed);
  EXPECT_EQ(made->active, std::chrono::seconds(192));
  EXPECT_EQ(made->where.course, "7/ctx");
  EXPECT_EQ(made->where.version, "h1");
  EXPECT_EQ(made->where.unit_id, "sample");
  EXPECT_EQ(made->where.stage, CareerStage::years_6_10);
  EXPECT_EQ(made->where.period, 3);
  EXPECT_EQ(made->format, "case");
  EXPECT_EQ(made->stated_minutes, 4);
  EXPECT_EQ(made->person, "person");
  ASSERT_EQ(made->questions.size(), 3u);
  EXPECT_EQ(made->questions[0].purpose, Purpose::learning);
  EXPECT_EQ(made->questions[1].purpose, Purpose::relevance);
  EXPECT_TRUE(made->questions[1].skipped);
  EXPECT_FALSE(made->useful.has_value());  // skipped is no answer
  EXPECT_EQ(made->questions[2].purpose, Purpose::commitment);
  EXPECT_FALSE(made->claim || made->identifiers_again || made->questions[0].irrelevant || made->questions[0].active);
}

// Its event is the commitment, so that one left empty has none.
TEST(Observe, ACommitmentLeftEmptyWasAskedAndSkipped) {
  auto useful = answer(relevance_question(), {}, true);
  useful.page = 2;
  useful.page_active = std::chrono::seconds(20);
  auto dose = answer("dose", {});   // without it the page of closing questions was not reached
  auto why = answer("why", {}, true);
  dose.page = why.page = 1;
  const auto made = observe(stream({answer(first_question(), {"a"}), dose, why, useful, record::AttemptCompleted{}}), unit(), {{}, 0, kSoon});
  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(made->questions.size(), 5u);
  EXPECT_EQ(made->questions[4].id, "ctc");
  EXPECT_TRUE(made->questions[4].skipped);
  EXPECT_TRUE(made->questions[4].active && made->questions[3].active);
  auto events = stream({answer(first_question(), {"a"}), dose, why, record::AttemptCompleted{}});
  std::get<record::AttemptOpened>(events[0].payload).asks_closing = false;
  EXPECT_EQ(observe(events, unit(), {{}, 0, kSoon})->questions.size(), 3u) << "not asked this time";
}

TEST(Observe, WithoutScriptTheTimeIsNotMeasured) {
  const auto made = observe(stream({record::AttemptCompleted{}, record::AttemptClosed{"receipt", {}}}), unit(), {{}, 0, kSoon});
  EXPECT_EQ(made->outcome, Outcome::completed);
  EXPECT_FALSE(made->active.has_value());
}

TEST(Observe, AbandonedAfterSevenDaysAndWhere) {
  const auto events = stream({answer(first_question(), {"a"}), record::AttemptClosed{"idle", std::chrono::seconds(50)}});
  const auto open = observe(events, unit(), {{}, 0, events.back().at + kAbandonedAfter - base::Milliseconds(1)});
  EXPECT_EQ(open->outcome, Outcome::open);
  EXPECT_TRUE(open->left_at.empty());
  const auto left = observe(events, unit(), {{}, 0, events.back().at + kAbandonedAfter});
  EXPECT_EQ(left->outcome, Outcome::abandoned);
  EXPECT_EQ(left->left_at, "page 1");
  EXPECT_EQ(left->active, std::chrono::seconds(50));
  // A session nobody closed has no time.
  EXPECT_FALSE(observe(stream({answer(first_question(), {"a"})}), unit(), {{}, 0, day("2026-06-01")})->active.has_value());
}

TEST(Observe, LeftBeforeTheDisclosureWasPassed) {
  activity::Unit own_page = unit();
  own_page.disclosure.none = false;
  EXPECT_EQ(observe(stream({}), own_page, {{}, 0, kLater + std::chrono::hours(48)})->left_at, "disclosure");
}

TEST(Observe, FirstOptionIsYesLastIsNo) {
  activity::Unit three = unit();
  for (auto& question : three.closing) {
    if (!question.relevance) continue;
    question.type = activity::QuestionType::single;
    question.options = {{"a", "Yes", false, false, ""}, {"b", "Not now", false, false, ""}, {"c", "No", false, false, ""}};
  }
  const auto said = [&](const char* option) { return observe(stream({answer(relevance_question(), {option})}), three, {{}, 0, kSoon})->useful; };
  EXPECT_EQ(said("a"), Usefulness::yes);
  EXPECT_EQ(said("b"), Usefulness::not_now);
  EXPECT_EQ(said("c"), Usefulness::no);
}

// A page's measured time is shared by what its text and its questions are expected to take.
TEST(Observe, SharesAPagesTimeAmongItsQuestions) {
  auto one = answer(first_question(), {"b"});
  one.page_active = std::chrono::seconds(30);
  auto dose = answer("dose", {}), why = answer("why", {}, true);
  dose.page = why.page = 1;
  dose.page_active = why.page_active = std::chrono::seconds(60);
  record::Committed committed{"ctc", {"a"}, {}};
  const auto made = observe(stream({one, dose, why, committed}), unit(), {{}, 0, kSoon});
  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(made->questions.size(), 4u);
  // Page 0: 2 words of text (0.52 s), a choice of 9 words (14.35 s). Page 1: 1 word of text (0.26 s); a number and a text with 1 word each
  // (12.26 s and 40.26 s); the feedback on page 0 is empty.
  EXPECT_NEAR(static_cast<double>(made->questions[0].active->count()), 30'000 * 14.348 / (14.348 + 0.522), 5);
  EXPECT_NEAR(static_cast<double>(made->questions[1].active->count()), 60'000 * 12.261 / (12.261 + 40.261 + 0.261), 5);
  EXPECT_NEAR(static_cast<double>(made->questions[2].active->count()), 60'000 * 40.261 / (12.261 + 40.261 + 0.261), 5);
  EXPECT_FALSE(made->questions[3].active.has_value()) << "not measured";
}

TEST(Observe, CountsTapsThatSayAQuestionDoesNotConcernOne) {
  auto dose = answer("dose", {}), why = answer("why", {}, true);
  dose.page = why.page = 1;
  const record::Payload flag = activity::payload_of(activity::QuestionFlagged{"why"});
  auto events = stream({answer(first_question(), {"b"}), dose, why, flag});
  const auto older = observe(events, unit(), {{}, 0, kSoon});
  for (const auto& question : older->questions) EXPECT_FALSE(question.irrelevant.has_value()) << "the tap was not on offer";
  std::get<record::AttemptOpened>(events[0].payload).offers_flag = true;
  const auto made = observe(events, unit(), {{}, 0, kSoon});
  EXPECT_EQ(made->questions[0].irrelevant, false) << "beside its feedback, and the learner went on";
  EXPECT_FALSE(made->questions[1].irrelevant.has_value()) << "its feedback was not reached";
  EXPECT_EQ(made->questions[2].irrelevant, true);
}

TEST(Observe, RefusesAnotherVersionAndABrokenStream) {
  EXPECT_EQ(observe(stream({}, "h2"), unit(), {}).error().code, base::Code::content_invalid);
  auto events = stream({answer(first_question(), {"a"}), record::AttemptCompleted{}});
  events.erase(events.begin() + 1);
  EXPECT_EQ(observe(events, unit(), {}).error().code, base::Code::json_malformed);
}

TEST(CareerStages, NamesAreTheDesigns) {
  for (const char* text : {"trainee", "0-5", "6-10", "11-15", "16-20", "21+"}) EXPECT_EQ(name(*stage_named(text)), text);
  EXPECT_FALSE(stage_named("6-15").has_value());
}

}  // namespace
}  // namespace preceptor::burden
