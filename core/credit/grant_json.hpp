// A grant as the record keeps it in credit_granted. For .cpp files only.
#pragma once
#include <optional>
#include <string>

#include "core/base/json_reader.hpp"
#include "core/credit/grant.hpp"

namespace preceptor::credit {

// What was granted; where its report stands is not part of it (later moves are events of their own).
base::Json grant_json(const Grant& grant);
// On failure `problem` names the member.
Grant grant_from(const base::Json& json, const std::string& path, std::optional<std::string>& problem);

// Members that several payloads share.
base::Instant instant_member(base::JsonReader& in, const char* name);
std::optional<base::Instant> optional_instant_member(base::JsonReader& in, const char* name);
base::Date date_member(base::JsonReader& in, const char* name);
Amount amount_member(base::JsonReader& in, const char* name);   // a whole number of hundredths

}  // namespace preceptor::credit
