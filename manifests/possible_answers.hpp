// Whether a condition can hold, by trying the answers that can be given. Internal to this folder.
#pragma once
#include <vector>

#include "core/activity/unit.hpp"

namespace preceptor::manifests {

enum class Truth { never, sometimes, always, unknown };
// `earlier`: the questions before it in the order they are asked, with their own conditions. unknown: too many possibilities to try.
Truth possible_truth(const activity::Condition& condition, const std::vector<const activity::Question*>& earlier);

}  // namespace preceptor::manifests
