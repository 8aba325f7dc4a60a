// Statements of one registration, a window at a time, for exports that stop and go on.
#include <limits>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Result<std::vector<xapi::ExportedRow>> SqlStore::export_window(const xapi::ExportFilter& filter, const std::string& registration,
                                                                     std::int64_t after_position, std::int64_t after_ordinal, std::int64_t through, int limit) {
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  return readers_.read([&](Connection& c) {
    std::vector<xapi::ExportedRow> window;
    Rows rows = c.query("delivery/export_window", "iittit",
                        {{"registration", registration},
                         {"after_position", after_position},
                         {"through", through},
                         {"after_ordinal", after_ordinal},
                         {"from_time", filter.from ? base::to_unix_ms(*filter.from) : -kEnd},
                         {"to_time", filter.to ? base::to_unix_ms(*filter.to) : kEnd},
                         {"unit_id", filter.unit_id},
                         {"context_id", filter.context_id},
                         {"only_registration", filter.registration},
                         {"person", filter.person},
                         {"limit", limit}});
    while (rows.next()) {
      xapi::ExportedRow row{rows.integer(0), rows.integer(1), std::move(rows.text(2)), std::move(rows.text(3)), std::nullopt};
      if (!rows.flag(4)) row.body = std::move(rows.text(5));
      window.push_back(std::move(row));
    }
    return window;
  });
}

}  // namespace preceptor::store
