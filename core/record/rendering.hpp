// Renderings and seals: what is made of an event, and how the order is proven.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/record/event.hpp"

namespace preceptor::record {

// Of a statement that voids another: it names nobody, so erasing a person leaves it.
inline constexpr const char* kVoidingTemplate = "voided";

// (event, template, version, audience) -> bytes, stored once and resent for ever.
struct Rendering {
  base::StatementId id;     // of (event, template, version, audience): rendering_id
  std::string template_name;  // e.g. "answered"
  int version = 1;
  std::string audience = "identified";   // or "pseudonymised"; with ":" and a kind, of those that only some record stores of either get
  std::string body;         // the statement's bytes
  base::StatementId supersedes = {};   // the statement in whose place it stands, or that it voids; empty: none
  std::string signature = {};   // compact JWS of it, whose SHA-256 `body` names (xAPI Data 2.6); empty: it carries none
};

// The event that holds the renderings of another event for such an audience (xapi/statement_kinds.hpp).
inline constexpr const char* kStatementsMade = "statements_made";
inline bool is_inside_audience(std::string_view audience) { return audience.find(':') != std::string_view::npos; }

// UUIDv5 in Preceptor's name space of "<event id>/<template>/<version>/<audience>". Those of the audience "identified", which are made all the time, begin with
// the milliseconds at which the event was recorded, so that they lie together in every index (decision 0064). Statements keep the id that they were made with.
base::StatementId rendering_id(const Event& event, std::string_view template_name, int version, std::string_view audience);
// Whether `id` is of that: with any time in front, because earlier versions made them without.
bool is_rendering_id(const base::StatementId& id, const Event& event, std::string_view template_name, int version, std::string_view audience);

// Hex SHA-256 over the event's canonical JSON and the SHA-256 of each rendering, in the renderings' order.
std::string event_hash(std::string_view canonical_event, const std::vector<std::string>& rendering_sha256_hex);
// seal = H(previous seal, position, event hash), hex. The first previous seal of a registration is 64 zeros.
std::string seal(std::string_view previous_seal, std::int64_t position, std::string_view event_hash);
inline constexpr std::string_view kFirstSeal = "0000000000000000000000000000000000000000000000000000000000000000";

}  // namespace preceptor::record
