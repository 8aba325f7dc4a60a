#include <algorithm>

#include "adapters/store/sql_store.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::store {
namespace {

using lti::Registration;
constexpr std::string_view kColumns = "tttttttttttti";

// 9 random bytes: 12 characters that stand in a URL, and more of them than anyone registers.
std::string short_id() { return base::base64url_encode(base::random_bytes(9)); }

std::string origins_text(const std::vector<std::string>& origins) { return base::canonical_json(base::Json(origins)); }

std::vector<std::string> origins_of(const std::string& text) {
  std::vector<std::string> origins;
  const auto json = base::parse_json(text);
  if (!json || !json->is_array()) throw SqlFailure({base::Code::store_failed, "registration.frame_ancestors is damaged", {}, {}});
  for (const auto& origin : *json)
    if (origin.is_string()) origins.push_back(origin.get<std::string>());
  return origins;
}

Registration registration_of(Rows& rows) {
  Registration r;
  r.id = base::RegistrationId(rows.text(0));
  r.platform = base::PlatformId(rows.text(1));
  r.name = rows.text(2);
  r.lms = rows.text(3);
  r.issuer = rows.text(4);
  r.client_id = rows.text(5);
  r.authorization_endpoint = rows.text(6);
  r.token_endpoint = rows.text(7);
  r.jwks_uri = rows.text(8);
  r.actor_home_page = rows.text(9);
  r.frame_ancestors = origins_of(rows.text(10));
  r.source = rows.text(11);
  r.enabled = rows.flag(12);
  return r;
}

std::vector<Registration> with_deployments(Connection& c, std::vector<Registration> found) {
  for (Registration& registration : found) {
    Rows rows = c.query("registration/deployments", "t", {{"registration", registration.id}});
    while (rows.next()) registration.deployment_ids.push_back(rows.text(0));
  }
  return found;
}

std::vector<Registration> select(Connection& c, std::string_view name, Params params) {
  std::vector<Registration> found;
  {
    Rows rows = c.query(name, kColumns, params);
    while (rows.next()) found.push_back(registration_of(rows));
  }
  return with_deployments(c, std::move(found));
}

std::optional<Registration> select_one(Connection& c, std::string_view name, Params params) {
  auto found = select(c, name, params);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::string platform_for(Connection& c, const Registration& r) {
  {
    Rows rows = c.query("registration/platform_of", "t", {{"issuer", r.issuer}, {"jwks_uri", r.jwks_uri}});
    if (rows.next()) return rows.text(0);
  }
  std::string id = short_id();
  c.run("registration/insert_platform", {{"id", id}, {"issuer", r.issuer}, {"jwks_uri", r.jwks_uri}});
  return id;
}

void save(Connection& c, const Registration& r) {
  c.run("registration/upsert",
        {{"id", r.id}, {"platform", r.platform}, {"name", r.name}, {"lms", r.lms}, {"issuer", r.issuer}, {"client_id", r.client_id},
         {"authorization_endpoint", r.authorization_endpoint}, {"token_endpoint", r.token_endpoint}, {"jwks_uri", r.jwks_uri},
         {"actor_home_page", r.actor_home_page}, {"frame_ancestors", origins_text(r.frame_ancestors)}, {"source", r.source},
         {"enabled", r.enabled}});
  c.run("registration/drop_deployments", {{"registration", r.id}});
  int ordinal = 0;
  for (const auto& deployment : r.deployment_ids)
    c.run("registration/insert_deployment", {{"registration", r.id}, {"ordinal", ordinal++}, {"deployment_id", deployment}});
}

}  // namespace

base::Result<std::optional<Registration>> SqlStore::find_registration(const std::string& issuer, const std::string& client_id) {
  return readers_.read([&](Connection& c) { return select_one(c, "registration/find", {{"issuer", issuer}, {"client_id", client_id}}); });
}

base::Result<std::vector<Registration>> SqlStore::registrations_of_issuer(const std::string& issuer) {
  return readers_.read([&](Connection& c) { return select(c, "registration/of_issuer", {{"issuer", issuer}}); });
}

base::Result<std::optional<Registration>> SqlStore::load_registration(const base::RegistrationId& id) {
  return readers_.read([&](Connection& c) { return select_one(c, "registration/load", {{"id", id}}); });
}

base::Result<std::vector<Registration>> SqlStore::list_registrations() {
  return readers_.read([&](Connection& c) { return select(c, "registration/list", {}); });
}

base::Result<Registration> SqlStore::save_registration(const Registration& registration) {
  Registration stored = registration;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    const auto known = select_one(c, "registration/find", {{"issuer", stored.issuer}, {"client_id", stored.client_id}});
    // Id and platform are given once; later edits keep them, a changed jwks_uri included.
    stored.id = known ? known->id : base::RegistrationId(short_id());
    stored.platform = known ? known->platform : base::PlatformId(platform_for(c, stored));
    save(c, stored);
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Status SqlStore::disable_configured_except(const std::vector<base::RegistrationId>& keep) {
  return writer_.run([&](Connection& c) -> base::Status {
    std::vector<base::RegistrationId> gone;
    {
      Rows rows = c.query("registration/configured", "t");
      while (rows.next())
        if (base::RegistrationId id(rows.text(0)); std::find(keep.begin(), keep.end(), id) == keep.end()) gone.push_back(std::move(id));
    }
    for (const auto& id : gone) c.run("registration/disable", {{"id", id}});
    return {};
  });
}

base::Status SqlStore::remove_registration(const base::RegistrationId& id) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("registration/disable", {{"id", id}}) == 0) return base::fail(base::Code::platform_unknown, id.str());
    return {};
  });
}

}  // namespace preceptor::store
