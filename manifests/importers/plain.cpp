#include "manifests/importers/plain.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests::importers {
namespace {

constexpr std::size_t kWrapAt = 110, kLongestWord = 4000;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool is_word_byte(char c) {
  return base::is_alpha(c) || base::is_digit(c) || (c & 0x80) != 0;
}

// Inline marks of Markdown.
std::string escape_inline(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i], next = i + 1 < line.size() ? line[i + 1] : ' ', last = i > 0 ? line[i - 1] : ' ';
    const bool always = std::string_view("\\`*[]<").find(c) != std::string_view::npos;
    const bool underscore = c == '_' && !(is_word_byte(last) && is_word_byte(next));
    const bool entity = c == '&' && (next == '#' || base::is_alpha(next));
    if (always || underscore || entity) out += '\\';
    out += c;
  }
  return out;
}

// Marks that mean something where a line begins, to Markdown or to our own format: quotation, heading, list, right
// value, fence.
std::string escape_start(std::string line) {
  if (line.empty()) return line;
  if (std::string_view(">#-+=~").find(line[0]) != std::string_view::npos) return "\\" + line;
  const auto after = std::min(line.find_first_not_of("0123456789"), line.size());
  if (after > 0 && after < line.size() && (line[after] == '.' || line[after] == ')')) line.insert(after, "\\");
  return line;
}

void wrap_line(std::string_view line, std::vector<std::string>& out) {
  std::string current;
  const auto flush = [&] {
    if (!current.empty()) out.push_back(escape_start(escape_inline(current)));
    current.clear();
  };
  while (!line.empty()) {
    auto word = line.substr(0, std::min(line.find(' '), line.size()));
    // Twice the size when every character is escaped: still below the longest line.
    if (word.size() > kLongestWord / 2) word = base::utf8_prefix(word, kLongestWord / 2);
    if (word.empty()) word = line.substr(0, 1);
    if (!current.empty() && current.size() + word.size() >= kWrapAt) flush();
    if (word != " ") current.append(current.empty() ? "" : " ").append(word);
    line.remove_prefix(word.size());
    if (line.starts_with(' ')) line.remove_prefix(1);
  }
  flush();
}

}  // namespace

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (char c : text) {
    if (c != ' ' && !is_control(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    if (out.size() > max_bytes + 4) break;
  }
  out = base::utf8_prefix(out, max_bytes);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string tidy(std::string_view text) {
  std::string out;
  bool gap = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string line = one_line(text.substr(0, end), end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.empty()) {
      gap = true;
      continue;
    }
    if (!out.empty()) out += gap ? "\n\n" : "\n";
    out += line;
    gap = false;
  }
  return out;
}

std::string utf8_of(unsigned code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return " ";
  if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return "\xEF\xBF\xBD";
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

std::vector<std::string> markdown_lines(std::string_view plain) {
  std::vector<std::string> lines;
  bool paragraph_ended = false;
  for (const Line& line : split_lines(plain)) {
    const std::string_view text = trim(line.text);
    if (text.empty()) {
      paragraph_ended = true;
      continue;
    }
    if (!lines.empty()) {
      // A line end of the source is kept as one: a backslash before it is a hard line break.
      if (paragraph_ended)
        lines.emplace_back();
      else
        lines.back() += '\\';
    }
    paragraph_ended = false;
    wrap_line(text, lines);
  }
  return lines;
}

}  // namespace preceptor::manifests::importers
