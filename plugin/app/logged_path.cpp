#include "plugin/app/logged_path.hpp"

#include <algorithm>
#include <array>

namespace preceptor::app {
namespace {

constexpr int kLongest = 8;   // segments

// First segments of our addresses.
constexpr std::array<std::string_view, 18> kBeginnings{"",  ".well-known", "admin",  "c", "csp",   "f", "healthz", "lti",    "pick",
                                                        "q", "r",           "readyz", "s", "staff", "t", "u",       "verify", "xapi"};

// Words that stand after it. In order: a binary search finds them.
constexpr std::array<std::string_view, 115> kWords{
    "about", "activities", "again", "ask", "audit", "audit.csv", "backfill", "brief", "brief.json", "bulk", "burden", "by-hand", "cards",
    "cases", "causes", "change", "claim", "class", "class.csv", "close", "column", "connect", "connections", "copy", "counts", "credits", "csv",
    "date", "deadlines", "decide", "deployment", "diary", "disclosure", "document", "done", "doubles", "draft", "editor", "end", "enter", "evidence",
    "exports", "file", "filter", "finish", "fix", "follow-up", "found", "frames", "gate", "grades", "health", "health.json", "held", "invite", "jwks",
    "jwks.json", "keep", "kept", "key", "keys", "launch", "launches", "leave", "letter", "link", "login", "look", "manage", "manifest", "map", "mend",
    "mine.json", "name", "names", "new", "next", "number", "one", "page", "pilots", "pipelines", "preference", "prices", "privacy",
    "profession", "profile", "questions", "recall", "receipt", "record", "register", "reminder.ics", "removal", "results", "reviews", "role",
    "roster", "rules", "saved", "second", "sheet", "staff", "start", "statements", "stores", "switch", "taken-back", "test", "transcript", "unit",
    "used", "validate", "waiting", "withdraw"};
static_assert(std::ranges::is_sorted(kWords));

bool is_ours(std::string_view segment) { return segment.empty() || std::ranges::binary_search(kWords, segment); }

// Of a page in a unit: page/2.
bool is_page_number(std::string_view segment, std::string_view before) {
  return (before == "page" || before == "draft" || before == "saved") && segment.size() <= 2 && segment.find_first_not_of("0123456789") == segment.npos;
}

}  // namespace

std::string logged_path(std::string_view path) {
  if (!path.starts_with('/')) return "other";
  path.remove_prefix(1);
  std::string out;
  std::string_view before;
  for (int at = 0; at < kLongest; ++at) {
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    if (at == 0 && std::ranges::find(kBeginnings, segment) == kBeginnings.end()) return "other";
    // Behind a single letter stands a handle, always; a word there would be somebody's.
    const bool handle = at == 1 && before.size() == 1;
    const bool said = at == 0 || (!handle && (is_ours(segment) || is_page_number(segment, before)));
    out.append("/").append(said ? segment : "***");
    if (end == path.size()) return out;
    path.remove_prefix(end + 1);
    before = segment;
  }
  return out + "/...";
}

}  // namespace preceptor::app
