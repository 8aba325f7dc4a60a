#include "core/credit/amount.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/ascii.hpp"

namespace preceptor::credit {
namespace {

constexpr std::int64_t kOne = 100, kMostWhole = 1'000'000;
constexpr std::size_t kMostWholeDigits = 7;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, base::is_digit);
}

// numerator / denominator as a whole number, rounded; both not negative.
std::int64_t divided(std::int64_t numerator, std::int64_t denominator, Rounding rounding) {
  if (rounding == Rounding::nearest) return (2 * numerator + denominator) / (2 * denominator);
  if (rounding == Rounding::up) return (numerator + denominator - 1) / denominator;
  return numerator / denominator;
}

constexpr std::pair<Rounding, std::string_view> kRoundingNames[] = {
    {Rounding::nearest, "nearest"}, {Rounding::down, "down"}, {Rounding::up, "up"}, {Rounding::none, "none"}};

}  // namespace

std::string format(Amount amount) {
  std::string text = std::to_string(amount.hundredths / kOne);
  const std::int64_t rest = amount.hundredths % kOne;
  if (rest == 0) return text;
  text += '.';
  text += std::to_string(rest / 10);
  if (rest % 10 != 0) text += std::to_string(rest % 10);
  return text;
}

base::Result<Amount> parse_amount(std::string_view text) {
  const auto refused = [] { return base::fail(base::Code::command_arguments, "an amount is a number from 0 to 1000000 with at most two digits after the point"); };
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > kMostWholeDigits || !all_digits(whole)) return refused();
  if (point != std::string_view::npos && (rest.empty() || rest.size() > 2 || !all_digits(rest))) return refused();
  Amount amount;
  std::from_chars(whole.data(), whole.data() + whole.size(), amount.hundredths);
  amount.hundredths *= kOne;
  if (!rest.empty()) amount.hundredths += (rest[0] - '0') * 10;
  if (rest.size() == 2) amount.hundredths += rest[1] - '0';
  if (amount.hundredths > kMostWhole * kOne) return refused();
  return amount;
}

std::string_view name(Rounding rounding) {
  return std::ranges::find(kRoundingNames, rounding, &std::pair<Rounding, std::string_view>::first)->second;
}

std::optional<Rounding> rounding_named(std::string_view name) {
  const auto found = std::ranges::find(kRoundingNames, name, &std::pair<Rounding, std::string_view>::second);
  return found == std::end(kRoundingNames) ? std::nullopt : std::optional(found->first);
}

Amount round_to(Amount amount, Amount step, Rounding rounding) {
  if (rounding == Rounding::none) return amount;
  return {divided(amount.hundredths, step.hundredths, rounding) * step.hundredths};
}

// A minute is 5/3 of a hundredth: the division by the step comes last, so that nothing is lost before it.
Amount from_minutes(int minutes, Amount step, Rounding rounding) {
  const std::int64_t thirds = std::int64_t{5} * std::max(minutes, 0);
  if (rounding == Rounding::none) return {thirds / 3};
  return {divided(thirds, 3 * step.hundredths, rounding) * step.hundredths};
}

}  // namespace preceptor::credit
