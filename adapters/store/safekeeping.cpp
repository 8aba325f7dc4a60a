// When copies of the record were last made.
#include <charconv>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

const char* key_of(ports::Copy kind) { return kind == ports::Copy::backup ? "copy.backup_at" : "copy.export_at"; }

}  // namespace

base::Status SqlStore::note_copy(ports::Copy kind, base::Instant at) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("site/put", {{"key", key_of(kind)}, {"value", std::to_string(base::to_unix_ms(at))}});
    return {};
  });
}

base::Result<std::optional<base::Instant>> SqlStore::last_copy(ports::Copy kind) {
  const auto text = site_value(key_of(kind));
  if (!text) return base::fail(text.error());
  if (!*text) return std::optional<base::Instant>{};
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), ms);
  if (error != std::errc{} || end != (*text)->data() + (*text)->size())
    return base::fail(base::Code::store_failed, std::string(key_of(kind)) + " of the table site is not a time");
  return std::optional(base::from_unix_ms(ms));
}

base::Result<std::int64_t> SqlStore::back_up(const std::string& file) { return engine_.back_up(place_, file); }

base::Result<ports::StoreLook> SqlStore::look_through(std::int64_t max_bytes) { return engine_.look_through(place_, max_bytes); }

}  // namespace preceptor::store
