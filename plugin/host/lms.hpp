// What is known of an LMS by its kind, so that nobody has to look it up.
#pragma once
#include <string>

namespace host {

struct LmsEndpoints {
  std::string authorization_endpoint, token_endpoint, jwks_uri;
};
// Moodle: below its address. Canvas: Instructure's own host for its cloud, else below `issuer`. Empty for any other kind.
LmsEndpoints lms_endpoints(const std::string& lms, const std::string& issuer);

}  // namespace host
