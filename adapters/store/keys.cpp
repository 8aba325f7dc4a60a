#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using lti::KeyState;
using lti::SigningKey;
constexpr std::string_view kColumns = "tttttiiii";

std::string_view name_of(KeyState state) {
  switch (state) {
    case KeyState::next: return "next";
    case KeyState::current: return "current";
    case KeyState::retired: break;
  }
  return "retired";
}

KeyState state_of(const std::string& name) {
  for (const KeyState state : {KeyState::next, KeyState::current, KeyState::retired})
    if (name_of(state) == name) return state;
  throw SqlFailure({base::Code::store_failed, "signing_key.state is damaged", {}, {}});
}

std::optional<base::Instant> instant_or_none(Rows& rows, int column) {
  if (rows.null(column)) return std::nullopt;
  return rows.instant(column);
}

std::vector<SigningKey> all(Rows rows) {
  std::vector<SigningKey> keys;
  while (rows.next()) {
    SigningKey& key = keys.emplace_back();
    key.kid = rows.text(0);
    key.registration = base::RegistrationId(rows.text(1));
    key.state = state_of(rows.text(2));
    key.sealed = rows.text(3);
    key.public_jwk = rows.text(4);
    key.created_at = rows.instant(5);
    key.activated_at = instant_or_none(rows, 6);
    key.retired_at = instant_or_none(rows, 7);
    key.published_until = instant_or_none(rows, 8);
  }
  return keys;
}

}  // namespace

base::Result<std::vector<SigningKey>> SqlStore::list_keys(const base::RegistrationId& registration) {
  return readers_.read([&](Connection& c) { return all(c.query("key/list", kColumns, {{"registration", registration}})); });
}

base::Result<std::vector<SigningKey>> SqlStore::published_keys(base::Instant now) {
  return readers_.read([&](Connection& c) { return all(c.query("key/published", kColumns, {{"now", now}})); });
}

base::Result<std::vector<SigningKey>> SqlStore::waiting_keys(base::Instant made_by) {
  return readers_.read([&](Connection& c) { return all(c.query("key/waiting", kColumns, {{"made_by", made_by}})); });
}

base::Result<bool> SqlStore::add_key(const SigningKey& key) {
  bool added = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    added = false;
    if (c.count("key/known", {{"kid", key.kid}}) > 0) return base::fail(base::Code::store_already_used, "a key of that kid");
    added = c.run("key/insert", {{"kid", key.kid}, {"registration", key.registration}, {"state", name_of(key.state)}, {"sealed", key.sealed},
                                 {"public_jwk", key.public_jwk}, {"created_at", key.created_at}}) == 1;
    return {};
  });
  if (!done) return base::fail(done.error());
  return added;
}

base::Result<bool> SqlStore::activate_key(const base::RegistrationId& registration, const std::string& kid, base::Instant now,
                                          base::Instant old_until) {
  bool activated = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    activated = c.count("key/is_next", {{"registration", registration}, {"kid", kid}}) == 1;
    if (!activated) return {};
    c.run("key/retire", {{"registration", registration}, {"now", now}, {"until", old_until}});
    c.run("key/activate", {{"registration", registration}, {"kid", kid}, {"now", now}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return activated;
}

}  // namespace preceptor::store
