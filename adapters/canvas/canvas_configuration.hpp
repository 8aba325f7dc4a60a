// The JSON configuration an administrator pastes, or gives Canvas the address of (canvas.md section 2).
#pragma once
#include <string>

#include "lti/dynamic/registration_request.hpp"

namespace preceptor::canvas {

// Everything that is used is asked for, names but no e-mail addresses: what an account does not want to give is switched off in Canvas itself.
std::string configuration_json(const lti::ToolFacts& tool);

}  // namespace preceptor::canvas
