#include "lti/dynamic/registrar.hpp"

#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/shown.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::chrono::milliseconds kRegistrationTimeout{10'000};   // an administrator waits in front of it
constexpr std::size_t kLongestRegistrationToken = 8192;

// RFC 6750 2.1.
bool is_bearer(const std::string& token) {
  return token.size() <= kLongestRegistrationToken && std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

ports::OutboundRequest call(std::string method, const std::string& url, const std::string& token) {
  ports::OutboundRequest request;
  request.method = std::move(method);
  request.url = url;
  request.headers = {{"Accept", "application/json"}};
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  request.timeout = kRegistrationTimeout;
  request.max_response_bytes = kMaxConfigurationBytes;
  return request;
}

// The claim `scope` of Moodle's token (moodle.md 3.1).
bool is_update(const std::string& token) {
  const auto first = token.find('.');
  const auto second = first == std::string::npos ? first : token.find('.', first + 1);
  if (second == std::string::npos) return false;
  const auto payload = base::base64url_decode(std::string_view(token).substr(first + 1, second - first - 1));
  const auto json = payload ? base::parse_json(*payload, {kLongestRegistrationToken, 8, false}) : base::Result<base::Json>(base::Json());
  if (!json || !json->is_object()) return false;
  const std::string* scope = base::string_member(*json, "scope");
  return scope != nullptr && *scope == "reg-update";
}

// The request left, and nobody knows what became of it.
bool may_have_arrived(const base::Error& error) {
  return error.code == Code::outbound_timeout || error.code == Code::outbound_reset || error.code == Code::outbound_too_large || error.code == Code::outbound_malformed;
}

std::string outbound_words(const base::Error& error) { return std::string(base::info(error.code).name) + " " + error.detail; }

}  // namespace

Result<RegistrationOffer> read_offer(const base::Fields& query) {
  for (const char* name : {"openid_configuration", "registration_token"})
    if (base::field_values(query, name).size() > 1) return fail(Code::request_malformed, std::string(name) + " is given twice");
  const std::string* url = base::field(query, "openid_configuration");
  if (url == nullptr || url->empty()) return fail(Code::register_parameter_missing, "openid_configuration");
  const std::string* token = base::field(query, "registration_token");
  if (token != nullptr && !is_bearer(*token)) return fail(Code::request_malformed, "registration_token is no bearer token");
  return RegistrationOffer{*url, token == nullptr ? std::string() : *token};
}

Result<PlatformConfiguration> Registrar::fetch(const RegistrationOffer& offer) const {
  if (auto usable = check_configuration_url(offer.configuration_url, allow_loopback_); !usable) return fail(usable.error());
  // Canvas wants the bearer here too (canvas.md section 3).
  const auto answer = http_.send(call("GET", offer.configuration_url, offer.token));
  if (!answer) return fail(Code::register_configuration, "openid_configuration could not be fetched: " + outbound_words(answer.error()));
  if (answer->status != 200) {
    return base::mismatch(Code::register_configuration, "status 200", "status " + std::to_string(answer->status),
                          answer->status >= 300 && answer->status < 400 ? "redirects are not followed" : "it answered: " + words_of(*answer, offer.token));
  }
  return read_platform_configuration(answer->body, offer.configuration_url, allow_loopback_, profiles_);
}

Result<std::optional<std::string>> Registrar::current_client(const PlatformConfiguration& platform, const RegistrationOffer& offer) const {
  if (!is_update(offer.token)) return std::optional<std::string>();
  const auto answer = http_.send(call("GET", platform.registration_endpoint, offer.token));
  if (!answer) return fail(Code::register_refused, "the registration to update could not be read: " + outbound_words(answer.error()));
  const auto current = read_registration_answer(*answer, offer.token);
  if (!current) return fail(current.error());
  return std::optional(current->client_id);
}

Result<RegistrationAnswer> Registrar::send(const PlatformConfiguration& platform, const RegistrationOffer& offer, const nlohmann::json& request) const {
  ports::OutboundRequest post = call("POST", platform.registration_endpoint, offer.token);
  post.headers.emplace_back("Content-Type", "application/json");
  post.body = request.dump();
  const auto answer = http_.send(post);
  if (!answer && may_have_arrived(answer.error())) return fail(Code::register_answer_lost, outbound_words(answer.error()));
  if (!answer) return fail(Code::register_refused, "the request could not be sent: " + outbound_words(answer.error()));
  auto read = read_registration_answer(*answer, offer.token);
  // 4xx is the platform's own refusal, 3xx led elsewhere. Anything else without a client id may be a proxy's page in front of a registration that was made.
  const bool refused = answer->status >= 300 && answer->status < 500;
  if (!read && !refused) return base::mismatch(Code::register_answer_lost, read.error().expected, read.error().received, read.error().detail);
  return read;
}

}  // namespace preceptor::lti
