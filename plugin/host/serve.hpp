#pragma once
#include <string>

namespace host {

// `preceptor serve`: runs until SIGTERM or SIGINT; SIGHUP reads the configuration again. Log lines go to stderr. The exit code.
int serve(const std::string& config_path);

}  // namespace host
