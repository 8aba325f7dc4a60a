#include <limits>

#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {
namespace {

constexpr int kKeep = 10000;
constexpr base::Milliseconds kWatch{60'000};
constexpr std::size_t kLongest = 500;

const char* statement_for(const ports::DiaryFilter& filter) {
  if (filter.code.empty()) return filter.registration ? "diary/page_of_registration" : "diary/page";
  return filter.registration ? "diary/page_of_both" : "diary/page_of_code";
}

Rows page(Connection& c, const ports::DiaryFilter& filter, int limit) {
  const std::int64_t before = filter.before == 0 ? std::numeric_limits<std::int64_t>::max() : filter.before;
  const char* name = statement_for(filter);
  constexpr std::string_view columns = "iitttttttt";
  if (filter.registration && !filter.code.empty())
    return c.query(name, columns, {{"registration", *filter.registration}, {"code", filter.code}, {"before", before}, {"limit", limit}});
  if (filter.registration) return c.query(name, columns, {{"registration", *filter.registration}, {"before", before}, {"limit", limit}});
  if (!filter.code.empty()) return c.query(name, columns, {{"code", filter.code}, {"before", before}, {"limit", limit}});
  return c.query(name, columns, {{"before", before}, {"limit", limit}});
}

}  // namespace

base::Status SqlStore::write_diary(const ports::DiaryEntry& entry) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("diary/insert",
          {{"at", entry.at}, {"code", entry.code}, {"step", entry.step}, {"registration", entry.registration}, {"reason", entry.reason},
           {"detail", base::utf8_prefix(entry.detail, kLongest)}, {"expected", base::utf8_prefix(entry.expected, kLongest)},
           {"received", base::utf8_prefix(entry.received, kLongest)}, {"checks", entry.checks}});
    c.run("diary/trim", {{"keep", kKeep}});
    return {};
  });
}

base::Result<std::vector<ports::DiaryEntry>> SqlStore::recent_diary(int limit) { return read_diary({}, limit); }

base::Result<std::vector<ports::DiaryEntry>> SqlStore::read_diary(const ports::DiaryFilter& filter, int limit) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::DiaryEntry> found;
    Rows rows = page(c, filter, limit);
    while (rows.next())
      found.push_back({rows.instant(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6), rows.text(7), rows.text(8),
                       rows.text(9), rows.integer(0)});
    return found;
  });
}

base::Result<std::vector<ports::LastGood>> SqlStore::last_good_launches() {
  return readers_.read([&](Connection& c) {
    std::vector<ports::LastGood> found;
    Rows rows = c.query("diary/last_good", "tit");
    while (rows.next()) found.push_back({rows.text(0), rows.instant(1), rows.text(2)});
    return found;
  });
}

// A page that waits looks again every few seconds: most looks find the watch still long enough and write nothing.
base::Status SqlStore::watch_launches(const base::RegistrationId& registration, base::Instant now) {
  const auto lasts = launches_watched(registration, now + kWatch / 2);
  if (!lasts) return base::fail(lasts.error());
  if (*lasts) return {};
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    c.run("diary/watch", {{"registration", registration}, {"until", now + kWatch}});
    return {};
  });
  watches_.forget();
  return done;
}

base::Result<bool> SqlStore::launches_watched(const base::RegistrationId& registration, base::Instant now) {
  const auto read = [&] { return readers_.read([&](Connection& c) { return c.count("diary/watched_until", {{"registration", registration}}); }); };
  const auto until = watches_.get(registration.str(), read, [](std::int64_t) { return true; });
  if (!until) return base::fail(until.error());
  return *until > base::to_unix_ms(now);
}

}  // namespace preceptor::store
