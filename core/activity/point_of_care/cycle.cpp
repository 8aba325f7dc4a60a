#include "core/activity/point_of_care/cycle.hpp"

#include <algorithm>

namespace preceptor::point_of_care {
namespace {

base::Status out_of_order(std::string_view what) {
  return base::fail(base::Code::json_malformed, std::string(what));
}

base::Status step(Cycle&, const PointOfCareAsked&, base::Instant) {
  return out_of_order("asked twice");
}
base::Status step(Cycle& cycle, const PointOfCareShown& shown, base::Instant at) {
  if (cycle.shown_at) return out_of_order("shown twice");
  cycle.shown_at = at;
  cycle.shown = shown.unit_ids;
  return {};
}
base::Status step(Cycle& cycle, const PointOfCareTold& told, base::Instant) {
  if (!cycle.shown_at) return out_of_order("told before anything was shown");
  if (std::ranges::find(cycle.shown, told.unit_id) != cycle.shown.end()) return out_of_order("told of what was shown");
  cycle.shown.push_back(told.unit_id);
  return {};
}
base::Status step(Cycle& cycle, const PointOfCareOpened& opened, base::Instant at) {
  if (std::ranges::find(cycle.shown, opened.unit_id) == cycle.shown.end()) return out_of_order("opened, not shown");
  cycle.opened.emplace(opened.unit_id, at);
  return {};
}
base::Status step(Cycle& cycle, const PointOfCareJudged& judged, base::Instant at) {
  if (!cycle.opened.contains(judged.unit_id)) return out_of_order("judged, not opened");
  // What was acted on has answered: a later judgement would leave the action without its reason.
  if (cycle.will_do && cycle.will_do->unit_id == judged.unit_id) return out_of_order("judged after acting on it");
  cycle.judged[judged.unit_id] = {judged.answered, at};
  return {};
}
base::Status step(Cycle& cycle, const PointOfCareWillDo& will_do, base::Instant at) {
  const auto judged = cycle.judged.find(will_do.unit_id);
  if (judged == cycle.judged.end() || judged->second.answered == Answered::no)
    return out_of_order("an action from a unit that did not answer");
  if (cycle.will_do) return out_of_order("a second action");
  cycle.will_do = will_do;
  cycle.will_do_at = at;
  return {};
}

}  // namespace

std::string_view name(Standing standing) {
  static constexpr std::string_view kNames[] = {"asked",        "nothing_found", "shown",    "opened",
                                                "not_answered", "answered",      "completed"};
  return kNames[static_cast<std::size_t>(standing)];
}

Cycle begin_cycle(std::string id, base::PersonId person, PointOfCareAsked asked, base::Instant at) {
  Cycle cycle;
  cycle.id = std::move(id);
  cycle.person = std::move(person);
  cycle.asked = std::move(asked);
  cycle.asked_at = cycle.last_at = at;
  return cycle;
}

base::Status apply(Cycle& cycle, const CycleEvent& event) {
  if (event.at < cycle.last_at) return out_of_order("a time before the last");
  const base::Status done =
      std::visit([&](const auto& payload) { return step(cycle, payload, event.at); }, event.payload);
  if (done) cycle.last_at = event.at;
  return done;
}

Standing standing_of(const Cycle& cycle) {
  const auto answers = [](const auto& entry) { return entry.second.answered != Answered::no; };
  if (cycle.will_do) return Standing::completed;
  if (std::ranges::any_of(cycle.judged, answers)) return Standing::answered;
  if (!cycle.judged.empty()) return Standing::not_answered;
  if (!cycle.opened.empty()) return Standing::opened;
  if (!cycle.shown_at) return Standing::asked;
  return cycle.shown.empty() ? Standing::nothing_found : Standing::shown;
}

bool is_unanswered(const Cycle& cycle) {
  const Standing standing = standing_of(cycle);
  return standing == Standing::nothing_found || standing == Standing::not_answered;
}

std::optional<CycleTimes> times_of(const Cycle& cycle) {
  if (!cycle.will_do) return std::nullopt;
  const base::Instant opened = cycle.opened.at(cycle.will_do->unit_id);
  const base::Instant judged = cycle.judged.at(cycle.will_do->unit_id).at;
  return CycleTimes{*cycle.shown_at - cycle.asked_at, opened - *cycle.shown_at, judged - opened,
                    cycle.will_do_at - cycle.asked_at};
}

}  // namespace preceptor::point_of_care
