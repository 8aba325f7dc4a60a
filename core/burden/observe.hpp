// The one way from the record to observations.
#pragma once
#include <vector>

#include "core/activity/unit.hpp"
#include "core/base/result.hpp"
#include "core/burden/observation.hpp"
#include "core/record/event.hpp"

namespace preceptor::burden {

// What an attempt's stream does not say.
struct Around {
  std::optional<CareerStage> stage;
  int period = 0;
  base::Instant now{};  // decides between open and abandoned
};

// An attempt without completion counts as abandoned once nothing happened for this long; until then it is open and in no
// share. Seven days: a unit is meant for one sitting, a shift pattern repeats weekly. Not validated.
inline constexpr base::Milliseconds kAbandonedAfter = std::chrono::hours(24 * 7);

// `events`: one attempt's stream. `unit`: the version its first page was shown from. What was claimed and which identifiers were
// asked again is in other streams and is added by who reads those (core/credit/claim_effort.hpp). A question's time is its share of its page's measured
// time, by what its words and its kind are expected to take beside the page's text and feedback; a page measured as a whole knows no better.
// Error: json_malformed (the stream has a gap), content_invalid (`unit` is not the version the attempt names).
base::Result<AttemptObservation> observe(const std::vector<record::Event>& events, const activity::Unit& unit,
                                         const Around& around);

}  // namespace preceptor::burden
