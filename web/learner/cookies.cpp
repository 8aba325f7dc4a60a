#include "web/learner/cookies.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "lti/words.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kName = "preceptor_browser";  // or this, an underscore and four letters or digits
constexpr std::size_t kMost = 16;                         // values that are looked at

bool is_our_name(std::string_view name) {
  if (name.substr(0, kName.size()) != kName) return false;
  const auto rest = name.substr(kName.size());
  return rest.empty() || (rest.size() == 5 && rest.front() == '_');
}

bool is_cookie_header(std::string_view name) {
  constexpr std::string_view wanted = "cookie";
  if (name.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if ((name[i] | 0x20) != wanted[i]) return false;
  return true;
}

}  // namespace

std::vector<std::string> browser_cookies(const ports::HttpRequest& request) {
  std::vector<std::string> found;
  for (const auto& [name, line] : request.headers) {
    if (!is_cookie_header(name)) continue;
    std::string_view rest = line;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = lti::trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && is_our_name(pair.substr(0, equals)) && found.size() < kMost)
        found.emplace_back(pair.substr(equals + 1));
    }
  }
  return found;
}

std::string browser_cookie(const ports::HttpRequest& request, std::string_view digest) {
  const auto all = browser_cookies(request);
  for (const auto& value : all)
    if (base::equal_constant_time(base::sha256_hex(value), digest)) return value;
  return all.empty() ? std::string() : all.front();
}

std::string set_browser_cookie(const std::string& value, const std::string& path, bool secure, CookieJar jar) {
  const std::string name = std::string(kName) + "_" + base::sha256_hex(value).substr(0, 4);
  const std::string start = name + "=" + value + "; Path=" + (path.empty() ? "/" : path) + "; HttpOnly";
  if (!secure) return start + "; SameSite=Lax";
  return start + "; Secure; SameSite=None" + (jar == CookieJar::partitioned ? "; Partitioned" : "");
}

}  // namespace preceptor::web
