// When a launch came that must wait: for the platform's storage, or for a person who reads a prompt. A token may live 60 s (Moodle) and people
// read slower, so its age is judged by the moment we first saw it.
#pragma once
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::lti {

// Fields that our own page adds to the platform's form when it posts it again.
inline constexpr std::string_view kStoredField = "preceptor_stored";    // what the platform's storage gave back
inline constexpr std::string_view kArrivalField = "preceptor_arrived";  // the note
inline constexpr std::string_view kFailedField = "preceptor_failed";    // why there is no value, for the diary
// Of kFailedField: the storage answered, and holds nothing of this login.
inline constexpr std::string_view kNothingStored = "nothing stored";

struct Arrival {
  std::string id_token_digest, state_id;  // whose note it is
  base::Instant at{};
};
inline constexpr base::Milliseconds kArrivalLife{5 * 60 * 1000};

std::string seal_arrival(const ports::Sealer& sealer, const Arrival& arrival);
// The time to judge a launch form by: that of its note when it has one of its own not older than kArrivalLife, else `now`.
base::Instant arrived_at(const base::Fields& form, const ports::Sealer& sealer, base::Instant now);

}  // namespace preceptor::lti
