#include "core/burden/measures.hpp"

#include <algorithm>
#include <array>

namespace preceptor::burden {
namespace {

using Seen = const AttemptObservation&;

bool is_completed(Seen a) { return a.outcome == Outcome::completed; }
bool is_timed(Seen a) { return is_completed(a) && a.stated_minutes > 0; }
bool has_claim(Seen a) { return a.claim.has_value(); }
bool is_decided(Seen a) { return a.outcome != Outcome::open; }

double seconds(base::Milliseconds time) { return static_cast<double>(time.count()) / 1000; }
std::optional<double> seconds(const std::optional<base::Milliseconds>& time) {
  if (!time) return std::nullopt;
  return seconds(*time);
}

std::optional<double> active_minutes(Seen a) {
  if (!a.active) return std::nullopt;
  return seconds(*a.active) / 60;
}
std::optional<double> time_ratio(Seen a) {
  if (!a.active) return std::nullopt;
  return seconds(*a.active) / 60 / a.stated_minutes;
}
std::optional<double> claim_seconds(Seen a) { return seconds(a.claim->elapsed); }
std::optional<double> claim_taps(Seen a) { return a.claim->taps; }
std::optional<double> identifiers_again(Seen a) {
  if (!a.identifiers_again) return std::nullopt;
  return *a.identifiers_again;
}

constexpr std::array kQuantities = {
    Quantity{"active_minutes", is_completed, active_minutes},
    Quantity{"time_ratio", is_timed, time_ratio},
    Quantity{"content_seconds", is_completed, [](Seen a) { return seconds(a.content); }},
    Quantity{"evaluation_seconds", is_completed, [](Seen a) { return seconds(a.evaluation); }},
    Quantity{"claim_seconds", has_claim, claim_seconds},
    Quantity{"claim_taps", has_claim, claim_taps},
    Quantity{"identifiers_again", [](Seen a) { return a.identifiers_again.has_value(); }, identifiers_again},
};

Tally one(bool holds) { return {holds ? 1 : 0, 1}; }

std::optional<Tally> within_stated(Seen a) {
  if (!a.active) return std::nullopt;
  return one(*a.active <= std::chrono::minutes(a.stated_minutes));
}
std::optional<Tally> abandonment(Seen a) { return one(a.outcome == Outcome::abandoned); }
std::optional<Tally> asked_again(Seen a) {
  if (!a.identifiers_again) return std::nullopt;
  return one(*a.identifiers_again > 0);
}
std::optional<Tally> irrelevant(Seen a) {
  Tally tally;
  for (const QuestionSeen& question : a.questions) {
    if (!question.irrelevant) continue;
    ++tally.n;
    tally.k += *question.irrelevant ? 1 : 0;
  }
  if (tally.n == 0) return std::nullopt;
  return tally;
}
std::optional<Tally> useful(Seen a) {
  if (!a.useful) return std::nullopt;
  return one(*a.useful == Usefulness::yes);
}

constexpr std::array kProportions = {
    Proportion{"within_stated", is_timed, within_stated},
    Proportion{"abandonment", is_decided, abandonment},
    Proportion{"asked_again", [](Seen a) { return a.identifiers_again.has_value(); }, asked_again},
    Proportion{"irrelevant", [](Seen a) { return !a.questions.empty(); }, irrelevant},
    Proportion{"useful", is_completed, useful},
};

template <class Table>
auto find(const Table& table, std::string_view name) -> decltype(table.data()) {
  const auto found = std::ranges::find_if(table, [&](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Quantity> quantities() { return kQuantities; }
const Quantity* find_quantity(std::string_view name) { return find(kQuantities, name); }
std::span<const Proportion> proportions() { return kProportions; }
const Proportion* find_proportion(std::string_view name) { return find(kProportions, name); }

}  // namespace preceptor::burden
