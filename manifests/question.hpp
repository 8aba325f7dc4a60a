// One question, judged. Internal to this folder.
#pragma once
#include <string_view>

#include "manifests/body.hpp"

namespace preceptor::manifests {

// "id | type | flags" -> id, type with its arguments, flags. Problems name `line` and try a whole corrected line. False
// when the type could not be read: nothing about the answers can be judged then.
bool read_header(const RawQuestion& raw, activity::Question& question, Problems& problems);
// The whole question. `language` (a tag) gives yesno its default labels.
activity::Question compile_question(const RawQuestion& raw, std::string_view language, Problems& problems);

}  // namespace preceptor::manifests
