#include "adapters/medbiquitous/report_writer.hpp"

#include <array>

#include "adapters/report_files/words.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::medbiquitous {
namespace {

using report_files::on_one_line;
using report_files::row_error;

// What the schema's `creditUnit` calls it; nothing where it has no word.
std::string_view unit_word(const report::Report& report, std::string_view code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords{
      {{"credit", "Credit"}, {"contact hour", "Contact Hour"}, {"hour", "Hour"}, {"point", "Point"}, {"unit", "Unit"}, {"CEU", "CEU"}}};
  const credit::CreditSystem* system = report.rules ? report.rules->system(code) : nullptr;
  for (const auto& [unit, word] : kWords)
    if (system && system->unit == unit) return word;
  return {};
}

// Member v2 asks for a host with a point in it.
std::string id_domain(const report::LearnerRow& row, std::string_view kind) {
  const auto host = report_files::provider_domain(row.grant.ccid);
  const bool named = host.find('.') != host.npos;
  return "idd:" + (named ? std::string(host) : "provider.invalid") + ":" + std::string(kind);
}

base::Status free_text(std::string_view field, std::string_view text, bool required) {
  if (required && text.empty()) return row_error(field, "is missing");
  if (const auto why = report::unsafe_in_xml(text)) return row_error(field, *why);
  return {};
}

base::Status check_cycle(const report::LearnerRow::PointOfCare& cycle) {
  if (cycle.resources.empty()) return row_error("point_of_care.resources", "is missing");
  if (const auto asked = free_text("point_of_care.question", on_one_line(cycle.question), true); !asked) return asked;
  for (const auto& resource : cycle.resources)
    if (const auto used = free_text("point_of_care.resources", on_one_line(resource), true); !used) return used;
  return free_text("point_of_care.application", on_one_line(cycle.application), true);
}

base::Status check_row(const report::LearnerRow& row, const report::Report& report) {
  if (row.action == report::Action::remove) return row_error("action", "this format has no deletion");
  if (const auto safe = report_files::check_texts(row); !safe) return safe;
  if (row.activity_title.empty()) return row_error("activity_title", "is missing");
  if (row.provider_name.empty() && report.provider_name.empty()) return row_error("provider_name", "is missing");
  if (row.grant.ccid.empty()) return row_error("ccid", "is missing");
  if (const auto named = free_text("launch_name", row.launch_name, false); !named) return named;
  if (!row.profile.birth_day.empty() && !credit::is_birth_day(row.profile.birth_day)) return row_error("birth_day", "is no month and day");
  return row.point_of_care ? check_cycle(*row.point_of_care) : base::Status();
}

}  // namespace

ReportWriter::ReportWriter(report_files::XmlOut out, const report::Report& report) : out_(std::move(out)), report_(report) {
  out_.open("ActivityReports")
      .attribute("xmlns", kReportSpace)
      .attribute("xmlns:m", kMemberSpace)
      .attribute("xmlns:n", kNameSpace)
      .attribute("xmlns:hx", kCreditSpace);
  out_.leaf("DateTimeCreated", base::format_rfc3339(report.as_of));
  out_.leaf("ReportingStartDate", base::format_date(report.from)).leaf("ReportingEndDate", base::format_date(report.to));
}

base::Status ReportWriter::row(const report::LearnerRow& row) {
  if (const auto good = check_row(row, report_); !good) return good;
  out_.open("ActivityReport").leaf("ReportingOrganization", report_.provider_name.empty() ? row.provider_name : report_.provider_name);
  member(row);
  activity(row);
  out_.close();
  ++written_.rows;
  ++written_.records;
  written_.total += row.grant.amount;
  return out_.flush();
}

void ReportWriter::member(const report::LearnerRow& row) {
  const credit::Profile& who = row.profile;
  out_.open("Member");
  if (!who.npi.empty()) out_.open("m:UniqueID").attribute("domain", id_domain(row, "NPI")).text(who.npi).close();
  for (const auto& board : who.boards)
    if (!board.id.empty()) out_.open("m:UniqueID").attribute("domain", id_domain(row, board.board)).text(board.id).close();
  const bool legal = !who.given_name.empty() || !who.family_name.empty();
  if (legal || !row.launch_name.empty()) {
    out_.open("m:Name");
    if (legal) out_.leaf_unless_empty("n:GivenName", who.given_name).leaf_unless_empty("n:FamilyName", who.family_name);
    else out_.leaf("n:FormattedName", row.launch_name);
    out_.close();
  }
  licences(who);
  if (!who.birth_day.empty()) {
    out_.open("m:PersonalInfo").open("m:BirthDate").attribute("accuracy", "DayMonth");
    out_.text(report_files::placeholder_birth_date(who.birth_day)).close().close();
  }
  out_.close();
}

void ReportWriter::licences(const credit::Profile& who) {
  bool open = false;
  for (const auto& licence : who.licences) {
    const auto state = credit::state_name(licence.state);
    if (state.empty() || licence.number.empty()) continue;
    if (!std::exchange(open, true)) out_.open("m:LicenseInfo");
    out_.open("m:License").open("m:LicensureEntity");
    out_.open("m:LicensureEntityName").attribute("abbreviation", licence.state).text(state).close().close();
    out_.leaf("m:LicenseNumberAvailability", "Available").leaf("m:LicenseNumber", licence.number).close();
  }
  if (open) out_.close();
}

void ReportWriter::activity(const report::LearnerRow& row) {
  out_.open("Activity").attribute("activityID", row.grant.activity_id);
  out_.leaf("ProviderOrganization", row.provider_name.empty() ? report_.provider_name : row.provider_name);
  out_.leaf("ActivityName", row.activity_title).leaf("Status", "Completed");
  out_.open("Module").open("ModuleName");
  if (!row.accme_activity_id.empty()) out_.attribute("moduleID", row.accme_activity_id);
  out_.text(row.activity_title).close();
  // The calendar day in the provider's zone: a time of day would be somebody else's day (credit.md 4.3).
  out_.leaf("Status", "Completed").leaf("CompletedDateTime", base::format_date(row.grant.date) + "T00:00:00");
  if (row.time_engaged) out_.leaf("TimeEngaged", base::format_iso_duration(*row.time_engaged));
  certificate(row);
  out_.close();
  if (row.point_of_care) point_of_care(*row.point_of_care);
  out_.close();
}

void ReportWriter::certificate(const report::LearnerRow& row) {
  out_.open("CreditCertificate").open("CreditReceived");
  out_.leaf("hx:activityCertification", report_files::system_name(report_, row.grant.system));
  out_.leaf_unless_empty("hx:creditUnit", unit_word(report_, row.grant.system));
  out_.leaf_unless_empty("hx:accreditedProvider", row.provider_name);
  out_.leaf("hx:numberOfCredits", credit::format(row.grant.amount));
  for (const auto& board : row.grant.boards)
    for (const auto& points : board.points) {
      out_.open("CreditFocus").leaf("Description", board.board + " " + points.type);
      out_.leaf("NumberOfCredits", credit::format(points.points)).close();
    }
  out_.close().leaf("CreditID", row.grant.ccid).close();
}

void ReportWriter::point_of_care(const report::LearnerRow::PointOfCare& cycle) {
  out_.open("PointOfCareLearningData").leaf("ClinicalQuestionOrTopic", on_one_line(cycle.question));
  for (const auto& resource : cycle.resources) out_.open("ResourceUsed").leaf("Title", on_one_line(resource)).close();
  out_.leaf("ApplicationToPractice", on_one_line(cycle.application)).close();
}

base::Result<std::string> ReportWriter::document() {
  if (written_.records == 0) return base::fail(base::Code::command_arguments, "an activity report needs at least one row");
  return out_.finish();
}

base::Status ReportWriter::finish() {
  if (const auto done = document(); !done) return base::fail(done.error());
  return {};
}

}  // namespace preceptor::medbiquitous
