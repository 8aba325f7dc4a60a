// A compiled unit as the content file that compiles to it: the store keeps what was compiled, and people change text.
#pragma once
#include <string>
#include <string_view>

#include "core/activity/unit.hpp"
#include "core/base/result.hpp"

namespace preceptor::manifests {

// The text compiles to this very unit (it is compiled and compared before it is given out). Remarks and line breaks of the file it was made of are gone.
// Error: content_invalid, the unit holds something that the format cannot say.
base::Result<std::string> text_of_unit(const activity::Unit& unit);
// The same with another id: what becomes a unit of its own. `id` as in docs/content.md. Errors: content_invalid.
base::Result<std::string> text_of_copy(activity::Unit unit, const std::string& id);

// a-z, 0-9, - and _, at most 64.
bool is_unit_id(std::string_view id);

}  // namespace preceptor::manifests
