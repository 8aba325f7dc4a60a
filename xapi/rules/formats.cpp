#include "xapi/rules/formats.hpp"

#include <algorithm>
#include <string>

#include "core/base/ascii.hpp"
#include "core/base/time.hpp"

namespace preceptor::xapi::checks {
namespace {

using base::is_alpha;
using base::is_digit;
using base::lower;

bool hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Reads left to right; each take answers whether it fitted and moves on if so.
struct Reader {
  std::string_view rest;
  bool done() const { return rest.empty(); }
  char peek() const { return rest.empty() ? '\0' : rest.front(); }
  bool one(std::string_view of) {
    if (rest.empty() || of.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool digits(std::size_t count) {
    if (rest.size() < count || !std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count), is_digit)) return false;
    rest.remove_prefix(count);
    return true;
  }
  std::size_t run() {  // how many digits were there
    std::size_t n = 0;
    while (!rest.empty() && is_digit(rest.front())) rest.remove_prefix(1), ++n;
    return n;
  }
};

bool token_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || is_alpha(c) || std::string_view("!#$&-^_.+*%'`|~").find(c) != std::string_view::npos;
  });
}

bool version_text(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix && text.size() > prefix.size() &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(prefix.size()), text.end(), is_digit);
}

// The offset after the time. Answers the rule broken, 0 for a good one.
int offset_fault(Reader& in) {
  if (in.done()) return 18;
  if (in.one("Zz")) return in.done() ? 0 : 16;
  const bool minus = in.peek() == '-';
  if (!in.one("+-")) return 16;
  const std::string_view text = in.rest;
  if (!in.digits(2)) return 16;
  bool zero = text.substr(0, 2) == "00";
  const bool colon = in.one(":");
  const bool minutes = in.digits(2);
  if (!in.done() || (colon && !minutes)) return 16;
  if (minutes) zero = zero && text.substr(colon ? 3 : 2, 2) == "00";
  if (zero && minus) return 17;
  return colon ? 0 : 21;
}

bool basic_form(std::string_view text) {  // 20261122, 20261122T0700, 20261122T070000Z ...
  Reader in{text};
  if (!in.digits(8)) return false;
  if (in.done()) return true;
  if (!in.one("Tt") || !in.digits(4)) return false;
  in.digits(2);
  if (in.one(".,") && in.run() == 0) return false;
  const int fault = offset_fault(in);
  return fault == 0 || fault == 18 || fault == 21;
}

bool date_only(std::string_view text) {
  Reader in{text};
  if (!in.digits(4)) return false;
  if (in.done()) return true;
  if (!in.one("-") || !in.digits(2)) return false;
  return in.done() || (in.one("-") && in.digits(2) && in.done());
}

// Designators of one half (date or time) in order, each at most once. Fractions only on S.
int read_designators(Reader& in, std::string_view order, int& parts, int& fault) {
  std::size_t next = 0;
  while (!in.done() && in.peek() != 'T') {
    if (in.run() == 0) return 60;
    std::size_t fraction = 0;
    const bool comma = in.peek() == ',';
    if (in.one(".,") && (fraction = in.run()) == 0) return 60;
    const std::size_t at = order.find(in.peek(), next);
    if (in.done() || at == std::string_view::npos) return 60;
    if (fraction > 0 && in.peek() != 'S') return 60;
    if (comma) fault = 61;
    if (fraction > 2 && fault == 0) fault = 62;
    next = at + 1;
    in.rest.remove_prefix(1);
    ++parts;
  }
  return 0;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_iri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 >= text.size() || !is_alpha(text.front())) return false;
  const auto scheme_char = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
  if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), scheme_char)) return false;
  const auto refused = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos;
  };
  if (std::any_of(text.begin(), text.end(), refused)) return false;
  const std::string_view scheme = text.substr(0, colon);
  if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return true;
  const std::string_view rest = text.substr(colon + 1);
  return rest.size() > 2 && rest.substr(0, 2) == "//" && rest[2] != '/' && rest[2] != '?' && rest[2] != '#';
}

bool is_irl(std::string_view text) { return is_iri(text); }

bool is_mailto(std::string_view text) {
  if (text.substr(0, 7) != "mailto:") return false;
  const std::string_view address = text.substr(7);
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size()) return false;
  if (address.find('@', at + 1) != std::string_view::npos) return false;
  return std::none_of(address.begin(), address.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || std::string_view("<>,;:?\"\\()").find(c) != std::string_view::npos;
  });
}

bool is_hex(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), hex); }
bool is_sha1(std::string_view text) { return text.size() == 40 && is_hex(text); }

bool is_media_type(std::string_view text) {
  const std::string_view essence = text.substr(0, text.find(';'));
  const std::size_t slash = essence.find('/');
  if (slash == std::string_view::npos) return false;
  std::string_view sub = essence.substr(slash + 1);
  while (!sub.empty() && sub.back() == ' ') sub.remove_suffix(1);
  return token_text(essence.substr(0, slash)) && token_text(sub);
}

bool is_version_10(std::string_view text) { return version_text(text, "1.0."); }
bool is_version_20(std::string_view text) { return version_text(text, "2.0."); }

bool is_house_timestamp(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddZ";
  return text.size() == kShape.size() &&
         std::equal(text.begin(), text.end(), kShape.begin(), [](char c, char s) { return s == 'd' ? is_digit(c) : c == s; });
}

int timestamp_fault(std::string_view text) {
  if (basic_form(text) || date_only(text)) return 21;
  Reader in{text};
  const bool date = in.digits(4) && in.one("-") && in.digits(2) && in.one("-") && in.digits(2);
  if (!date || !in.one("Tt ") || !in.digits(2) || !in.one(":") || !in.digits(2)) return 16;
  const bool seconds = in.one(":");
  if (seconds && !in.digits(2)) return 16;
  const bool comma = in.peek() == ',';
  if (seconds && in.one(".,") && in.run() == 0) return 16;
  if (const int fault = offset_fault(in); fault != 0) return fault;
  if (!seconds || comma) return 21;  // legal ISO 8601 outside RFC 3339: judges differ
  return base::parse_rfc3339(text) ? 0 : 20;
}

int duration_fault(std::string_view text) {
  const bool sign = !text.empty() && (text.front() == '-' || text.front() == '+');
  Reader in{sign ? text.substr(1) : text};
  if (!in.one("P")) return 60;
  int parts = 0, fault = sign ? 61 : 0;
  if (!in.rest.empty() && in.rest.back() == 'W') {
    const bool weeks = in.run() > 0 && in.one("W") && in.done();
    return weeks ? fault : 60;
  }
  if (const int bad = read_designators(in, "YMD", parts, fault); bad != 0) return bad;
  if (in.one("T")) {
    const int before = parts;
    if (const int bad = read_designators(in, "HMS", parts, fault); bad != 0) return bad;
    if (parts == before || !in.done()) return 60;
  }
  return parts == 0 ? 60 : fault;
}

}  // namespace preceptor::xapi::checks
