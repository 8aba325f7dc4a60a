#include "web/accreditation/evidence_section.hpp"

#include <chrono>
#include <optional>

namespace preceptor::web::accreditation {
namespace {

// A day as the form gives it, from its first moment in UTC; absent when the field is empty. False: it is no day.
bool read_day(const std::string& text, std::optional<base::Instant>& into) {
  if (text.empty()) return true;
  const auto at = base::parse_rfc3339(text + "T00:00:00Z");
  if (!at || text.size() != 10) return false;
  into = *at;
  return true;
}

}  // namespace

std::vector<StaffRoute> EvidenceSection::routes() {
  return {{"GET", "/evidence", kAccreditation, [this](StaffTurn& turn) { return show(turn, "", 200); }},
          {"POST", "/evidence", kAccreditation, [this](StaffTurn& turn) { return make(turn); }}};
}

ports::HttpResponse EvidenceSection::show(StaffTurn& turn, const std::string& problem, int status) {
  const auto thumbprint = deps_.thumbprint();
  if (!thumbprint) return turn.failed(thumbprint.error());
  StaffPage page;
  page.title = turn.messages.text("evidence.nav");
  page.template_name = "evidence";
  page.view.text("key", *thumbprint).text("from", turn.value("from")).text("to", turn.value("to")).text("unit", turn.value("unit")).text_if("problem", problem);
  return turn.page(std::move(page), status);
}

ports::HttpResponse EvidenceSection::make(StaffTurn& turn) {
  xapi::ExportFilter filter;
  const bool days = read_day(turn.value("from"), filter.from) && read_day(turn.value("to"), filter.to);
  if (!days || (filter.from && filter.to && *filter.to < *filter.from)) return show(turn, turn.messages.text("evidence.wrong_day"), 422);
  if (filter.to) *filter.to += std::chrono::hours(24);   // the last day is included
  filter.unit_id = turn.value("unit");
  auto bytes = deps_.make(filter, turn.member.id);
  if (!bytes && bytes.error().code == base::Code::bundle_too_large) return show(turn, turn.messages.text("evidence.too_large"), 413);
  if (!bytes) return turn.failed(bytes.error());
  std::string name = "evidence";
  for (const char* end : {"from", "to"})
    if (!turn.value(end).empty()) name += "-" + turn.value(end);
  return turn.file(name + ".zip", "application/zip", std::move(*bytes));
}

}  // namespace preceptor::web::accreditation
