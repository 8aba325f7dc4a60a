#include "core/base/time.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

#include "core/base/ascii.hpp"

namespace preceptor::base {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Reads from the front of a text; every function answers false when the text goes on differently.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (next() != c || done()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view choices, char& taken) {
    if (done() || choices.find(next()) == std::string_view::npos) return false;
    taken = next();
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `count` digits.
  bool number(int count, int& value) {
    value = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(next())) return false;
      value = value * 10 + (next() - '0');
      rest_.remove_prefix(1);
    }
    return true;
  }
  // One or more digits. False as well when the value does not fit.
  bool number(std::int64_t& value) {
    if (!is_digit(next())) return false;
    value = 0;
    while (is_digit(next())) {
      if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return false;
      if (__builtin_add_overflow(value, std::int64_t{next() - '0'}, &value)) return false;
      rest_.remove_prefix(1);
    }
    return true;
  }
  // One or more digits after a point; the first three are milliseconds, the others are cut.
  bool fraction(int& milliseconds) {
    if (!is_digit(next())) return false;
    milliseconds = 0;
    for (int weight = 100; is_digit(next()); weight /= 10) {
      milliseconds += weight * (next() - '0');
      rest_.remove_prefix(1);
    }
    return true;
  }

 private:
  std::string_view rest_;
};

// A part's value, or why it cannot be read.
using Part = tl::expected<int, std::string>;
auto no(const char* why) {
  return tl::unexpected<std::string>(why);
}

auto bad_time(const std::string& why) {
  return fail(Code::json_malformed, "not an RFC 3339 time: " + why);
}
auto bad_duration(const std::string& why) {
  return fail(Code::json_malformed, "not an ISO 8601 duration: " + why);
}

// "Z" or "+hh:mm" or "-hh:mm"; minutes east of UTC. Error: the reason.
Part read_zone(Reader& reader) {
  char sign = 0;
  if (reader.take_any("Zz", sign)) return 0;
  if (!reader.take_any("+-", sign)) return no("the zone is missing");
  int hours = 0;
  int minutes = 0;
  if (!reader.number(2, hours) || !reader.take(':') || !reader.number(2, minutes))
    return no("the zone is not Z or +hh:mm");
  if (hours > 23 || minutes > 59) return no("the zone is out of range");
  // RFC 3339 4.3 means "local time unknown" by it; both conformance suites refuse it.
  if (sign == '-' && hours == 0 && minutes == 0) return no("-00:00 is not a zone");
  return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

struct Unit {
  char letter;
  std::int64_t milliseconds;
};
constexpr std::int64_t kDay = 86'400'000;
constexpr std::array kDateUnits = {Unit{'Y', 365 * kDay}, Unit{'M', 30 * kDay}, Unit{'D', kDay}};
constexpr std::array kTimeUnits = {Unit{'H', 3'600'000}, Unit{'M', 60'000}, Unit{'S', 1'000}};

// Designators of one half in their order, each at most once. Adds to `total`; answers how many there were, or why not.
Part read_half(Reader& reader, const std::array<Unit, 3>& units, std::int64_t& total) {
  int parts = 0;
  auto unit = units.begin();
  while (is_digit(reader.next())) {
    std::int64_t value = 0;
    int milliseconds = 0;
    if (!reader.number(value)) return no("a number is too large");
    const bool fractional = reader.take('.');
    if (fractional && !reader.fraction(milliseconds)) return no("digits are missing after the point");
    while (unit != units.end() && unit->letter != reader.next()) ++unit;
    if (unit == units.end() || !reader.take(unit->letter))
      return no("a designator is missing, unknown, repeated or out of order");
    if (fractional && unit->letter != 'S') return no("only seconds may have a fraction");
    if (__builtin_mul_overflow(value, unit->milliseconds, &value) || __builtin_add_overflow(total, value, &total) ||
        __builtin_add_overflow(total, std::int64_t{milliseconds}, &total)) {
      return no("a number is too large");
    }
    ++unit;
    ++parts;
  }
  return parts;
}

}  // namespace

Result<Instant> parse_rfc3339(std::string_view text) {
  Reader reader(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milliseconds = 0;
  char separator = 0;
  if (!reader.number(4, year) || !reader.take('-') || !reader.number(2, month) || !reader.take('-') ||
      !reader.number(2, day)) {
    return bad_time("the date is not YYYY-MM-DD");
  }
  if (!reader.take_any("Tt", separator)) return bad_time("there is no T after the date");
  if (!reader.number(2, hour) || !reader.take(':') || !reader.number(2, minute) || !reader.take(':') ||
      !reader.number(2, second)) {
    return bad_time("the time is not hh:mm:ss");
  }
  if (reader.take('.') && !reader.fraction(milliseconds)) return bad_time("digits are missing after the point");
  const auto zone = read_zone(reader);
  if (!zone) return bad_time(zone.error());
  if (!reader.done()) return bad_time("there is something after the zone");

  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) return bad_time("there is no such day");
  if (hour > 23 || minute > 59 || second > 59) return bad_time("there is no such time of day");
  const Instant at = sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute - *zone) +
                     std::chrono::seconds(second) + Milliseconds(milliseconds);
  // The zone can carry the first and the last day out of the years we can write.
  const int utc_year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<days>(at)).year());
  if (utc_year < 1 || utc_year > 9999) return bad_time("the year is out of range in UTC");
  return at;
}

std::string format_rfc3339(Instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<Milliseconds> time(at - day);
  char text[64];
  const int length =
      std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return {text, static_cast<std::size_t>(length)};
}

Result<Milliseconds> parse_iso_duration(std::string_view text) {
  Reader reader(text);
  if (!reader.take('P')) return bad_duration("it does not begin with P");
  if (text.ends_with('W')) {
    std::int64_t weeks = 0;
    if (!reader.number(weeks) || !reader.take('W')) return bad_duration("weeks stand alone, as PnW");
    if (__builtin_mul_overflow(weeks, 7 * kDay, &weeks)) return bad_duration("a number is too large");
    return Milliseconds(weeks);
  }
  std::int64_t total = 0;
  const auto date_parts = read_half(reader, kDateUnits, total);
  if (!date_parts) return bad_duration(date_parts.error());
  int parts = *date_parts;
  if (reader.take('T')) {
    const auto time_parts = read_half(reader, kTimeUnits, total);
    if (!time_parts) return bad_duration(time_parts.error());
    if (*time_parts == 0) return bad_duration("nothing follows T");
    parts += *time_parts;
  }
  if (parts == 0) return bad_duration("it holds no number");
  if (!reader.done()) return bad_duration("a designator is missing, unknown, repeated or out of order");
  return Milliseconds(total);
}

std::string format_iso_duration(Milliseconds duration) {
  const std::int64_t hundredths = duration.count() > 0 ? duration.count() / 10 : 0;
  const std::int64_t hours = hundredths / 360'000;
  const std::int64_t minutes = hundredths / 6'000 % 60;
  const std::int64_t seconds = hundredths / 100 % 60;
  const std::int64_t fraction = hundredths % 100;
  std::string text = "PT";
  if (hours > 0) text += std::to_string(hours) + "H";
  if (minutes > 0) text += std::to_string(minutes) + "M";
  if (seconds > 0 || fraction > 0 || text.size() == 2) {
    text += std::to_string(seconds);
    if (fraction > 0) {
      text += '.';
      text += static_cast<char>('0' + fraction / 10);
      if (fraction % 10 != 0) text += static_cast<char>('0' + fraction % 10);
    }
    text += 'S';
  }
  return text;
}

std::int64_t to_unix_ms(Instant at) {
  return at.time_since_epoch().count();
}
Instant from_unix_ms(std::int64_t ms) {
  return Instant(Milliseconds(ms));
}

}  // namespace preceptor::base
