// What a launch lets its person see beside the unit. Roles give rights in their own context only (LTI core A.2.3): an office held elsewhere
// opens nobody's work here.
#pragma once
#include <optional>

#include "core/ports/record_store.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

struct TeacherScope {
  ports::LinkKey link;       // the launch's own link; nothing else is ever looked up
  bool sees_class = false;   // who of the class opened, finished, passed
  bool manages = false;      // administers the platform: may go on to this registration's connection
};

// Whether nothing of this launch counts (design section 6): of anybody who teaches, administers, observes, only tries it out or acts as another. An administrator who is
// enrolled as a learner learns: roles in the course decide (LTI core A.2.3), and an office held elsewhere must not cost anybody the record.
bool is_preview(const lti::Launch& launch);
// Whether somebody acts as another person, or as nobody: a student preview, a masquerade, a launch without `sub`. Such a launch sees nothing
// that was recorded of anyone.
bool is_stand_in(const lti::Launch& launch);
// An instructor or teaching assistant of the launch's very context.
bool teaches(const lti::Launch& launch);
// Institution or system administrator; the administrator of one course is none.
bool administers(const lti::Launch& launch);
// Nothing for learners, observers and stand-ins.
std::optional<TeacherScope> teacher_scope(const lti::VerifiedLaunch& launch);

}  // namespace preceptor::web
