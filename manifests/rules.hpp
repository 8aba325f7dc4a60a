// The rules of credit that come with the program: manifests/boards/*.json.
#pragma once
#include "core/credit/rules.hpp"

namespace preceptor::manifests {

// Systems and boards as one rulebook, in the order of the files.
const credit::Rulebook& shipped_rules();

}  // namespace preceptor::manifests
