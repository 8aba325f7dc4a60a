#include "lti/dynamic/platform_hosts.hpp"

namespace preceptor::lti {
namespace {

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace

bool is_acceptable(const base::Url& url, bool allow_loopback) {
  return url.scheme == "https" || (allow_loopback && is_loopback(url.host));
}

bool is_of_issuer(const base::Url& url, const base::Url& issuer, const LmsProfile& profile) {
  if (url.host == issuer.host) return url.port == issuer.port;
  return url.is_default_port() && issuer.is_default_port() && profile.answers_for(issuer.host, url.host);
}

}  // namespace preceptor::lti
