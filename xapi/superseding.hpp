// A statement that stands in another's place: it is rendered anew from the event it was made of, under a new id, and the old one is voided. Both are
// renderings of an event of their own, so that the seals cover them and every cursor passes them in order.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/record/event.hpp"

namespace preceptor::xapi {

// The payload of that event.
struct Superseded {
  inline static constexpr const char* kType = "statement_superseded";
  std::string stream_id;         // of the event that the statement was made of, in the same registration
  std::int64_t seq = 0;
  std::string type;              // that event's type, for filters; so are the next two, either of which may be empty
  std::string unit_id, activity_id;
  std::string template_name;
  base::StatementId old_id, new_id;
  friend bool operator==(const Superseded&, const Superseded&) = default;
};
record::Other payload_of(const Superseded& superseded);
// The payload of an event that holds the pseudonymised rendering of another: stream_id and seq name that one, which may have superseded; old_id is the
// pseudonymised statement that it voids, or empty.
inline constexpr const char* kPseudonymised = "statement_pseudonymised";
record::Other pseudonymised_payload(const Superseded& one);
// Of either payload. Error json_malformed: the store is damaged.
base::Result<Superseded> superseded_from_json(std::string_view json);

// The id of the stream that such events of one event share.
std::string superseding_stream(const record::Event& origin);
// Where the statements of an event lie that were made for an audience with a kind of its own.
std::string audience_stream(const record::Event& origin, const std::string& audience);
// Likewise of its pseudonymised renderings.
std::string pseudonymising_stream(const record::Event& origin);

}  // namespace preceptor::xapi
