// The tables of a database as they are found there, and their rows in key order: what copies a store has to know no table.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/store/connection.hpp"

namespace preceptor::store {

struct TableColumn {
  std::string name;
  bool is_text = false;   // else a whole number
  bool may_be_absent = false;
};

struct TableShape {
  std::string name;
  std::vector<TableColumn> columns;
  // Columns that give rows their order: the primary key, or all where there is none.
  std::vector<std::size_t> key;
};

// Every table of the site's schema, those that others refer to before them, by name else. Throws SqlFailure: also for a table whose rows cannot be
// walked, because it has a column of another kind than text and whole numbers, or neither a primary key nor a value in every column.
std::vector<TableShape> tables_of(Connection& connection);

// Of the rows that belong to the site and not to the store they lie in: what a statement on this table begins its WHERE with.
std::string rows_of_site(const TableShape& table);
std::int64_t count_rows(Connection& connection, const TableShape& table);
// Takes them out again. Inside a transaction.
void empty_table(Connection& connection, const TableShape& table);

struct Cell {
  bool absent = false, is_text = false;
  std::int64_t number = 0;
  std::string text;
  bool operator==(const Cell&) const = default;
};
using TableRow = std::vector<Cell>;

// "registration=r1, seq=3": what a person finds the row by. Bytes that cannot be shown are written as \xNN, long values are cut off.
std::string key_text(const TableShape& table, const TableRow& row);

// Reads a table once, forward, a page at a time. The hash is a chain: of row after row, each with the hash before it, so that it can stop and go on.
class TableWalk {
 public:
  TableWalk(Connection& connection, const TableShape& table);
  // The next rows, at most `most`; empty behind the last. Valid until called again.
  const std::vector<TableRow>& next(int most);
  std::int64_t rows() const { return rows_; }   // so far
  std::string hash() const;                     // of those; 64 hexadecimal digits

 private:
  Rows page(int most);
  void take(Rows& rows);

  Connection& connection_;
  const TableShape& table_;
  std::string letters_, first_, further_;
  std::vector<std::string> names_;   // of the key's parameters
  std::vector<TableRow> page_;
  TableRow last_;                    // the row read last; empty before the first
  std::int64_t alike_ = 0;           // rows read last that have the key of `last_`: more than one only where there is no primary key
  std::int64_t rows_ = 0;
  std::string hash_;
};

// Puts rows into a table, several with one statement. Inside a transaction.
class TableFill {
 public:
  TableFill(Connection& connection, const TableShape& table);
  void insert(const std::vector<TableRow>& rows);

 private:
  std::string statement(std::size_t rows) const;
  void run(const std::vector<TableRow>& rows, std::size_t first, std::size_t count);

  Connection& connection_;
  const TableShape& table_;
  std::vector<std::string> names_;
  std::string one_, many_;
};

}  // namespace preceptor::store
