// Credit as integers: hundredths of a system's unit, so that no sum is ever rounded by accident (credit.md 10).
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::credit {

struct Amount {
  std::int64_t hundredths = 0;   // 25 = 0.25
  friend constexpr auto operator<=>(const Amount&, const Amount&) = default;
  friend constexpr Amount operator+(Amount a, Amount b) { return {a.hundredths + b.hundredths}; }
  friend constexpr Amount operator-(Amount a, Amount b) { return {a.hundredths - b.hundredths}; }
  constexpr Amount& operator+=(Amount other) { hundredths += other.hundredths; return *this; }
};

// "0.5", "0.25", "1": no exponent, trailing zeros trimmed. Never negative in what we write.
std::string format(Amount amount);
// Decimal text with at most two digits after the point, 0 to 1,000,000. Error: command_arguments with what was typed left out.
base::Result<Amount> parse_amount(std::string_view text);

enum class Rounding { nearest, down, up, none };
std::string_view name(Rounding rounding);
std::optional<Rounding> rounding_named(std::string_view name);
// To a multiple of `step` (> 0); a tie goes up (credit.md 10.1, scenario 4). `none` leaves the amount as it is.
Amount round_to(Amount amount, Amount step, Rounding rounding);
// Minutes as hours of credit, rounded; exact before rounding (52 minutes are 86 2/3 hundredths). `none`: whole hundredths, never more than the minutes are
// worth. Minutes below 0 are 0.
Amount from_minutes(int minutes, Amount step, Rounding rounding);

}  // namespace preceptor::credit
