// Obvious patient identifiers in free text. Errs towards letting clinical numbers through: doses, ranges, years,
// citations.
#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/activity/decimal.hpp"
#include "core/activity/flow.hpp"

namespace preceptor::activity {
namespace {

using base::is_digit;

// Bytes above ASCII count as letters, so that words of any script have boundaries.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}
bool is_word(char c) {
  return is_digit(c) || is_letter(c);
}

char at(std::string_view text, std::size_t i) {
  return i < text.size() ? text[i] : '\0';
}
char before(std::string_view text, std::size_t i) {
  return i > 0 ? text[i - 1] : '\0';
}

bool starts_word(std::string_view text, std::size_t i) {
  return !is_word(before(text, i));
}

// Whether `word` stands at `i` as a whole word (its end may run on when `prefix`).
bool word_at(std::string_view text, std::size_t i, std::string_view word, bool prefix = false) {
  return text.substr(i, word.size()) == word && starts_word(text, i) && (prefix || !is_word(at(text, i + word.size())));
}

template <std::size_t N>
bool any_word_in(std::string_view text, std::size_t from, std::size_t to,
                 const std::array<std::string_view, N>& words) {
  for (std::size_t i = from; i < std::min(to, text.size()); ++i)
    for (std::string_view word : words)
      if (word_at(text, i, word)) return true;
  return false;
}

bool is_quantity(std::string_view text, std::size_t end) {
  static constexpr auto kUnits =
      std::to_array<std::string_view>({"mg", "mcg", "g", "kg", "ml", "l", "iu", "u", "unit", "units", "mmol", "meq",
                                       "cells", "copies", "patients", "people", "%"});
  while (at(text, end) == ' ' || at(text, end) == '-') ++end;
  return at(text, end) == '%' || std::ranges::any_of(kUnits, [&](std::string_view unit) {
           return text.substr(end, unit.size()) == unit && !is_word(at(text, end + unit.size()));
         });
}

// `d` a digit, `h` a digit from 2, `?` one of space - . ; anything else itself. Length of the match at `i`, 0 when
// none.
std::size_t shape_at(std::string_view text, std::size_t i, std::string_view shape) {
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const char c = at(text, i + k);
    const bool fits = shape[k] == 'd'   ? is_digit(c)
                      : shape[k] == 'h' ? is_digit(c) && c >= '2'
                      : shape[k] == '?' ? c == ' ' || c == '-' || c == '.'
                                        : c == shape[k];
    if (!fits) return 0;
  }
  const char next = at(text, i + shape.size());
  if (is_word(next) || (next == '.' && is_digit(at(text, i + shape.size() + 1)))) return 0;
  return shape.size();
}

bool starts_number(std::string_view text, std::size_t i) {
  const char previous = before(text, i);
  return !is_word(previous) && previous != '.' && previous != ',' && previous != '/' && previous != '-';
}

bool is_social_security(std::string_view text, std::size_t i) {
  return starts_number(text, i) && (shape_at(text, i, "ddd-dd-dddd") || shape_at(text, i, "ddd dd dddd"));
}

// +CC and 8 to 15 digits, in groups.
bool is_international(std::string_view text, std::size_t i) {
  if (at(text, i) != '+' || is_word(before(text, i)) || !is_digit(at(text, i + 1))) return false;
  int digits = 0;
  for (++i; i < text.size(); ++i) {
    if (is_digit(text[i]))
      ++digits;
    else if (std::string_view(" -.()").find(text[i]) == std::string_view::npos)
      break;
  }
  return digits >= 8 && digits <= 15;
}

bool is_phone(std::string_view text, std::size_t i) {
  static constexpr auto kShapes = std::to_array<std::string_view>(
      {"hdd?hdd?dddd", "hdd-ddd-dddd", "(hdd) hdd?dddd", "(hdd)hdd?dddd", "0dd ddd dddd", "0dd dddd dddd",
       "0ddd ddd dddd", "0dddd dddddd", "0ddd-ddd-dddd", "0dd-dddd-dddd"});
  static constexpr auto kCalls =
      std::to_array<std::string_view>({"phone", "tel", "telephone", "call", "cell", "mobile", "fax", "text", "teléfono",
                                       "telefono", "tfno", "móvil", "هاتف", "جوال", "تلفون"});
  if (is_international(text, i)) return true;
  if (!starts_number(text, i)) return false;
  for (std::string_view shape : kShapes)
    if (const auto length = shape_at(text, i, shape)) return !is_quantity(text, i + length);
  return shape_at(text, i, "ddd?dddd") && any_word_in(text, i > 20 ? i - 20 : 0, i, kCalls);
}

// Seven or more digits in one piece, unless a citation's or a quantity.
bool is_long_number(std::string_view text, std::size_t i) {
  static constexpr auto kCited =
      std::to_array<std::string_view>({"pmid", "pmcid", "pubmed", "doi", "isbn", "issn", "nct", "isrctn", "eudract"});
  if (!is_digit(at(text, i)) || !starts_number(text, i)) return false;
  std::size_t end = i;
  while (is_digit(at(text, end))) ++end;
  if (end - i < 7 || is_word(at(text, end)) || text.substr(end - 3, 3) == "000" || is_quantity(text, end)) return false;
  if ((at(text, end) == '.' || at(text, end) == ',') && is_digit(at(text, end + 1))) return false;
  return !any_word_in(text, i > 16 ? i - 16 : 0, i, kCited);
}

// Words that announce a record number; then, within a few characters, four digits or more in one piece.
bool is_announced_number(std::string_view text, std::size_t i) {
  static constexpr auto kWords = std::to_array<std::string_view>({"mrn",
                                                                  "medical record",
                                                                  "record number",
                                                                  "record no",
                                                                  "record #",
                                                                  "chart number",
                                                                  "chart no",
                                                                  "chart #",
                                                                  "hospital number",
                                                                  "hospital no",
                                                                  "patient id",
                                                                  "patient number",
                                                                  "pt id",
                                                                  "account number",
                                                                  "acct",
                                                                  "member id",
                                                                  "policy number",
                                                                  "nhs number",
                                                                  "nhs no",
                                                                  "ssn",
                                                                  "social security",
                                                                  "passport",
                                                                  "nhc",
                                                                  "historia cl",
                                                                  "expediente",
                                                                  "dni",
                                                                  "رقم الملف",
                                                                  "رقم المريض",
                                                                  "رقم الهوية"});
  if (!starts_word(text, i)) return false;
  for (std::string_view word : kWords) {
    if (!word_at(text, i, word, word == "historia cl")) continue;
    int digits = 0;
    for (std::size_t k = i + word.size(); k < std::min(text.size(), i + word.size() + 28); ++k) {
      digits = is_digit(text[k]) ? digits + 1 : text[k] == '-' ? digits : 0;
      if (digits >= 4) return true;
    }
  }
  return false;
}

bool is_email(std::string_view text, std::size_t i) {
  if (text[i] != '@' || !(is_word(before(text, i)) || before(text, i) == '_')) return false;
  std::string_view domain = text.substr(i + 1);
  const auto end = std::ranges::find_if(domain, [](char c) { return !is_word(c) && c != '-' && c != '.'; });
  domain = domain.substr(0, static_cast<std::size_t>(end - domain.begin()));
  while (!domain.empty() && !is_word(domain.back())) domain.remove_suffix(1);
  const auto dot = domain.rfind('.');
  return dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2 && is_letter(domain[dot + 1]);
}

// 3/4/1950, 1950-04-03, 03.04.50
bool is_numeric_date(std::string_view text, std::size_t i) {
  static constexpr auto kShapes = std::to_array<std::string_view>(
      {"dddd-dd-dd", "dddd/dd/dd", "d/d/dddd", "dd/d/dddd", "d/dd/dddd", "dd/dd/dddd", "dd/dd/dd", "d/d/dd", "d/dd/dd",
       "dd/d/dd", "dd-dd-dddd", "d-d-dddd", "dd.dd.dddd", "d.d.dddd", "dd.dd.dd"});
  return starts_number(text, i) &&
         std::ranges::any_of(kShapes, [&](std::string_view s) { return shape_at(text, i, s) != 0; });
}

// "3 march", "march 3", "3 de marzo": a month's name with a day beside it.
bool is_named_date(std::string_view text, std::size_t i) {
  static constexpr auto kMonths = std::to_array<std::string_view>(
      {"january",    "february", "march",     "april",     "may",    "june",   "july",   "august",
       "september",  "october",  "november",  "december",  "jan",    "feb",    "mar",    "apr",
       "jun",        "jul",      "aug",       "sep",       "sept",   "oct",    "nov",    "dec",
       "enero",      "febrero",  "marzo",     "abril",     "mayo",   "junio",  "julio",  "agosto",
       "septiembre", "octubre",  "noviembre", "diciembre", "يناير",  "فبراير", "مارس",   "أبريل",
       "مايو",       "يونيو",    "يوليو",     "أغسطس",     "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"});
  const auto month = std::ranges::find_if(kMonths, [&](std::string_view m) { return word_at(text, i, m); });
  if (month == kMonths.end()) return false;
  std::size_t end = i + month->size(), start = i;
  while (at(text, end) == ' ' || at(text, end) == '.') ++end;
  while (before(text, start) == ' ') --start;
  if (start >= 3 && text.substr(start - 3, 3) == " de") start -= 3;  // Spanish
  for (std::string_view suffix : {"st", "nd", "rd", "th"})
    if (start >= 3 && text.substr(start - 2, 2) == suffix && is_digit(text[start - 3])) start -= 2;
  const bool day_after = is_digit(at(text, end)) && !(is_digit(at(text, end + 1)) && is_digit(at(text, end + 2)));
  const bool day_before =
      is_digit(before(text, start)) && !(start > 2 && is_digit(text[start - 2]) && is_digit(text[start - 3]));
  return day_after || day_before;
}

bool is_birth_date(std::string_view text, std::size_t i) {
  static constexpr auto kBirth = std::to_array<std::string_view>(
      {"dob", "d.o.b", "born", "birth", "birthdate", "birthday", "date of birth", "nacido", "nacida", "nacimiento",
       "cumpleaños", "مواليد", "الميلاد", "ميلاده", "ميلادها", "ولد", "ولدت"});
  if (!is_numeric_date(text, i) && !is_named_date(text, i)) return false;
  return any_word_in(text, i > 40 ? i - 40 : 0, i + 50, kBirth);
}

}  // namespace

bool looks_identifying(std::string_view typed) {
  std::string text = to_ascii_digits(typed);
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_email(text, i) || is_announced_number(text, i)) return true;
    if (is_social_security(text, i) || is_phone(text, i) || is_long_number(text, i) || is_birth_date(text, i))
      return true;
  }
  return false;
}

}  // namespace preceptor::activity
