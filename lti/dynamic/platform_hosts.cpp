#include "lti/dynamic/platform_hosts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace preceptor::lti {
namespace {

struct HostPair {
  std::string_view issuer, other;
};
// canvas.md sections 1 and 3.
constexpr std::array kHostedCanvas = {
    HostPair{"canvas.instructure.com", "sso.canvaslms.com"},
    HostPair{"canvas.beta.instructure.com", "sso.beta.canvaslms.com"},
    HostPair{"canvas.test.instructure.com", "sso.test.canvaslms.com"},
};

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace

bool is_acceptable(const base::Url& url, bool allow_loopback) {
  return url.scheme == "https" || (allow_loopback && is_loopback(url.host));
}

bool is_of_issuer(const base::Url& url, const base::Url& issuer) {
  if (url.host == issuer.host) return url.port == issuer.port;
  return url.is_default_port() && issuer.is_default_port() &&
         std::any_of(kHostedCanvas.begin(), kHostedCanvas.end(),
                     [&](const HostPair& pair) { return pair.issuer == issuer.host && pair.other == url.host; });
}

}  // namespace preceptor::lti
