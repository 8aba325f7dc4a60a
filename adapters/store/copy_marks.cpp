#include "adapters/store/copy_marks.hpp"

#include <sstream>

#include "core/base/digest.hpp"

namespace preceptor::store {
namespace {

constexpr const char* kStateKey = "store.copy";

std::string mark_key(const TableShape& table) { return std::string(kStateKey) + "." + table.name; }

std::string site_text(Connection& connection, const std::string& key) {
  Rows rows = connection.query("site/value", "t", {{"key", key}});
  return rows.next() ? std::move(rows.text(0)) : std::string();
}

}  // namespace

RecordEnd record_end(Connection& connection) {
  std::string heads;
  Rows rows = connection.query("evidence/heads", "tit");
  while (rows.next()) heads += rows.text(0) + " " + std::to_string(rows.integer(1)) + " " + rows.text(2) + "\n";
  return {count_rows(connection, TableShape{"event", {}, {}}), base::sha256_hex(heads)};
}

bool is_unfinished_copy(Connection& connection) { return site_text(connection, kStateKey).starts_with("unfinished "); }

base::Result<CopyMarks::Found> CopyMarks::look() {
  std::istringstream in(site_text(target_, kStateKey));
  std::string state, record;
  if (!(in >> state >> record)) return Found::nothing;
  if (record != record_) return base::fail(base::Code::store_copy_target, "it holds a copy of another site");
  return state == "finished" ? Found::finished : Found::unfinished;
}

void CopyMarks::put(const std::string& state, base::Instant now, const std::string& more) {
  target_.run("site/put", {{"key", kStateKey}, {"value", state + " " + record_ + " " + std::to_string(base::to_unix_ms(now)) + more}});
}

void CopyMarks::finish(base::Instant now, const RecordEnd& copied) {
  drop_marks();
  put("finished", now, " " + std::to_string(copied.events) + " " + copied.heads);
}

base::Status CopyMarks::still_whole(const RecordEnd& now) {
  std::istringstream in(site_text(target_, kStateKey));
  std::string state, record;
  std::int64_t at = 0;
  in >> state >> record >> at;
  const std::string when = "this site was copied there on " + base::format_rfc3339(base::from_unix_ms(at)).substr(0, 10);
  RecordEnd then;
  if (!(in >> then.events >> then.heads))
    return base::fail(base::Code::store_copy_target, when + " by a version that did not note how far this store's record was, so that nobody can tell what it took since");
  if (then == now) return {};
  const std::int64_t since = now.events - then.events;
  if (since == 1) return base::fail(base::Code::store_copy_target, when + "; since then this store took 1 event, which is not in that copy");
  if (since > 1) return base::fail(base::Code::store_copy_target, when + "; since then this store took " + std::to_string(since) + " events, which are not in that copy");
  return base::fail(base::Code::store_copy_target, when + "; since then this store's record was changed: its seals are others");
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
