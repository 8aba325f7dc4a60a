// The part of JSONPath that profiles may use: names, indexes and `*`; no filters, scripts, unions or `..` (Profiles 1.0, Statement Template Rules).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace preceptor::xapi::profile {

struct PathStep {
  enum class Kind { name, index, all };
  Kind kind = Kind::name;
  std::string name;
  std::size_t index = 0;
};
using JsonPath = std::vector<PathStep>;

// "$.context.contextActivities.category[*].id", "$.result.extensions['https://...']"; the "$." may be left out. nullopt: something else.
std::optional<JsonPath> parse_json_path(std::string_view text);
// Every value the path leads to, in the document's order; the pointers live as long as `root`.
std::vector<const nlohmann::json*> values_at(const nlohmann::json& root, const JsonPath& path);
// The object's member of that name; empty when it is missing or no text.
std::string text_member(const nlohmann::json& object, const char* name);

}  // namespace preceptor::xapi::profile
