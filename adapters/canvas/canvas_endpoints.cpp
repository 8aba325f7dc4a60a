// Where Canvas answers (canvas.md section 2). Every hosted Canvas names the same issuer; its endpoints moved to a host of their own in 2023, the
// issuer did not.
#include <string_view>

#include "adapters/canvas/canvas_profile.hpp"

namespace preceptor::canvas {

lti::PlatformEndpoints CanvasProfile::endpoints(std::string issuer) const {
  static constexpr std::string_view kCloud = "https://canvas.", kCloudDomain = "instructure.com";
  while (issuer.ends_with('/')) issuer.pop_back();
  if (issuer.starts_with(kCloud) && issuer.ends_with(kCloudDomain)) {
    const std::string stage = issuer.substr(kCloud.size(), issuer.size() - kCloud.size() - kCloudDomain.size());   // "", "beta." or "test."
    issuer = "https://sso." + stage + "canvaslms.com";
  }
  return {issuer + "/api/lti/authorize_redirect", issuer + "/login/oauth2/token", issuer + "/api/lti/security/jwks"};
}

}  // namespace preceptor::canvas
