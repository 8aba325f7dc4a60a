// Which hosts belong together.
#pragma once
#include "core/base/url.hpp"

namespace preceptor::lti {

// https, or http on loopback when allowed.
bool is_acceptable(const base::Url& url, bool allow_loopback);
// Host and port are the issuer's. Hosted Canvas is the one exception: its issuer and its sign-on host are a pair for each of its environments.
bool is_of_issuer(const base::Url& url, const base::Url& issuer);

}  // namespace preceptor::lti
