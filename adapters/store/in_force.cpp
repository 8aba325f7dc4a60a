// The statements in force, a page at a time, as export.cpp walks all of them.
#include <limits>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

constexpr int kInForcePage = 200;

struct InForcePlace {   // of the last statement read
  std::string registration;
  std::int64_t position = 0, ordinal = -1;
};

std::vector<xapi::StatementInForce> in_force_page(Connection& c, const xapi::WalkFilter& f, InForcePlace& place) {
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  std::vector<xapi::StatementInForce> page;
  Rows rows = c.query("delivery/current_page", "tiittittt",
                      {{"after_registration", place.registration},
                       {"after_position", place.position},
                       {"after_ordinal", place.ordinal},
                       {"from_time", f.from ? base::to_unix_ms(*f.from) : -kEnd},
                       {"to_time", f.to ? base::to_unix_ms(*f.to) : kEnd},
                       {"registration", f.registration},
                       {"template", f.template_name},
                       {"limit", kInForcePage}});
  while (rows.next()) {
    place = {rows.text(0), rows.integer(1), rows.integer(2)};
    page.push_back({base::StatementId(rows.text(3)), std::move(rows.text(4)), static_cast<int>(rows.integer(5)), std::move(rows.text(6)), std::move(rows.text(7)),
                    std::move(rows.text(8))});
  }
  return page;
}

}  // namespace

base::Status SqlStore::walk_in_force(const xapi::WalkFilter& filter, const std::function<bool(const xapi::StatementInForce&)>& each) {
  InForcePlace place;
  while (true) {
    const auto page = readers_.read([&](Connection& c) { return in_force_page(c, filter, place); });
    if (!page) return base::fail(page.error());
    for (const auto& statement : *page)
      if (!each(statement)) return {};
    if (page->size() < kInForcePage) return {};
  }
}

}  // namespace preceptor::store
