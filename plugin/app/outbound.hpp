// What the configuration says about calls to others.
#pragma once
#include "plugin/app/config.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::app {

http::ClientOptions client_options(const Config& config);

}  // namespace preceptor::app
