#include <algorithm>

#include "core/base/json.hpp"
#include "web/claims/transcript.hpp"

namespace preceptor::web {
namespace {

std::string csv_cell(const std::string& value) {
  std::string text = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos ? "'" + value : value;
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  return line + "\r\n";
}

std::string points_text(const credit::Grant& grant) {
  std::string text;
  for (const auto& board : grant.boards)
    for (const auto& one : board.points) text += (text.empty() ? "" : "; ") + board.board + " " + one.type + " " + credit::format(one.points);
  return text;
}

}  // namespace

std::string transcript_csv(const Transcript& transcript) {
  std::string text = csv_line({"Date", "Activity", "Provider", "Credit", "Amount", "Board points", "State", "Certificate", "Verify"});
  for (const auto& row : transcript.rows) {
    const auto& grant = row.grant;
    text += csv_line({base::format_date(grant.date), row.activity_title, row.provider, row.system, credit::format(grant.amount), points_text(grant),
                      std::string(credit::name(grant.state)), grant.certificate, row.verify_url});
  }
  return text;
}

std::string transcript_json(const Transcript& transcript) {
  base::Json credits = base::Json::array(), totals = base::Json::object();
  for (const auto& row : transcript.rows) {
    const auto& grant = row.grant;
    base::Json boards = base::Json::array();
    for (const auto& board : grant.boards)
      for (const auto& one : board.points) boards.push_back({{"board", board.board}, {"type", one.type}, {"points", credit::format(one.points)}});
    credits.push_back({{"date", base::format_date(grant.date)},
                       {"activity", row.activity_title},
                       {"activity_id", grant.activity_id},
                       {"provider", row.provider},
                       {"system", grant.system},
                       {"credit", row.system},
                       {"amount", credit::format(grant.amount)},
                       {"boards", boards},
                       {"state", std::string(credit::name(grant.state))},
                       {"certificate", grant.certificate},
                       {"verify", row.verify_url}});
  }
  for (const auto& [system, amount] : totals_of(transcript.rows)) totals[system] = credit::format(amount);
  base::Json whole = {{"made_at", base::format_rfc3339(transcript.made_at)}, {"credits", credits}, {"totals", totals}};
  if (!transcript.name.empty()) whole["name"] = transcript.name;
  return base::canonical_json(whole) + "\n";
}

std::map<std::string, credit::Amount> totals_of(const std::vector<TranscriptRow>& rows) {
  std::map<std::string, credit::Amount> totals;
  for (const auto& row : rows) {
    const bool counts = row.grant.system != "participation" && credit::holds(row.grant);
    if (counts) totals[row.system] += row.grant.amount;
  }
  return totals;
}

}  // namespace preceptor::web
