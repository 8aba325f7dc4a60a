// Names both ways into Canvas share: Dynamic Registration and the pasted JSON configuration.
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace preceptor::canvas {

inline constexpr const char* kToolId = "preceptor";
// Where a unit can be chosen, without the prefix that newer versions put in front.
inline constexpr std::array<std::string_view, 4> kDeepLinkingPlacements = {"assignment_selection", "link_selection", "module_index_menu_modal",
                                                                           "editor_button"};

std::string privacy_level(bool names, bool email);

}  // namespace preceptor::canvas
