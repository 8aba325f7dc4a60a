#pragma once
#include <string>

namespace host {

// `preceptor demo`: the tool, a demo LMS and a demo record store on loopback until Ctrl-C. `folder` keeps what they store; empty: the user's state folder.
// `lms`: generic (the tool is configured for it) or another kind the library knows (the LMS has not heard of the tool: an invitation is printed, to be pasted there).
// The exit code.
int demo(const std::string& folder, const std::string& lms);

}  // namespace host
