// Which hosts belong together.
#pragma once
#include "core/base/url.hpp"
#include "lti/lms_profile.hpp"

namespace preceptor::lti {

// https, or http on loopback when allowed.
bool is_acceptable(const base::Url& url, bool allow_loopback);
// Host and port are the issuer's, or the LMS is known to answer for it elsewhere, on the usual port.
bool is_of_issuer(const base::Url& url, const base::Url& issuer, const LmsProfile& profile);

}  // namespace preceptor::lti
