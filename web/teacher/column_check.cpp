#include "web/teacher/column_check.hpp"

#include <algorithm>

namespace preceptor::web {

int full_marks(const ports::LinkFacts& link, const activity::Unit* unit) {
  return link.grade == "score" && unit != nullptr ? std::max({1, unit->pass, activity::max_score(*unit)}) : 1;
}

ColumnFinding check_column(const GradeColumn& column, const ports::LinkFacts& link, const activity::Unit* unit) {
  ColumnFinding found;
  const bool alone = link.lineitem.empty();
  const auto note = [&found](ColumnFault fault) {
    if (found.fault == ColumnFault::none) found.fault = fault;
  };
  if (link.grade == "none") return found;
  const int full = full_marks(link, unit);
  if (column.maximum <= 0) {
    note(ColumnFault::counts_nothing);
    found.change.maximum = full;
  }
  if (!link.unit_id.empty() && !column.resource_id.empty() && column.resource_id != link.unit_id) {
    note(ColumnFault::foreign);
    found.change.resource_id = link.unit_id;
    const std::string title = !link.link_title.empty() ? link.link_title : unit != nullptr ? unit->title : std::string();
    if (alone && !title.empty() && title != column.label) found.change.label = title;
  }
  if (column.maximum > 0 && link.grade == "score" && unit != nullptr && column.maximum != full) {
    note(ColumnFault::other_maximum);
    found.change.maximum = full;
  }
  if (alone && !link.unit_id.empty() && column.resource_id.empty()) {
    note(ColumnFault::unmarked);
    found.change.resource_id = link.unit_id;
  }
  return found;
}

}  // namespace preceptor::web
