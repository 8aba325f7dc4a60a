// What staff type into the PARS web form for an activity, field by field, and how many learners they enter at the year's end. PARS asks every provider for
// both; learner records come on top where boards or states want them (credit.md 1 and 2). Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/credit/activity.hpp"

namespace preceptor::pars {

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
// Each learner counts once, by the profession told last; in a series ("rss") once a session attended (credit.md 1.1).
YearCounts learner_counts(const std::string& format, const std::vector<Participation>& all, int year);

struct SheetField {
  std::string section, field, value;
  bool decide = false;                    // not known here: staff choose in the form
  friend bool operator==(const SheetField&, const SheetField&) = default;
};
struct SheetFacts {
  const credit::Rulebook* rules = nullptr;   // null: codes of systems are shown as they are
  std::string provider_name;
  std::int64_t commercial_support_dollars = 0;   // whole dollars; 0 = not told
  int year = 0;                           // of the counts; 0 = no counts
  YearCounts counts;
};
// In the order of the web form as far as it is known: identity, time and place, providership, description, credit, support, audience, MOC, outcomes, counts.
std::vector<SheetField> activity_sheet(const credit::Activity& activity, const SheetFacts& facts);
// The same as a table: section, field, value. Error report_row: a value that a spreadsheet would run (the field is named).
base::Result<std::string> sheet_csv(const std::vector<SheetField>& sheet);

}  // namespace preceptor::pars
