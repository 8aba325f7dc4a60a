#include "core/report/sending.hpp"

#include <algorithm>

namespace preceptor::report {
namespace {

using State = credit::GrantState;
using What = SendAnswer::What;

bool with_receiver(State state) { return state == State::sent || state == State::pending; }

base::Milliseconds pause_after(int failures) {
  auto pause = kRetryFirst;
  for (int i = 1; i < failures && pause < kRetryMost; ++i) pause *= 2;
  return std::min(pause, kRetryMost);
}

ResultLine as_line(const SendAnswer& answer) {
  ResultLine line;
  line.status = answer.what == What::accepted ? ResultStatus::accepted : answer.what == What::rejected ? ResultStatus::rejected : ResultStatus::pending;
  line.code = answer.code;
  line.message = answer.message;
  return line;
}

// The receiver knows the record: it is where it says, by way of `sent` where the states have no shorter one.
SendOutcome known(State state, const SendAnswer& answer, base::Instant now) {
  const auto line = as_line(answer);
  auto to = state_of(line);
  SendOutcome outcome;
  outcome.reason = reason_of(line);
  if (state == State::queued && to != State::sent) to = State::sent;   // the rest is asked for at once
  const bool settled = to == State::accepted || to == State::rejected;
  if (!settled) outcome.memory.next_at = state == State::queued ? now : now + (state == State::pending ? kAskLater : kAskFirst);
  if (to != state) outcome.to = to;
  if (to == State::sent) outcome.reason.clear();
  return outcome;
}

}  // namespace

SendStep next_step(State state, const SendMemory& memory, base::Instant now) {
  if (now < memory.next_at) return SendStep::nothing;
  if (state == State::queued) return memory.begun ? SendStep::ask : SendStep::begin;
  return with_receiver(state) ? SendStep::ask : SendStep::nothing;
}

SendOutcome after(State state, SendStep step, const SendMemory& memory, const SendAnswer& answer, base::Instant now) {
  SendOutcome outcome;
  outcome.memory = memory;
  outcome.memory.begun = memory.begun || step == SendStep::begin;
  switch (answer.what) {
    case What::accepted:
    case What::pending:
    case What::rejected:
      return known(state, answer, now);
    case What::unknown:
      // It never arrived, or the receiver lost it: sent again, after a pause that grows.
      outcome.memory.begun = false;
      outcome.memory.failures = memory.failures + 1;
      outcome.memory.next_at = step == SendStep::ask && state == State::queued && memory.failures == 0 ? now : now + pause_after(outcome.memory.failures);
      if (state == State::sent) outcome.to = State::queued;
      return outcome;
    case What::unreachable:
      outcome.memory.failures = memory.failures + 1;
      outcome.memory.next_at = now + pause_after(outcome.memory.failures);
      return outcome;
    case What::refused:
      // Nothing was taken; what was begun before may have been.
      outcome.memory.begun = memory.begun && step != SendStep::begin;
      outcome.memory.next_at = now + kRetryMost;
      outcome.hold_all = true;
      return outcome;
  }
  return outcome;
}

}  // namespace preceptor::report
