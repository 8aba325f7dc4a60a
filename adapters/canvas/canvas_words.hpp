// Names both ways into Canvas share: Dynamic Registration and the pasted JSON configuration.
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace preceptor::canvas {

inline constexpr const char* kToolId = "preceptor";
// Where a unit can be chosen, without the prefix that newer versions put in front.
inline constexpr std::array<std::string_view, 7> kDeepLinkingPlacements = {
    "assignment_selection", "submission_type_selection", "link_selection", "course_assignments_menu", "module_index_menu_modal", "module_menu_modal", "editor_button"};
// The specification's own names (canvas.md section 3), for a platform that offers none of Canvas's: beside those they would be the same places again.
inline constexpr std::array<std::string_view, 2> kStandardPlacements = {"ContentArea", "RichTextEditor"};

std::string privacy_level(bool names, bool email);

}  // namespace preceptor::canvas
