#include "lti/clock_skew.hpp"

#include <charconv>

#include "core/base/http_date.hpp"

namespace preceptor::lti {

using base::Milliseconds;

std::optional<Milliseconds> clock_ahead(const ports::Headers& answer, base::Instant asked, base::Instant answered) {
  const std::string* date = ports::header(answer, "Date");
  const auto said = date ? base::parse_http_date(*date) : std::nullopt;
  if (!said) return std::nullopt;
  // From a shared cache the Date is that of the answer kept there, Age the seconds since (RFC 9111 5.1).
  int age = 0;
  if (const std::string* text = ports::header(answer, "Age")) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), age);
    if (error != std::errc{} || end != text->data() + text->size() || age < 0) return std::nullopt;
  }
  // Date leaves out the fraction of its second: on average half of one.
  const base::Instant theirs = *said + std::chrono::seconds(age) + Milliseconds(500);
  return theirs - (asked + (answered - asked) / 2);
}

}  // namespace preceptor::lti
