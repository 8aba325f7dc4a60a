// What Canvas wants to be told beyond the specification (canvas.md sections 2 and 3).
#include <algorithm>
#include <array>
#include <string>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/canvas/canvas_words.hpp"
#include "core/base/json.hpp"

namespace preceptor::canvas {
namespace {

using base::Json;

constexpr const char* kToolMember = "https://purl.imsglobal.org/spec/lti-tool-configuration";
constexpr const char* kPlatformMember = "https://purl.imsglobal.org/spec/lti-platform-configuration";
constexpr std::string_view kPrefix = "https://canvas.instructure.com/lti/";

struct HostPair {
  std::string_view issuer, other;
};
// Hosted Canvas: issuer and sign-on host are a pair for each of its environments (canvas.md sections 1 and 3).
constexpr std::array kHosted = {
    HostPair{"canvas.instructure.com", "sso.canvaslms.com"},
    HostPair{"canvas.beta.instructure.com", "sso.beta.canvaslms.com"},
    HostPair{"canvas.test.instructure.com", "sso.test.canvaslms.com"},
};

bool holds(const Json& texts, std::string_view one) {
  return std::any_of(texts.begin(), texts.end(), [&](const Json& text) { return text.is_string() && text.get_ref<const std::string&>() == one; });
}

// The placements offered for deep linking, in the spelling offered: bare until 2024, with a prefix since.
Json offered_placements(const Json& platform) {
  Json offered = Json::array();
  const auto configuration = platform.find(kPlatformMember);
  if (configuration == platform.end() || !configuration->is_object()) return offered;
  const auto messages = configuration->find("messages_supported");
  if (messages == configuration->end() || !messages->is_array()) return offered;
  for (const Json& message : *messages) {
    const std::string* type = message.is_object() ? base::string_member(message, "type") : nullptr;
    if (type == nullptr || *type != lti::kDeepLinkingRequest) continue;
    const auto placements = message.find("placements");
    if (placements != message.end() && placements->is_array()) return *placements;
  }
  return offered;
}

Json wanted_placements(const Json& platform) {
  const Json offered = offered_placements(platform);
  Json wanted = Json::array();
  for (const std::string_view name : kDeepLinkingPlacements) {
    const std::string prefixed = std::string(kPrefix) + std::string(name);
    if (holds(offered, prefixed)) wanted.push_back(prefixed);
    else if (holds(offered, name)) wanted.push_back(name);
  }
  if (!wanted.empty()) return wanted;
  for (const std::string_view name : kStandardPlacements)
    if (holds(offered, name)) wanted.push_back(name);
  return wanted;
}

}  // namespace

// canvas.md section 2: absent, it would be "anonymous" whatever the claims say.
std::string privacy_level(bool names, bool email) {
  if (names) return email ? "public" : "name_only";
  return email ? "email_only" : "anonymous";
}

bool CanvasProfile::answers_for(std::string_view issuer_host, std::string_view other_host) const {
  return std::any_of(kHosted.begin(), kHosted.end(), [&](const HostPair& pair) { return pair.issuer == issuer_host && pair.other == other_host; });
}

lti::PlatformAccount CanvasProfile::account(const Json& member) const {
  const auto text = [&](const char* name) {
    const std::string* found = base::string_member(member, (std::string(kPrefix) + name).c_str());
    return found == nullptr ? std::string() : *found;
  };
  return {text("account_name"), text("account_domain")};
}

std::vector<std::string> CanvasProfile::connect_steps() const {
  return {"admin.click_canvas_open", "admin.click_canvas_paste", "admin.click_canvas_available"};
}

void CanvasProfile::shape_registration(const Json& platform, Json& request) const {
  Json& tool = request[kToolMember];
  const Json placements = wanted_placements(platform);
  Json messages = Json::array();
  for (Json& message : tool["messages"]) {
    if (message.at("type") == lti::kDeepLinkingRequest) {
      if (placements.empty()) continue;
      message["placements"] = placements;
    }
    messages.push_back(std::move(message));
  }
  tool["messages"] = std::move(messages);
  tool[std::string(kPrefix) + "privacy_level"] = privacy_level(holds(tool["claims"], "name"), holds(tool["claims"], "email"));
  tool[std::string(kPrefix) + "tool_id"] = kToolId;
}

// The student's view and somebody acting as another person are told by no role or claim of their own (canvas.md section 4).
std::map<std::string, std::string> CanvasProfile::custom_parameters() const {
  return {{"student_view", "$com.instructure.User.student_view"},
          {"masquerading_user", "$Canvas.masqueradingUser.id"},
          {"anonymous_grading", "$com.instructure.Assignment.anonymous_grading"}};
}

// canvas.md section 9.
std::vector<std::string> CanvasProfile::next_steps() const {
  return {"register.next.canvas.review", "register.next.canvas.enable", "register.next.canvas.availability"};
}

}  // namespace preceptor::canvas
