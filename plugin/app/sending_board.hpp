// How sending goes for each provider that has a service: for commands, the health page and the page of exports.
#pragma once
#include <vector>

#include "plugin/app/site.hpp"
#include "web/credit/sending_state.hpp"

namespace preceptor::app {

// In the order of the configuration. Errors: store_*, json_malformed.
base::Result<std::vector<web::SendingLine>> sending_lines(Site& site);

}  // namespace preceptor::app
