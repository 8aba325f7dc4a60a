// Pieces of this folder's JSON that several of its .cpp files share. For .cpp files only, through json_reader.hpp.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/json.hpp"

namespace preceptor::base {
class JsonReader;
}

namespace preceptor::rca {

using JsonProblem = std::optional<std::string>;

nlohmann::json json_of(const Sheet& sheet);
nlohmann::json json_of(const Rating& rating);
nlohmann::json json_of(const Decision& decision);
void read(base::JsonReader& in, Sheet& sheet, JsonProblem& problem);
void read(base::JsonReader& in, Rating& rating, JsonProblem& problem);
void read(base::JsonReader& in, Decision& decision, JsonProblem& problem);

// Dates and times as members; an absent optional date is left out.
void put_date(nlohmann::json& json, const char* name, const std::optional<base::Date>& date);
std::optional<base::Date> get_date(base::JsonReader& in, const char* name);
base::Instant get_instant(base::JsonReader& in, const char* name);
// Names of enumerations; an unknown one is a problem.
Outcome get_outcome(base::JsonReader& in, const char* name);
Role get_role(base::JsonReader& in, const char* name);
// Codes of rows: known ones, each once.
nlohmann::json row_codes(const std::vector<Row>& rows);
std::vector<Row> get_rows(base::JsonReader& in, const char* name);

}  // namespace preceptor::rca
