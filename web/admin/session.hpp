// Who is signed in: the cookie, its row, and the token that every form carries.
#pragma once
#include <optional>
#include <string>

#include "core/base/url.hpp"
#include "core/ports/admin_store.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"

namespace preceptor::web {

struct SignedIn {
  std::string secret;                  // the cookie's value
  base::RegistrationId registration;   // empty: the whole site
  std::string member;                  // not empty: a member of staff, who may see nothing of an administrator's
  std::string holder = {};             // of an administrator: the id of whom the link was made for; empty: nobody was named
  bool whole_site() const { return registration.empty() && member.empty(); }
  bool may_see(const std::string& other) const { return whole_site() || (member.empty() && other == registration.str()); }
  std::string form_token() const;
};

// Which pages a session is for. Administrators and staff have cookies of their own, so one browser can hold both.
struct SessionPlace {
  std::string cookie, path;   // the cookie's name without prefix; the path below public_url
};
inline const SessionPlace kAdminPlace{"preceptor_admin", "/admin"};
inline const SessionPlace kStaffPlace{"preceptor_staff", "/staff"};

class AdminSessions {
 public:
  // `public_url`: its scheme decides about Secure, its path is the cookie's.
  AdminSessions(ports::AdminStore& store, const ports::Clock& clock, ports::Log& log, const std::string& public_url, const SessionPlace& place = kAdminPlace);

  // Absent: nobody, or the session has run out.
  base::Result<std::optional<SignedIn>> of(const ports::HttpRequest& request);
  // Uses up the link; ends what this browser was signed in with before. Error admin_link_used.
  base::Result<SignedIn> begin(const std::string& link_token, const ports::HttpRequest& request);
  base::Status end(const ports::HttpRequest& request);

  std::string cookie(const SignedIn& session) const;   // Set-Cookie's value
  std::string no_cookie() const;
  // Browsers say where a request comes from (Sec-Fetch-Site, Origin); a form of another site is refused whatever it carries.
  bool from_here(const ports::HttpRequest& request) const;

 private:
  std::string attributes(const std::string& value, const std::string& max_age) const;
  std::vector<std::string> sent(const ports::HttpRequest& request) const;

  ports::AdminStore& store_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::string origin_, path_, name_;
  bool secure_;
};

}  // namespace preceptor::web
