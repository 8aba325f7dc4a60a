#include "core/burden/preference.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace preceptor::burden {
namespace {

bool is_asked(const PreferenceObservation& person) { return person.says_micro.has_value(); }
bool says(const PreferenceObservation& person) { return *person.says_micro; }
bool has_started(const PreferenceObservation& person) { return person.starts_micro + person.starts_other > 0; }
bool does(const PreferenceObservation& person) { return person.starts_micro > person.starts_other; }

using Test = bool (*)(const PreferenceObservation&);

struct StageCell {
  bool shown = false;
  Share share;
};

// The share of those who pass `is_in` for whom `holds`, by stage, suppressed on its own population. No key = everybody.
std::map<std::optional<CareerStage>, StageCell> by_stage(const std::vector<PreferenceObservation>& people, Test is_in, Test holds,
                                                         const Thresholds& thresholds) {
  std::vector<Member> members;
  std::vector<const PreferenceObservation*> population;
  std::map<std::string_view, std::pair<std::optional<CareerStage>, bool>> last;
  for (const PreferenceObservation& person : people) {
    if (!is_in(person)) continue;
    // What changes nothing is nobody's news: counted as such, it would let another's stand alone.
    const std::pair now(person.stage, holds(person));
    if (const auto [known, is_new] = last.try_emplace(person.person, now); !is_new && std::exchange(known->second, now) == now) continue;
    Where where;
    where.stage = person.stage;
    where.period = person.period;
    members.push_back({person.person, where});
    population.push_back(&person);
  }
  std::map<std::optional<CareerStage>, StageCell> made;
  for (const Cell& cell : publish(members, thresholds)) {
    if (cell.filter.version || cell.filter.course) continue;
    StageCell& into = made[cell.filter.stage];
    if (!cell.as_of) continue;
    std::map<std::string_view, bool> newest;
    for (const std::size_t i : cell.members) newest[population[i]->person] = holds(*population[i]);
    const auto k = std::ranges::count_if(newest, [](const auto& one) { return one.second; });
    into = {true, share(static_cast<int>(k), static_cast<int>(newest.size()))};
  }
  return made;
}

}  // namespace

std::vector<StagePreference> preferences(const std::vector<PreferenceObservation>& people, const Thresholds& thresholds) {
  auto said = by_stage(people, is_asked, says, thresholds), done = by_stage(people, has_started, does, thresholds);
  std::set<std::optional<CareerStage>> rows;
  if (!people.empty()) rows.insert(std::nullopt);
  for (const PreferenceObservation& person : people)
    if (person.stage) rows.insert(person.stage);
  std::vector<StagePreference> made;
  for (const std::optional<CareerStage>& stage : rows) {
    StagePreference& row = made.emplace_back(StagePreference{stage, std::nullopt});
    if (!said[stage].shown || !done[stage].shown) continue;
    StagePreference::Figures figures{said[stage].share, done[stage].share};
    figures.gap = difference(figures.says, figures.does, kZ95);
    figures.disagree = figures.gap.low && (*figures.gap.low > 0 || *figures.gap.high < 0);
    figures.few = std::min(figures.says.n, figures.does.n) < kFewNeeded;
    row.figures = figures;
  }
  return made;
}

}  // namespace preceptor::burden
