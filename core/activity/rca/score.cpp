#include "core/activity/rca/score.hpp"

#include <algorithm>

namespace preceptor::rca {
namespace {

constexpr std::string_view kNames[] = {"incomplete", "hold_data", "hold_partner", "go_education", "go_part", "no_go"};
constexpr std::string_view kTitles[] = {"INCOMPLETE",    "HOLD: collect data",    "HOLD: partner needed",
                                        "GO: education", "GO: education as part", "NO-GO: wrong tool"};

int weight_of(const ByRow<int>& contribution, const ByRow<int>& evidence, Row row) {
  return contribution[row] * kEvidenceWeight[std::clamp(evidence[row], 0, 3)];
}

std::string hundredths_text(int percent) {
  return thousandths_text(percent * 10);
}

}  // namespace

std::vector<Threshold> thresholds() {
  const auto threshold = [](std::string name, int percent, std::string key, std::string english) {
    std::string value = hundredths_text(percent);
    value.pop_back();
    return Threshold{std::move(name), value, {"rca.threshold." + key, std::move(english), {{"value", value}}}};
  };
  return {
      threshold("EQ", kEvidenceNeeded, "evidence", "Evidence below {value}: hold and collect data."),
      threshold("EAS", kWrongTool, "wrong_tool",
                "Education-amenable share below {value}: education is the wrong tool."),
      threshold("a", kBlockerShare, "blocker",
                "A main cause of which education can take away at most {value} blocks until its owner accepts."),
      threshold("EAS", kEducationAlone, "education",
                "Education-amenable share from {value}, nothing blocking: education is the right tool."),
  };
}

activity::Sentence validity_label() {
  return {"rca.not_validated", "Locally developed and not validated. The thresholds are defaults, not evidence.", {}};
}

Score score(const ByRow<int>& contribution, const ByRow<int>& evidence) {
  Score result;
  const auto weight = [&](Row row) { return weight_of(contribution, evidence, row); };
  for (const RowInfo& row : all_rows()) {
    result.weight += weight(row.row);
    result.educable += weight(row.row) * row.share;
    if (contribution[row.row] > 0) result.top.push_back(row.row);
    if (contribution[row.row] >= kBlockerContribution && row.share <= kBlockerShare) result.blockers.push_back(row.row);
  }
  std::ranges::stable_sort(result.top, [&](Row a, Row b) {
    return std::pair(weight(a), contribution[a]) > std::pair(weight(b), contribution[b]);
  });
  if (result.top.size() > static_cast<std::size_t>(kTopRows)) result.top.resize(kTopRows);
  for (const Row row : result.top) result.quality += kEvidenceWeight[std::clamp(evidence[row], 0, 3)];
  return result;
}

int eas_thousandths(const Score& score) {
  // educable / (weight * 100), in thousandths: both carry the hundredths of ev.
  return score.weight == 0 ? 0 : (score.educable * 20 + score.weight) / (score.weight * 2);
}

int eq_thousandths(const Score& score) {
  const int rows = static_cast<int>(score.top.size());
  return rows == 0 ? 0 : (score.quality * 20 + rows) / (rows * 2);
}

std::string thousandths_text(int thousandths) {
  const std::string digits = std::to_string(thousandths % 1000);
  return std::to_string(thousandths / 1000) + "." + std::string(3 - digits.size(), '0') + digits;
}

std::string_view name(Outcome outcome) {
  return kNames[static_cast<std::size_t>(outcome)];
}
std::string_view title(Outcome outcome) {
  return kTitles[static_cast<std::size_t>(outcome)];
}
bool is_go(Outcome outcome) {
  return outcome == Outcome::go_education || outcome == Outcome::go_part;
}

Outcome outcome_of(const Score& score, const ByRow<bool>& accepted) {
  if (score.weight == 0) return Outcome::incomplete;
  if (score.quality < kEvidenceNeeded * static_cast<int>(score.top.size())) return Outcome::hold_data;
  if (score.educable < kWrongTool * score.weight) return Outcome::no_go;
  const auto open = [&](Row row) { return !accepted[row]; };
  if (std::ranges::any_of(score.blockers, open)) return Outcome::hold_partner;
  if (score.educable >= kEducationAlone * score.weight && score.blockers.empty()) return Outcome::go_education;
  return Outcome::go_part;
}

std::vector<Row> other_part(const ByRow<int>& contribution, const ByRow<int>& evidence) {
  std::vector<Row> rows;
  for (const RowInfo& row : all_rows())
    if (contribution[row.row] > 0 && row.share < kEducationAlone) rows.push_back(row.row);
  const auto part = [&](Row row) { return weight_of(contribution, evidence, row) * (100 - info(row).share); };
  std::ranges::stable_sort(rows, std::greater{}, part);
  return rows;
}

}  // namespace preceptor::rca
