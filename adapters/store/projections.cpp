#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using ports::Projection;

constexpr std::string_view kProjectionColumns = "ttttttiit";

std::vector<Projection> all_projections(Rows rows) {
  std::vector<Projection> found;
  while (rows.next()) {
    Projection one;
    one.kind = rows.text(0);
    one.registration = base::RegistrationId(rows.text(1));
    one.id = rows.text(2);
    one.parent = rows.text(3);
    one.person = base::PersonId(rows.text(4));
    one.state = rows.text(5);
    one.version = rows.integer(6);
    one.updated_at = rows.instant(7);
    one.body = rows.text(8);
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace

base::Status write_projection(Connection& c, const Projection& p) {
  const auto changed = c.run(p.version == 1 ? "projection/insert" : "projection/update",
                             {{"kind", p.kind}, {"registration", p.registration}, {"id", p.id}, {"parent", p.parent}, {"person", p.person},
                              {"state", p.state}, {"version", p.version}, {"updated_at", p.updated_at}, {"body", p.body}});
  if (changed == 0) return base::fail(base::Code::store_conflict, p.kind + " " + p.id + " was changed by another");
  return {};
}

base::Result<std::optional<Projection>> SqlStore::load_projection(const base::RegistrationId& registration, const std::string& kind,
                                                                  const std::string& id) {
  return readers_.read([&](Connection& c) -> std::optional<Projection> {
    auto found = all_projections(c.query("projection/load", kProjectionColumns, {{"registration", registration}, {"kind", kind}, {"id", id}}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

base::Result<std::vector<Projection>> SqlStore::list_projections(const ports::ProjectionFilter& filter) {
  const base::RegistrationId registration = filter.registration.value_or(base::RegistrationId());
  return readers_.read([&](Connection& c) {
    if (filter.state)
      return all_projections(c.query("projection/of_state", kProjectionColumns,
                                     {{"kind", filter.kind}, {"state", *filter.state}, {"registration", registration}, {"limit", filter.limit}}));
    return all_projections(c.query("projection/of_kind", kProjectionColumns,
                                   {{"kind", filter.kind}, {"registration", registration}, {"limit", filter.limit}}));
  });
}

base::Result<std::vector<Projection>> SqlStore::projections_of_parent(const std::string& kind, const std::string& parent, int limit) {
  return readers_.read([&](Connection& c) {
    return all_projections(c.query("projection/of_parent", kProjectionColumns, {{"kind", kind}, {"parent", parent}, {"limit", limit}}));
  });
}

base::Result<std::vector<Projection>> SqlStore::projections_of_person(const std::string& kind, const base::PersonId& person, int limit) {
  return readers_.read([&](Connection& c) {
    return all_projections(c.query("projection/of_person", kProjectionColumns, {{"kind", kind}, {"person", person}, {"limit", limit}}));
  });
}

}  // namespace preceptor::store
