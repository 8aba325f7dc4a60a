// The picker's answer (canvas.md 6).
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr std::int64_t kOldestAnswer = 300, kAnswerAhead = 30;   // seconds

std::string dl(std::string_view name) { return "https://purl.imsglobal.org/spec/lti-dl/claim/" + std::string(name); }

std::string string_claim(const Json& claims, const std::string& name) {
  const auto* value = base::string_member(claims, name.c_str());
  return value ? *value : std::string();
}

bool is_for(const Json& claims, const std::string& issuer) {
  const Json aud = claims.value("aud", Json());
  return aud == issuer || (aud.is_array() && std::find(aud.begin(), aud.end(), issuer) != aud.end());
}

// What is wrong with the message, or empty.
std::string problem_with(const Json& claims, const Tool& tool, const std::string& issuer) {
  const std::int64_t now = now_seconds();
  const auto number = [&](const char* name) { return claims.value(name, Json()).is_number() ? claims[name].get<std::int64_t>() : 0; };
  if (string_claim(claims, "iss") != tool.client_id) return "the 'iss' is invalid";
  if (!is_for(claims, issuer)) return "the 'aud' is invalid";
  if (number("exp") <= now) return "the JWT has expired";
  if (number("iat") < now - kOldestAnswer) return "the 'iat' must be less than 5 minutes old";
  if (number("iat") > now + kAnswerAhead) return "the 'iat' must not be in the future";
  if (string_claim(claims, "nonce").empty()) return "the 'nonce' is missing";
  if (string_claim(claims, "https://purl.imsglobal.org/spec/lti/claim/message_type") != "LtiDeepLinkingResponse") return "the 'message_type' is invalid";
  if (string_claim(claims, "https://purl.imsglobal.org/spec/lti/claim/deployment_id") != tool.deployment_id) return "the 'deployment_id' is invalid";
  const Json items = claims.value(dl("content_items"), Json::array());
  if (!items.is_array()) return "the 'content_items' are no list";
  for (const auto& item : items)
    if (string_claim(item, "type") != "ltiResourceLink") return "the type of an item is not accepted here";
  return {};
}

ports::HttpResponse refused(const std::string& why) { return bare_page("Deep linking failed", "<p class=\"errormessage\">" + esc(why) + "</p>", {}, 400); }

}  // namespace

ports::HttpResponse picked(World& world, const Call& call) {
  Tool tool;
  Draft draft;
  {
    std::lock_guard lock(world.mutex);
    const auto found = world.drafts.find(call.of("data"));
    const Tool* known = found == world.drafts.end() ? nullptr : world.tool(found->second.tool);
    if (!known || !call.post()) return refused("the 'data' is invalid");
    draft = found->second;
    tool = *known;
  }
  const auto jws = read_jws(call.of("JWT"));
  if (!jws || check_signature(world, tool, *jws, true) != KeyCheck::good) return refused("JWT verification failure");
  const Json claims = Json::parse(jws->payload);
  if (const auto problem = problem_with(claims, tool, world.settings.origin); !problem.empty()) return refused(problem);
  const Json items = claims.value(dl("content_items"), Json::array());
  if (items.size() > 1 && draft.placement == "assignment_selection") return refused("only one item is accepted here");
  draft.items = items.dump();
  draft.message = string_claim(claims, dl("msg"));
  draft.error = string_claim(claims, dl("errormsg"));
  const std::string ticket = random_hex(8);
  std::lock_guard lock(world.mutex);
  world.drafts.erase(call.of("data"));
  world.drafts[ticket] = draft;
  return leave_picker("/add?ticket=" + ticket + "&as=" + draft.who->key, draft.message);
}

}  // namespace preceptor::demo::canvas
