// The gate of AI-assisted units. Nothing here decides by a model; it only asks for people and evidence.
#include <algorithm>
#include <array>

#include "core/burden/pilot.hpp"

namespace preceptor::burden {
namespace {

// "  Ana  Lima " and "ana lima" are one person.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool space = c == ' ' || c == '\t';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void check_review(const AssistedUnit& unit, std::vector<GateProblem>& problems) {
  if (folded(unit.what).empty()) problems.push_back(GateProblem::what_missing);
  if (folded(unit.model).empty()) problems.push_back(GateProblem::model_missing);
  const std::string reviewer = folded(unit.reviewer);
  if (reviewer.empty())
    problems.push_back(GateProblem::reviewer_missing);
  else if (reviewer == folded(unit.author))
    problems.push_back(GateProblem::reviewer_is_author);
}

void check_pilot(const AssistedUnit& unit, const std::optional<PilotFacts>& facts, std::vector<GateProblem>& problems) {
  if (!facts) return problems.push_back(GateProblem::pilot_missing);
  if (std::ranges::find(facts->pilot.units, unit.id) == facts->pilot.units.end())
    problems.push_back(GateProblem::pilot_of_others);
  switch (frozen_state(facts->pilot, facts->frozen, facts->first_launch)) {
    case FrozenState::good: return;
    case FrozenState::not_frozen: return problems.push_back(GateProblem::pilot_not_frozen);
    case FrozenState::changed: return problems.push_back(GateProblem::pilot_changed);
    case FrozenState::too_late: return problems.push_back(GateProblem::pilot_frozen_late);
  }
}

}  // namespace

AssistedUnit read_ai_line(std::string id, std::string author, std::string_view ai) {
  AssistedUnit made{std::move(id), std::move(author), {}, {}, {}};
  if (folded(ai).empty() || folded(ai) == "none") return made;
  std::string* const parts[] = {&made.what, &made.model, &made.reviewer};
  for (std::string* part : parts) {
    const auto end = part == parts[2] ? std::string_view::npos : ai.find(';');
    *part = ai.substr(0, end);
    if (end == std::string_view::npos) break;
    ai.remove_prefix(end + 1);
  }
  return made;
}

std::string_view name(GateProblem problem) {
  constexpr std::array<std::string_view, 10> names = {
      "what-missing",     "model-missing", "reviewer-missing",  "reviewer-is-author",  "pilot-missing", "pilot-of-others",
      "pilot-not-frozen", "pilot-changed", "pilot-frozen-late", "verdict-not-improved"};
  return names[static_cast<std::size_t>(problem)];
}

std::vector<GateProblem> publish_problems(const AssistedUnit& unit, const std::optional<PilotFacts>& pilot) {
  std::vector<GateProblem> problems;
  if (!unit.assisted()) return problems;
  check_review(unit, problems);
  check_pilot(unit, pilot, problems);
  return problems;
}

std::vector<GateProblem> credit_problems(const AssistedUnit& unit, const std::optional<PilotFacts>& pilot) {
  std::vector<GateProblem> problems = publish_problems(unit, pilot);
  if (unit.assisted() && pilot && pilot->verdict != Verdict::improved)
    problems.push_back(GateProblem::verdict_not_improved);
  return problems;
}

}  // namespace preceptor::burden
