#include "plugin/host/lms.hpp"

#include <string_view>

namespace host {

LmsEndpoints lms_endpoints(const std::string& lms, const std::string& issuer) {
  std::string base = issuer;
  while (base.ends_with('/')) base.pop_back();
  if (lms == "moodle") return {base + "/mod/lti/auth.php", base + "/mod/lti/token.php", base + "/mod/lti/certs.php"};
  if (lms != "canvas") return {};
  // Every hosted Canvas names the same issuer; its endpoints moved to their own host in 2023, the issuer did not.
  static constexpr std::string_view kCloud = "https://canvas.", kCloudDomain = "instructure.com";
  if (base.starts_with(kCloud) && base.ends_with(kCloudDomain)) {
    const std::string stage = base.substr(kCloud.size(), base.size() - kCloud.size() - kCloudDomain.size());  // "", "beta." or "test."
    base = "https://sso." + stage + "canvaslms.com";
  }
  return {base + "/api/lti/authorize_redirect", base + "/login/oauth2/token", base + "/api/lti/security/jwks"};
}

}  // namespace host
