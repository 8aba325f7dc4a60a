#include "core/base/language.hpp"

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"

namespace preceptor::base {
namespace {

bool is_alphanumeric(char c) {
  return is_alpha(c) || is_digit(c);
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

using Subtags = std::vector<std::string_view>;

Subtags split(std::string_view tag) {
  Subtags parts;
  std::size_t begin = 0;
  while (begin <= tag.size()) {
    const std::size_t end = std::min(tag.find('-', begin), tag.size());
    parts.push_back(tag.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool all(std::string_view text, bool (*test)(char)) {
  return std::all_of(text.begin(), text.end(), test);
}
bool alphas(std::string_view s, std::size_t low, std::size_t high) {
  return s.size() >= low && s.size() <= high && all(s, is_alpha);
}
bool alphanumerics(std::string_view s, std::size_t low, std::size_t high) {
  return s.size() >= low && s.size() <= high && all(s, is_alphanumeric);
}
bool is_script(std::string_view s) {
  return alphas(s, 4, 4);
}
bool is_region(std::string_view s) {
  return alphas(s, 2, 2) || (s.size() == 3 && all(s, is_digit));
}
bool is_variant(std::string_view s) {
  return alphanumerics(s, 5, 8) || (alphanumerics(s, 4, 4) && is_digit(s[0]));
}

// RFC 5646 2.1 "irregular": well-formed by list only. ("regular" ones also match the grammar.)
constexpr std::array<std::string_view, 17> kIrregular = {
    "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak",     "i-klingon", "i-lux",    "i-mingo",
    "i-navajo",  "i-pwn", "i-tao", "i-tay",     "i-tsu",      "sgn-be-fr", "sgn-be-nl", "sgn-ch-de"};

bool is_private_use(const Subtags& parts, std::size_t at) {
  if (at + 1 >= parts.size() || lower(parts[at]) != "x") return false;
  return std::all_of(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1, parts.end(),
                     [](std::string_view s) { return alphanumerics(s, 1, 8); });
}

// extension = singleton 1*("-" (2*8alphanum)); moves `at` behind all of them. False when one has no member.
bool skip_extensions(const Subtags& parts, std::size_t& at) {
  while (at < parts.size() && parts[at].size() == 1 && is_alphanumeric(parts[at][0]) && lower(parts[at][0]) != 'x') {
    const std::size_t first = ++at;
    while (at < parts.size() && alphanumerics(parts[at], 2, 8)) ++at;
    if (at == first) return false;
  }
  return true;
}

bool is_langtag(const Subtags& parts) {
  std::size_t at = 0;
  if (alphas(parts[0], 2, 3)) {
    at = 1;
    for (int extlangs = 0; extlangs < 3 && at < parts.size() && alphas(parts[at], 3, 3); ++extlangs) ++at;
  } else if (alphas(parts[0], 4, 8)) {
    at = 1;
  } else {
    return false;
  }
  if (at < parts.size() && is_script(parts[at])) ++at;
  if (at < parts.size() && is_region(parts[at])) ++at;
  while (at < parts.size() && is_variant(parts[at])) ++at;
  if (!skip_extensions(parts, at)) return false;
  return at == parts.size() || is_private_use(parts, at);
}

std::string primary(std::string_view tag) {
  return lower(tag.substr(0, tag.find('-')));
}

// RFC 5646 2.1.1: scripts in title case, regions in upper case, everything after a singleton in lower case.
std::string conventional_case(std::string_view tag) {
  std::string result;
  bool after_singleton = false;
  for (std::string_view part : split(tag)) {
    std::string text = lower(part);
    if (!result.empty() && !after_singleton) {
      if (part.size() == 2) std::transform(text.begin(), text.end(), text.begin(), [](char c) { return upper(c); });
      if (is_script(part)) text[0] = upper(text[0]);
    }
    after_singleton = after_singleton || part.size() == 1;
    if (!result.empty()) result += '-';
    result += text;
  }
  return result;
}

// qvalue of RFC 9110 12.4.2 in thousandths; -1 when malformed.
int read_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
  if (text.size() > 1 && text[1] != '.') return -1;
  int weight = (text[0] - '0') * 1000;
  int scale = 100;
  for (char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (!is_digit(c)) return -1;
    weight += (c - '0') * scale;
    scale /= 10;
  }
  return weight <= 1000 ? weight : -1;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Weighted {
  std::string tag;
  int weight;
};

std::optional<Weighted> read_member(std::string_view member) {
  const std::size_t semicolon = std::min(member.find(';'), member.size());
  const std::string_view tag = trim(member.substr(0, semicolon));
  int weight = 1000;
  if (semicolon < member.size()) {
    const std::string_view parameter = trim(member.substr(semicolon + 1));
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return std::nullopt;
    weight = read_weight(parameter.substr(2));
  }
  if (weight <= 0 || !is_language_tag(tag)) return std::nullopt;  // q=0 means "not this one"
  return Weighted{conventional_case(tag), weight};
}

}  // namespace

bool is_language_tag(std::string_view tag) {
  if (tag.empty() || tag.size() > 255) return false;
  const Subtags parts = split(tag);
  if (is_langtag(parts) || is_private_use(parts, 0)) return true;
  return std::find(kIrregular.begin(), kIrregular.end(), lower(tag)) != kIrregular.end();
}

std::optional<std::string> normalize_language(std::string_view tag) {
  std::string dashed(tag);
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  if (!is_language_tag(dashed)) return std::nullopt;
  return conventional_case(dashed);
}

std::optional<std::string> choose_language(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& offered) {
  for (const std::string& want : wanted) {
    // RFC 4647 3.4 lookup: the whole tag, then without its last subtag, and so on.
    for (std::string prefix = lower(want); !prefix.empty();) {
      for (const std::string& offer : offered) {
        if (lower(offer) == prefix) return offer;
      }
      const std::size_t dash = prefix.rfind('-');
      prefix.resize(dash == std::string::npos ? 0 : dash);
    }
    for (const std::string& offer : offered) {
      if (primary(offer) == primary(want)) return offer;
    }
  }
  return std::nullopt;
}

std::vector<std::string> parse_accept_language(std::string_view header) {
  std::vector<Weighted> found;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    if (auto member = read_member(header.substr(0, comma))) found.push_back(std::move(*member));
    header.remove_prefix(std::min(comma + 1, header.size()));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
  if (found.size() > 20) found.erase(found.begin() + 20, found.end());
  std::vector<std::string> tags;
  for (Weighted& one : found) tags.push_back(std::move(one.tag));
  return tags;
}

bool is_right_to_left(std::string_view tag) {
  constexpr std::array<std::string_view, 9> scripts = {"adlm", "arab", "hebr", "mand", "nkoo",
                                                       "rohg", "samr", "syrc", "thaa"};
  constexpr std::array<std::string_view, 15> languages = {"ar",  "arc", "ckb", "dv",  "fa", "he", "iw", "ji",
                                                          "nqo", "ps",  "sd",  "syr", "ug", "ur", "yi"};
  const Subtags parts = split(tag);
  for (std::size_t i = 1; i < parts.size() && parts[i].size() > 1; ++i) {
    if (is_script(parts[i])) return std::find(scripts.begin(), scripts.end(), lower(parts[i])) != scripts.end();
  }
  return std::find(languages.begin(), languages.end(), lower(parts[0])) != languages.end();
}

}  // namespace preceptor::base
