#include "adapters/pars/table.hpp"

#include <map>

#include "adapters/report_files/words.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::pars {
namespace {

TableCell text_cell(std::string text) { return {std::move(text), std::nullopt, std::nullopt}; }

TableCell number_cell(credit::Amount amount) {
  if (amount.hundredths == 0) return {};
  return {credit::format(amount), amount, std::nullopt};
}

using Named = std::map<std::string_view, TableCell>;

Named named_cells(const Record& record) {
  return {{"action", text_cell(record.action)},
          {"accme_activity_id", text_cell(record.accme_activity_id)},
          {"date", {report_files::us_date(record.date), std::nullopt, record.date}},
          {"given_name", text_cell(record.given_name)},
          {"family_name", text_cell(record.family_name)},
          {"birth_day", text_cell(record.birth_day)},
          {"state", text_cell(record.state)},
          {"license_or_npi", text_cell(record.license_or_npi)},
          {"credits", number_cell(record.credits)},
          {"board", text_cell(record.board)},
          {"board_id", text_cell(record.board_id)},
          {"board_total", number_cell(record.board_total)}};
}

bool needs(const Record& record, Needed needed) {
  switch (needed) {
    case Needed::always: return true;
    case Needed::without_board: return record.board.empty();
    case Needed::with_board: return !record.board.empty();
    case Needed::board_id: return !record.board.empty() && record.board_id_required;
    case Needed::no: break;
  }
  return false;
}

bool whole_day(const std::string& text) {
  if (text.size() != 10 || text[2] != '/' || text[5] != '/') return false;
  return base::parse_date(text.substr(6) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2)).has_value();
}

// What a cell's kind and the column's rule say against it.
std::string_view fault_of(const Column& column, const std::string& cell, bool has_board) {
  const bool must =
      column.needed == Needed::always || (column.needed == Needed::with_board && has_board) || (column.needed == Needed::without_board && !has_board);
  if (cell.empty()) return must ? "is empty" : "";
  if (column.cell == Cell::date && !whole_day(cell)) return "is no date";
  if (column.cell == Cell::number && !credit::parse_amount(cell)) return "is no number";
  if (column.cell == Cell::text && report::unsafe_text(cell)) return "is unsafe";
  if (column.field == "birth_day" && !credit::is_birth_day(cell)) return "is no month and day";
  return "";
}

}  // namespace

bool with_pairs(const Template& form, const report::Report& report) {
  return form.pairs_verified || report_files::setting(report, "pars.additional_types") == "on";
}

std::size_t columns_used(const Template& form, bool pairs) { return pairs ? form.columns.size() : form.pairs_from; }

base::Result<std::vector<TableCell>> cells_of(const Template& form, const Record& record, bool pairs) {
  Named named = named_cells(record);
  std::vector<TableCell> cells;
  std::size_t type = 0, credits = 0;
  for (std::size_t i = 0; i < columns_used(form, pairs); ++i) {
    const Column& column = form.columns[i];
    TableCell cell;
    if (column.field == "type") {
      if (type < record.types.size()) cell = text_cell(record.types[type].type);
      ++type;
    } else if (column.field == "type_credits") {
      if (credits < record.types.size()) cell = number_cell(record.types[credits].points);
      ++credits;
    } else {
      cell = std::move(named[column.field]);
    }
    if (cell.empty() && needs(record, column.needed)) return report_files::row_error(column.field, "is empty");
    cells.push_back(std::move(cell));
  }
  if (record.types.size() > type)
    return report_files::row_error("boards[" + record.board + "].points", pairs ? "more credit types than the template has columns for"
                                                                                : "more than one credit type: those columns are not switched on");
  return cells;
}

std::vector<std::string> problems_of(const Template& form, const std::vector<std::string>& cells, credit::Amount& total) {
  std::vector<std::string> problems;
  std::map<std::string_view, std::string> by_field;
  credit::Amount types;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Column& column = form.columns[i];
    by_field.emplace(column.field, cells[i]);
    if (column.field == "type_credits") types += credit::parse_amount(cells[i]).value_or(credit::Amount{});
  }
  const bool has_board = !by_field["board"].empty();
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (const auto fault = fault_of(form.columns[i], cells[i], has_board); !fault.empty())
      problems.push_back(form.columns[i].header + " " + std::string(fault));
  const std::string& action = by_field["action"];
  if (action != "Add" && action != "Delete") problems.emplace_back("the action is neither Add nor Delete");
  if (has_board && credit::parse_amount(by_field["board_total"]).value_or(credit::Amount{}) != types)
    problems.emplace_back("the credit types do not add up to the board's total");
  if (action == "Add") total += credit::parse_amount(by_field["credits"]).value_or(credit::Amount{});
  return problems;
}

}  // namespace preceptor::pars
