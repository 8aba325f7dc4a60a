// The token endpoint (moodle.md 6): JSON under text/html, errors that may be no JSON, a 404 page when the tool's keys cannot be fetched.
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;
constexpr std::int64_t kLife = 3600;

ports::HttpResponse said(int status, std::string body) {
  return {status, {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(body)};
}
// The words go in as they are, quotation marks and all.
ports::HttpResponse refused(const std::string& words) { return said(400, "{\"error\" : \"" + words + "\"}"); }

std::string time_problem(const Json& claims) {
  const std::int64_t now = now_seconds();
  for (const char* name : {"nbf", "iat"})
    if (claims.contains(name) && claims[name].is_number() && claims[name].get<std::int64_t>() > now)
      return "Cannot handle token with " + std::string(name) + " prior to " + std::to_string(claims[name].get<std::int64_t>());
  if (claims.contains("exp") && claims["exp"].is_number() && claims["exp"].get<std::int64_t>() <= now) return "Expired token";
  return {};
}

}  // namespace

ports::HttpResponse token(World& world, const Call& call) {
  if (!call.post() || call.form.empty()) return refused("invalid_request");
  const auto jws = read_jws(call.of("client_assertion"));
  if (call.of("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || !jws || call.of("scope").empty())
    return refused("invalid_request");
  if (call.of("grant_type") != "client_credentials") return refused("unsupported_grant_type");
  const Json claims = Json::parse(jws->payload);
  const auto* subject = base::string_member(claims, "sub");
  Tool tool;
  {
    std::lock_guard lock(world.mutex);
    const Tool* found = subject ? world.tool_by_client(*subject) : nullptr;
    if (!found) return refused("invalid_client");
    tool = *found;
  }
  switch (check_signature(world, tool, *jws, false)) {
    case KeyCheck::good: break;
    case KeyCheck::no_keys: return error_page("Exception - fix_jwks_alg(): Argument #1 ($jwks) must be of type array, null given");
    case KeyCheck::unknown_kid: return refused("\"kid\" " + std::string(jws->kid.empty() ? "empty" : "invalid") + ", unable to lookup correct key");
    case KeyCheck::bad_signature: return refused("Signature verification failed");
  }
  if (const auto problem = time_problem(claims); !problem.empty()) return refused(problem);
  AccessToken granted{tool.id, {}, now_seconds() + kLife};
  for (const auto& scope : words_of(call.of("scope")))   // unknown ones are dropped without a word
    if (std::find(tool.scopes.begin(), tool.scopes.end(), scope) != tool.scopes.end()) granted.scopes.push_back(scope);
  if (granted.scopes.empty()) return refused("invalid_scope");
  const std::string value = random_hex(16), scopes = joined(granted.scopes, " ");
  std::lock_guard lock(world.mutex);
  world.tokens[value] = granted;
  return said(200, "{\"access_token\" : \"" + value + "\", \"token_type\" : \"Bearer\", \"expires_in\" : " + std::to_string(kLife) + ", \"scope\" : \"" + scopes + "\"}");
}

}  // namespace preceptor::demo::moodle
