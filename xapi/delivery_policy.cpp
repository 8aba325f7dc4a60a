#include "xapi/delivery_policy.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/encoding.hpp"
#include "core/base/http_date.hpp"
#include "core/base/json.hpp"
#include "core/base/visible.hpp"

namespace preceptor::xapi {
using base::Code;
using base::Json;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLongest{3'600'000};
constexpr milliseconds kFirstPause{250};
constexpr milliseconds kLastPause{300'000};
constexpr std::size_t kWords = 2000;

base::Error error_of(Code code, int status, std::string_view what) {
  return {code, "HTTP " + std::to_string(status) + ": " + std::string(what), {}, {}};
}

Decision on_failure(const base::Error& error) {
  // A time-out may mean that the store is slow with so many at once; everything else passes or is put right outside.
  const bool late = error.code == Code::outbound_timeout;
  return {late ? Action::retry_fewer : Action::retry, error, {}, late};
}

Decision on_status(int status) {
  switch (status) {
    case 401: return {Action::blocked, error_of(Code::lrs_credentials, status, "credentials refused"), {}};
    case 403: return {Action::blocked, error_of(Code::lrs_credentials, status, "no permission to write statements"), {}};
    case 404:
    case 405: return {Action::blocked, error_of(Code::lrs_path, status, "no statements resource at this address"), {}};
    case 408:
    case 504: return {Action::retry_fewer, error_of(Code::outbound_timeout, status, "the store took too long"), {}};
    case 409: return {Action::compare, error_of(Code::lrs_conflict, status, "an id is known with other content"), {}};
    case 400:
    case 422: return {Action::find_bad, error_of(Code::lrs_refused, status, "a statement is refused"), {}};
    case 413: return {Action::retry_fewer, error_of(Code::lrs_refused, status, "too large"), {}};
    case 425:
    case 429: return {Action::retry, error_of(Code::lrs_refused, status, "too many requests"), {}};
    default: break;
  }
  if (status >= 200 && status < 300) return {Action::check_ids, {}, {}};
  if (status >= 300 && status < 400) return {Action::blocked, error_of(Code::lrs_path, status, "the address redirects"), {}};
  // A quota, a proxy that wants to be told a password, a tenant that moved: nothing that a statement says.
  if (status >= 400 && status < 500) return {Action::blocked, error_of(Code::lrs_refused, status, "the store takes nothing now, whatever is sent"), {}};
  return {Action::retry, error_of(Code::lrs_unreadable, status, "the store is in trouble"), {}};
}

// 503, 425 and 429 say themselves that they pass; too large is too large alone as well.
bool may_be_of_one(Action action, int status) {
  if (action == Action::retry) return status >= 500 && status != 503;
  return action == Action::retry_fewer && status != 413;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<milliseconds> parse_retry_after(std::string_view text, base::Instant now) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const auto seconds = number(text);
    return seconds ? std::min<milliseconds>(std::chrono::seconds(*seconds), kLongest) : kLongest;  // too long for an int: the cap
  }
  const auto at = base::parse_http_date(text);
  if (!at) return std::nullopt;
  return std::clamp<milliseconds>(*at - now, milliseconds{0}, kLongest);
}

Decision decide(const base::Result<ports::OutboundResponse>& answer, base::Instant now) {
  if (!answer) return on_failure(answer.error());
  Decision out = on_status(answer->status);
  out.of_one = may_be_of_one(out.action, answer->status);
  if (const std::string* after = ports::header(answer->headers, "Retry-After")) out.retry_after = parse_retry_after(*after, now);
  if (out.retry_after) out.of_one = false;   // it says itself that it passes
  return out;
}

milliseconds back_off(int failures, double random) {
  milliseconds pause = kFirstPause;
  for (int i = 1; i < failures && pause < kLastPause; ++i) pause *= 2;
  pause = std::min(pause, kLastPause);
  return milliseconds(std::llround(static_cast<double>(pause.count()) * (1.0 - 0.5 * random)));
}

milliseconds blocked_pause(double random) { return milliseconds(std::llround(60'000 * (1.0 - 0.5 * random))); }

std::optional<std::vector<std::string>> read_ids(std::string_view body) {
  const auto parsed = base::parse_json(body);
  if (!parsed || !parsed->is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const Json& id : *parsed) {
    if (!id.is_string()) return std::nullopt;
    std::string text = id.get<std::string>();
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    out.push_back(std::move(text));
  }
  return out;
}

std::string store_words(const ports::OutboundResponse& answer) {
  std::string words = "HTTP " + std::to_string(answer.status);
  if (answer.body.empty()) return words;
  if (!base::is_utf8(answer.body)) return words + ": (an answer that is not text)";
  words += ": " + base::visible(base::utf8_prefix(answer.body, kWords));
  return std::string(base::utf8_prefix(words, kWords));
}

base::Result<std::optional<std::string>> choose_version(std::string_view about_body, std::string_view wanted) {
  const auto about = base::parse_json(about_body);
  if (!about || !about->is_object() || !about->contains("version")) return base::fail(Code::lrs_unreadable, "GET about answered no list of versions");
  const Json& listed = (*about)["version"];
  if (!listed.is_array()) return base::fail(Code::lrs_unreadable, "GET about answered no list of versions");
  bool one = false, two = false;
  for (const Json& version : listed) {
    if (!version.is_string()) continue;
    const std::string text = version.get<std::string>();
    one = one || text == "1.0" || text.starts_with("1.0.");
    two = two || text == "2.0" || text.starts_with("2.0.");
  }
  if (two && (wanted == "auto" || wanted == "2.0")) return std::optional<std::string>("2.0.0");
  if (one && (wanted == "auto" || wanted == "1.0.3")) return std::optional<std::string>("1.0.3");
  return std::optional<std::string>{};
}

}  // namespace preceptor::xapi
