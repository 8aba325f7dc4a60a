// Whether the unit's conditions can be meant as they are written. Internal to this folder.
#pragma once
#include <vector>

#include "core/activity/unit.hpp"
#include "manifests/body.hpp"

namespace preceptor::manifests {

// Reports, at the question's line, a condition that looks at no earlier question, that compares what cannot be compared, or that can never
// hold; warns of one that always does.
void check_conditions(const activity::Unit& unit, const std::vector<RawSection>& sections, Problems& problems);

}  // namespace preceptor::manifests
