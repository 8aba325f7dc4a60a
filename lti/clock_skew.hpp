// How far a platform's clock is from ours, by the Date of an answer (RFC 9110 6.6.1).
#pragma once
#include <optional>

#include "core/base/time.hpp"
#include "core/ports/http.hpp"

namespace preceptor::lti {

// Positive: theirs is ahead. Right to half a second and half the way there and back. nullopt: no readable Date, or one from a cache that does not
// say how old it is.
std::optional<base::Milliseconds> clock_ahead(const ports::Headers& answer, base::Instant asked, base::Instant answered);

}  // namespace preceptor::lti
