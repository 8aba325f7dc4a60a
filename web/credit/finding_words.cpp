#include "web/credit/finding_words.hpp"

#include <algorithm>
#include <string_view>

#include "core/base/ascii.hpp"

namespace preceptor::web {
namespace {

// Rules that look at who somebody is and at her permission (credit.md 4.5).
constexpr std::string_view kOfProfile[] = {"V02", "V03", "V04", "V05", "V11", "formula"};

}  // namespace

// "boards[ABP].id" -> "Board's id (ABP)"; "licences[0].state" -> "Licence". A column's head of another system stays as it is.
std::string preflight_field_label(const std::string& field, const Messages& words) {
  const auto open = field.find('['), close = field.find(']');
  const std::string name = field.substr(0, open), inside = close == std::string::npos ? std::string() : field.substr(open + 1, close - open - 1);
  if (name == "boards" && !inside.empty() && !base::is_digit(inside.front())) {
    const std::string member = field.size() > close + 2 ? field.substr(close + 2) : "board";
    return words.text("preflight.field.board_" + member, {{"board", inside}});
  }
  for (const char* area : {"credits_staff.field.", "preflight.field."})
    if (Messages::in("en").has(area + name)) return words.text(area + name);
  return field;
}

// That the course calls her otherwise is for staff to compare.
bool is_learners(const credit::CreditValidated::Finding& finding) {
  return finding.field != "launch_name" && std::ranges::find(kOfProfile, finding.rule) != std::end(kOfProfile);
}

bool is_unwanted(const credit::CreditValidated& said) {
  return std::ranges::any_of(said.findings, [](const auto& one) { return one.key == "permission_withdrawn"; });
}

std::vector<std::string> learners_fields(const credit::CreditValidated& said, const Messages& words) {
  std::vector<std::string> labels;
  for (const auto& one : said.findings) {
    if (!is_learners(one)) continue;
    auto label = preflight_field_label(one.field, words);
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(std::move(label));
  }
  return labels;
}

}  // namespace preceptor::web
