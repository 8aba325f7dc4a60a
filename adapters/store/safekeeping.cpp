// When copies of the record were last made.
#include <algorithm>
#include <charconv>

#include "adapters/store/sql_store.hpp"
#include "adapters/store/sqlite_backup.hpp"

namespace preceptor::store {
namespace {

const char* key_of(ports::Copy kind) { return kind == ports::Copy::backup ? "copy.backup_at" : "copy.export_at"; }

std::optional<base::Instant> time_of(const std::string& text) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return base::from_unix_ms(ms);
}

}  // namespace

// One that lay aside may be noted long after a newer one.
base::Status SqlStore::note_copy(ports::Copy kind, base::Instant at) {
  return writer_.run([&](Connection& c) -> base::Status {
    base::Instant newest = at;
    {
      Rows rows = c.query("site/value", "t", {{"key", key_of(kind)}});
      if (rows.next()) newest = std::max(newest, time_of(rows.text(0)).value_or(at));
    }
    c.run("site/put", {{"key", key_of(kind)}, {"value", std::to_string(base::to_unix_ms(newest))}});
    return {};
  });
}

base::Result<std::optional<base::Instant>> SqlStore::last_copy(ports::Copy kind) {
  const auto text = site_value(key_of(kind));
  if (!text) return base::fail(text.error());
  if (!*text) return std::optional<base::Instant>{};
  const auto at = time_of(**text);
  if (!at) return base::fail(base::Code::store_failed, std::string(key_of(kind)) + " of the table site is not a time");
  return at;
}

base::Result<std::int64_t> SqlStore::back_up(const std::string& file) { return engine_.back_up(place_, file, clock_.now()); }

base::Result<ports::StoreLook> SqlStore::look_through(std::int64_t max_bytes) { return engine_.look_through(place_, max_bytes); }

// A backup is a SQLite file whatever engine the site has: a site that moved has its old ones still.
base::Result<ports::StoreLook> SqlStore::look_through_copy(const std::string& file) { return sqlite_look_through_copy(file); }

}  // namespace preceptor::store
