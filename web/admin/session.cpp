#include "web/admin/session.hpp"

#include <algorithm>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/words.hpp"

namespace preceptor::web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr base::Milliseconds kIdle = hours(1), kAtMost = hours(8);
constexpr base::Milliseconds kTouchEvery = minutes(1);   // a page is not to cost a write each
constexpr std::size_t kMostCookies = 4;                  // of our name: a sibling path or host may have set others

bool same_name(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if ((a[i] >= 'A' && a[i] <= 'Z' ? a[i] + 32 : a[i]) != lower[i]) return false;
  return true;
}

}  // namespace

std::string SignedIn::form_token() const { return base::base64url_encode(base::hmac_sha256(secret, "admin form")); }

AdminSessions::AdminSessions(ports::AdminStore& store, const ports::Clock& clock, ports::Log& log, const std::string& public_url,
                             const SessionPlace& place)
    : store_(store), clock_(clock), log_(log), secure_(true) {
  if (const auto url = base::parse_url(public_url)) {
    origin_ = url->origin();
    secure_ = url->scheme == "https";
    path_ = url->path == "/" ? "" : url->path;
  }
  path_ += place.path;
  name_ = (secure_ ? "__Secure-" : "") + place.cookie;
}

std::string AdminSessions::attributes(const std::string& value, const std::string& max_age) const {
  // Lax, not Strict: a link to /admin in a mail or a note is to find its reader signed in. It lets no form of another site in, and no page
  // changes anything on GET. The prefix keeps plain http from planting a cookie of this name.
  return name_ + "=" + value + "; Path=" + path_ + "; HttpOnly; SameSite=Lax" +
         (secure_ ? "; Secure" : "") + max_age;
}

std::string AdminSessions::cookie(const SignedIn& session) const { return attributes(session.secret, ""); }
std::string AdminSessions::no_cookie() const { return attributes("", "; Max-Age=0"); }

std::vector<std::string> AdminSessions::sent(const ports::HttpRequest& request) const {
  std::vector<std::string> found;
  for (const auto& [header, line] : request.headers) {
    if (!same_name(header, "cookie")) continue;
    std::string_view rest = line;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = lti::trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name_ && found.size() < kMostCookies) found.emplace_back(pair.substr(equals + 1));
    }
  }
  return found;
}

base::Result<std::optional<SignedIn>> AdminSessions::of(const ports::HttpRequest& request) {
  const auto now = clock_.now();
  for (const std::string& secret : sent(request)) {
    const auto row = store_.find_admin_session(base::sha256_hex(secret));
    if (!row) return base::fail(row.error());
    if (!*row || now >= (*row)->ends_at || now - (*row)->seen_at >= kIdle) continue;
    if (now - (*row)->seen_at >= kTouchEvery) {
      if (const auto touched = store_.touch_admin_session((*row)->digest, now); !touched) {
        log_.write(ports::Level::warning, "admin.touch_failed", {{"error", base::describe(touched.error())}});
      }
    }
    return std::optional(SignedIn{secret, (*row)->registration, (*row)->member, (*row)->holder});
  }
  return std::optional<SignedIn>();
}

base::Result<SignedIn> AdminSessions::begin(const std::string& link_token, const ports::HttpRequest& request) {
  const auto now = clock_.now();
  // Always a value of our own making: one that was planted before is worth nothing after.
  const std::string secret = base::base64url_encode(base::random_bytes(32));
  const auto begun = store_.begin_admin_session(base::sha256_hex(link_token), base::sha256_hex(secret), now, now + kAtMost);
  if (!begun) return base::fail(begun.error());
  if (const auto ended = end(request); !ended) {
    log_.write(ports::Level::warning, "admin.sign_out_failed", {{"error", base::describe(ended.error())}});
  }
  log_.write(ports::Level::info, "admin.signed_in",
             {{"registration", begun->registration.empty() ? "all" : begun->registration.str()}, {"member", begun->member}, {"holder", begun->holder}});
  return SignedIn{secret, begun->registration, begun->member, begun->holder};
}

base::Status AdminSessions::end(const ports::HttpRequest& request) {
  for (const std::string& secret : sent(request)) {
    if (const auto ended = store_.end_admin_session(base::sha256_hex(secret)); !ended) return ended;
  }
  return {};
}

bool AdminSessions::from_here(const ports::HttpRequest& request) const {
  if (const std::string* site = ports::header(request.headers, "Sec-Fetch-Site")) return *site == "same-origin";
  // Browsers without Fetch Metadata send Origin with a POST; a program that sends neither holds no cookie of anybody else.
  const std::string* origin = ports::header(request.headers, "Origin");
  return origin == nullptr || *origin == origin_;
}

}  // namespace preceptor::web
