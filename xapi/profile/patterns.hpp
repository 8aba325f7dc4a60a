// The patterns of a profile, compiled into one automaton over its templates.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"
#include "xapi/profile/automaton.hpp"

namespace preceptor::xapi::profile {

// `template_ids`: a template's place in it is its symbol. The automaton takes what any primary pattern takes. Error json_malformed: a pattern is
// not of one of the five kinds, names what is not there, or contains itself.
base::Result<Automaton> compile_patterns(const nlohmann::json& patterns, const std::vector<std::string>& template_ids);

}  // namespace preceptor::xapi::profile
