#include "lti/cache_control.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace preceptor::lti {
namespace {

constexpr std::int64_t kLeast = 60;
constexpr std::int64_t kMost = 24 * 3600;
constexpr std::int64_t kUnsaid = 3600;

std::string lower_without_spaces(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c != ' ' && c != '\t') result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

std::int64_t read_max_age(std::string_view digits) {
  if (digits.size() >= 2 && digits.front() == '"' && digits.back() == '"') digits = digits.substr(1, digits.size() - 2);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return kUnsaid;
  std::int64_t seconds = kMost;  // a number too large to read is at least that
  std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  return seconds;
}

}  // namespace

base::Milliseconds freshness(const ports::Headers& headers) {
  const std::string* value = ports::header(headers, "Cache-Control");
  std::int64_t seconds = kUnsaid;
  const std::string directives = value == nullptr ? "" : lower_without_spaces(*value);
  for (std::string_view rest = directives; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view directive = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (directive == "no-cache" || directive == "no-store") return std::chrono::seconds(kLeast);
    if (directive.starts_with("max-age=")) seconds = read_max_age(directive.substr(8));
  }
  return std::chrono::seconds(std::clamp(seconds, kLeast, kMost));
}

}  // namespace preceptor::lti
