#include "web/onward/calendar.hpp"

#include "core/base/encoding.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kLineBytes = 75;

// YYYYMMDDThhmmssZ (RFC 5545 3.3.5, form 2).
std::string utc_stamp(base::Instant at) {
  std::string stamp;
  for (const char c : base::format_rfc3339(at).substr(0, 19))
    if (c != '-' && c != ':') stamp += c;
  return stamp + "Z";
}

// RFC 5545 3.3.11. Control characters have no place in a text; a line break becomes \n.
std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n' || c == '\r') out += "\\n";
    else if (c == '\\' || c == ';' || c == ',') (out += '\\') += c;
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
  }
  return out;
}

std::string property(const std::string& name, const std::string& value) {
  std::string_view left = value;
  std::string line = name + ":", out;
  for (;;) {
    const auto part = base::utf8_prefix(left, kLineBytes - line.size());
    out += line + std::string(part) + "\r\n";
    left.remove_prefix(part.size());
    if (left.empty() || part.empty()) return out;
    line = " ";
  }
}

bool is_plain_address(const std::string& url) {
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f) return false;
  return !url.empty();
}

}  // namespace

std::string calendar_file(const Reminder& reminder) {
  std::string file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Preceptor//Reminder//EN\r\nBEGIN:VEVENT\r\n";
  file += property("UID", escaped(reminder.uid)) + property("DTSTAMP", utc_stamp(reminder.made_at)) + property("DTSTART", utc_stamp(reminder.at));
  file += "DURATION:PT5M\r\nTRANSP:TRANSPARENT\r\n";
  file += property("SUMMARY", escaped(reminder.summary)) + property("DESCRIPTION", escaped(reminder.text));
  if (is_plain_address(reminder.url)) file += property("URL", reminder.url);
  file += "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\n" + property("DESCRIPTION", escaped(reminder.summary)) + "END:VALARM\r\n";
  return file + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

}  // namespace preceptor::web
