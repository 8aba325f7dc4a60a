// What the platform says about a launch, and its signature.
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_lms/platform.hpp"

namespace preceptor::demo {

namespace {

using base::Json;
constexpr std::int64_t kTokenLife = 60;  // seconds, as Moodle gives

std::string claim(std::string_view name) { return "https://purl.imsglobal.org/spec/lti/claim/" + std::string(name); }

void apply_changes(Json& target, const Json& changes) {
  for (const auto& [name, value] : changes.items()) {
    if (value.is_null()) target.erase(name);
    else target[name] = value;
  }
}

void apply_hook(const Json& hook, Json& header, Json& claims) {
  if (hook.value("expired", false)) {
    claims["iat"] = claims["iat"].get<std::int64_t>() - 3600;
    claims["exp"] = claims["exp"].get<std::int64_t>() - 3600;
  }
  if (hook.value("wrong_kid", false)) header["kid"] = "no-such-key";
  if (hook.value("unsigned", false)) header["alg"] = "none";
  if (hook.contains("claims")) apply_changes(claims, hook["claims"]);
  if (hook.contains("header")) apply_changes(header, hook["header"]);
}

// Changes the first character of the signature, so that it stays well-formed.
void corrupt_signature(std::string& token) {
  char& first = token[token.rfind('.') + 1];
  first = first == 'A' ? 'B' : 'A';
}

}  // namespace

std::string launch_claims(const PlatformSettings& settings, const PendingLaunch& launch, const std::string& nonce, std::int64_t now) {
  const User& user = *launch.view.user;
  Json claims{{"iss", settings.origin}, {"aud", settings.client_id}, {"sub", launch.subject.empty() ? std::string(user.id) : launch.subject}, {"nonce", nonce}, {"iat", now}, {"exp", now + kTokenLife}};
  claims["name"] = user.name();
  claims["given_name"] = user.given_name;
  claims["family_name"] = user.family_name;
  claims["email"] = std::string(user.id) + "@example.org";
  claims[claim("message_type")] = "LtiResourceLinkRequest";
  claims[claim("version")] = "1.3.0";
  claims[claim("deployment_id")] = settings.deployment_id;
  claims[claim("target_link_uri")] = settings.target_link_uri();
  claims[claim("roles")] = user.roles;
  claims[claim("context")] = {{"id", kContextId}, {"label", kContextLabel}, {"title", kContextTitle},
                              {"type", {"http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection"}}};
  claims[claim("resource_link")] = {{"id", launch.link->id}, {"title", launch.link->title}, {"description", launch.link->summary}};
  claims[claim("tool_platform")] = {{"guid", settings.client_id + ".localhost"}, {"name", "Preceptor demo course site"},
                                    {"product_family_code", "preceptor-demo-lms"}, {"version", "1"}};
  claims[claim("launch_presentation")] = {{"locale", launch.view.language->tag}, {"document_target", "iframe"},
                                          {"return_url", settings.origin + "/?" + launch.view.query()}};
  claims[claim("lis")] = {{"person_sourcedid", ""}, {"course_section_sourcedid", ""}};
  claims[claim("custom")] = {{launch.link->kind, launch.link->unit}};
  return claims.dump();
}

SignedToken sign_launch(const SigningKey& key, const std::string& claims_text, const std::string& hook_text) {
  Json claims = Json::parse(claims_text);
  Json header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid()}};
  const Json hook = hook_text.empty() ? Json::object() : Json::parse(hook_text);
  apply_hook(hook, header, claims);

  SignedToken out;
  if (hook.contains("omit")) out.omit = hook["omit"].get<std::vector<std::string>>();
  if (hook.contains("id_token")) {
    out.id_token = hook["id_token"].get<std::string>();
    return out;
  }
  if (hook.value("unsigned", false)) {
    out.id_token = base::base64url_encode(header.dump()) + "." + base::base64url_encode(claims.dump()) + ".";
    return out;
  }
  out.id_token = compact_jws(hook.value("foreign_key", false) ? SigningKey::generate() : key, header.dump(), claims.dump());
  if (hook.value("corrupt", false)) corrupt_signature(out.id_token);
  return out;
}

}  // namespace preceptor::demo
