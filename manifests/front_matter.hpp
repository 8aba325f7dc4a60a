// The `key: value` lines at the top of a content file. Internal to this folder.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "manifests/source.hpp"

namespace preceptor::manifests {

struct Value {
  std::string text;
  int line = 0;
};

struct FrontMatter {
  bool activity = false;                                          // kind: activity, which has keys of its own
  std::map<std::string, std::vector<Value>, std::less<>> values;  // known keys only
  int end_line = 1;                                               // of the closing ---
  std::size_t body_begins = 0;                                    // index of the first line after it
};
// Unknown, missing, repeated and empty keys are reported. `lines` is the whole file.
FrontMatter read_front_matter(const std::vector<Line>& lines, Problems& problems);

// Fills everything of the unit that stands in the front matter and reports values that cannot be used.
void apply_front_matter(const FrontMatter& front, activity::Unit& unit, Problems& problems);

// Whether the file says kind: survey.
bool is_survey(const FrontMatter& front);

// Line of a key; the closing line when it is missing.
int line_of(const FrontMatter& front, std::string_view key);

}  // namespace preceptor::manifests
