// Until when a grant should be with its board: a work list for staff (V14). Pure.
#pragma once
#include <string>
#include <vector>

#include "core/base/date.hpp"
#include "core/credit/grant.hpp"
#include "core/credit/rules.hpp"

namespace preceptor::report {

// From so many days before a deadline on, it is told.
inline constexpr int kDeadlineNear = 7;

struct Deadline {
  enum class Kind { board, year_end, window };   // the board's days; 31 December where the board asks for it; the reporting window
  Kind kind = Kind::board;
  std::string ccid, activity_id;
  std::string board;                       // code; empty for the window
  base::Date day{};                        // the last good day
};
// What the boards of a grant ask, earliest first, passed ones too. Whether it was reported is not looked at.
std::vector<Deadline> deadlines_of(const credit::Grant& grant, const credit::Rulebook& rules);
// As a work list: those of grants that are still to be reported and not to be removed, with the reporting window, up to `ahead` days from today; the most urgent first.
std::vector<Deadline> due(const std::vector<credit::Grant>& grants, const credit::Rulebook& rules, base::Date today, bool newer_window, int ahead);
// Whether a grant in this state is yet to reach its receiver.
bool to_be_reported(credit::GrantState state);

}  // namespace preceptor::report
