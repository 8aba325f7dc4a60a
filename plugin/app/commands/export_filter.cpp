#include "plugin/app/commands/export_filter.hpp"

#include <optional>
#include <string>

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;

namespace {

Result<std::optional<base::Instant>> instant(const CommandContext& context, const char* name) {
  const auto text = context.text(name);
  if (!text) return fail(text.error());
  if (text->empty()) return std::optional<base::Instant>{};
  const auto at = base::parse_rfc3339(text->size() == 10 ? *text + "T00:00:00Z" : *text);
  if (!at) return fail(Code::command_arguments, std::string(name) + " must be a date such as 2026-01-31 or an instant such as 2026-01-31T00:00:00Z");
  return std::optional<base::Instant>(*at);
}

}  // namespace

Result<xapi::ExportFilter> export_filter(const CommandContext& context) {
  xapi::ExportFilter filter;
  const auto from = instant(context, "from");
  if (!from) return fail(from.error());
  const auto to = instant(context, "to");
  if (!to) return fail(to.error());
  const auto unit = context.text("unit");
  if (!unit) return fail(unit.error());
  const auto course = context.text("course");
  if (!course) return fail(course.error());
  if (*from && *to && **to < **from) return fail(Code::command_arguments, "to lies before from");
  filter.from = *from;
  filter.to = *to;
  filter.unit_id = *unit;
  filter.context_id = *course;
  return filter;
}

}  // namespace preceptor::app
