#include "web/rca/told_disclosure.hpp"

#include <algorithm>

namespace preceptor::web {

std::shared_ptr<const ToldDisclosure> told_disclosure(const std::vector<StoredDisclosure>& known, const std::vector<std::string>& people) {
  rca::Disclosures all;
  base::Instant since{};
  for (const auto& person : people) {
    const auto* found = find_disclosure(known, person);
    if (!found) return nullptr;
    all.people.push_back(found->discloser);
    since = std::max(since, found->saved_at);
  }
  const auto recorded = rca::recorded_disclosure(all);
  if (!recorded) return nullptr;
  return std::make_shared<const ToldDisclosure>(ToldDisclosure{recorded->none, rca::without_support(*recorded), rca::learners_text(*recorded), since});
}

std::vector<rca::Problem> differing_disclosures(const ToldDisclosure& told, const std::vector<WrittenDisclosure>& written) {
  std::vector<rca::Problem> problems;
  for (const auto& one : written) {
    const bool fits = one.text.empty() || one.text == told.text || (one.text == "none" && told.none);
    if (!fits) problems.push_back(rca::problem(one.field, "disclosure_differs", {{"told", told.text}, {"written", one.text}}));
  }
  return problems;
}

}  // namespace preceptor::web
