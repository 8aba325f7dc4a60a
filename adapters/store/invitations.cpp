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

}  // namespace preceptor::store
