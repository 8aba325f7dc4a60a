// The service manager's notify protocol (sd_notify(3)): one datagram, no library.
#pragma once
#include <string>

namespace host {

// Sends e.g. "READY=1" to $NOTIFY_SOCKET; nothing when there is none. Answers what went wrong; empty when nothing did.
std::string notify(const std::string& state);
// "RELOADING=1" with the monotonic time systemd asks for beside it.
std::string notify_reloading();

}  // namespace host
