// How long a fetched key set may be used without asking again (RFC 9111 5.2.2, bounded by lti.md 6.8).
#pragma once
#include "core/base/time.hpp"
#include "core/ports/http.hpp"

namespace preceptor::lti {

// max-age within [60 s, 24 h]; 60 s for no-cache and no-store; 1 h when nothing readable is said.
base::Milliseconds freshness(const ports::Headers& headers);

}  // namespace preceptor::lti
