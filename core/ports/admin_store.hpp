// Sign-in links and sessions of administrators. Only digests are kept: whoever reads the database cannot sign in with it.
#pragma once
#include <optional>
#include <string>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

struct AdminLink {
  std::string digest;                  // hex SHA-256 of what the URL holds
  base::RegistrationId registration;   // empty: rights for the whole site
  base::Instant expires_at{};
  std::string member = {};             // not empty: for a member of staff (a projection of kind "staff_member"), who is no administrator
  std::string holder = {};             // of an administrator: the id of whom it was made for (a projection of kind "administrator"); empty: nobody was named
};

struct AdminSession {
  std::string digest;                  // hex SHA-256 of the cookie's value
  base::RegistrationId registration;   // as the link said
  base::Instant begun_at{}, seen_at{}, ends_at{};
  std::string member = {};             // as the link said
  std::string holder = {};             // likewise
};

class AdminStore {
 public:
  virtual ~AdminStore() = default;
  virtual base::Status save_admin_link(const AdminLink& link) = 0;
  // A link that was made, not used, and has not run out at `now`.
  virtual base::Result<std::optional<AdminLink>> find_admin_link(const std::string& digest, base::Instant now) = 0;
  // Uses the link up and begins the session, in one transaction: of two callers one wins. The registration is the link's.
  // Error admin_link_used: used, expired or never made.
  virtual base::Result<AdminSession> begin_admin_session(const std::string& link_digest, const std::string& session_digest, base::Instant now,
                                                         base::Instant ends_at) = 0;
  // Whatever its age; the caller judges.
  virtual base::Result<std::optional<AdminSession>> find_admin_session(const std::string& digest) = 0;
  virtual base::Status touch_admin_session(const std::string& digest, base::Instant seen_at) = 0;
  virtual base::Status end_admin_session(const std::string& digest) = 0;
};

}  // namespace preceptor::ports
