// Sending a grant to a receiver's service: what is to be done next, and what an answer means. Pure; the wire is an adapter's question. Between saying "begun" and
// noting the answer anything may end, so who was begun is asked for by ccid before it is sent again: one record, however often it is tried (scenario 21).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/credit/grant.hpp"
#include "core/report/results.hpp"

namespace preceptor::report {

// What is remembered of one grant's sending, beside its state.
struct SendMemory {
  bool begun = false;              // a request may have left whose answer is not noted
  int failures = 0;                // in a row
  base::Instant next_at{};         // not before
  int lost = 0;                    // answers in a row that a record which the receiver had is not there
  friend bool operator==(const SendMemory&, const SendMemory&) = default;
};

enum class SendStep {
  nothing,   // it is not to be sent, or it is too early
  begin,     // note `begun`, then send
  ask,       // ask the receiver for it by ccid
};
SendStep next_step(credit::GrantState state, const SendMemory& memory, base::Instant now);

// What a receiver answered to a sending or to a question.
struct SendAnswer {
  enum class What {
    accepted,
    pending,       // it has the record, the board's answer is to come
    rejected,      // with `code`
    unknown,       // asked for, and not there
    unreachable,   // no answer, or none that can be understood: it may have the record or not
    refused,       // the service refuses us: credentials, a switched-off account
    unsaid,        // the form cannot say the record: nothing left, staff have to mend it. `message` names the field
  };
  What what = What::unreachable;
  ResultCode code = ResultCode::none;
  std::string message;   // where there is no answer or nothing was sent: what happened, for staff, in our words. Never the receiver's: they may name a learner's numbers
};

// The reason noted when a record goes again because the receiver, which had it, says that it is not there.
inline constexpr std::string_view kLostThere = "not known to the receiver any more";

struct SendOutcome {
  std::optional<credit::GrantState> by_way_of;   // to be moved to first: the states have no shorter way
  std::optional<credit::GrantState> to;          // the move to make, through CreditBook::move
  std::string reason;
  SendMemory memory;                      // to be kept; forgotten once the grant is accepted or rejected
  bool hold_all = false;                  // nothing more to this receiver until somebody mended it
};

// Receivers hand records to boards overnight (credit.md 1): asked soon at first, then at leisure; trials have less patience.
struct SendPace {
  base::Milliseconds ask_first{60'000}, ask_later{3'600'000};
  base::Milliseconds retry_first{60'000}, retry_most{3'600'000};
};
// The usual pace, quicker where `ask_later` is shorter than it.
SendPace pace_of(base::Milliseconds ask_later);
// After the n-th failure in a row: doubled each time, at most `retry_most`.
base::Milliseconds pause_after(int failures, const SendPace& pace);

// `step`: what was done; the answer to it.
SendOutcome after(credit::GrantState state, SendStep step, const SendMemory& memory, const SendAnswer& answer, base::Instant now, const SendPace& pace = {});

}  // namespace preceptor::report
