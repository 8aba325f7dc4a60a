// The JSON configuration an administrator pastes, or gives Canvas the address of (canvas.md section 2). Everything that is used is asked for, names but
// no e-mail addresses: what an account does not want to give is switched off in Canvas itself.
#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/canvas/canvas_words.hpp"
#include "core/base/json.hpp"
#include "lti/dynamic/registration_request.hpp"

namespace preceptor::canvas {
namespace {

using base::Json;

// Canvas's own window is too small for a unit (canvas.md section 9).
constexpr int kWidth = 800, kHeight = 600;

Json placements(const lti::ToolFacts& tool) {
  Json list = Json::array();
  for (const std::string_view name : kDeepLinkingPlacements)
    list.push_back({{"placement", name}, {"message_type", lti::kDeepLinkingRequest}, {"target_link_uri", tool.launch_url()}, {"text", tool.name},
                    {"enabled", true}, {"selection_width", kWidth}, {"selection_height", kHeight}});
  return list;
}

Json scopes() {
  Json list = Json(lti::grade_scopes());
  for (const auto& scope : lti::roster_scopes()) list.push_back(scope);
  return list;
}

}  // namespace

std::string CanvasProfile::configuration(const lti::ToolFacts& tool) const {
  const Json extension = {{"platform", "canvas.instructure.com"},
                          {"domain", tool.domain()},
                          {"tool_id", kToolId},
                          {"privacy_level", privacy_level(true, false)},
                          {"settings", {{"text", tool.name}, {"selection_width", kWidth}, {"selection_height", kHeight}, {"placements", placements(tool)}}}};
  const Json configuration = {{"title", tool.name},
                              {"description", tool.description},
                              {"oidc_initiation_url", tool.login_url()},
                              {"target_link_uri", tool.launch_url()},
                              {"scopes", scopes()},
                              {"public_jwk_url", tool.key_set_url()},
                              {"custom_fields", custom_parameters()},
                              {"extensions", Json::array({extension})}};
  return configuration.dump(2) + "\n";
}

}  // namespace preceptor::canvas
