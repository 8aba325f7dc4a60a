#include "adapters/store/table_walk.hpp"

#include <algorithm>
#include <map>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {
namespace {

constexpr std::size_t kTogether = 50;         // rows of one INSERT: the widest table then has some 1,200 parameters, of 32,766 at most
constexpr std::size_t kShownOfAValue = 80;

std::string quoted_name(const std::string& name) { return '"' + name + '"'; }

SqlFailure cannot_walk(const std::string& table, const std::string& why) {
  return SqlFailure({base::Code::store_failed, "the table " + table + " cannot be copied: " + why, {}, {}});
}

struct FoundColumn {
  TableColumn column;
  std::int64_t in_key = 0, in_index = 0;
};

std::vector<FoundColumn> columns_of(Connection& connection, const std::string& table) {
  std::vector<FoundColumn> found;
  Rows rows = connection.query("copy/columns", "ttiii", {{"table", table}});
  while (rows.next()) {
    FoundColumn one;
    one.column = {rows.text(0), rows.text(1) == "text", rows.flag(2)};
    if (!one.column.is_text && rows.text(1) != "bigint") throw cannot_walk(table, "its column " + one.column.name + " is neither text nor bigint");
    one.in_key = rows.integer(3);
    one.in_index = rows.integer(4);
    found.push_back(std::move(one));
  }
  return found;
}

// By the place in the primary key; without one all columns, those of an index first, so that pages need no sorting of the whole.
std::vector<std::size_t> walk_key_of(const std::string& table, const std::vector<FoundColumn>& columns) {
  std::vector<std::size_t> key;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].in_key > 0) key.push_back(i);
  if (!key.empty()) {
    std::ranges::sort(key, {}, [&](std::size_t i) { return columns[i].in_key; });
    return key;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column.may_be_absent) throw cannot_walk(table, "it has no primary key, and its column " + columns[i].column.name + " may be absent");
    key.push_back(i);
  }
  std::ranges::stable_sort(key, {}, [&](std::size_t i) { return columns[i].in_index > 0 ? columns[i].in_index : std::int64_t{1000}; });
  return key;
}

TableShape shape_of(Connection& connection, const std::string& name) {
  TableShape shape{name, {}, {}};
  const auto columns = columns_of(connection, name);
  shape.key = walk_key_of(name, columns);
  for (const FoundColumn& one : columns) shape.columns.push_back(one.column);
  return shape;
}

std::string list_of_columns(const TableShape& table, const std::vector<std::size_t>& columns) {
  std::string list;
  for (const std::size_t column : columns) list += (list.empty() ? "" : ", ") + quoted_name(table.columns[column].name);
  return list;
}

std::string all_columns(const TableShape& table) {
  std::string list;
  for (const TableColumn& column : table.columns) list += (list.empty() ? "" : ", ") + quoted_name(column.name);
  return list;
}

void add_to_hashed(std::string& bytes, const Cell& cell) {
  if (cell.absent) {
    bytes += 'n';
  } else if (cell.is_text) {
    bytes.append("t").append(std::to_string(cell.text.size())).append(":").append(cell.text);
  } else {
    bytes.append("i").append(std::to_string(cell.number)).append(";");
  }
}

bool same_key(const TableShape& table, const TableRow& a, const TableRow& b) {
  return std::ranges::all_of(table.key, [&](std::size_t column) { return a[column] == b[column]; });
}

Param param_of(const std::string& name, const Cell& cell) {
  if (cell.absent) return Param::absent(name.c_str(), cell.is_text);
  return cell.is_text ? Param(name.c_str(), cell.text) : Param(name.c_str(), cell.number);
}

std::string shown_value(const Cell& cell) {
  if (!cell.is_text) return std::to_string(cell.number);
  std::string text;
  for (const char c : cell.text.substr(0, kShownOfAValue)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte < 0x7f) text += c;
    else text += "\\x" + base::hex_encode(std::string(1, c));
  }
  return cell.text.size() > kShownOfAValue ? text + "..." : text;
}

}  // namespace

std::vector<TableShape> tables_of(Connection& connection) {
  std::vector<std::string> names;
  {
    Rows rows = connection.query("copy/tables", "t");
    while (rows.next()) names.push_back(rows.text(0));
  }
  std::map<std::string, std::vector<std::string>> parents;
  for (const std::string& name : names) {
    Rows rows = connection.query("copy/parents", "t", {{"table", name}});
    while (rows.next())
      if (rows.text(0) != name) parents[name].push_back(rows.text(0));
  }
  std::vector<TableShape> placed;
  const auto is_placed = [&](const std::string& name) { return std::ranges::any_of(placed, [&](const TableShape& one) { return one.name == name; }); };
  while (placed.size() < names.size()) {
    const std::size_t before = placed.size();
    for (const std::string& name : names)
      if (!is_placed(name) && std::ranges::all_of(parents[name], is_placed)) placed.push_back(shape_of(connection, name));
    if (placed.size() == before) throw cannot_walk(names.front(), "tables refer to each other in a circle");
  }
  return placed;
}

// Keys that begin with "store." tell of the store itself, the key's hash of the engine it lies in (docs/decisions/0052).
std::string rows_of_site(const TableShape& table) {
  return table.name == "site" ? R"(("key" < 'store.' OR "key" >= 'store/') AND "key" NOT IN ('site_key_digest', 'text_keys_mark', 'export_folder_mark'))" : "1 = 1";
}

std::int64_t count_rows(Connection& connection, const TableShape& table) {
  Rows rows = connection.query_made("copy/" + table.name + "/count", "SELECT COUNT(*) FROM " + quoted_name(table.name) + " WHERE " + rows_of_site(table), "i");
  return rows.next() ? rows.integer(0) : 0;
}

void empty_table(Connection& connection, const TableShape& table) {
  connection.run_made("copy/" + table.name + "/empty", "DELETE FROM " + quoted_name(table.name) + " WHERE " + rows_of_site(table));
}

std::string key_text(const TableShape& table, const TableRow& row) {
  std::string text;
  for (const std::size_t column : table.key) text += (text.empty() ? "" : ", ") + table.columns[column].name + "=" + shown_value(row[column]);
  return text;
}

TableWalk::TableWalk(Connection& connection, const TableShape& table) : connection_(connection), table_(table) {
  std::string places;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    names_.push_back("k" + std::to_string(i));
    places += (i == 0 ? ":" : ", :") + names_.back();
  }
  for (const TableColumn& column : table.columns) letters_ += column.is_text ? 't' : 'i';
  const std::string key = list_of_columns(table, table.key), from = "SELECT " + all_columns(table) + " FROM " + quoted_name(table.name) + " WHERE " + rows_of_site(table);
  const std::string order = " ORDER BY " + key + " LIMIT :most";
  first_ = from + order;
  // From the last row's key on, without the rows that were read with it: rows that are alike in everything are not lost between two pages.
  further_ = from + " AND (" + key + ") >= (" + places + ")" + order + " OFFSET :alike";
}

Rows TableWalk::page(int most) {
  const std::string name = "copy/" + table_.name;
  if (last_.empty()) {
    const Param limit("most", most);
    return connection_.query_made(name + "/first", first_, letters_, std::span(&limit, 1));
  }
  std::vector<Param> params;
  for (std::size_t i = 0; i < table_.key.size(); ++i) params.push_back(param_of(names_[i], last_[table_.key[i]]));
  params.emplace_back("most", most);
  params.emplace_back("alike", alike_);
  return connection_.query_made(name + "/further", further_, letters_, params);
}

const std::vector<TableRow>& TableWalk::next(int most) {
  page_.clear();
  Rows rows = page(most);
  while (rows.next()) take(rows);
  if (!page_.empty()) last_ = page_.back();
  return page_;
}

void TableWalk::take(Rows& rows) {
  TableRow row(table_.columns.size());
  std::string hashed = hash_;
  for (std::size_t i = 0; i < row.size(); ++i) {
    Cell& cell = row[i];
    const int column = static_cast<int>(i);
    cell.is_text = table_.columns[i].is_text;
    cell.absent = rows.null(column);
    if (!cell.absent && cell.is_text) cell.text = std::move(rows.text(column));
    if (!cell.absent && !cell.is_text) cell.number = rows.integer(column);
    add_to_hashed(hashed, cell);
  }
  hash_ = base::sha256(hashed);
  const TableRow& before = page_.empty() ? last_ : page_.back();
  alike_ = !before.empty() && same_key(table_, before, row) ? alike_ + 1 : 1;
  page_.push_back(std::move(row));
  ++rows_;
}

std::string TableWalk::hash() const { return base::hex_encode(hash_.empty() ? base::sha256("") : hash_); }

TableFill::TableFill(Connection& connection, const TableShape& table) : connection_(connection), table_(table) {
  for (std::size_t i = 0; i < kTogether * table.columns.size(); ++i) names_.push_back("p" + std::to_string(i));
  one_ = statement(1);
  many_ = statement(kTogether);
}

std::string TableFill::statement(std::size_t rows) const {
  std::string text = "INSERT INTO " + quoted_name(table_.name) + " (" + all_columns(table_) + ") VALUES ";
  for (std::size_t row = 0, place = 0; row < rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < table_.columns.size(); ++column) text += (column == 0 ? ":" : ", :") + names_[place++];
    text += ")";
  }
  return text;
}

void TableFill::insert(const std::vector<TableRow>& rows) {
  std::size_t at = 0;
  for (; at + kTogether <= rows.size(); at += kTogether) run(rows, at, kTogether);
  for (; at < rows.size(); ++at) run(rows, at, 1);
}

void TableFill::run(const std::vector<TableRow>& rows, std::size_t first, std::size_t count) {
  std::vector<Param> params;
  params.reserve(count * table_.columns.size());
  for (std::size_t row = first; row < first + count; ++row)
    for (const Cell& cell : rows[row]) params.push_back(param_of(names_[params.size()], cell));
  connection_.run_made("copy/" + table_.name + (count == 1 ? "/one" : "/many"), count == 1 ? one_ : many_, params);
}

}  // namespace preceptor::store
