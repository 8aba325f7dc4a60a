// What a record store refused, sending it again, and what it answered.
#include <algorithm>
#include <utility>

#include "adapters/store/batches.hpp"
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Result<std::vector<xapi::Parked>> SqlStore::list_parked(const xapi::Destination& d, int limit) {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::Parked> found;
    Rows rows = c.query("delivery/list_parked", "titttii", {{"kind", d.kind}, {"name", d.name}, {"limit", limit}});
    while (rows.next())
      found.push_back({d, base::RegistrationId(rows.text(0)), rows.integer(1), base::StatementId(rows.text(2)), rows.text(3), rows.text(4),
                       rows.instant(5), rows.flag(6)});
    return found;
  });
}

base::Result<std::vector<xapi::ParkedGroup>> SqlStore::parked_groups(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::ParkedGroup> found;
    Rows rows = c.query("delivery/parked_groups", "ttiii", {{"kind", d.kind}, {"name", d.name}});
    while (rows.next()) found.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(3), rows.instant(4)});
    return found;
  });
}

base::Result<std::int64_t> SqlStore::send_again(const xapi::Destination& d, const xapi::ParkedChoice& choice) {
  std::int64_t marked = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    const std::string audience = audience_of(c, d);
    marked = c.run("delivery/mark_parked", {{"audience", audience}, {"kind", d.kind}, {"name", d.name}, {"statement_id", choice.statement}, {"code", choice.code}, {"begins", choice.begins}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return marked;
}

base::Result<std::optional<xapi::Batch>> SqlStore::next_again(const xapi::Destination& d, int max_statements, std::size_t max_bytes) {
  return readers_.read([&](Connection& c) -> std::optional<xapi::Batch> {
    xapi::Batch batch;
    std::size_t bytes = 0;
    const std::string audience = audience_of(c, d);
    Rows rows = c.query("delivery/marked", "tittt", {{"audience", audience}, {"kind", d.kind}, {"name", d.name}, {"limit", std::max(1, max_statements)}});
    while (rows.next()) {
      const base::RegistrationId registration(rows.text(0));
      bytes += rows.text(3).size() + rows.text(4).size();
      if (!batch.statements.empty() && (registration != batch.registration || bytes > max_bytes)) break;
      batch.registration = registration;
      batch.through = rows.integer(1);
      batch.statements.push_back({batch.through, base::StatementId(rows.text(2)), std::move(rows.text(3)), std::move(rows.text(4))});
    }
    if (batch.statements.empty()) return std::nullopt;
    return batch;
  });
}

base::Status SqlStore::settle_again(const xapi::Destination& d, const ports::Lease& lease, const base::RegistrationId& registration,
                                    const std::vector<base::StatementId>& delivered, const std::vector<xapi::Parked>& parked,
                                    const std::optional<xapi::Receipt>& receipt) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    for (const auto& id : delivered) c.run("delivery/drop_parked", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"statement_id", id}});
    keep_answers(c, d, parked, receipt);
    return {};
  });
}

base::Result<SqlStore::Settled> SqlStore::settled_between(const xapi::Destination& d, base::Instant after, base::Instant until) {
  return readers_.read([&](Connection& c) {
    const auto between = [&](const char* statement) { return c.count(statement, {{"kind", d.kind}, {"name", d.name}, {"after", after}, {"until", until}}); };
    return Settled{between("delivery/delivered_between"), between("delivery/refused_between")};
  });
}

base::Result<std::vector<xapi::Receipt>> SqlStore::receipts(const xapi::Destination& d, int limit) {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::Receipt> found;
    Rows rows = c.query("delivery/receipts", "tiiiii", {{"kind", d.kind}, {"name", d.name}, {"limit", limit}});
    while (rows.next())
      found.push_back({d, base::RegistrationId(rows.text(0)), rows.integer(1), rows.integer(2), static_cast<int>(rows.integer(3)), static_cast<int>(rows.integer(4)),
                       rows.instant(5)});
    return found;
  });
}

}  // namespace preceptor::store
