// Claims of the LTI Advantage services and of the other kinds of message. What a platform merely offers never refuses a learner: a service
// claim that cannot be read counts as not offered. What a kind of message is about is required of it.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"
#include "lti/launch.hpp"

namespace preceptor::lti {

// AGS 2.0 and NRPS 2.0. URLs are kept byte for byte: their queries belong to the platform.
void read_services(const nlohmann::json& claims, Launch& launch);

// Deep Linking 2.0, 4.4.1. Errors: launch_deep_linking.
base::Status read_deep_linking(const nlohmann::json& claims, Launch& launch);

// Submission Review 1.0. Error: launch_for_user_missing.
base::Status read_for_user(const nlohmann::json& claims, Launch& launch);

}  // namespace preceptor::lti
