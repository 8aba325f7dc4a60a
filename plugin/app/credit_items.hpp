// The items of the topic "credit": what was claimed, granted and became of its report, made from the sealed record in its order. Persons are random ids; names,
// identifiers and receivers' own words are in none.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::app {

// The events that have an item.
const std::vector<std::string>& credit_event_types();
// The item (JSON, docs/abi.md) of such an event. Errors: json_malformed (the store is damaged).
base::Result<std::optional<std::string>> credit_item_of(const std::string& event_json);

}  // namespace preceptor::app
