#include "lti/login.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/shown.hpp"
#include "lti/target_link.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::mismatch;
using base::Result;

// 256 random bits, 43 characters.
std::string random_token() {
  return base::base64url_encode(base::random_bytes(32));
}

bool is_browser_cookie(std::string_view value) {
  const auto bytes = base::base64url_decode(value);
  return bytes && bytes->size() == 32;
}

std::optional<std::string> optional_field(const base::Fields& fields, std::string_view name) {
  const std::string* value = base::field(fields, name);
  if (value == nullptr || value->empty()) return std::nullopt;
  return *value;
}

// OpenID Connect Core 3.1.2.1 and RFC 6749 3.1: a parameter comes at most once. Two values could be read differently by
// two readers.
base::Status check_once(const base::Fields& fields) {
  for (const char* name :
       {"iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id"}) {
    if (base::field_values(fields, name).size() > 1)
      return fail(Code::request_malformed, std::string(name) + " is given twice");
  }
  return {};
}

std::vector<std::string> issuers_of(const std::vector<Registration>& registrations) {
  std::vector<std::string> issuers;
  for (const Registration& one : registrations) {
    if (std::find(issuers.begin(), issuers.end(), one.issuer) == issuers.end()) issuers.push_back(one.issuer);
  }
  return issuers;
}

std::vector<std::string> clients_of(const std::vector<Registration>& registrations) {
  std::vector<std::string> clients;
  for (const Registration& one : registrations) clients.push_back(one.client_id);
  return clients;
}

// No registration of that issuer, or none of that client id: says what is registered, because a wrong issuer is the
// commonest mistake in self-hosted platforms.
Result<Registration> refuse_unknown(RegistrationStore& store, const LoginRequest& request) {
  const auto of_issuer = store.registrations_of_issuer(request.iss);
  if (!of_issuer) return fail(of_issuer.error());
  if (!of_issuer->empty()) {
    return mismatch(Code::login_client_unknown, "client_id " + shown(clients_of(*of_issuer)),
                    "client_id " + shown(request.client_id.value_or("")), "issuer " + shown(request.iss));
  }
  const auto all = store.list_registrations();
  if (!all) return fail(all.error());
  return mismatch(Code::login_issuer_unknown, "issuer " + shown(issuers_of(*all)), "issuer " + shown(request.iss),
                  request.client_id ? "client_id " + shown(*request.client_id) : "no client_id");
}

// The login URL of one registration: it decides, and what the request says must agree (lti.md 4.2).
Result<Registration> find_by_path(RegistrationStore& store, const LoginRequest& request,
                                  const base::RegistrationId& id) {
  auto found = store.load_registration(id);
  if (!found) return fail(found.error());
  if (!*found)
    return mismatch(Code::login_client_unknown, "a registration's login URL", "/lti/login/" + shown(id.str()));
  Registration& registration = **found;
  if (registration.issuer != request.iss) {
    return mismatch(Code::login_issuer_unknown, "issuer " + registration.issuer, "issuer " + shown(request.iss),
                    "registration " + id.str());
  }
  if (request.client_id && *request.client_id != registration.client_id) {
    return mismatch(Code::login_client_unknown, "client_id " + registration.client_id,
                    "client_id " + shown(*request.client_id), "registration " + id.str());
  }
  return std::move(registration);
}

// LTI core 4.1.3: without a client_id the issuer must point to one registration.
Result<Registration> find_by_issuer(RegistrationStore& store, const LoginRequest& request) {
  auto all = store.registrations_of_issuer(request.iss);
  if (!all) return fail(all.error());
  std::vector<Registration> enabled;
  std::copy_if(all->begin(), all->end(), std::back_inserter(enabled),
               [](const Registration& one) { return one.enabled && one.accepted; });
  if (enabled.size() == 1) return std::move(enabled.front());
  if (enabled.size() > 1) {
    return mismatch(Code::login_client_id_needed, "client_id " + shown(clients_of(enabled)), "no client_id",
                    "issuer " + shown(request.iss));
  }
  if (!all->empty()) return std::move(all->front());  // switched off or waiting: said by the caller
  return refuse_unknown(store, request);
}

Result<Registration> find_registration(RegistrationStore& store, const LoginRequest& request,
                                       const base::RegistrationId& path) {
  if (!path.empty()) return find_by_path(store, request, path);
  if (!request.client_id) return find_by_issuer(store, request);
  auto found = store.find_registration(request.iss, *request.client_id);
  if (!found) return fail(found.error());
  if (!*found) return refuse_unknown(store, request);
  return std::move(**found);
}

std::string origin_of(const std::string& text) {
  const auto url = base::parse_url(text);
  return url ? url->origin() : std::string();
}

// Security Framework 5.1.1.2. Hints go back unchanged; redirect_uri is ours and never the request's.
std::string authentication_request(const Registration& registration, const LoginRequest& request,
                                   const std::string& redirect_uri, const std::string& state,
                                   const std::string& nonce) {
  base::Fields parameters = {{"scope", "openid"},
                             {"response_type", "id_token"},
                             {"response_mode", "form_post"},
                             {"prompt", "none"},
                             {"client_id", registration.client_id},
                             {"redirect_uri", redirect_uri},
                             {"login_hint", request.login_hint},
                             {"state", state},
                             {"nonce", nonce}};
  if (request.lti_message_hint) parameters.emplace_back("lti_message_hint", *request.lti_message_hint);
  std::string url = registration.authorization_endpoint;
  for (const auto& [name, value] : parameters) url = base::add_query(url, name, value);
  return url;
}

}  // namespace

Result<LoginRequest> read_login(const base::Fields& fields) {
  if (const auto once = check_once(fields); !once) return fail(once.error());
  LoginRequest request;
  const std::pair<const char*, std::string*> required[] = {
      {"iss", &request.iss}, {"login_hint", &request.login_hint}, {"target_link_uri", &request.target_link_uri}};
  for (const auto& [name, target] : required) {
    const std::string* value = base::field(fields, name);
    if (value == nullptr || value->empty()) return fail(Code::login_parameter_missing, name);
    *target = *value;
  }
  // An empty hint is still a hint to echo (LTI core 4.1.1).
  if (const std::string* hint = base::field(fields, "lti_message_hint")) request.lti_message_hint = *hint;
  request.client_id = optional_field(fields, "client_id");
  request.deployment_id = optional_field(fields, "lti_deployment_id");
  if (!request.deployment_id)
    request.deployment_id = optional_field(fields, "deployment_id");  // Canvas's own documentation
  request.storage_target = optional_field(fields, "lti_storage_target");
  return request;
}

Login::Login(RegistrationStore& registrations, const ports::Sealer& sealer, const ports::Clock& clock, ToolUrls urls)
    : registrations_(registrations), sealer_(sealer), clock_(clock), urls_(std::move(urls)) {}

Result<LoginAnswer> Login::begin(const LoginRequest& request, const base::RegistrationId& path_registration,
                                 std::string_view browser_cookie, Binding binding) const {
  const auto registration = find_registration(registrations_, request, path_registration);
  if (!registration) return fail(registration.error());
  if (!registration->enabled) return fail(Code::login_registration_disabled, "registration " + registration->id.str());
  if (!registration->accepted) return fail(Code::launch_registration_pending, "registration " + registration->name);
  if (!is_below(urls_.public_url, request.target_link_uri)) {
    return mismatch(Code::login_target_foreign, urls_.public_url, shown(request.target_link_uri));
  }
  LoginAnswer answer;
  answer.registration = registration->id;
  answer.browser_cookie = is_browser_cookie(browser_cookie) ? std::string(browser_cookie) : random_token();
  LoginState state;
  state.id = random_token();
  state.registration = registration->id;
  state.nonce = random_token();
  state.target_link_uri = request.target_link_uri;
  state.deployment_hint = request.deployment_id.value_or("");
  state.browser = base::sha256_hex(answer.browser_cookie);
  state.created = clock_.now();
  state.binding = binding;
  if (binding == Binding::storage) {
    // Not the cookie's value: what another site keeps for us must not open what the cookie binds.
    answer.stored_value = random_token();
    state.stored = base::sha256_hex(answer.stored_value);
    answer.storage_key = storage_key(state);
    answer.platform_origin = origin_of(registration->authorization_endpoint);
  }
  answer.redirect_url =
      authentication_request(*registration, request, urls_.launch_url(), seal_state(sealer_, state), state.nonce);
  return answer;
}

}  // namespace preceptor::lti
