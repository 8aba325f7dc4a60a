#include "adapters/report_files/words.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::report_files {
namespace {

// Field names are those of the pre-flight: "npi", "boards[ABIM].id".
class TextChecks {
 public:
  void look(std::string_view field, std::string_view text) {
    if (found_) return;
    if (const auto why = report::unsafe_text(text)) found_ = std::string(field) + ": " + std::string(*why);
  }
  base::Status status() const {
    if (found_) return base::fail(base::Code::report_row, *found_);
    return {};
  }

 private:
  std::optional<std::string> found_;
};

}  // namespace

std::string us_date(base::Date date) {
  const std::string iso = base::format_date(date);
  return iso.substr(5, 2) + "/" + iso.substr(8, 2) + "/" + iso.substr(0, 4);
}

std::string placeholder_birth_date(std::string_view birth_day) {
  return std::string(kPlaceholderYear) + "-" + std::string(birth_day.substr(0, 2)) + "-" + std::string(birth_day.substr(3, 2));
}

tl::unexpected<base::Error> row_error(std::string_view field, std::string_view why) {
  return base::fail(base::Code::report_row, std::string(field) + ": " + std::string(why));
}

base::Status check_texts(const report::LearnerRow& row) {
  TextChecks checks;
  const credit::Profile& who = row.profile;
  checks.look("given_name", who.given_name);
  checks.look("family_name", who.family_name);
  checks.look("birth_day", who.birth_day);
  checks.look("npi", who.npi);
  for (const auto& licence : who.licences) {
    checks.look("licences", licence.state);   // first: the next field names it
    checks.look("licences[" + licence.state + "].number", licence.number);
  }
  for (const auto& board : who.boards) {
    checks.look("boards", board.board);
    checks.look("boards[" + board.board + "].id", board.id);
  }
  checks.look("nabp_id", who.nabp_id);
  checks.look("nccpa_id", who.nccpa_id);
  checks.look("accme_activity_id", row.accme_activity_id);
  checks.look("accme_provider_id", row.accme_provider_id);
  checks.look("provider_name", row.provider_name);
  checks.look("activity_title", row.activity_title);
  for (const auto& board : row.grant.boards)
    for (const auto& points : board.points) checks.look("boards[" + board.board + "].points", points.type);
  return checks.status();
}

std::string on_one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  return line;
}

std::string system_name(const report::Report& report, std::string_view code) {
  const credit::CreditSystem* system = report.rules ? report.rules->system(code) : nullptr;
  return system ? system->name : std::string(code);
}

std::string pars_certification(const report::Report& report, std::string_view code) {
  const credit::CreditSystem* system = report.rules ? report.rules->system(code) : nullptr;
  return system ? system->pars_certification : std::string();
}

const credit::Board* board_named(const report::Report& report, std::string_view code) { return report.rules ? report.rules->board(code) : nullptr; }

std::string_view provider_domain(std::string_view ccid) {
  constexpr std::string_view kStart = "ccid:";
  if (!ccid.starts_with(kStart)) return {};
  const auto end = ccid.find(':', kStart.size());
  return end == ccid.npos ? std::string_view() : ccid.substr(kStart.size(), end - kStart.size());
}

std::string_view setting(const report::Report& report, const std::string& name) {
  const auto it = report.settings.find(name);
  return it == report.settings.end() ? std::string_view() : std::string_view(it->second);
}

std::string_view board_id(const credit::Profile& profile, std::string_view board) {
  const auto it = std::ranges::find(profile.boards, board, &credit::BoardId::board);
  return it == profile.boards.end() ? std::string_view() : std::string_view(it->id);
}

bool digits(std::string_view text, std::size_t count) { return text.size() == count && std::ranges::all_of(text, base::is_digit); }

}  // namespace preceptor::report_files
