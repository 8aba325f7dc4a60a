// How the sending to each provider's receiver goes, kept beside the grants so that commands and pages of other processes can tell.
#pragma once
#include <string>

#include "core/ports/record_store.hpp"

namespace preceptor::web {

struct SendingState {
  enum class How {
    never,         // nothing was tried yet
    off,           // staff have not switched the format on
    good,
    unreachable,   // no answer that can be understood; tried again by itself
    refused,       // the service refuses us: credentials, a switched-off account
  };
  How how = How::never;
  std::string words;         // of the last failure, for staff; empty while it is good
  base::Instant since{};     // of this `how`
  std::int64_t version = 0;  // of the row; 0: there is none
};

// One provider that has a service, as people are told of it.
struct SendingLine {
  std::string provider, name;        // its id, and its name
  std::string format;                // what staff switch on: "pars-learner-json"
  SendingState state;
  std::int64_t queued = 0, with_receiver = 0;   // grants that wait to be sent; that wait for an answer
};

// The projection with one row a grant that is or was on its way; state "begun": a request may have left whose answer is not noted.
inline constexpr const char* kSendingKind = "credit_sending";
// Whether the receiver may have this grant's record without our knowing. Errors: store_*.
base::Result<bool> sending_begun(ports::ProjectionStore& rows, const std::string& ccid);

// Errors: store_*, json_malformed.
base::Result<SendingState> load_sending(ports::ProjectionStore& rows, const std::string& provider);
// Writes only what differs from `before`. Errors: store_*.
base::Status save_sending(ports::RecordStore& records, const std::string& provider, const SendingState& before, SendingState::How how, const std::string& words,
                          base::Instant now);

}  // namespace preceptor::web
