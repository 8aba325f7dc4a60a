// One reminder as a calendar file (RFC 5545).
#pragma once
#include <string>

#include "core/base/time.hpp"

namespace preceptor::web {

struct Reminder {
  std::string uid;             // unique for ever, e.g. "<attempt>-7@host"
  base::Instant at{}, made_at{};
  std::string summary, text;   // any text: line breaks and what has a meaning in the format are escaped
  std::string url;             // empty for none; left out when it holds anything but printable ASCII
};

// text/calendar with CRLF line ends, lines folded at 75 bytes between characters, times in UTC.
std::string calendar_file(const Reminder& reminder);

}  // namespace preceptor::web
