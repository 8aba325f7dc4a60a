// Every sealed statement in order, a page at a time: memory stays flat, and no snapshot stays open while a page is used.
#include <limits>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

constexpr int kPage = 200;

struct Place {  // of the last statement read
  std::string registration;
  std::int64_t position = 0, ordinal = -1;
};

std::vector<xapi::QueuedStatement> read_page(Connection& c, const xapi::ExportFilter& f, Place& place) {
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  std::vector<xapi::QueuedStatement> page;
  Rows rows = c.query("delivery/export_page", "tiittt",
                      {{"after_registration", place.registration},
                       {"after_position", place.position},
                       {"after_ordinal", place.ordinal},
                       {"from_time", f.from ? base::to_unix_ms(*f.from) : -kEnd},
                       {"to_time", f.to ? base::to_unix_ms(*f.to) : kEnd},
                       {"unit_id", f.unit_id},
                       {"context_id", f.context_id},
                       {"registration", f.registration},
                       {"person", f.person},
                       {"limit", kPage}});
  while (rows.next()) {
    place = {rows.text(0), rows.integer(1), rows.integer(2)};
    page.push_back({place.position, base::StatementId(rows.text(3)), std::move(rows.text(4)), std::move(rows.text(5))});
  }
  return page;
}

}  // namespace

base::Status SqlStore::export_statements(const xapi::ExportFilter& filter, const std::function<bool(const xapi::QueuedStatement&)>& each) {
  Place place;
  while (true) {
    const auto page = readers_.read([&](Connection& c) { return read_page(c, filter, place); });
    if (!page) return base::fail(page.error());
    for (const auto& statement : *page)
      if (!each(statement)) return {};
    if (page->size() < kPage) return {};
  }
}

}  // namespace preceptor::store
