// One question <-> its JSON object. Used by unit_json.cpp alone; for .cpp files only.
#pragma once
#include <optional>
#include <set>
#include <string>

#include "core/activity/unit.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::activity {

// Members that the question does not use are left out: a hash must not depend on them.
base::Json question_to_json(const Question& question);
// `earlier`: ids of the questions before it, for its condition; its own id is added. What is wrong goes to the reader's problem.
Question question_from_json(base::JsonReader& in, std::set<std::string>& earlier, std::optional<std::string>& problem);

}  // namespace preceptor::activity
