// A unit's question as a cmi.interaction, and what was answered to it. Internal to xapi.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/activity/unit.hpp"
#include "core/record/event.hpp"

namespace preceptor::xapi {

// The activity definition: type, description, interaction type, components and, when scored, the right answer.
nlohmann::json interaction_definition(const activity::Question& question, const std::string& language);
// result.response by xapi.md 2; nullopt for free text, which never leaves the store, and for nothing chosen.
std::optional<std::string> interaction_response(const activity::Question& question, const record::Response& response);
// Text from a platform or author made fit for a statement: no NUL, at most 1,000 bytes.
std::string plain(std::string_view text);

}  // namespace preceptor::xapi
