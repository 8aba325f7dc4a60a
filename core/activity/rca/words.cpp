#include "core/activity/rca/words.hpp"

#include <algorithm>

#include "core/activity/rca/rating.hpp"
#include "core/base/ascii.hpp"

namespace preceptor::rca {
namespace {

constexpr std::string_view kAimWords[] = {"",     "population health",  "equity",
                                          "cost", "patient experience", "clinician experience"};
constexpr std::string_view kDepartmentWords[] = {
    "", "education", "quality improvement", "informatics", "personnel", "payer", "clinic", "other"};
constexpr std::string_view kEvidenceWords[] = {"opinion", "one source", "two or more sources", "local data"};
constexpr std::pair<std::string_view, std::string_view> kStratumWords[] = {{"site", "site"},
                                                                           {"payer", "payer"},
                                                                           {"race_ethnicity", "race and ethnicity"},
                                                                           {"language", "language"},
                                                                           {"rurality", "rurality"}};

Sentence fixed(std::string_view kind, std::string_view id, std::string_view english) {
  return {"rca." + std::string(kind) + "." + std::string(id), std::string(english), {}};
}

}  // namespace

Sentence word(Row row) {
  return fixed("row", base::lower(info(row).code), info(row).name);
}
Sentence prompt(Row row) {
  return fixed("prompt", base::lower(info(row).code), info(row).prompt);
}
Sentence word(Card card) {
  return fixed("card", info(card).id, info(card).name);
}
Sentence word(Role role) {
  return fixed("role", info(role).id, info(role).name);
}
Sentence word(Outcome outcome) {
  return fixed("outcome", name(outcome), title(outcome));
}
Sentence word(Part part) {
  return fixed("part", name(part), name(part));
}
Sentence word(AimKind aim) {
  return fixed("aim", name(aim), kAimWords[static_cast<std::size_t>(aim)]);
}
Sentence word(Department owner) {
  return fixed("department", name(owner), kDepartmentWords[static_cast<std::size_t>(owner)]);
}

Sentence degree_word(int degree) {
  const std::string_view english = degree == kNotACause     ? "not a cause"
                                   : degree == kContributes ? "contributes"
                                                            : "main cause";
  const int known = degree == kNotACause || degree == kContributes ? degree : kMainCause;
  return fixed("degree", std::to_string(known), english);
}

Sentence evidence_word(int evidence) {
  const int known = std::clamp(evidence, 0, kEvidenceMost);
  return fixed("evidence", std::to_string(known), kEvidenceWords[known]);
}

Sentence stratum_word(std::string_view by) {
  const auto found = std::ranges::find(kStratumWords, by, [](const auto& entry) { return entry.first; });
  return fixed("stratum", by, found == std::end(kStratumWords) ? by : found->second);
}

}  // namespace preceptor::rca
