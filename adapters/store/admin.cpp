#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Status SqlStore::save_admin_link(const ports::AdminLink& link) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("admin/insert_link", {{"digest", link.digest}, {"registration", link.registration}, {"expires_at", link.expires_at}, {"member", link.member}, {"holder", link.holder}});
    return {};
  });
}

namespace {

std::optional<ports::AdminLink> link_row(Connection& c, const std::string& digest, base::Instant now) {
  Rows rows = c.query("admin/link", "titt", {{"digest", digest}, {"now", now}});
  if (!rows.next()) return std::nullopt;
  return ports::AdminLink{digest, base::RegistrationId(rows.text(0)), rows.instant(1), rows.text(2), rows.text(3)};
}

}  // namespace

base::Result<std::optional<ports::AdminLink>> SqlStore::find_admin_link(const std::string& digest, base::Instant now) {
  return readers_.read([&](Connection& c) { return link_row(c, digest, now); });
}

base::Result<ports::AdminSession> SqlStore::begin_admin_session(const std::string& link_digest, const std::string& session_digest, base::Instant now,
                                                                base::Instant ends_at) {
  ports::AdminSession begun{session_digest, {}, now, now, ends_at, {}, {}};
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    const auto link = link_row(c, link_digest, now);
    if (!link) return base::fail(base::Code::admin_link_used);
    begun.registration = link->registration;
    begun.member = link->member;
    begun.holder = link->holder;
    c.run("admin/use_link", {{"digest", link_digest}});
    c.run("admin/insert_session", {{"digest", session_digest}, {"registration", begun.registration}, {"begun_at", now}, {"seen_at", now}, {"ends_at", ends_at}, {"member", begun.member}, {"holder", begun.holder}});
    // Sign-ins are rare: what has run out is dropped with them.
    c.run("admin/forget_links", {{"now", now}});
    c.run("admin/forget_sessions", {{"now", now}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return begun;
}

base::Result<std::optional<ports::AdminSession>> SqlStore::find_admin_session(const std::string& digest) {
  return readers_.read([&](Connection& c) -> std::optional<ports::AdminSession> {
    Rows rows = c.query("admin/session", "tiiitt", {{"digest", digest}});
    if (!rows.next()) return std::nullopt;
    return ports::AdminSession{digest, base::RegistrationId(rows.text(0)), rows.instant(1), rows.instant(2), rows.instant(3), rows.text(4), rows.text(5)};
  });
}

base::Status SqlStore::touch_admin_session(const std::string& digest, base::Instant seen_at) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("admin/touch_session", {{"digest", digest}, {"seen_at", seen_at}});
    return {};  // no row: signed out meanwhile
  });
}

base::Status SqlStore::end_admin_session(const std::string& digest) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("admin/end_session", {{"digest", digest}});
    return {};  // no row: ended already, which is what was asked for
  });
}

}  // namespace preceptor::store
