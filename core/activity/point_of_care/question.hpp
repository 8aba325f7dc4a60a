// What a clinician typed, checked before anything else is done with it.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/activity/sentence.hpp"

namespace preceptor::point_of_care {

inline constexpr std::size_t kQuestionCharacters = 500;
inline constexpr std::size_t kQuestionBytes = 4 * kQuestionCharacters;

// Why a question is neither searched, stored nor shown: rules "required", "characters", "text" (no UTF-8, or control
// characters), "identifier" (what could identify a patient), "words" (nothing to look for: stop words or signs only).
// nullopt when it may be used.
std::optional<activity::Problem> check_question(std::string_view question, std::string_view language);

}  // namespace preceptor::point_of_care
