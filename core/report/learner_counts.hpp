// How many learners an activity had, as PARS counts them (credit.md 1.1). Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/id.hpp"

namespace preceptor::report {

// One learner who took part, with the calendar day in the provider's zone. For a series, one for each session.
struct Participation {
  base::PersonId person;
  std::string profession;                 // code; empty = not told
  base::Date date{};
};
struct Counts {
  std::int64_t physicians = 0, others = 0;
  std::int64_t untold = 0;                // no profession told: staff decide, PARS knows only the two
  friend bool operator==(const Counts&, const Counts&) = default;
};
struct YearCounts {
  Counts in_year;                         // took part in that year
  Counts so_far;                          // until its last day: enduring material is entered once for its life
};
// Each learner counts once, by the profession told last; in a series ("rss") once a session attended.
YearCounts learner_counts(const std::string& format, const std::vector<Participation>& all, int year);

}  // namespace preceptor::report
