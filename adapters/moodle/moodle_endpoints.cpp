// Where Moodle answers, whatever its version: below its address, which is its issuer (moodle.md section 2).
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::moodle {

lti::PlatformEndpoints MoodleProfile::endpoints(std::string issuer) const {
  while (issuer.ends_with('/')) issuer.pop_back();
  return {issuer + "/mod/lti/auth.php", issuer + "/mod/lti/token.php", issuer + "/mod/lti/certs.php"};
}

}  // namespace preceptor::moodle
