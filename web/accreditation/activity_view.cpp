// What an activity is, as its page says it.
#include "web/accreditation/activity_section.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {
namespace {

View named_row(const std::string& name, const std::string& value) {
  View view;
  view.text("name", name).text("value", value);
  return view;
}

std::string board_text(const credit::BoardRegistration& board, const Messages& words) {
  std::string text = board.board;
  for (const auto& each : board.points) text += " · " + each.type + " " + credit::format(each.points);
  if (board.claim_by) text += " · " + words.text("activities.claim_by", {{"date", base::format_date(*board.claim_by)}});
  return text;
}

}  // namespace

void ActivitySection::add_activity(View& view, const ActivityNow& now, const Messages& words) const {
  const auto& one = *now.activity;
  view.text("id", one.id).text("lang", one.language).text("hash", one.hash.str().substr(0, 12));
  view.text("starts", base::format_date(one.starts)).text("ends", base::format_date(one.ends));
  view.text("designated_on", base::format_date(one.designated_on)).text("accme_id", now.accme_activity_id).text("own_id", one.provider_activity_id);
  const auto* format = credit::activity_format(one.format);
  view.text("format", format ? std::string(format->name) : one.format);
  view.text("standard", one.pass_percent > 0 ? number(one.pass_percent) + " %" : words.text("activities.no_standard"));
  view.text("accreditation_statement", one.accreditation_statement).text("designation_statement", one.designation_statement);
  std::vector<View> designations, boards, bundle;
  for (const auto& each : one.designations) designations.push_back(text_view(amount_text(each.max, each.system, deps_.book.rules(), words)));
  for (const auto& each : one.boards) boards.push_back(text_view(board_text(each, words)));
  for (const auto& each : one.bundle) {
    View row;
    row.text("unit", each.unit_id).text("minutes", number(each.minutes)).text("required", words.text(each.required ? "activities.required" : "activities.optional"));
    bundle.push_back(std::move(row));
  }
  view.list("designations", std::move(designations)).flag("has_boards", !boards.empty()).list("boards", std::move(boards));
  view.list("bundle", std::move(bundle)).text("planned", number(one.planned_minutes()));
}

report::SheetFacts ActivitySection::sheet_facts(const ActivityNow& now, const std::vector<report::AuditLearner>& learners) const {
  report::SheetFacts facts;
  facts.rules = &deps_.book.rules();
  facts.provider_name = provider_name(*now.activity);
  const auto counts = year_counts(now.activity->format, learners);
  if (!counts.empty()) {
    facts.year = counts.back().first;
    facts.counts = counts.back().second;
  }
  return facts;
}

// As PARS' form has it; what only staff can decide is said so and not offered for copying.
void ActivitySection::add_entry_sheet(View& view, const ActivityNow& now, const std::vector<report::AuditLearner>& learners, const Messages& words) const {
  credit::Activity numbered = *now.activity;
  numbered.accme_activity_id = now.accme_activity_id;
  std::vector<View> rows;
  std::string section;
  for (const auto& line : deps_.documents.activity_sheet(numbered, sheet_facts(now, learners))) {
    View row = named_row(line.field, line.value);
    row.text_if("section", line.section == section ? "" : line.section).flag("has_value", !line.decide && !line.value.empty());
    row.text_if("decide", line.decide ? words.text("activities.decide") + (line.value.empty() ? "" : " " + line.value) : "");
    section = line.section;
    rows.push_back(std::move(row));
  }
  view.flag("has_sheet", !rows.empty()).list("sheet", std::move(rows));
}

}  // namespace preceptor::web::accreditation
