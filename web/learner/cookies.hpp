// The one cookie: it binds a launch to the browser that began the login. Nothing after the launch needs it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/http.hpp"

namespace preceptor::web {

// Every value the browser sent under the cookie's names: a partitioned and an unpartitioned one may come together, and logins that began
// side by side in a browser without a cookie were given one each.
std::vector<std::string> browser_cookies(const ports::HttpRequest& request);
// The one whose hex SHA-256 is `digest`; otherwise the first; empty when none came.
std::string browser_cookie(const ports::HttpRequest& request, std::string_view digest);

enum class CookieJar {
  partitioned,    // of this course site only: what browsers that block third-party cookies still keep
  unpartitioned,  // what the person may let us reach from inside the frame (Storage Access API)
};
// Set-Cookie's value, under a name of its own, so that two first logins at once do not overwrite each other. `path`: of public_url, "/" when it
// has none. A frame on another site gets it only as SameSite=None; Secure. Plain http away from loopback cannot have that: Lax is what is left.
std::string set_browser_cookie(const std::string& value, const std::string& path, bool secure, CookieJar jar = CookieJar::partitioned);

}  // namespace preceptor::web
