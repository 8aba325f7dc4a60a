#include "xapi/export/walk.hpp"

#include <algorithm>
#include <limits>

#include "xapi/export/csv_row.hpp"

namespace preceptor::xapi {
namespace {

constexpr int kStretchRows = 200;
constexpr std::int64_t kStretchPositions = 5000;
// Behind every statement of its position.
constexpr std::int64_t kAllOfIt = std::numeric_limits<std::int32_t>::max();

base::Result<std::string> row_text(ExportForm form, const std::string& registration, const ExportedRow& row) {
  if (form == ExportForm::csv) return csv_row(registration, row.position, *row.body);
  return *row.body + "\n";
}

}  // namespace

std::string export_heading(ExportForm form) { return form == ExportForm::csv ? csv_heading() : std::string(); }

void ExportWalk::note_erased(ExportProgress& now, const std::string& person) const {
  ++now.erased;
  const auto at = std::ranges::lower_bound(now.erased_persons, person);
  if (at != now.erased_persons.end() && *at == person) return;
  if (!person.empty() && now.erased_persons.size() < kErasedNamed) now.erased_persons.insert(at, person);
}

base::Status ExportWalk::step(const std::function<base::Status(std::string_view)>& write) {
  ExportProgress now = progress_;
  auto place = std::ranges::find_if(asked_.as_of, [&](const AsOf& one) {
    return one.registration > now.registration || (one.registration == now.registration && now.position < one.position) ||
           (one.registration == now.registration && now.position == one.position && now.ordinal < kAllOfIt);
  });
  if (place == asked_.as_of.end()) {
    progress_.done = true;
    return {};
  }
  if (place->registration != now.registration) {
    now.registration = place->registration;
    now.position = 0;
    now.ordinal = kAllOfIt;   // positions begin at 1
  }
  const std::int64_t through = std::min(place->position, now.position + kStretchPositions);
  const auto rows = source_.export_window(asked_.filter, now.registration, now.position, now.ordinal, through, kStretchRows);
  if (!rows) return base::fail(rows.error());
  std::string text;
  for (const ExportedRow& row : *rows) {
    now.position = row.position;
    now.ordinal = row.ordinal;
    if (!takes_type(asked_.kinds, row.type)) continue;
    if (!row.body) {
      note_erased(now, row.person);
      continue;
    }
    const auto line = row_text(asked_.form, now.registration, row);
    if (!line) return base::fail(line.error());
    text += *line;
    ++now.statements;
  }
  if (rows->size() < static_cast<std::size_t>(kStretchRows)) {
    now.position = through;
    now.ordinal = kAllOfIt;
  }
  if (!text.empty()) {
    if (auto written = write(text); !written) return written;
  }
  progress_ = std::move(now);
  return {};
}

}  // namespace preceptor::xapi
