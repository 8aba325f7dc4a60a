#include "web/burden/pilot_desk.hpp"

#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "web/burden/records.hpp"

namespace preceptor::web {
namespace {

constexpr int kLaunchesAtOnce = 1000;

base::Result<std::vector<burden::AttemptObservation>> attempts_of(BurdenRecords& figures, const burden::Pilot& pilot) {
  std::vector<burden::AttemptObservation> attempts;
  std::set<std::string> ids(pilot.units.begin(), pilot.units.end());
  ids.insert(pilot.comparator.begin(), pilot.comparator.end());
  for (const auto& id : ids) {
    const auto record = figures.unit(id);
    if (!record) return base::fail(record.error());
    if (*record) attempts.insert(attempts.end(), (*record)->attempts.begin(), (*record)->attempts.end());
  }
  return attempts;
}

bool has_small_arm(const burden::PilotVerdict& verdict) {
  return std::ranges::any_of(verdict.metrics, [](const auto& metric) { return metric.effect.n_a < kLeastOfArm || metric.effect.n_b < kLeastOfArm; });
}

}  // namespace

std::optional<FrozenPilot> pilot_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json || !json->is_object()) return std::nullopt;
  const auto *file = base::string_member(*json, "file"), *hash = base::string_member(*json, "hash"), *by = base::string_member(*json, "by");
  if (!file || !hash || !by) return std::nullopt;
  auto read = burden::read_pilot(*file);
  if (!read.problems.empty()) return std::nullopt;
  return FrozenPilot{std::move(read.pilot), {*hash, base::from_unix_ms(json->value("at", std::int64_t{0}))}, *file, *by};
}

base::Result<std::optional<base::Instant>> first_launch(ports::RecordStore& store, const burden::Pilot& pilot) {
  std::optional<base::Instant> first;
  for (const auto& unit : pilot.units) {
    base::AttemptId after;
    while (true) {
      const auto rows = store.attempts_of_unit(unit, after, kLaunchesAtOnce);
      if (!rows) return base::fail(rows.error());
      for (const auto& row : *rows) {
        after = row.id;
        if (pilot.baseline && base::format_rfc3339(row.opened_at).substr(0, 10) < pilot.starts) continue;
        first = std::min(first.value_or(row.opened_at), row.opened_at);
      }
      if (rows->size() < kLaunchesAtOnce) break;
    }
  }
  return first;
}

base::Result<std::vector<burden::PilotFacts>> pilots_naming(ports::ProjectionStore& rows, ports::RecordStore& store, const std::string& unit_id) {
  const auto all = rows.list_projections({kPilotKind, {}, {}, kMostPilots});
  if (!all) return base::fail(all.error());
  std::vector<burden::PilotFacts> named;
  for (const auto& row : *all) {
    const auto one = pilot_of(row);
    if (!one || std::ranges::find(one->pilot.units, unit_id) == one->pilot.units.end()) continue;
    const auto launched = first_launch(store, one->pilot);
    if (!launched) return base::fail(launched.error());
    named.push_back({one->pilot, one->frozen, *launched, {}});
  }
  return named;
}

base::Result<std::vector<burden::GateProblem>> publish_problems_of(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit) {
  const auto assisted = burden::read_ai_line(unit.id, unit.author, unit.ai);
  if (!assisted.assisted()) return std::vector<burden::GateProblem>();
  const auto named = pilots_naming(rows, store, unit.id);
  if (!named) return base::fail(named.error());
  std::optional<std::vector<burden::GateProblem>> newest;
  for (const auto& facts : *named) {
    auto problems = burden::publish_problems(assisted, facts);
    if (problems.empty()) return problems;
    if (!newest) newest = std::move(problems);
  }
  return newest ? std::move(*newest) : burden::publish_problems(assisted, std::nullopt);
}

base::Result<PilotOutcome> pilot_outcome(BurdenRecords& figures, const burden::PilotFacts& facts, base::Instant now) {
  const auto attempts = attempts_of(figures, facts.pilot);
  if (!attempts) return base::fail(attempts.error());
  PilotOutcome made;
  made.verdict = burden::evaluate(facts.pilot, *attempts);
  made.frozen = burden::frozen_state(facts.pilot, facts.frozen, facts.first_launch);
  made.over = base::format_rfc3339(now).substr(0, 10) > facts.pilot.ends;
  made.improved = made.over && made.frozen == burden::FrozenState::good && made.verdict.verdict == burden::Verdict::improved && !has_small_arm(made.verdict);
  return made;
}

base::Result<std::vector<burden::GateProblem>> credit_problems_of(ports::ProjectionStore& rows, ports::RecordStore& store, BurdenRecords* figures,
                                                                  const activity::Unit& unit, base::Instant now) {
  const auto assisted = burden::read_ai_line(unit.id, unit.author, unit.ai);
  if (!assisted.assisted()) return std::vector<burden::GateProblem>();
  auto named = pilots_naming(rows, store, unit.id);
  if (!named) return base::fail(named.error());
  std::optional<std::vector<burden::GateProblem>> newest;
  for (auto& facts : *named) {
    if (figures) {
      const auto outcome = pilot_outcome(*figures, facts, now);
      if (!outcome) return base::fail(outcome.error());
      facts.verdict = outcome->improved ? burden::Verdict::improved : burden::Verdict::not_shown;
    }
    auto problems = burden::credit_problems(assisted, facts);
    if (problems.empty()) return problems;
    if (!newest) newest = std::move(problems);
  }
  return newest ? std::move(*newest) : burden::credit_problems(assisted, std::nullopt);
}

std::vector<std::string> gate_sentences(const std::vector<burden::GateProblem>& problems, const Messages& words) {
  std::vector<std::string> lines;
  for (const auto problem : problems) lines.push_back(words.text("burden.gate." + std::string(burden::name(problem))));
  return lines;
}

}  // namespace preceptor::web
