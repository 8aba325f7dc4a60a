// Decimal numbers as people type them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace preceptor::activity {

// "2,5", " 2.50 ", "٢٫٥" -> "2.5": one text for one value, with a point, without leading or trailing zeros; "-0" is
// "0". At most 15 digits. nullopt for anything else, exponents included, and for what may be a thousands separator
// ("1,000", "1.000,5"): a factor of a thousand is not guessed. A point is always a decimal point ("1.000" is 1).
std::optional<std::string> canonical_decimal(std::string_view typed);
// The value of text that canonical_decimal made.
double decimal_value(std::string_view canonical);
// Arabic-Indic and Persian digits, their decimal mark, and typographic spaces, hyphens and minus signs as ASCII; the
// rest as it is.
std::string to_ascii_digits(std::string_view text);

}  // namespace preceptor::activity
