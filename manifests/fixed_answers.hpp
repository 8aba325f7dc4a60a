// The words of question types whose answers are always the same. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/unit.hpp"

namespace preceptor::manifests {

// yesno, barrier, decision: the options with our words in that language (a tag), English for one we do not have; empty for other types.
std::vector<activity::Option> fixed_answers(activity::QuestionType type, std::string_view language);

}  // namespace preceptor::manifests
