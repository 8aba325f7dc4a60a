#include "web/quantities.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace preceptor::web {
namespace {

using std::string_view;

// Elements and no characters of Unicode: what somebody copies or searches is the text as it was written.
constexpr string_view kIsolateLeft = "<bdi dir=\"ltr\">", kIsolateEnd = "</bdi>";
// What is sent back, copied or run as it stands, or is drawn by its own rules.
constexpr std::array<string_view, 8> kTagsLeftAlone = {"textarea", "option", "script", "style", "title", "code", "pre", "svg"};
// They do not begin a text of their own: what came before still counts.
constexpr std::array<string_view, 9> kInlineTags = {"strong", "em", "b", "i", "a", "s", "sub", "sup", "u"};

enum class LetterSort { latin, right_to_left, digit, other };

struct Letter {
  LetterSort sort;
  std::size_t bytes;
};

// The character at the front of `text`, as far as its direction goes. Letters of other scripts that run from left to right count as Latin ones.
Letter letter_of(string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) {
    if (first >= '0' && first <= '9') return {LetterSort::digit, 1};
    return {(first | 0x20U) >= 'a' && (first | 0x20U) <= 'z' ? LetterSort::latin : LetterSort::other, 1};
  }
  const std::size_t bytes = std::min<std::size_t>(text.size(), first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1);
  if (first == 0xD9 && ((second >= 0xA0 && second <= 0xA9) || second == 0xAB || second == 0xAC)) return {second <= 0xA9 ? LetterSort::digit : LetterSort::other, bytes};
  const bool joined = first == 0xEF && ((second >= 0xAC && second <= 0xB7) || (second >= 0xB9 && second <= 0xBB));   // their presentation forms
  if ((first >= 0xD6 && first <= 0xDF) || (first == 0xE0 && second >= 0xA0 && second <= 0xA3) || joined) return {LetterSort::right_to_left, bytes};
  if (first == 0xC2) return {second == 0xB5 ? LetterSort::latin : LetterSort::other, bytes};               // the micro sign; else signs and spaces
  if (first == 0xC3) return {second == 0x97 || second == 0xB7 ? LetterSort::other : LetterSort::latin, bytes};
  if (first == 0xE2 || first >= 0xF0 || first < 0xC2) return {LetterSort::other, bytes};             // dashes, arrows, mathematics
  return {LetterSort::latin, bytes};
}

std::size_t space_bytes(string_view text) {
  for (const string_view one : {string_view(" "), string_view("\u00A0"), string_view("\u202F")})
    if (text.starts_with(one)) return one.size();
  return 0;
}

// What may stand between the digits of one number or range.
std::size_t gap_bytes(string_view text) {
  for (const string_view one : {".", ",", "/", ":", "-", "\u2013", "\u00D7", "\u066B", "\u066C"})
    if (text.starts_with(one)) return one.size();
  return 0;
}

std::size_t number_bytes(string_view text) {
  std::size_t end = 0;
  for (;;) {
    while (end < text.size() && letter_of(text.substr(end)).sort == LetterSort::digit) end += letter_of(text.substr(end)).bytes;
    const std::size_t gap = gap_bytes(text.substr(end));
    if (gap == 0 || end + gap >= text.size() || letter_of(text.substr(end + gap)).sort != LetterSort::digit) return end;
    end += gap;
  }
}

// The bytes of a number and the Latin text after it at the front of `text`; 0 where none follows. A number after a space is left to what comes next.
std::size_t quantity_bytes(string_view text) {
  std::size_t at = number_bytes(text);
  at += space_bytes(text.substr(at));
  if (at >= text.size() || letter_of(text.substr(at)).sort != LetterSort::latin) return 0;
  std::size_t end = at;
  int open = 0;
  bool in_word = true;
  while (at < text.size() && text[at] != '<' && text[at] != '&') {
    const Letter next = letter_of(text.substr(at));
    if (next.sort == LetterSort::right_to_left) break;
    if (text[at] == '\n' || space_bytes(text.substr(at)) > 0) in_word = false;
    if (text[at] == '(') ++open;
    const bool closes = text[at] == ')' && open > 0;
    if (closes) --open;
    at += next.bytes;
    if (next.sort == LetterSort::latin) in_word = true;
    if (next.sort == LetterSort::latin || (next.sort == LetterSort::digit && in_word) || (closes && in_word)) end = at;
  }
  return end;
}

string_view name_of_tag(string_view tag) {   // "<name ...>" or "</name>"
  tag.remove_prefix(std::min<std::size_t>(tag.size(), tag.starts_with("</") ? 2 : 1));
  return tag.substr(0, tag.find_first_of(" \t\n/>"));
}

bool is_listed_tag(const auto& names, string_view name) { return std::ranges::find(names, name) != names.end(); }

// The bytes of a tag, with all that it holds where that is left alone.
std::size_t tag_bytes(string_view html) {
  const auto close = html.find('>');   // attributes are escaped: no other > comes before
  if (close == string_view::npos) return html.size();
  const string_view name = name_of_tag(html.substr(0, close + 1));
  if (html.starts_with("</") || !is_listed_tag(kTagsLeftAlone, name)) return close + 1;
  const auto end = html.find("</" + std::string(name), close);
  return end == string_view::npos ? html.size() : end;
}

}  // namespace

std::string with_quantities_kept(std::string html, bool right_to_left) {
  if (!right_to_left && html.find("dir=\"rtl\"") == std::string::npos) return html;
  const string_view all = html;
  std::string out;
  out.reserve(html.size() + 1024);
  bool after_latin = false;   // a number after Latin letters runs with them
  for (std::size_t at = 0; at < all.size();) {
    const string_view rest = all.substr(at);
    const Letter next = letter_of(rest);
    std::size_t bytes = next.bytes;
    if (rest.front() == '<') {
      bytes = tag_bytes(rest);
      const string_view tag = rest.substr(0, std::min(bytes, rest.find('>')));
      after_latin = after_latin && is_listed_tag(kInlineTags, name_of_tag(tag)) && tag.find(" dir=") == string_view::npos;
    } else if (rest.front() == '&') {
      const auto end = rest.substr(0, 12).find(';');   // a character by its name or number: &lt;
      bytes = end == string_view::npos ? 1 : end + 1;
    } else if (next.sort == LetterSort::digit) {
      if (const std::size_t kept = after_latin ? 0 : quantity_bytes(rest); kept > 0) {
        out.append(kIsolateLeft).append(rest.substr(0, kept)).append(kIsolateEnd);
        at += kept;
        continue;
      }
      bytes = number_bytes(rest);
    } else if (next.sort != LetterSort::other) {
      after_latin = next.sort == LetterSort::latin;
    }
    out.append(rest.substr(0, bytes));
    at += bytes;
  }
  return out;
}

}  // namespace preceptor::web
