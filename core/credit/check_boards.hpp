// What an activity is registered for with boards, against their rules. Internal to this folder; the entry is check_activity.
#pragma once
#include <vector>

#include "core/credit/activity.hpp"

namespace preceptor::credit {

// `installed`: the installation is known, so that what is switched off refuses.
void check_boards(const Activity& activity, const Rulebook& rules, const std::vector<Enabled>& enabled, bool installed, std::vector<Finding>& findings);

}  // namespace preceptor::credit
