#include "adapters/plain/columns.hpp"

#include "adapters/report_files/words.hpp"

namespace preceptor::plain {
namespace {

using report_files::on_one_line;

template <class List, class Say>
std::string joined_list(const List& list, Say say) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : "; ") + say(one);
  return text;
}

std::string points_text(const credit::BoardRegistration& board) {
  return joined_list(board.points, [&](const credit::TypePoints& one) { return board.board + " " + one.type + " " + credit::format(one.points); });
}

void add_person(std::vector<std::string>& cells, const report::LearnerRow& row) {
  const credit::Profile& who = row.profile;
  cells.insert(cells.end(), {row.grant.person.str(), who.given_name, who.family_name, who.birth_day, row.grant.profession, who.npi,
                             joined_list(who.licences, [](const credit::Licence& one) { return one.state + " " + one.number; }),
                             joined_list(who.boards, [](const credit::BoardId& one) { return one.board + " " + one.id; }), who.nabp_id, who.nccpa_id});
}

}  // namespace

const std::vector<std::string_view>& csv_columns() {
  static const std::vector<std::string_view> all{
      "action",        "credit id",         "sequence",         "person",       "given name",       "family name",   "birth day",     "profession",
      "NPI",           "licenses",          "board ids",        "NABP id",      "NCCPA id",         "provider",      "provider name", "ACCME provider id",
      "activity",      "ACCME activity id", "activity title",   "format",       "amount",           "credit system", "system code",   "completed on",
      "board credits", "granted at",        "certificate",      "state",        "state changed at", "reason",        "time engaged",  "question",
      "resources",     "application",       "activity version", "rules version"};
  return all;
}

std::vector<std::string> csv_cells(const report::LearnerRow& row, const report::Report& report) {
  const credit::Grant& grant = row.grant;
  std::vector<std::string> cells{row.action == report::Action::add ? "add" : "delete", grant.ccid, std::to_string(grant.sequence)};
  add_person(cells, row);
  cells.insert(cells.end(),
               {grant.provider, row.provider_name, row.accme_provider_id, grant.activity_id, row.accme_activity_id, row.activity_title, row.activity_format,
                credit::format(grant.amount), report_files::system_name(report, grant.system), grant.system, base::format_date(grant.date),
                joined_list(grant.boards, points_text), base::format_rfc3339(grant.granted_at), grant.certificate, std::string(credit::name(grant.state)),
                base::format_rfc3339(grant.changed_at), on_one_line(grant.reason), row.time_engaged ? base::format_iso_duration(*row.time_engaged) : ""});
  if (row.point_of_care)
    cells.insert(cells.end(),
                 {on_one_line(row.point_of_care->question), joined_list(row.point_of_care->resources, [](const std::string& one) { return on_one_line(one); }),
                  on_one_line(row.point_of_care->application)});
  else
    cells.insert(cells.end(), 3, "");
  cells.insert(cells.end(), {grant.activity.str(), grant.rules});
  return cells;
}

}  // namespace preceptor::plain
