// The shipped form "micro-burden" and what its answers mean.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/survey.hpp"
#include "core/burden/survey.hpp"

namespace preceptor::burden {

inline constexpr std::string_view kMicroBurden = "micro-burden";
// After a unit shown only where it carries credit, so that a claim was offered (credit.md 9.1); not shown is missing.
inline constexpr std::string_view kCreditItem = "mb3";

// The answers as the pool keeps them: question id -> chosen option ids or scale step, canonical JSON. What was left empty is not in it.
std::string answers_json(const std::map<std::string, std::vector<std::string>>& answers);
// MB1 to MB5 from such JSON. Option ids count by their place: mb2 a..e = 0..100 %, mb3 a..g = 1..7 and h = did not try, mb4 a..d = 0..3, mb5 in the order of
// Friction. Error: answer_invalid naming the item; json_malformed.
base::Result<MbAnswers> mb_answers(std::string_view json);
// Why a form of that id would be misread; empty when it has the five questions as they must be.
std::string micro_burden_problem(const activity::Unit& form);

}  // namespace preceptor::burden
