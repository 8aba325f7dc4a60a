// What an attempt's own events say of a completed unit, for credit.
#pragma once
#include <vector>

#include "core/activity/unit.hpp"
#include "core/credit/events.hpp"

namespace preceptor::credit {

// `events`: of one attempt on this very unit (same content hash), in order, up to attempt_completed. Activity, minutes and date are left to the caller.
// Error: json_malformed, these are not such events.
base::Result<UnitCounted> counted_of(const activity::Unit& unit, const std::vector<record::Event>& events);

}  // namespace preceptor::credit
