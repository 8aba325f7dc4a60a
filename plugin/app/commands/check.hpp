// The health checks: the same words on the command line and, later, in /admin (ui.md 6.5).
#pragma once
#include <string>
#include <vector>

#include "plugin/app/site.hpp"

namespace preceptor::app {

struct CheckLine {
  std::string what;     // e.g. "LRS main"
  std::string state;    // "good", "warning" or "red"
  std::string cause;    // in plain words
  std::string next;     // the next action; empty when good
};

// What the diary says: last good launches, and each recent kind of refusal with the codes learners saw, what was expected and what came.
void check_launches(Site& site, std::vector<CheckLine>& lines);

// Calls platforms and record stores; takes seconds when they do not answer.
std::vector<CheckLine> run_checks(Site& site);

}  // namespace preceptor::app
