#include "xapi/rules/text.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <vector>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr std::size_t kMaxBytes = 8 << 20;
constexpr int kMaxDepth = 64;

// Watches the parser's events: keys of the open objects, and depth.
struct Watcher {
  std::vector<std::set<std::string>> open;
  std::set<std::string> twice;
  bool too_deep = false;

  bool event(int depth, Json::parse_event_t kind, const Json& parsed) {
    too_deep = too_deep || depth > kMaxDepth;
    if (kind == Json::parse_event_t::object_start) open.emplace_back();
    if (kind == Json::parse_event_t::object_end) open.pop_back();
    if (kind == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open.back().insert(key).second) twice.insert(key);
    }
    return !too_deep;
  }
};

// The parser's own words tell that a text holds half of a character, which it will not read.
bool is_about_surrogates(std::string_view what) { return what.find("surrogate") != std::string_view::npos || what.find("U+DC00") != std::string_view::npos; }

// The four hex digits of \uXXXX at `at`; 0 when there is no such escape.
unsigned escaped_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, value, 16);
  return error == std::errc{} && end == text.data() + at + 6 ? value : 0;
}
bool is_first_half(unsigned value) { return value >= 0xD800 && value < 0xDC00; }
bool is_second_half(unsigned value) { return value >= 0xDC00 && value < 0xE000; }

// Halves of characters without the other replaced, so that the rest can be looked at.
std::string with_whole_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == '\\' ? std::min<std::size_t>(escaped_at(text, at) != 0 ? 6 : 2, text.size() - at) : 1;
    const unsigned value = escaped_at(text, at);
    const bool pair = is_first_half(value) && is_second_half(escaped_at(text, at + 6));
    if (pair) out.append(text.substr(at, 12));
    else if (is_first_half(value) || is_second_half(value)) out.append("\\ufffd");
    else out.append(text.substr(at, length));
    at += pair ? 12 : length;
  }
  return out;
}

}  // namespace

namespace {

// `mended`: halves of characters were replaced already.
bool parse(Check& check, std::string_view text, Json& out, bool mended) {
  const Path root;
  if (text.size() > kMaxBytes) {
    check.add(1, root, "is over 8 MiB");
    return false;
  }
  Watcher watcher;
  try {
    out = Json::parse(text.begin(), text.end(), [&watcher](int depth, Json::parse_event_t kind, Json& parsed) {
      return watcher.event(depth, kind, parsed);
    });
  } catch (const Json::out_of_range&) {
    check.add(67, root, "holds a number that no double can hold");
    return false;
  } catch (const Json::parse_error& error) {
    if (!mended && is_about_surrogates(error.what())) {
      check.add(10, root, "holds half of a character (a lone surrogate) at byte " + std::to_string(error.byte) + "; the rest was looked at");
      return parse(check, with_whole_characters(text), out, true);
    }
    check.add(1, root, (base::is_utf8(text) ? "cannot be read as JSON at byte " : "is not UTF-8, or cannot be read as JSON, at byte ") + std::to_string(error.byte));
    return false;
  }
  if (watcher.too_deep) {
    check.add(1, root, "is nested deeper than 64 levels");
    return false;
  }
  for (const std::string& key : watcher.twice) check.add(9, root / key, "is given twice in one object");
  return true;
}

}  // namespace

bool parse_statement(Check& check, std::string_view text, Json& out) { return parse(check, text, out, false); }

}  // namespace preceptor::xapi::checks
