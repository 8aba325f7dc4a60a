#include "core/report/results.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"
#include "core/report/csv.hpp"

namespace preceptor::report {
namespace {

using base::Code;

constexpr std::size_t kMostResultBytes = 32U << 20U;
constexpr std::size_t kMostResults = 200'000;

enum class Column { ccid, activity, given, family, board, board_id, date, status, code };

struct Head {
  std::string_view text;
  Column column;
};
// What tables of results call their columns, in small letters.
constexpr Head kHeads[] = {{"ccid", Column::ccid},
                           {"credit id", Column::ccid},
                           {"activity id", Column::activity},
                           {"accme activity id", Column::activity},
                           {"first name", Column::given},
                           {"given name", Column::given},
                           {"last name", Column::family},
                           {"family name", Column::family},
                           {"board", Column::board},
                           {"certifying board", Column::board},
                           {"board id", Column::board_id},
                           {"certifying board id", Column::board_id},
                           {"date", Column::date},
                           {"completion date", Column::date},
                           {"status", Column::status},
                           {"result", Column::status},
                           {"code", Column::code},
                           {"result code", Column::code}};

struct Word {
  std::string_view text;
  ResultStatus status;
};
constexpr Word kStatusWords[] = {{"accepted", ResultStatus::accepted}, {"success", ResultStatus::accepted},  {"rejected", ResultStatus::rejected},
                                 {"refused", ResultStatus::rejected},  {"failure", ResultStatus::rejected},  {"error", ResultStatus::rejected},
                                 {"pending", ResultStatus::pending},   {"received", ResultStatus::pending}};

constexpr std::pair<ResultCode, std::string_view> kCodes[] = {
    {ResultCode::missing_data, "Missing data"},         {ResultCode::invalid_data, "Invalid data"},
    {ResultCode::no_match, "No match"},                 {ResultCode::multiple_matches, "Multiple matches"},
    {ResultCode::not_supported, "Operation not supported"}, {ResultCode::unspecified, "Unspecified failure"},
    {ResultCode::already_exists, "Report already exists"}};

using Columns = std::map<Column, std::size_t>;

std::string plain(std::string_view text) {
  std::string clean;
  for (const char c : text) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  const auto begin = clean.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return clean.substr(begin, clean.find_last_not_of(' ') - begin + 1);
}

base::Result<Columns> columns_of(const std::vector<std::string>& heads) {
  Columns columns;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const std::string head = base::lower(plain(heads[i]));
    const auto* found = std::find_if(std::begin(kHeads), std::end(kHeads), [&](const Head& one) { return one.text == head; });
    if (found != std::end(kHeads) && !columns.emplace(found->column, i).second)
      return base::fail(Code::content_invalid, "line 1: two columns say the same: " + std::string(found->text));
  }
  if (!columns.contains(Column::status)) return base::fail(Code::content_invalid, "line 1: there is no column \"status\"");
  const bool fields = columns.contains(Column::activity) && columns.contains(Column::date) &&
                      (columns.contains(Column::board_id) || (columns.contains(Column::given) && columns.contains(Column::family)));
  if (!columns.contains(Column::ccid) && !fields)
    return base::fail(Code::content_invalid, "line 1: there is neither a column \"ccid\" nor \"activity id\", \"date\" and \"board id\" or names");
  return columns;
}

std::optional<base::Date> day_of(const std::string& text) {
  if (const auto day = base::parse_date(text)) return *day;
  // MM/DD/YYYY, as PARS' tables have it.
  if (text.size() != 10 || text[2] != '/' || text[5] != '/') return std::nullopt;
  const auto day = base::parse_date(text.substr(6) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2));
  return day ? std::optional(*day) : std::nullopt;
}

// One row, and the first thing that is wrong with it.
class ResultRow {
 public:
  ResultRow(const std::vector<std::string>& cells, const Columns& columns) : cells_(cells), columns_(columns) {}

  std::optional<std::pair<const char*, const char*>> read(ResultLine& line) const {
    if (!std::all_of(cells_.begin(), cells_.end(), base::is_utf8)) return std::pair("", "letters");
    line.ccid = text(Column::ccid);
    line.activity_id = text(Column::activity);
    line.given_name = text(Column::given);
    line.family_name = text(Column::family);
    line.board = text(Column::board);
    line.board_id = text(Column::board_id);
    line.code = result_code_named(text(Column::code));
    if (const auto date = text(Column::date); !date.empty()) {
      line.date = day_of(date);
      if (!line.date) return std::pair("date", "date");
    }
    const bool named = !line.board_id.empty() || (!line.given_name.empty() && !line.family_name.empty());
    if (line.ccid.empty() && (line.activity_id.empty() || !line.date || !named)) return std::pair("ccid", "whose");
    if (!line.ccid.empty() && (!line.ccid.starts_with("ccid:") || line.ccid.size() > 300)) return std::pair("ccid", "ccid");
    const auto status = base::lower(text(Column::status));
    const auto* found = std::find_if(std::begin(kStatusWords), std::end(kStatusWords), [&](const Word& one) { return one.text == status; });
    if (found == std::end(kStatusWords)) return std::pair("status", "status");
    line.status = found->status;
    return std::nullopt;
  }

 private:
  std::string text(Column column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= cells_.size() ? std::string() : plain(cells_[found->second]);
  }
  const std::vector<std::string>& cells_;
  const Columns& columns_;
};

}  // namespace

std::string_view name(ResultCode code) {
  for (const auto& [one, text] : kCodes) {
    if (one == code) return text;
  }
  return {};
}

ResultCode result_code_named(std::string_view text) {
  if (text.empty()) return ResultCode::none;
  const auto wanted = base::lower(text);
  for (const auto& [one, known] : kCodes) {
    if (base::lower(known) == wanted) return one;
  }
  return ResultCode::unspecified;
}

base::Result<ResultTable> read_results(std::string_view csv) {
  if (csv.size() > kMostResultBytes) return base::fail(Code::content_invalid, "the table is larger than 32 MiB");
  CsvReader reader(csv);
  std::vector<std::string> cells;
  const auto first = reader.next(cells);
  if (!first) return base::fail(first.error());
  if (!*first) return base::fail(Code::content_invalid, "the table is empty");
  const auto columns = columns_of(cells);
  if (!columns) return base::fail(columns.error());
  ResultTable table;
  for (;;) {
    const auto more = reader.next(cells);
    if (!more) return base::fail(more.error());
    if (!*more) return table;
    if (table.lines.size() + table.problems.size() >= kMostResults) return base::fail(Code::content_invalid, "the table has more than 200,000 rows");
    ResultLine line;
    line.line = reader.line();
    if (const auto problem = ResultRow(cells, *columns).read(line)) table.problems.push_back({line.line, problem->first, problem->second});
    else table.lines.push_back(std::move(line));
  }
}

credit::GrantState state_of(const ResultLine& line) {
  if (line.status == ResultStatus::accepted) return credit::GrantState::accepted;
  const bool there = line.code == ResultCode::already_exists;
  return line.status == ResultStatus::rejected && !there ? credit::GrantState::rejected : credit::GrantState::pending;
}

// The domain in the middle has points of its own.
std::string grant_ccid(std::string_view record_ccid) {
  const auto colon = record_ccid.rfind(':');
  return std::string(record_ccid.substr(0, record_ccid.find('.', colon == std::string_view::npos ? 0 : colon)));
}

std::string reason_of(const ResultLine& line) { return std::string(name(line.code)); }

}  // namespace preceptor::report
