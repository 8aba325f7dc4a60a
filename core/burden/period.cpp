#include "core/burden/period.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace preceptor::burden {
namespace {

using Stage = std::optional<CareerStage>;
using Persons = std::map<Stage, std::set<std::string>>;

// The stages of one period that may stay.
std::set<Stage> stages_kept(Persons cells, std::size_t least) {
  std::set<std::string> without = std::move(cells[std::nullopt]);
  cells.erase(std::nullopt);
  const auto give_up = [&](Persons::iterator cell) {
    without.insert(cell->second.begin(), cell->second.end());
    return cells.erase(cell);
  };
  for (auto cell = cells.begin(); cell != cells.end();) cell = cell->second.size() < least ? give_up(cell) : std::next(cell);
  while (!without.empty() && without.size() < least && !cells.empty())
    give_up(std::ranges::min_element(cells, {}, [](const auto& cell) { return cell.second.size(); }));
  std::set<Stage> kept;
  for (const auto& [stage, persons] : cells) kept.insert(stage);
  return kept;
}

}  // namespace

base::Instant month_of(base::Instant at, int later) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  const auto month = std::chrono::year_month(day.year(), day.month()) + std::chrono::months(later);
  return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::sys_days(month / 1));
}

std::vector<base::Instant> period_ends(base::Instant first, base::Instant now, const std::vector<base::Instant>& early) {
  std::set<base::Instant> ends;
  for (base::Instant end = month_of(first, 1); end <= now; end = month_of(end, 1)) ends.insert(end);
  for (const base::Instant end : early)
    if (end > first && end <= now) ends.insert(end);
  return {ends.begin(), ends.end()};
}

std::optional<int> period_of(const std::vector<base::Instant>& ends, base::Instant at) {
  const auto end = std::ranges::upper_bound(ends, at);
  if (end == ends.end()) return std::nullopt;
  return static_cast<int>(end - ends.begin());
}

int period_number(base::Instant end) { return static_cast<int>(std::chrono::floor<std::chrono::minutes>(end).time_since_epoch().count()); }

void merge_thin_stages(std::vector<AttemptObservation>& attempts, const Thresholds& thresholds) {
  std::map<int, Persons> periods;
  for (const AttemptObservation& attempt : attempts) periods[attempt.where.period][attempt.where.stage].insert(attempt.person);
  std::map<int, std::set<Stage>> kept;
  for (auto& [period, cells] : periods) kept[period] = stages_kept(std::move(cells), static_cast<std::size_t>(std::max(thresholds.segment, thresholds.cell)));
  for (AttemptObservation& attempt : attempts)
    if (!kept[attempt.where.period].contains(attempt.where.stage)) attempt.where.stage.reset();
}

}  // namespace preceptor::burden
