#include "lti/dynamic/platform_configuration.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/claims.hpp"
#include "lti/dynamic/platform_hosts.hpp"
#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

constexpr const char* kPlatformMember = "https://purl.imsglobal.org/spec/lti-platform-configuration";
constexpr std::size_t kMaxName = 200;

tl::unexpected<base::Error> unusable(const std::string& what) { return fail(Code::register_configuration, what); }

// Lists are hints: what is not text in them is left out.
std::vector<std::string> texts_of(const Json& object, const char* name) {
  std::vector<std::string> texts;
  const Json* member = find_member(object, name);
  if (member == nullptr || !member->is_array()) return texts;
  for (const Json& one : *member)
    if (one.is_string()) texts.push_back(one.get<std::string>());
  return texts;
}

Status read_url(const Json& object, const char* name, bool allow_loopback, std::string& into) {
  into = text_of(object, name);
  if (into.empty()) return unusable(std::string(name) + " is missing");
  const auto url = into.size() > 2048 ? std::nullopt : base::parse_url(into);
  if (!url) return unusable(std::string(name) + " is no absolute http or https URL: " + shown(into));
  if (!is_acceptable(*url, allow_loopback)) return unusable(std::string(name) + " is not https: " + shown(into));
  return {};
}

// A platform that lists what it can do must be able to do what we need (Security Framework 5.1.1, 5.4).
Status check_lists(const Json& json) {
  struct Needed { const char* member; const char* value; };
  for (const Needed& needed : {Needed{"response_types_supported", "id_token"}, Needed{"id_token_signing_alg_values_supported", "RS256"},
                               Needed{"token_endpoint_auth_methods_supported", "private_key_jwt"}}) {
    const auto offered = texts_of(json, needed.member);
    if (!offered.empty() && std::find(offered.begin(), offered.end(), needed.value) == offered.end())
      return unusable(std::string(needed.member) + " lacks " + needed.value);
  }
  return {};
}

void read_platform(const Json& json, const LmsProfiles& profiles, PlatformConfiguration& into) {
  const Json* platform = find_member(json, kPlatformMember);
  if (platform == nullptr || !platform->is_object()) return;
  into.product_family_code = text_of(*platform, "product_family_code").substr(0, kMaxName);
  into.version = text_of(*platform, "version").substr(0, kMaxName);
  const LmsProfile& profile = profiles.of_family(into.product_family_code);
  into.lms = profile.kind();
  const PlatformAccount account = profile.account(*platform);
  into.account_name = account.name.substr(0, kMaxName);
  const auto origin = base::parse_url("https://" + account.host);
  if (!account.host.empty() && origin && origin->path == "/" && origin->query.empty()) into.account_origin = origin->origin();
  const Json* messages = find_member(*platform, "messages_supported");
  if (messages == nullptr || !messages->is_array()) return;
  for (const Json& message : *messages)
    if (message.is_object()) into.messages.push_back(text_of(message, "type"));
}

Status check_hosts(const PlatformConfiguration& configuration, const std::string& fetched_from, const LmsProfile& profile) {
  const auto issuer = base::parse_url(configuration.issuer);
  const auto from = base::parse_url(fetched_from);
  const auto endpoint = base::parse_url(configuration.registration_endpoint);
  if (!is_of_issuer(*from, *issuer, profile)) return base::mismatch(Code::register_host, issuer->origin(), from->origin(), "openid_configuration");
  if (!is_of_issuer(*endpoint, *issuer, profile))
    return base::mismatch(Code::register_host, issuer->origin(), endpoint->origin(), "registration_endpoint");
  return {};
}

}  // namespace

bool PlatformConfiguration::supports(std::string_view message_type) const {
  return std::find(messages.begin(), messages.end(), message_type) != messages.end();
}

Status check_configuration_url(const std::string& url, bool allow_loopback) {
  const auto parsed = url.size() > 8192 ? std::nullopt : base::parse_url(url);
  if (!parsed) return unusable("openid_configuration is no absolute http or https URL");
  if (!is_acceptable(*parsed, allow_loopback)) return unusable("openid_configuration is not https: " + parsed->origin());
  return {};
}

Result<PlatformConfiguration> read_platform_configuration(std::string_view body, const std::string& fetched_from, bool allow_loopback, const LmsProfiles& profiles) {
  if (Status usable = check_configuration_url(fetched_from, allow_loopback); !usable) return fail(usable.error());
  const auto json = base::parse_json(body, {kMaxConfigurationBytes, 16, false});
  if (!json) return unusable("it is not valid JSON: " + json.error().detail);
  if (!json->is_object()) return unusable("it is no JSON object");
  PlatformConfiguration read;
  struct Member { const char* name; std::string* into; };
  for (const Member& member : {Member{"issuer", &read.issuer}, Member{"authorization_endpoint", &read.authorization_endpoint},
                               Member{"token_endpoint", &read.token_endpoint}, Member{"jwks_uri", &read.jwks_uri},
                               Member{"registration_endpoint", &read.registration_endpoint}}) {
    if (Status taken = read_url(*json, member.name, allow_loopback, *member.into); !taken) return fail(taken.error());
  }
  read_platform(*json, profiles, read);
  if (Status hosts = check_hosts(read, fetched_from, profiles.of(read.lms)); !hosts) return fail(hosts.error());
  if (Status lists = check_lists(*json); !lists) return fail(lists.error());
  read.scopes = texts_of(*json, "scopes_supported");
  read.claims = texts_of(*json, "claims_supported");
  // RFC 8414: an authorization server is named by a URL. Canvas gives a bare host, which its own token endpoint refuses as `aud`.
  const std::string server = text_of(*json, "authorization_server");
  if (const auto url = base::parse_url(server); url && is_acceptable(*url, allow_loopback)) read.authorization_server = server;
  read.json = json->dump();
  return read;
}

}  // namespace preceptor::lti
