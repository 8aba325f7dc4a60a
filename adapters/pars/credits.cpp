#include "adapters/pars/credits.hpp"

#include <algorithm>

#include "adapters/report_files/words.hpp"

namespace preceptor::pars {
namespace {

using report_files::row_error;

base::Status check_service_row(const report::LearnerRow& row) {
  if (const auto safe = report_files::check_texts(row); !safe) return safe;
  if (!row.has_profile) return row_error("profile", "is missing");
  if (!report_files::digits(row.accme_activity_id, 9)) return row_error("accme_activity_id", "has not nine digits");
  if (!report_files::digits(row.accme_provider_id, 7)) return row_error("accme_provider_id", "has not seven digits");
  if (row.profile.given_name.empty()) return row_error("given_name", "is missing");
  if (row.profile.family_name.empty()) return row_error("family_name", "is missing");
  if (!credit::is_birth_day(row.profile.birth_day)) return row_error("birth_day", "is no month and day");
  if (row.activity_title.empty()) return row_error("activity_title", "is missing");
  if (row.grant.amount.hundredths <= 0 || row.grant.amount.hundredths % 25 != 0) return row_error("amount", "is no multiple of 0.25");
  if (!is_credit_id(row.grant.ccid)) return row_error("ccid", "is no credit id");
  return {};
}

base::Result<ServiceCredit> whole_credit(const report::LearnerRow& row, const report::Report& report) {
  ServiceCredit made;
  made.certification = report_files::pars_certification(report, row.grant.system);
  if (made.certification.empty()) return row_error("system", "is not reported to PARS");
  if (!row.profile.npi.empty()) {
    made.id = row.profile.npi;
    made.domain = "NPI";
  } else {
    const auto licence = std::ranges::find_if(row.profile.licences, [](const credit::Licence& one) { return !one.state.empty() && !one.number.empty(); });
    if (licence == row.profile.licences.end()) return row_error("npi", "is missing, and so is a license with its number");
    made.id = licence->number;
    made.domain = licence->state;
  }
  made.amount = row.grant.amount;
  made.credit_id = row.grant.ccid;
  return made;
}

}  // namespace

bool is_credit_id(std::string_view text) {
  if (!text.starts_with("ccid:") || text.size() > 300) return false;
  const auto domain = report_files::provider_domain(text);
  const auto rest = text.substr(std::min(text.size(), 5 + domain.size() + 1));
  return !domain.empty() && !rest.empty() && rest.find(':') == rest.npos;
}

base::Result<ServiceRow> service_row(const report::LearnerRow& row, const report::Report& report) {
  if (const auto good = check_service_row(row); !good) return base::fail(good.error());
  ServiceRow made;
  made.action = row.action == report::Action::add ? "add" : "delete";
  made.organization = row.provider_name.empty() ? report.provider_name : row.provider_name;
  made.provider = row.accme_provider_id;
  made.title = row.activity_title;
  made.activity_id = row.accme_activity_id;
  made.given_name = row.profile.given_name;
  made.family_name = row.profile.family_name;
  made.birth_date = report_files::placeholder_birth_date(row.profile.birth_day);
  // A time would be moved from Central to UTC by the receiver: midnight without a zone, or the date alone (credit.md 4.3).
  made.completed = base::format_date(row.grant.date) + (report_files::setting(report, "pars.completed_form") == "date" ? "" : "T00:00:00");
  auto whole = whole_credit(row, report);
  if (!whole) return base::fail(whole.error());
  made.total = whole->amount;
  made.credits.push_back(std::move(*whole));
  for (const auto& board : row.grant.boards)
    for (std::size_t n = 0; n < board.points.size(); ++n) {
      const auto id = report_files::board_id(row.profile, board.board);
      if (id.empty()) return row_error("boards[" + board.board + "].id", "is missing");
      made.credits.push_back({std::string(id), board.board, board.points[n].type, board.points[n].points,
                              row.grant.ccid + "." + board.board + "." + std::to_string(n + 1), true});
    }
  return made;
}

}  // namespace preceptor::pars
