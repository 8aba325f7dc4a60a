// Pieces of this folder's JSON that several of its .cpp files share. For .cpp files only. Amounts are decimal text ("0.25"), days YYYY-MM-DD, times RFC 3339.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/json_reader.hpp"
#include "core/credit/grant.hpp"

namespace preceptor::credit {

using JsonProblem = std::optional<std::string>;

inline constexpr base::JsonLimits kCreditLimits{.max_bytes = 1 << 20, .max_depth = 12, .allow_comments = false};

// A reader for each entry of an array, with the entry's path.
template <class Read>
void each_entry(base::JsonReader& parent, const char* member, JsonProblem& problem, Read&& read) {
  std::size_t index = 0;
  for (const base::Json& entry : parent.array(member)) {
    base::JsonReader in(entry, parent.path_of(member) + "[" + std::to_string(index++) + "]", problem);
    read(in);
    in.finish();
    if (problem) return;
  }
}

Amount get_amount(base::JsonReader& in, const char* name);
base::Date get_day(base::JsonReader& in, const char* name);
base::Instant get_time(base::JsonReader& in, const char* name);
// Absent members are left out, and read as absent.
void put_day(base::Json& json, const char* name, const std::optional<base::Date>& day);
void put_time(base::Json& json, const char* name, const std::optional<base::Instant>& at);
std::optional<base::Date> get_day_if_there(base::JsonReader& in, const char* name);
std::optional<base::Instant> get_time_if_there(base::JsonReader& in, const char* name);

base::Json json_of(const BoardRegistration& board);
base::Json json_of(const std::vector<BoardRegistration>& boards);
std::vector<BoardRegistration> get_boards(base::JsonReader& in, const char* name, JsonProblem& problem);
base::Json json_of(const Grant& grant);
Grant get_grant(base::JsonReader& in, JsonProblem& problem);

}  // namespace preceptor::credit
