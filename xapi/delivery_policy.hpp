// What an answer of a record store means, and how long to wait. Pure: no clock, no network.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/http_client.hpp"

namespace preceptor::xapi {

enum class Action {
  check_ids,    // 2xx: compare the ids answered with those sent
  retry,        // passing, or outcome unknown: the same bytes again after a pause
  retry_fewer,  // too large or too slow: the same bytes in smaller requests
  find_bad,     // something in here is refused: halve until it is alone, then park it
  compare,      // 409, nothing was stored: halve until it is alone, then read back
  blocked,      // credentials, address or version: nothing is wrong with the statements; look again slowly
};

struct Decision {
  Action action = Action::retry;
  base::Error error;                                     // empty detail for check_ids
  std::optional<std::chrono::milliseconds> retry_after;  // what the store asked for, at most 1 h
  bool of_one = false;                                   // retry, retry_fewer: it may be what one statement does to a store that takes all others
};

// The answer to a POST of statements.
Decision decide(const base::Result<ports::OutboundResponse>& answer, base::Instant now);

// Seconds or an HTTP date (RFC 9110 10.2.3); nullopt when unreadable. Never negative, at most 1 h.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view text, base::Instant now);

// Pause before try number `failures` (from 1): 250 ms doubled each time up to 5 min, of which `random` (0 to 1) takes off up to a half.
std::chrono::milliseconds back_off(int failures, double random);
// Pause while credentials, address or version are wrong.
std::chrono::milliseconds blocked_pause(double random);  // 30 to 60 s

// The ids of a 200 answer; nullopt when it is not a JSON array of strings (half an answer, a login page).
std::optional<std::vector<std::string>> read_ids(std::string_view body);

// The store's words for a parked row: readable, at most 2,000 bytes.
std::string store_words(const ports::OutboundResponse& answer);

// The version to speak, of those GET /about lists: "2.0.0", "1.0.3" or nullopt. `wanted`: auto, 1.0.3 or 2.0.
// Error lrs_unreadable: the body is no answer to /about.
base::Result<std::optional<std::string>> choose_version(std::string_view about_body, std::string_view wanted);

}  // namespace preceptor::xapi
