#include "plugin/http/response_text.hpp"

#include <boost/beast/http/status.hpp>

#include <cstdio>

#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

// These describe the connection, which is the server's business.
bool is_the_servers(std::string_view name) {
  for (const char* ours : {"content-length", "date", "connection", "transfer-encoding", "keep-alive"})
    if (equal_ignoring_case(name, ours)) return true;
  return false;
}

}  // namespace

std::string http_date(std::chrono::system_clock::time_point at) {
  using namespace std::chrono;
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto second = floor<seconds>(at);
  const auto day = floor<days>(second);
  const year_month_day date(day);
  const hh_mm_ss time(second - day);
  char out[64];
  std::snprintf(out, sizeof out, "%s, %02u %s %04d %02d:%02d:%02d GMT", kDays[weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return out;
}

base::Result<std::string> response_text(const ports::HttpResponse& response, const ResponseRules& rules, std::chrono::system_clock::time_point now) {
  if (response.status < 200 || response.status > 599) return base::fail(base::Code::internal, "a handler answered status " + std::to_string(response.status));
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
  std::string out;
  out.reserve(512 + response.body.size());
  out += "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason.data(), reason.size());
  out += "\r\nDate: " + http_date(now) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (!is_token(name) || !is_field_value(value)) return base::fail(base::Code::internal, "a handler set a header that cannot be sent");
    if (!is_the_servers(name)) out += name + ": " + value + "\r\n";
  }
  // RFC 9110 8.6: no Content-Length with 204; a 304 has no body either.
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (!rules.keep_alive) out += "Connection: close\r\n";
  else if (rules.http10) out += "Connection: keep-alive\r\n";
  out += "\r\n";
  if (has_body && !rules.head) out += response.body;
  return out;
}

}  // namespace preceptor::http
