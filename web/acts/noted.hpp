// What of a request may stand in the audit log: ids, and words of our own. Internal to this folder.
#pragma once
#include <map>
#include <string>

#include "core/base/url.hpp"

namespace preceptor::web {

// "case=1f0c... what=ama": the places of a path and the fields that name what a form is about; values that are no plain id are left out.
std::string subject_of(const std::map<std::string, std::string>& places, const base::Fields& fields);

}  // namespace preceptor::web
