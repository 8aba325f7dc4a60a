// What the configuration says of the addresses that the server listens on, read alike by serve, check and a reload.
#pragma once
#include <string>

#include "core/base/result.hpp"
#include "plugin/app/config.hpp"
#include "plugin/http/server.hpp"

namespace preceptor::app {

// `listen`: config.listen or config.metrics_listen. Whoever opens it adds what it does.
http::ServerOptions listener_options(const Config& config, const std::string& listen);
// Whether serve could listen there; an empty one is no listener. Errors as http::Server::open.
base::Status check_listener(const Config& config, const std::string& listen);

}  // namespace preceptor::app
