// The token endpoint (canvas.md 7).
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr std::int64_t kLife = 3600, kOldest = 300, kAhead = 30;

ports::HttpResponse refused(std::string_view error, std::string_view description) {
  return json(400, Json{{"error", error}, {"error_description", description}}.dump());
}

// What is wrong with the assertion, or empty.
std::string problem_with(const Json& claims, const std::string& token_url) {
  const std::int64_t now = now_seconds();
  const auto number = [&](const char* name) { return claims.value(name, Json()).is_number() ? claims[name].get<std::int64_t>() : 0; };
  for (const char* name : {"iss", "sub", "aud", "exp", "iat", "jti"})
    if (!claims.contains(name)) return "the following assertions are missing: " + std::string(name);
  const Json& aud = claims["aud"];
  if (aud != token_url && !(aud.is_array() && std::find(aud.begin(), aud.end(), token_url) != aud.end())) return "the 'aud' is invalid";
  if (number("exp") <= now) return "the JWT has expired";
  if (number("iat") < now - kOldest) return "the 'iat' must be less than 5 minutes old";
  if (number("iat") > now + kAhead) return "the 'iat' must not be in the future";
  return {};
}

// A jti is good for one request.
bool used_before(World& world, const std::string& jti) {
  const std::int64_t now = now_seconds();
  std::lock_guard lock(world.mutex);
  std::erase_if(world.used_ids, [&](const auto& entry) { return entry.second < now; });
  return !world.used_ids.emplace("jti " + jti, now + kLife).second;
}

}  // namespace

ports::HttpResponse token(World& world, const Call& call) {
  if (call.of("grant_type") != "client_credentials") return refused("unsupported_grant_type", "The grant_type you requested is not currently supported by Canvas");
  const auto jws = read_jws(call.of("client_assertion"));
  if (call.of("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || !jws)
    return refused("invalid_request", "JWS signature invalid.");
  const Json claims = Json::parse(jws->payload);
  Tool tool;
  {
    std::lock_guard lock(world.mutex);
    const Tool* found = world.tool_by_client(text_of(claims, "sub"));
    if (!found) return refused("invalid_client", "Unknown client");
    if (!found->active) return service_error(401, "unauthorized", "Invalid Developer Key");
    tool = *found;
  }
  if (const auto problem = problem_with(claims, world.settings.origin + "/login/oauth2/token"); !problem.empty()) return refused("invalid_request", problem);
  if (check_signature(world, tool, *jws, true) != KeyCheck::good) return refused("invalid_client", "JWS signature invalid.");
  if (used_before(world, text_of(claims, "jti"))) return refused("invalid_request", "the 'jti' is invalid");
  AccessToken granted{tool.id, words_of(call.of("scope")), now_seconds() + kLife};
  for (const auto& scope : granted.scopes)
    if (std::find(tool.scopes.begin(), tool.scopes.end(), scope) == tool.scopes.end())
      return refused("invalid_scope", "A requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.");
  if (granted.scopes.empty()) return refused("invalid_scope", "scope is missing");
  const std::string value = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9." + random_hex(24) + "." + random_hex(16), scopes = joined(granted.scopes, " ");
  std::lock_guard lock(world.mutex);
  world.tokens[value] = granted;
  return json(200, Json{{"access_token", value}, {"token_type", "Bearer"}, {"expires_in", kLife}, {"scope", scopes}}.dump());
}

}  // namespace preceptor::demo::canvas
