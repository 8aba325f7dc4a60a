// What several people said, and what was signed: the same on the overview and in the brief. For this folder's .cpp files.
#pragma once
#include <vector>

#include "web/rca/case_book.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// "has_panel", "roles" (heads), "rows" (one a cause, greatest disagreement first), "examples", "withheld".
void add_panel(View& view, const RcaCase& one, const Messages& messages);
// Newest first; nothing is ever taken away.
std::vector<View> decision_views(const RcaCase& one, const Messages& messages);
// The rows that are a cause, with value, evidence, words, whys, owner; the greatest c * ev first.
std::vector<View> cause_views(const RcaCase& one, const Messages& messages);

}  // namespace preceptor::web
