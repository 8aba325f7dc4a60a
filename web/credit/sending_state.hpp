// How the sending to each provider's receiver goes, kept beside the grants so that commands and pages of other processes can tell.
#pragma once
#include <cstdint>
#include <string>

#include "core/ports/record_store.hpp"
#include "core/report/sending.hpp"
#include "web/credit/credit_book.hpp"

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
inline constexpr const char* kSendingRemoved = "removed";          // state of a corrected grant's row whose record the service took away
inline constexpr const char* kRemovalFiled = "removal_filed";      // state of the row of one that staff asked to have removed: a file with its removal was made
ports::Projection sending_row(const credit::Grant& grant, const report::SendMemory& memory, std::int64_t version, base::Instant now);   // `version`: as read, 0 for a new one
// Whether the receiver may have this grant's record without our knowing. Errors: store_*.
base::Result<bool> sending_begun(ports::ProjectionStore& rows, const std::string& ccid);
// Whether the service took this grant's record away. Errors: store_*.
base::Result<bool> sending_removed(ports::ProjectionStore& rows, const std::string& ccid);

// Whether a file with the removal that staff asked for was made since they did. Errors: store_*.
base::Result<bool> removal_filed(ports::ProjectionStore& rows, const credit::Grant& grant);
// The row that says so, to be committed with the file. Errors: store_*.
base::Result<ports::Projection> removal_filed_row(ports::ProjectionStore& rows, const credit::Grant& grant, base::Instant now);
// Whether this grant's record was ever given to the service. Errors: store_*.
base::Result<bool> was_sent(CreditBook& book, const std::string& ccid);

// How many records wait since `before` or longer for an answer that never came; those of the newest 1,000 that were begun. Errors: store_*.
base::Result<std::int64_t> never_answered(ports::ProjectionStore& rows, ports::CreditStore& grants, base::Instant before);

// What staff found when they looked at the receiver for a record whose sending has begun and was never answered.
enum class FoundThere { absent, there, accepted };
// The reasons noted then: of a record that is free to leave again, and of one that is there.
inline constexpr const char* kFoundAbsent = "Looked up, not there";
inline constexpr const char* kFoundThere = "Looked up, there";
// Frees such a record in one commit: to issued, where files and the service take it again; or to sent, and on to accepted. `by`: a member's person id, noted with the move.
// Errors: store_conflict (it does not wait for that any more), store_*.
base::Status note_found(CreditBook& book, ports::ProjectionStore& rows, const ports::Clock& clock, const std::string& ccid, FoundThere found, const std::string& by);

// Errors: store_*, json_malformed.
base::Result<SendingState> load_sending(ports::ProjectionStore& rows, const std::string& provider);
// Writes only what differs from `before`. Errors: store_*.
base::Status save_sending(ports::RecordStore& records, const std::string& provider, const SendingState& before, SendingState::How how, const std::string& words,
                          base::Instant now);

}  // namespace preceptor::web
