#include "xapi/rules/text.hpp"

#include <set>
#include <vector>

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

// The parser's own words tell which rule a text breaks that it will not read.
int rule_of(std::string_view what) {
  if (what.find("surrogate") != std::string_view::npos || what.find("U+DC00") != std::string_view::npos) return 10;
  return 1;
}

}  // namespace

bool parse_statement(Check& check, std::string_view text, Json& out) {
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
    check.add(rule_of(error.what()), root, "cannot be read as JSON at byte " + std::to_string(error.byte));
    return false;
  }
  if (watcher.too_deep) {
    check.add(1, root, "is nested deeper than 64 levels");
    return false;
  }
  for (const std::string& key : watcher.twice) check.add(9, root / key, "is given twice in one object");
  return true;
}

}  // namespace preceptor::xapi::checks
