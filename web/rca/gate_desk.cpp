#include "web/rca/gate_desk.hpp"

#include <deque>

namespace preceptor::web {
namespace {

// The decisions behind a gap line; absent when it names no case of ours.
base::Result<std::optional<rca::DecisionLog>> log_behind(CaseBook& cases, const rca::GapLine& line) {
  if (line.none || line.case_id.empty()) return std::optional<rca::DecisionLog>();
  return cases.decisions(line.case_id);
}

}  // namespace

base::Result<std::vector<rca::Problem>> gap_warnings_of(CaseBook& cases, const std::string& gap, base::Date today) {
  const auto line = rca::read_gap_line(gap);
  const auto log = log_behind(cases, line);
  if (!log) return base::fail(log.error());
  return rca::gap_warnings(line, *log ? &**log : nullptr, today);
}

base::Result<std::vector<rca::Problem>> publish_refusals_of(CaseBook& cases, DisclosureBook& disclosures, const std::vector<GatedUnit>& units,
                                                            const std::vector<std::string>& people, const std::string& support, bool with_credit,
                                                            base::Date today) {
  std::deque<rca::DecisionLog> logs;   // what the units point to stays where it is
  std::vector<rca::UnitGap> gaps;
  for (const auto& unit : units) {
    const auto line = rca::read_gap_line(unit.gap);
    auto log = log_behind(cases, line);
    if (!log) return base::fail(log.error());
    if (*log) logs.push_back(std::move(**log));
    gaps.push_back({unit.unit_id, line, *log ? &logs.back() : nullptr});
  }
  const auto told = disclosures.gather(people, support);
  if (!told) return base::fail(told.error());
  return rca::publish_refusals(gaps, *told, with_credit, today);
}

}  // namespace preceptor::web
