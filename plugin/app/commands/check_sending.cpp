// Sending of credit, as `preceptor check` and /admin say it: off until staff switch the format on, refused, not reached, or what waits.
#include "plugin/app/commands/check.hpp"
#include "plugin/app/sending_board.hpp"

namespace preceptor::app {
namespace {

using How = web::SendingState::How;

CheckLine sending_line(const web::SendingLine& one) {
  const std::string what = "sending of " + one.provider;
  const std::string since = " since " + base::format_rfc3339(one.state.since);
  const std::string waits = std::to_string(one.queued) + " to be sent, " + std::to_string(one.with_receiver) + " without an answer";
  switch (one.state.how) {
    case How::off:
      return {what, "warning", "nothing is sent: format:" + one.format + " is not switched on", "Accreditation staff switch it on under Rules once the receiver has confirmed its form."};
    case How::refused:
      return {what, "red", "the service refuses us" + since + ": " + one.state.words, "Check user, secret_file and header with the receiver, then restart; it is tried again by itself within the hour."};
    case How::unreachable:
      return {what, "warning", "the service was not reached" + since + ": " + one.state.words, "Check url and outbound; it is tried again by itself."};
    case How::never: return {what, "good", "switched on; nothing was sent yet, " + waits, ""};
    case How::good: return {what, "good", waits, ""};
  }
  return {what, "good", waits, ""};
}

}  // namespace

void check_sending(Site& site, std::vector<CheckLine>& lines) {
  const auto all = sending_lines(site);
  if (!all) {
    lines.push_back(red_line("sending of credit", all.error()));
    return;
  }
  for (const web::SendingLine& one : *all) lines.push_back(sending_line(one));
}

}  // namespace preceptor::app
