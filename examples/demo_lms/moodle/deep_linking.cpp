// The picker's answer (moodle.md 5.2): posted by the teacher's browser, checked with no leeway at all.
#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;

std::string dl(std::string_view name) { return "https://purl.imsglobal.org/spec/lti-dl/claim/" + std::string(name); }

std::string string_claim(const Json& claims, const std::string& name) {
  const auto* value = base::string_member(claims, name.c_str());
  return value ? *value : std::string();
}

// Times with zero leeway: an `iat` one second ahead of our clock is an error.
std::string wrong_times(const Json& claims) {
  const std::int64_t now = now_seconds();
  const auto at = [&](const char* name, std::int64_t otherwise) {
    return claims.contains(name) && claims[name].is_number() ? claims[name].get<std::int64_t>() : otherwise;
  };
  if (at("nbf", now) > now) return "Cannot handle token with nbf prior to " + std::to_string(at("nbf", now));
  if (at("iat", now) > now) return "Cannot handle token with iat prior to " + std::to_string(at("iat", now));
  if (at("exp", now + 1) <= now) return "Expired token";
  return {};
}

std::optional<std::string> key_problem(KeyCheck check) {
  switch (check) {
    case KeyCheck::good: return std::nullopt;
    case KeyCheck::no_keys: return "fix_jwks_alg(): Argument #1 ($jwks) must be of type array, null given";
    case KeyCheck::unknown_kid: return "\"kid\" invalid, unable to lookup correct key";
    case KeyCheck::bad_signature: return "Signature verification failed";
  }
  return "Signature verification failed";
}

}  // namespace

ports::HttpResponse picked(World& world, const Call& call) {
  Tool tool;
  const Person* who = nullptr;
  {
    std::lock_guard lock(world.mutex);
    who = person_of_sesskey(world, call.of("sesskey"));
    const Tool* found = world.tool(call.number("id"));
    if (!who) return error_page("Your session has most likely timed out.");
    if (!found || !world.course(call.number("course")) || !who->teaches()) return error_page("Sorry, but you do not currently have permissions to do that");
    tool = *found;
  }
  const auto jws = read_jws(call.of("JWT"));
  if (!call.post() || !jws) return error_page("Wrong number of segments");
  const Json claims = Json::parse(jws->payload);
  if (string_claim(claims, "iss") != tool.client_id) return error_page("Consumer key is incorrect.");
  if (const auto problem = key_problem(check_signature(world, tool, *jws, false))) return error_page(*problem);
  if (const auto problem = wrong_times(claims); !problem.empty()) return error_page(problem);

  Draft draft;
  draft.course = call.number("course");
  draft.tool = tool.id;
  draft.who = who;
  draft.placement = "ContentArea";
  draft.message = string_claim(claims, dl("msg"));
  draft.error = string_claim(claims, dl("errormsg"));
  const auto items = claims.find(dl("content_items"));
  draft.items = items != claims.end() && items->is_array() ? items->dump() : "[]";
  const std::string ticket = random_hex(8);
  std::lock_guard lock(world.mutex);
  world.drafts[ticket] = draft;
  return leave_picker("/add?ticket=" + ticket + "&as=" + who->key, draft.message);
}

}  // namespace preceptor::demo::moodle
