// One connection as platform add and platform list print it with --json. For .cpp files of this folder only.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "lti/registration.hpp"

namespace preceptor::app {

nlohmann::json platform_json(const lti::Registration& registration);

}  // namespace preceptor::app
