#pragma once
#include <string>

namespace host {

// `preceptor demo`: the tool, a demo LMS and a demo record store on loopback until Ctrl-C. `folder` keeps what they store; empty: the user's state folder.
// The exit code.
int demo(const std::string& folder);

}  // namespace host
