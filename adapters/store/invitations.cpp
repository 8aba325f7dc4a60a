#include "adapters/store/sql_store.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {

std::string short_id() { return base::base64url_encode(base::random_bytes(9)); }

base::Result<lti::Invitation> SqlStore::save_invitation(const lti::Invitation& invitation) {
  lti::Invitation stored = invitation;
  stored.registration = base::RegistrationId(short_id());
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    c.run("invitation/insert", {{"digest", stored.digest}, {"registration", stored.registration}, {"lms", stored.lms}, {"name", stored.name},
                                {"created_at", stored.created}, {"expires_at", stored.expires}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Result<std::optional<lti::Invitation>> SqlStore::find_invitation(const std::string& digest) {
  return readers_.read([&](Connection& c) -> std::optional<lti::Invitation> {
    Rows rows = c.query("invitation/find", "tttiii", {{"digest", digest}});
    if (!rows.next()) return std::nullopt;
    lti::Invitation found;
    found.digest = digest;
    found.registration = base::RegistrationId(rows.text(0));
    found.lms = rows.text(1);
    found.name = rows.text(2);
    found.created = rows.instant(3);
    found.expires = rows.instant(4);
    found.used = rows.integer(5) != 0;
    return found;
  });
}

base::Status SqlStore::use_invitation(const lti::Invitation& invitation, base::Instant now) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("invitation/use", {{"now", now}, {"digest", invitation.digest}, {"registration", invitation.registration}}) == 0)
      return base::fail(base::Code::invitation_invalid);
    return {};
  });
}

base::Result<std::optional<std::string>> SqlStore::claim_invitation(const std::string& digest, base::Instant now, base::Instant until) {
  const std::string claim = short_id();
  bool claimed = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    claimed = c.run("invitation/claim", {{"claim", claim}, {"until", until}, {"digest", digest}, {"now", now}}) == 1;
    if (!claimed && c.count("invitation/usable", {{"digest", digest}, {"now", now}}) == 0) return base::fail(base::Code::invitation_invalid);
    return {};
  });
  if (!done) return base::fail(done.error());
  return claimed ? std::optional(claim) : std::nullopt;
}

base::Status SqlStore::release_invitation(const std::string& digest, const std::string& claim) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("invitation/release", {{"digest", digest}, {"claim", claim}}) == 1) c.run("invitation/forget_keys", {{"digest", digest}});
    return {};
  });
}

base::Result<bool> SqlStore::is_being_registered(const base::RegistrationId& registration, base::Instant now) {
  return readers_.read([&](Connection& c) { return c.count("invitation/being_registered", {{"registration", registration}, {"now", now}}) > 0; });
}

}  // namespace preceptor::store
