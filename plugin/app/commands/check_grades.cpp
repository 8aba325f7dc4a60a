// Grades of each platform, as `preceptor check` and /admin say it: what waits, what was refused, and what to do.
#include "plugin/app/commands/check.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {
namespace {

using ports::GradeState;

constexpr base::Milliseconds kLong{15 * 60 * 1000};

std::string grades(std::int64_t count) { return std::to_string(count) + (count == 1 ? " grade" : " grades"); }

// The newest row of that state: its reason and fix stand for the others.
ports::GradeRow example(Site& site, const lti::Registration& registration, GradeState state) {
  const auto rows = site.store().list_grades({registration.id, std::nullopt, {state}}, 1);
  return rows && !rows->empty() ? rows->front() : ports::GradeRow{};
}

CheckLine line_of(Site& site, const lti::Registration& registration, const ports::GradeCounts& counts) {
  const std::string what = "grades " + registration.name;
  const std::string summary = grades(counts.sent) + " sent, " + std::to_string(counts.waiting) + " waiting";
  if (counts.refused > 0) {
    const auto row = example(site, registration, GradeState::refused);
    return {what, "warning", summary + "; " + grades(counts.refused) + " refused, the last because " + row.reason, row.fix};
  }
  if (counts.held > 0) {
    const auto row = example(site, registration, GradeState::held);
    return {what, "warning", summary + "; " + grades(counts.held) + " kept back: " + row.reason, row.fix};
  }
  if (counts.oldest_waiting && site.clock().now() - *counts.oldest_waiting > kLong) {
    const auto row = example(site, registration, GradeState::waiting);
    const std::string since = "; the oldest has waited since " + base::format_rfc3339(*counts.oldest_waiting);
    return {what, "warning", summary + since + (row.reason.empty() ? "" : ": " + row.reason), row.fix.empty() ? "Check that preceptor serve runs." : row.fix};
  }
  return {what, "good", summary, ""};
}

}  // namespace

void check_grades(Site& site, std::vector<CheckLine>& lines) {
  const auto registrations = site.store().list_registrations();
  if (!registrations) return;   // the platforms' own lines say so
  for (const lti::Registration& registration : *registrations) {
    if (!registration.enabled) continue;
    const auto counts = site.store().count_grades(registration.id);
    if (!counts) {
      lines.push_back({"grades " + registration.name, "red", describe(counts.error()), std::string(info(counts.error().code).fix), registration.id.str(), "grades"});
    } else if (counts->waiting + counts->sent + counts->refused + counts->held > 0) {
      lines.push_back(line_of(site, registration, *counts));
      lines.back().registration = registration.id.str();
      lines.back().page = "grades";
    }
  }
}

}  // namespace preceptor::app
