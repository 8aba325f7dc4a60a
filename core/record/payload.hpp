// One payload <-> its JSON object. Used by event.cpp alone; for .cpp files only.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/record/event.hpp"

namespace preceptor::record {

// The "payload" member. Optional members that are absent are left out.
base::Json payload_to_json(const Payload& payload);
// Reads the payload of that type name and version. On failure `problem` says which member is wrong and the answer is
// nullopt; an unknown type or version is such a failure too.
std::optional<Payload> payload_from_json(std::string_view type, std::int64_t version, const base::Json& json,
                                         std::optional<std::string>& problem);

}  // namespace preceptor::record
