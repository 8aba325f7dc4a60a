#include <algorithm>

#include "adapters/store/sql_store.hpp"
#include "core/base/json.hpp"

namespace preceptor::store {
namespace {

using lti::Registration;
constexpr std::string_view kColumns = "ttttttttttttiitt";

std::string list_text(const std::vector<std::string>& texts) { return base::canonical_json(base::Json(texts)); }

std::vector<std::string> list_of(const std::string& text, const std::string& column) {
  std::vector<std::string> texts;
  const auto json = base::parse_json(text);
  if (!json || !json->is_array()) throw SqlFailure({base::Code::store_failed, "registration." + column + " is damaged", {}, {}});
  for (const auto& one : *json)
    if (one.is_string()) texts.push_back(one.get<std::string>());
  return texts;
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
  r.frame_ancestors = list_of(rows.text(10), "frame_ancestors");
  r.source = rows.text(11);
  r.enabled = rows.flag(12);
  r.accepted = rows.flag(13);
  r.authorization_server = rows.text(14);
  r.scopes = list_of(rows.text(15), "scopes");
  return r;
}

std::vector<Registration> with_deployments(Connection& c, std::vector<Registration> found) {
  for (Registration& registration : found) {
    Rows rows = c.query("registration/deployments", "tii", {{"registration", registration.id}});
    while (rows.next()) {
      const std::string& id = rows.text(0);
      if (rows.flag(2)) registration.anonymous_deployments.push_back(id);
      (rows.flag(1) ? registration.pending_deployments : registration.deployment_ids).push_back(id);
    }
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

bool holds(const std::vector<std::string>& list, const std::string& one) { return std::find(list.begin(), list.end(), one) != list.end(); }

// `statement`: registration/upsert, or registration/insert for one that must be new.
void save(Connection& c, const Registration& r, std::string_view statement) {
  c.run(statement,
        {{"id", r.id}, {"platform", r.platform}, {"name", r.name}, {"lms", r.lms}, {"issuer", r.issuer}, {"client_id", r.client_id},
         {"authorization_endpoint", r.authorization_endpoint}, {"token_endpoint", r.token_endpoint}, {"jwks_uri", r.jwks_uri},
         {"actor_home_page", r.actor_home_page}, {"frame_ancestors", list_text(r.frame_ancestors)}, {"source", r.source},
         {"enabled", r.enabled}, {"accepted", r.accepted}, {"authorization_server", r.authorization_server},
         {"scopes", list_text(r.scopes)}});
  c.run("registration/drop_deployments", {{"registration", r.id}});
  int ordinal = 0;
  const auto insert = [&](const std::string& deployment, bool pending) {
    c.run("registration/insert_deployment", {{"registration", r.id}, {"ordinal", ordinal++}, {"deployment_id", deployment}, {"pending", pending},
                                             {"anonymous", !pending && holds(r.anonymous_deployments, deployment)}});
  };
  for (const auto& deployment : r.deployment_ids) insert(deployment, false);
  for (const auto& deployment : r.pending_deployments)
    if (!holds(r.deployment_ids, deployment)) insert(deployment, true);
}

// Who writes a registration down by hand or in a file knows neither what the LMS granted nor which deployments have shown themselves.
void keep_unknown(Registration& saving, const Registration& known) {
  if (saving.scopes.empty()) saving.scopes = known.scopes;
  if (saving.pending_deployments.empty()) saving.pending_deployments = known.pending_deployments;
}

bool is_there(const std::optional<Registration>& found) { return found.has_value(); }

}  // namespace

// Every write of a registration or its deployments.
base::Status SqlStore::write_registrations(const Writer::Work& work) {
  auto done = writer_.run(work);
  registrations_.forget();
  return done;
}

base::Result<std::optional<Registration>> SqlStore::find_registration(const std::string& issuer, const std::string& client_id) {
  const auto read = [&] { return readers_.read([&](Connection& c) { return select_one(c, "registration/find", {{"issuer", issuer}, {"client_id", client_id}}); }); };
  return registrations_.get("by name\n" + issuer + "\n" + client_id, read, is_there);
}

base::Result<std::vector<Registration>> SqlStore::registrations_of_issuer(const std::string& issuer) {
  return readers_.read([&](Connection& c) { return select(c, "registration/of_issuer", {{"issuer", issuer}}); });
}

base::Result<std::optional<Registration>> SqlStore::load_registration(const base::RegistrationId& id) {
  const auto read = [&] { return readers_.read([&](Connection& c) { return select_one(c, "registration/load", {{"id", id}}); }); };
  return registrations_.get("by id\n" + id.str(), read, is_there);
}

base::Result<std::vector<Registration>> SqlStore::list_registrations() {
  return readers_.read([&](Connection& c) { return select(c, "registration/list", {}); });
}

base::Result<Registration> SqlStore::save_registration(const Registration& registration) {
  Registration stored = registration;
  const auto done = write_registrations([&](Connection& c) -> base::Status {
    const auto known = select_one(c, "registration/find", {{"issuer", stored.issuer}, {"client_id", stored.client_id}});
    // Id and platform are given once; later edits keep them, a changed jwks_uri included.
    stored.id = known ? known->id : base::RegistrationId(short_id());
    stored.platform = known ? known->platform : base::PlatformId(platform_for(c, stored));
    if (known) keep_unknown(stored, *known);
    save(c, stored, "registration/upsert");
    std::erase_if(stored.pending_deployments, [&](const std::string& one) { return holds(stored.deployment_ids, one); });
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Result<Registration> SqlStore::register_invited(const Registration& registration, const std::string& invitation, base::Instant now) {
  Registration stored = registration;
  const auto done = write_registrations([&](Connection& c) -> base::Status {
    if (c.run("invitation/use", {{"now", now}, {"digest", invitation}, {"registration", stored.id}}) == 0)
      return base::fail(base::Code::invitation_invalid);
    const auto known = select_one(c, "registration/find", {{"issuer", stored.issuer}, {"client_id", stored.client_id}});
    if (known || select_one(c, "registration/load", {{"id", stored.id}})) return base::fail(base::Code::register_exists);
    stored.platform = base::PlatformId(platform_for(c, stored));
    save(c, stored, "registration/insert");
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Result<Registration> SqlStore::change_registration(const base::RegistrationId& id, const std::function<base::Status(Registration&)>& change) {
  Registration stored;
  const auto done = write_registrations([&](Connection& c) -> base::Status {
    const auto known = select_one(c, "registration/load", {{"id", id}});
    if (!known) return base::fail(base::Code::platform_unknown, id.str());
    stored = *known;
    if (base::Status changed = change(stored); !changed) return changed;
    // What identifies it is given once.
    stored.id = known->id;
    stored.platform = known->platform;
    stored.issuer = known->issuer;
    stored.client_id = known->client_id;
    save(c, stored, "registration/upsert");
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Status SqlStore::disable_configured_except(const std::vector<base::RegistrationId>& keep) {
  return write_registrations([&](Connection& c) -> base::Status {
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
  return write_registrations([&](Connection& c) -> base::Status {
    if (c.run("registration/disable", {{"id", id}}) == 0) return base::fail(base::Code::platform_unknown, id.str());
    return {};
  });
}

}  // namespace preceptor::store
