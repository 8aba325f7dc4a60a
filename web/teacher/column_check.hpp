// Whether a grade column is as this link needs it, and the change that makes it so.
#pragma once
#include "core/activity/unit.hpp"
#include "web/teacher/link_desk.hpp"

namespace preceptor::web {

enum class ColumnFault {
  none,
  counts_nothing,   // a maximum of 0: every grade is worth nothing
  foreign,          // it carries another unit's mark, as after a course was copied and its link changed
  other_maximum,    // grades are right answers, and it counts to another number than the unit has points. The platform converts: no harm
  unmarked,         // it stands alone without our mark: a copy of the course could not be matched to it
};

struct ColumnFinding {
  ColumnFault fault = ColumnFault::none;   // the gravest
  ColumnChange change;                     // all that is to be changed
};

// How much a learner can get on this link: 1, or the unit's points where the link grades right answers. `unit` may be null.
int full_marks(const ports::LinkFacts& link, const activity::Unit* unit);
// A column that belongs to the link (the launch named it) keeps its label: there it is the title of the activity.
ColumnFinding check_column(const GradeColumn& column, const ports::LinkFacts& link, const activity::Unit* unit);

}  // namespace preceptor::web
