#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {
namespace {

constexpr std::size_t kLongestSubject = 300;

}  // namespace

base::Status SqlStore::append_audit(const ports::AuditEntry& entry) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("audit/insert", {{"at", entry.at}, {"area", entry.area}, {"who", entry.who}, {"kind", entry.kind}, {"act", entry.act},
                           {"subject", base::utf8_prefix(entry.subject, kLongestSubject)}, {"request", entry.request}});
    return {};
  });
}

base::Result<std::vector<ports::AuditEntry>> SqlStore::list_audit(const ports::AuditFilter& filter) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::AuditEntry> found;
    Rows rows = c.query("audit/page", "itttttt", {{"from", filter.from}, {"to", filter.to}, {"who", filter.who}, {"kind", filter.kind},
                                                  {"limit", filter.limit}, {"offset", filter.offset}});
    while (rows.next())
      found.push_back({rows.instant(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6)});
    return found;
  });
}

base::Result<int> SqlStore::forget_audit(base::Instant before, int limit) {
  int gone = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    gone = static_cast<int>(c.run("audit/forget", {{"before", before}, {"limit", limit}}));
    return {};
  });
  if (!done) return base::fail(done.error());
  return gone;
}

}  // namespace preceptor::store
