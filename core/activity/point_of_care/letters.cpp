#include "core/activity/point_of_care/letters.hpp"

#include <algorithm>
#include <array>

namespace preceptor::point_of_care {
namespace {

struct LetterRange {
  char32_t from, to;
};
template <std::size_t N>
bool in_ranges(const std::array<LetterRange, N>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [&](const LetterRange& r) { return c >= r.from && c <= r.to; });
}

// Marks of direction, joiners, soft hyphens, combining marks, Arabic vowel signs and the tatweel: inside a word, but no
// part of it.
constexpr std::array<LetterRange, 12> kIgnored = {{{0xAD, 0xAD},
                                                   {0x300, 0x36F},
                                                   {0x610, 0x61A},
                                                   {0x61C, 0x61C},
                                                   {0x640, 0x640},
                                                   {0x64B, 0x65F},
                                                   {0x670, 0x670},
                                                   {0x200B, 0x200F},
                                                   {0x202A, 0x202E},
                                                   {0x2060, 0x206F},
                                                   {0xFE00, 0xFE0F},
                                                   {0xFEFF, 0xFEFF}}};
constexpr std::array<LetterRange, 20> kSeparators = {
    {{0x80, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x600, 0x60F},     {0x61B, 0x61F},
     {0x66A, 0x66D},   {0x6D4, 0x6D4},   {0x6DD, 0x6DE},   {0x2000, 0x206F},   {0x207A, 0x207F},
     {0x208A, 0x209F}, {0x20A0, 0x20FF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F},   {0x3000, 0x303F},
     {0xE000, 0xF8FF}, {0xFD3E, 0xFD3F}, {0xFFF0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF}}};

// U+00C0 to U+00FF: '*' stays itself, ' ' is handled before.
constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

// U+0100 to U+017F, as runs of one base letter.
char latin_extended(char32_t c) {
  struct Run {
    char letter;
    int length;
  };
  static constexpr Run kRuns[] = {{'a', 6}, {'c', 8},  {'d', 4},  {'e', 10}, {'g', 8}, {'h', 4}, {'i', 12},
                                  {'j', 2}, {'k', 3},  {'l', 10}, {'n', 9},  {'o', 8}, {'r', 6}, {'s', 8},
                                  {'t', 6}, {'u', 12}, {'w', 2},  {'y', 3},  {'z', 6}, {'s', 1}};
  int left = static_cast<int>(c - 0x100);
  for (const Run& run : kRuns) {
    if (left < run.length) return run.letter;
    left -= run.length;
  }
  return 's';
}

// The letters that Arabic writes in several ways: alef with and without hamza, alef maqsura, teh marbuta; Persian kaf
// and yeh.
char32_t fold_arabic(char32_t c) {
  switch (c) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
      return 0x627;
    case 0x624:
      return 0x648;
    case 0x626:
    case 0x649:
    case 0x6CC:
      return 0x64A;
    case 0x629:
      return 0x647;
    case 0x6A9:
      return 0x643;
    default:
      return c;
  }
}

char32_t fold_greek_cyrillic(char32_t c) {
  static constexpr std::pair<char32_t, char32_t> kAccents[] = {{0x3AC, 0x3B1}, {0x3AD, 0x3B5}, {0x3AE, 0x3B7},
                                                               {0x3AF, 0x3B9}, {0x3CC, 0x3BF}, {0x3CD, 0x3C5},
                                                               {0x3CE, 0x3C9}, {0x3C2, 0x3C3}, {0x451, 0x435}};
  if (c >= 0x391 && c <= 0x3A9) c += 0x20;
  if (c >= 0x410 && c <= 0x42F) c += 0x20;
  if (c >= 0x400 && c <= 0x40F) c += 0x50;
  const auto accent = std::ranges::find(kAccents, c, [](const auto& pair) { return pair.first; });
  return accent == std::end(kAccents) ? c : accent->second;
}

// Digits of other scripts and positions; 0 when it is none.
char32_t digit_of(char32_t c) {
  static constexpr char32_t kZeros[] = {U'0', 0x660, 0x6F0, 0x2080, 0xFF10};
  for (const char32_t zero : kZeros)
    if (c >= zero && c <= zero + 9) return U'0' + (c - zero);
  if (c == 0xB2 || c == 0xB3) return U'2' + (c - 0xB2);
  if (c == 0xB9) return U'1';
  if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return U'0' + (c - 0x2070);
  return 0;
}

Letter latin_letter(char32_t c) {
  if (c == 0xC6 || c == 0xE6) return {LetterKind::letter, U'a', U'e'};
  if (c == 0xDE || c == 0xFE) return {LetterKind::letter, U't', U'h'};
  if (c == 0xDF) return {LetterKind::letter, U's', U's'};
  if (c == 0x152 || c == 0x153) return {LetterKind::letter, U'o', U'e'};
  if (c == 0xD1 || c == 0xF1) return {LetterKind::letter, 0xF1, 0};  // a letter of its own: "año" is not "ano"
  if (c >= 0x100) return {LetterKind::letter, static_cast<char32_t>(latin_extended(c)), 0};
  return {LetterKind::letter, static_cast<char32_t>(kLatin1[c - 0xC0]), 0};
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {};
  char32_t value = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(at + i) & 0x3F);
  }
  static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length, true};
}

void append_utf8(std::string& text, char32_t value) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((value >> shift) & 0x3F)); };
  if (value < 0x80) {
    text += static_cast<char>(value);
  } else if (value < 0x800) {
    text += static_cast<char>(0xC0 | (value >> 6));
    tail(0);
  } else if (value < 0x10000) {
    text += static_cast<char>(0xE0 | (value >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | (value >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

Letter letter_of(char32_t c) {
  if (const char32_t digit = digit_of(c)) return {LetterKind::digit, digit, 0};
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
  if (c >= U'A' && c <= U'Z') return {LetterKind::letter, c + 32, 0};
  if (c >= U'a' && c <= U'z') return {LetterKind::letter, c, 0};
  if (c < 0x80) return {};
  if (in_ranges(kIgnored, c)) return {LetterKind::ignored, 0, 0};
  if (c == 0xB5) return {LetterKind::letter, 0x3BC, 0};  // the micro sign is a Greek letter
  if (in_ranges(kSeparators, c)) return {};
  if (c < 0x180) return latin_letter(c);
  return {LetterKind::letter, fold_greek_cyrillic(fold_arabic(c)), 0};
}

bool is_arabic_letter(char32_t c) {
  return (c >= 0x620 && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F) || (c >= 0xFB50 && c <= 0xFDFF) ||
         (c >= 0xFE70 && c <= 0xFEFE);
}

}  // namespace preceptor::point_of_care
