// What is measured on an attempt: one table, so that pages, reports and pilots mean the same by a name.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "core/burden/observation.hpp"

namespace preceptor::burden {

// A quantity. `applies`: whether the attempt could have one; where it applies and `value` is absent, it was not measured.
struct Quantity {
  std::string_view name;
  bool (*applies)(const AttemptObservation&);
  std::optional<double> (*value)(const AttemptObservation&);
};
// active_minutes, time_ratio (active over stated; both of completed attempts), content_seconds, evaluation_seconds, claim_seconds,
// claim_taps, identifiers_again (fields).
std::span<const Quantity> quantities();
const Quantity* find_quantity(std::string_view name);

// k of n within one attempt: 0 or 1 of 1, or questions of questions.
struct Tally {
  int k = 0, n = 0;
};
struct Proportion {
  std::string_view name;
  bool (*applies)(const AttemptObservation&);
  std::optional<Tally> (*tally)(const AttemptObservation&);
};
// within_stated (completed within the stated minutes), abandonment (of those no longer open), asked_again (any identifier asked
// again), irrelevant (questions flagged, of those the tap was on offer for), useful ("yes" of those who said anything).
std::span<const Proportion> proportions();
const Proportion* find_proportion(std::string_view name);

}  // namespace preceptor::burden
