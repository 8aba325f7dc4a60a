// Canonical JSON of the parts of a root-cause case, and back. What is stored, hashed and handed to an accreditation
// file.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/decision.hpp"
#include "core/activity/rca/rating.hpp"
#include "core/activity/rca/sheet.hpp"

namespace preceptor::rca {

std::string to_json(const Rating& rating);
base::Result<Rating> rating_from_json(std::string_view json);
std::string to_json(const Decision& decision);
base::Result<Decision> decision_from_json(std::string_view json);

// A whole case as its planner keeps it. It names persons and who said what: it is no output for others (see brief.hpp).
struct CaseFile {
  std::string id;
  Sheet sheet;
  std::vector<Rating> ratings;
  DecisionLog decisions;
  friend bool operator==(const CaseFile&, const CaseFile&) = default;
};
std::string to_json(const CaseFile& file);
// Error of all readers: json_malformed with the path of the first wrong member.
base::Result<CaseFile> case_from_json(std::string_view json);

}  // namespace preceptor::rca
