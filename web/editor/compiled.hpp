// What a compiled text is to the store: a unit or an activity.
#pragma once
#include <optional>

#include "core/ports/content_store.hpp"
#include "manifests/compile.hpp"

namespace preceptor::web {

// Absent while the text has errors, or is neither.
std::optional<ports::ContentVersion> version_of(const manifests::Compiled& compiled, base::Instant now);

}  // namespace preceptor::web
