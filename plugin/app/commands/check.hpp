// The health checks: the same words on the command line and in /admin (ui.md 6.5).
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "plugin/app/commands/health_lines.hpp"
#include "plugin/app/site.hpp"

namespace preceptor::app {

// Certificate and answer of the public address, and what is added to our headers on the way. Calls that address: seconds when it does not answer.
void check_address(Site& site, std::vector<CheckLine>& lines);

// The database, backups, exports.
void check_safekeeping(Site& site, std::vector<CheckLine>& lines);

// On PostgreSQL: whether the folders of keys and of exports are those of the other nodes.
void check_shared_folders(Site& site, std::vector<CheckLine>& lines);

// Each content folder, and each activity that is not published with what it lacks.
void check_content(Site& site, std::vector<CheckLine>& lines);

// What the diary says: last good launches, and each recent kind of refusal with the codes learners saw, what was expected and what came.
void check_launches(Site& site, std::vector<CheckLine>& lines);

// Our key set for the platform, and whether its token endpoint takes our signature.
void check_keys(Site& site, const lti::Registration& registration, std::vector<CheckLine>& lines);
// Grades of each platform that has any: sent, waiting, refused, kept back, with the newest reason.
void check_grades(Site& site, std::vector<CheckLine>& lines);

// Each provider that has a service for its records of credit: off, refused, not reached, or what waits. Calls nobody.
void check_sending(Site& site, std::vector<CheckLine>& lines);

// Calls platforms and record stores; takes seconds when they do not answer. `go_on` is asked between the parts: false ends the run early.
std::vector<CheckLine> run_checks(Site& site, const std::function<bool()>& go_on = [] { return true; });

// The lines as JSON: what, state, cause, next.
std::string lines_json(const std::vector<CheckLine>& lines);

}  // namespace preceptor::app
