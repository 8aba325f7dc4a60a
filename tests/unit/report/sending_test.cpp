#include "core/report/sending.hpp"

#include <gtest/gtest.h>

namespace preceptor::report {
namespace {

using State = credit::GrantState;
using What = SendAnswer::What;

const base::Instant kNow = base::from_unix_ms(1'790'000'000'000);

TEST(Sending, WhatIsDoneNext) {
  EXPECT_EQ(next_step(State::queued, {}, kNow), SendStep::begin);
  EXPECT_EQ(next_step(State::queued, {true, 0, {}}, kNow), SendStep::ask) << "begun before a crash";
  EXPECT_EQ(next_step(State::sent, {}, kNow), SendStep::ask);
  EXPECT_EQ(next_step(State::pending, {}, kNow), SendStep::ask);
  EXPECT_EQ(next_step(State::queued, {false, 1, kNow + base::Milliseconds(1)}, kNow), SendStep::nothing) << "too early";
  for (const State state : {State::issued, State::exported, State::accepted, State::rejected, State::correcting, State::withdrawn, State::superseded})
    EXPECT_EQ(next_step(state, {}, kNow), SendStep::nothing) << credit::name(state);
}

TEST(Sending, EachMoveIsOneThatTheStatesAllow) {
  for (const State state : {State::queued, State::sent, State::pending}) {
    for (const What what : {What::accepted, What::pending, What::rejected, What::unknown, What::unreachable, What::refused, What::unsaid}) {
      for (const SendStep step : {SendStep::begin, SendStep::ask}) {
        const auto outcome = after(state, step, {}, {what, ResultCode::none, ""}, kNow);
        if (outcome.by_way_of) {
          EXPECT_TRUE(credit::may_move(state, *outcome.by_way_of)) << credit::name(state);
        }
        const State from = outcome.by_way_of.value_or(state);
        if (outcome.to) {
          EXPECT_TRUE(credit::may_move(from, *outcome.to)) << credit::name(from) << " -> " << credit::name(*outcome.to);
        }
      }
    }
  }
}

TEST(Sending, ARefusalKeepsItsReason) {
  const auto outcome = after(State::sent, SendStep::ask, {}, {What::rejected, ResultCode::no_match, "check the birth day"}, kNow);
  EXPECT_EQ(outcome.to, State::rejected);
  EXPECT_EQ(outcome.reason, "No match") << "never the receiver's words";
  EXPECT_EQ(outcome.memory, SendMemory{});
  // Refused because it is there: it waits for its board.
  EXPECT_EQ(after(State::sent, SendStep::ask, {}, {What::rejected, ResultCode::already_exists, ""}, kNow).to, State::pending);
}

// A receiver that looks at the identity at once may not keep what it refused: asked for it, it would say that it has none, and it would be sent for ever.
TEST(Sending, WhatIsRefusedAtOnceIsNotAskedFor) {
  const auto outcome = after(State::queued, SendStep::begin, {}, {What::rejected, ResultCode::no_match, "check the license"}, kNow);
  EXPECT_EQ(outcome.by_way_of, State::sent);
  EXPECT_EQ(outcome.to, State::rejected);
  EXPECT_EQ(outcome.reason, "No match");
  EXPECT_EQ(outcome.memory, SendMemory{});
}

TEST(Sending, WhatTheFormCannotSayWasNeverSent) {
  const auto outcome = after(State::queued, SendStep::begin, {true, 2, kNow}, {What::unsaid, ResultCode::missing_data, "licences: the state is missing"}, kNow);
  EXPECT_FALSE(outcome.by_way_of);
  EXPECT_EQ(outcome.to, State::rejected);
  EXPECT_EQ(outcome.reason, "Missing data: licences: the state is missing");
  EXPECT_EQ(outcome.memory, SendMemory{}) << "nothing is on its way";
}

TEST(Sending, APaceIsNeverSlowerThanAskedFor) {
  const auto quick = pace_of(base::Milliseconds(2000));
  EXPECT_EQ(after(State::queued, SendStep::begin, {}, {What::pending, ResultCode::none, ""}, kNow, quick).memory.next_at, kNow + base::Milliseconds(2000));
  EXPECT_EQ(pause_after(30, quick), base::Milliseconds(2000));
  EXPECT_EQ(pace_of(base::Milliseconds(7'200'000)).ask_first, SendPace().ask_first);
}

TEST(Sending, ASilentReceiverIsAskedBeforeItIsSentToAgain) {
  const auto silent = after(State::queued, SendStep::begin, {}, {What::unreachable, ResultCode::none, ""}, kNow);
  EXPECT_FALSE(silent.to);
  EXPECT_TRUE(silent.memory.begun);
  EXPECT_EQ(silent.memory.next_at, kNow + SendPace().retry_first);
  EXPECT_EQ(next_step(State::queued, silent.memory, silent.memory.next_at), SendStep::ask);
  auto later = silent;
  for (int i = 0; i < 20; ++i) later = after(State::queued, SendStep::ask, later.memory, {What::unreachable, ResultCode::none, ""}, kNow);
  EXPECT_EQ(later.memory.next_at, kNow + SendPace().retry_most);
  EXPECT_TRUE(later.memory.begun);
}

// A receiver that takes a record and then knows nothing of it gets it ever more seldom.
TEST(Sending, WhatIsLostAgainAndAgainIsSentAtGrowingPauses) {
  SendMemory memory;
  for (int i = 0; i < 10; ++i) {
    const auto taken = after(State::queued, SendStep::begin, memory, {What::pending, ResultCode::none, ""}, kNow);
    memory = after(State::sent, SendStep::ask, taken.memory, {What::unknown, ResultCode::none, ""}, kNow).memory;
  }
  EXPECT_EQ(memory.next_at, kNow + SendPace().retry_most);
  const auto found = after(State::sent, SendStep::ask, memory, {What::pending, ResultCode::none, ""}, kNow);
  EXPECT_EQ(found.memory.failures, 0);
}

// The receiver said that it has the record, and then three times in a row that it has not.
TEST(Sending, WhatTheReceiverLostGoesAgain) {
  SendMemory memory;
  const SendAnswer gone{What::unknown, ResultCode::none, ""}, there{What::pending, ResultCode::none, ""};
  for (int i = 0; i < 2; ++i) {
    const auto outcome = after(State::pending, SendStep::ask, memory, gone, kNow);
    EXPECT_FALSE(outcome.to);
    memory = outcome.memory;
  }
  // Between them nothing counts that is no answer, and an answer that it is there begins anew.
  memory = after(State::pending, SendStep::ask, memory, {What::unreachable, ResultCode::none, ""}, kNow).memory;
  EXPECT_EQ(after(State::pending, SendStep::ask, memory, there, kNow).memory.lost, 0);
  const auto third = after(State::pending, SendStep::ask, memory, gone, kNow);
  EXPECT_EQ(third.to, State::queued);
  EXPECT_EQ(third.reason, kLostThere);
  EXPECT_EQ(next_step(State::queued, third.memory, kNow), SendStep::begin);
}

TEST(Sending, WhoRefusesUsIsLeftAlone) {
  const auto outcome = after(State::queued, SendStep::begin, {}, {What::refused, ResultCode::none, ""}, kNow);
  EXPECT_TRUE(outcome.hold_all);
  EXPECT_FALSE(outcome.memory.begun);
  EXPECT_FALSE(outcome.to);
  EXPECT_EQ(next_step(State::queued, outcome.memory, kNow), SendStep::begin) << "mended and started again, it does not wait for an hour";
  EXPECT_TRUE(after(State::queued, SendStep::ask, {true, 0, {}}, {What::refused, ResultCode::none, ""}, kNow).memory.begun);
}

// A receiver that keeps what it is given, and a program that ends at any point between: each run ends with one record there, and accepted here (scenario 21).
TEST(Sending, OneRecordWhereverItEnds) {
  for (unsigned crashes = 0; crashes < 64; ++crashes) {
    State state = State::queued;
    SendMemory kept;   // what survives
    int records = 0, asked = 0;
    unsigned crash = crashes;
    base::Instant now = kNow;
    for (int round = 0; round < 40 && state != State::accepted; ++round, now += SendPace().retry_most) {
      const auto step = next_step(state, kept, now);
      if (step == SendStep::nothing) continue;
      SendAnswer answer;
      if (step == SendStep::begin) {
        kept.begun = true;
        const bool before = crash & 1U;
        crash >>= 1U;
        if (before) continue;   // it never left
        ++records;
        answer.what = What::pending;
      } else {
        ++asked;
        answer.what = records == 0 ? What::unknown : asked < 3 ? What::pending : What::accepted;
      }
      const bool after_it = crash & 1U;
      crash >>= 1U;
      if (after_it) continue;   // the answer is lost
      const auto outcome = after(state, step, kept, answer, now);
      kept = outcome.memory;
      if (outcome.to) state = *outcome.to;
    }
    EXPECT_EQ(records, 1) << crashes;
    EXPECT_EQ(state, State::accepted) << crashes;
  }
}

}  // namespace
}  // namespace preceptor::report
