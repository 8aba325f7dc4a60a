// Small parts of the administrator's pages.
#pragma once
#include <string>

#include "core/base/time.hpp"
#include "core/ports/diary.hpp"
#include "lti/registration.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// "2026-11-25 16:03:20 UTC": the clock of the log, whatever the language.
std::string admin_time(base::Instant at);

// "pending" (waits for an administrator), "active" or "off".
std::string connection_state(const lti::Registration& registration);
// Class, word and mark of a state: never colour alone.
void add_state(View& view, const Messages& messages, const std::string& state);

// One entry, with the fix of its reason. `connection`: the registration's name; empty when it is not known.
View diary_view(const ports::DiaryEntry& entry, const Messages& messages, const std::string& connection);

// The parts of the pages that say what is on this side, to be entered in an LMS.
struct ToolAddresses {
  std::string launch, login, keys;
};
ToolAddresses tool_addresses(const std::string& public_url, const std::string& registration);

}  // namespace preceptor::web
