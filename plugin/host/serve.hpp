#pragma once
#include <string>

namespace host {

// `preceptor serve`: runs until SIGTERM or SIGINT; SIGHUP reads the configuration again. Log lines go to stderr. The exit code.
// It ends within 50 s of the signal, and within 3 s while it starts, whatever hangs: with Exit::failed then, and a line that says so.
int serve(const std::string& config_path);

}  // namespace host
