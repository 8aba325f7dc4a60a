#include "core/report/sending.hpp"

#include <algorithm>

namespace preceptor::report {
namespace {

using State = credit::GrantState;
using What = SendAnswer::What;

constexpr int kMostLost = 3;   // one such answer may be a slip of the receiver's; it says so each time, and the record goes again

bool with_receiver(State state) { return state == State::sent || state == State::pending; }

ResultLine as_line(const SendAnswer& answer) {
  ResultLine line;
  line.status = answer.what == What::accepted ? ResultStatus::accepted : answer.what == What::rejected ? ResultStatus::rejected : ResultStatus::pending;
  line.code = answer.code;
  return line;
}

// The receiver knows the record: it is where it says. What it settles at once may be kept there or not, so it is taken at its word and not asked for.
SendOutcome known(State state, const SendMemory& memory, const SendAnswer& answer, base::Instant now, const SendPace& pace) {
  const auto line = as_line(answer);
  auto to = state_of(line);
  SendOutcome outcome;
  const bool settled = to == State::accepted || to == State::rejected;
  if (state == State::queued && settled) outcome.by_way_of = State::sent;
  if (state == State::queued && !settled) to = State::sent;
  // What was taken and is then not there is sent again: each time later, until the receiver has it when asked.
  if (state == State::queued && !settled) outcome.memory.failures = memory.failures;
  if (!settled) outcome.memory.next_at = now + (state == State::pending ? pace.ask_later : pace.ask_first);
  if (to != state) outcome.to = to;
  if (to != State::sent) outcome.reason = reason_of(line);
  return outcome;
}

}  // namespace

SendPace pace_of(base::Milliseconds ask_later) {
  SendPace pace;
  pace.ask_later = ask_later;
  pace.retry_most = std::min(pace.retry_most, ask_later);
  pace.ask_first = pace.retry_first = std::min(pace.ask_first, ask_later);
  return pace;
}

base::Milliseconds pause_after(int failures, const SendPace& pace) {
  auto pause = pace.retry_first;
  for (int i = 1; i < failures && pause < pace.retry_most; ++i) pause *= 2;
  return std::min(pause, pace.retry_most);
}

SendStep next_step(State state, const SendMemory& memory, base::Instant now) {
  if (now < memory.next_at) return SendStep::nothing;
  if (state == State::queued) return memory.begun ? SendStep::ask : SendStep::begin;
  return with_receiver(state) ? SendStep::ask : SendStep::nothing;
}

SendOutcome after(State state, SendStep step, const SendMemory& memory, const SendAnswer& answer, base::Instant now, const SendPace& pace) {
  SendOutcome outcome;
  outcome.memory = memory;
  outcome.memory.begun = memory.begun || step == SendStep::begin;
  switch (answer.what) {
    case What::accepted:
    case What::pending:
    case What::rejected:
      return known(state, memory, answer, now, pace);
    case What::unknown:
      // It never arrived, or the receiver lost it: sent again, after a pause that grows.
      outcome.memory.begun = false;
      outcome.memory.failures = memory.failures + 1;
      outcome.memory.next_at = step == SendStep::ask && state == State::queued && memory.failures == 0 ? now : now + pause_after(outcome.memory.failures, pace);
      if (state == State::sent) outcome.to = State::queued;
      if (state == State::pending && ++outcome.memory.lost >= kMostLost) {
        outcome.to = State::queued;
        outcome.reason = kLostThere;
        outcome.memory = {false, 0, now};
      }
      return outcome;
    case What::unreachable:
      outcome.memory.failures = memory.failures + 1;
      outcome.memory.next_at = now + pause_after(outcome.memory.failures, pace);
      return outcome;
    case What::refused:
      // Nothing was taken; what was begun before may have been. The pause is the receiver's, not this record's: once it is mended, it goes at once.
      outcome.memory.begun = memory.begun && step != SendStep::begin;
      outcome.hold_all = true;
      return outcome;
    case What::unsaid:
      // Nothing left, so it was never sent: straight to where staff mend it.
      outcome.to = State::rejected;
      outcome.reason = std::string(name(ResultCode::missing_data)) + ": " + answer.message;
      outcome.memory = {};
      return outcome;
  }
  return outcome;
}

}  // namespace preceptor::report
