// How far a subscription is, as text that a host keeps and gives back without reading it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "xapi/delivery_store.hpp"

namespace preceptor::app {

std::string place_text(const std::vector<xapi::Place>& places);
// Absent: it is no text of place_text's.
std::optional<std::vector<xapi::Place>> read_place(const std::string& text);

}  // namespace preceptor::app
