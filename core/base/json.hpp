// nlohmann::json behind one door. Include in .cpp files only; headers use <nlohmann/json_fwd.hpp>.
// The explicit instantiation in json.cpp keeps the compile time of users down.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.hpp"

extern template class nlohmann::basic_json<>;

namespace preceptor::base {

using Json = nlohmann::json;

struct JsonLimits {
  std::size_t max_bytes = 1 << 20;
  int max_depth = 32;
  bool allow_comments = false;  // configuration files only
};

// Strict: UTF-8, no duplicate members, no unpaired surrogates, no trailing bytes, within limits.
// Error: json_malformed; detail names line and column, or the duplicate member's path.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// One text for one value: members sorted by their bytes, no white space, UTF-8 unescaped except controls. What hashes cover.
std::string canonical_json(const Json& value);

// The member if it is there and a string; nullptr otherwise.
const std::string* string_member(const Json& object, const char* name);

}  // namespace preceptor::base
