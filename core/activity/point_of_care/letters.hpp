// One code point at a time: what a letter is compared as.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace preceptor::point_of_care {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;  // how many it took; 1 for a byte that is no UTF-8
  bool ok = false;
};
// `at` is less than text.size(). Surrogates and overlong forms are not ok.
CodePoint code_point_at(std::string_view text, std::size_t at);
void append_utf8(std::string& text, char32_t value);

enum class LetterKind { separator, ignored, letter, digit };
struct Letter {
  LetterKind kind = LetterKind::separator;
  char32_t folded = 0;  // of a letter or digit
  char32_t second = 0;  // of the few that fold to two letters (ae, oe, ss, th); else 0
};
Letter letter_of(char32_t c);
bool is_arabic_letter(char32_t c);

}  // namespace preceptor::point_of_care
