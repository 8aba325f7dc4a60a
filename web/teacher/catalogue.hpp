// What can be chosen: the current units, one entry a unit however many languages it has.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "web/learner/units.hpp"

namespace preceptor::web {

struct CatalogueEntry {
  std::shared_ptr<const activity::Unit> unit;   // in the best of the wanted languages
  std::vector<std::string> languages;           // all there are, sorted
  std::string words;                            // what a search looks at, folded
};

// Sorted by title. A version that cannot be read is left out: one broken unit must not close the list. Errors: store_*.
base::Result<std::vector<CatalogueEntry>> read_catalogue(Units& units, const std::vector<std::string>& wanted);
// Whether every word of `query` occurs in the entry; an empty query fits all.
bool fits(const CatalogueEntry& entry, const std::string& query);
const CatalogueEntry* find_entry(const std::vector<CatalogueEntry>& entries, const std::string& unit_id);

}  // namespace preceptor::web
