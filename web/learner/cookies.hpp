// The one cookie: it binds a launch to the browser that began the login. Nothing after the launch needs it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/http.hpp"

namespace preceptor::web {

// Every value the browser sent under the cookie's name: a partitioned and an unpartitioned one may come together.
std::vector<std::string> browser_cookies(const ports::HttpRequest& request);
// The one whose hex SHA-256 is `digest`; otherwise the first; empty when none came.
std::string browser_cookie(const ports::HttpRequest& request, std::string_view digest);

// Set-Cookie's value. `path`: of public_url, "/" when it has none. A frame on another site gets it only as SameSite=None; Secure, and
// where third-party cookies are blocked only as Partitioned. Plain http away from loopback cannot have that: Lax is what is left.
std::string set_browser_cookie(const std::string& value, const std::string& path, bool secure);

}  // namespace preceptor::web
