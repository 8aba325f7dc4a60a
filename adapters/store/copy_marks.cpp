#include "adapters/store/copy_marks.hpp"

#include <sstream>

namespace preceptor::store {
namespace {

constexpr const char* kStateKey = "store.copy";

std::string mark_key(const TableShape& table) { return std::string(kStateKey) + "." + table.name; }

std::string site_text(Connection& connection, const std::string& key) {
  Rows rows = connection.query("site/value", "t", {{"key", key}});
  return rows.next() ? std::move(rows.text(0)) : std::string();
}

}  // namespace

bool is_unfinished_copy(Connection& connection) { return site_text(connection, kStateKey).starts_with("unfinished "); }

base::Result<CopyMarks::Found> CopyMarks::look() {
  std::istringstream in(site_text(target_, kStateKey));
  std::string state, record;
  if (!(in >> state >> record)) return Found::nothing;
  if (record != record_) return base::fail(base::Code::store_copy_target, "it holds a copy of another site");
  return state == "finished" ? Found::finished : Found::unfinished;
}

void CopyMarks::put(const std::string& state, base::Instant now) {
  target_.run("site/put", {{"key", kStateKey}, {"value", state + " " + record_ + " " + std::to_string(base::to_unix_ms(now))}});
}

void CopyMarks::finish(base::Instant now) {
  drop_marks();
  put("finished", now);
}

std::optional<CopyMark> CopyMarks::mark(const TableShape& table) {
  std::istringstream in(site_text(target_, mark_key(table)));
  CopyMark mark;
  if (!(in >> mark.rows >> mark.hash)) return std::nullopt;
  return mark;
}

void CopyMarks::set_mark(const TableShape& table, const CopyMark& mark) {
  target_.run("site/put", {{"key", mark_key(table)}, {"value", std::to_string(mark.rows) + " " + mark.hash}});
}

void CopyMarks::drop_marks() { target_.run("copy/drop_marks"); }

}  // namespace preceptor::store
