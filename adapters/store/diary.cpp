#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {
namespace {
constexpr int kKeep = 10000;
constexpr std::size_t kLongest = 500;
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

base::Result<std::vector<ports::DiaryEntry>> SqlStore::recent_diary(int limit) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::DiaryEntry> found;
    Rows rows = c.query("diary/recent", "itttttttt", {{"limit", limit}});
    while (rows.next())
      found.push_back({rows.instant(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6), rows.text(7),
                       rows.text(8)});
    return found;
  });
}

}  // namespace preceptor::store
