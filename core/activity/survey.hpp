// A survey: compiled content of kind "survey". Its questions are those of a unit's one page; nothing in it is scored, and it has no free text, because words tell
// who wrote them.
#pragma once
#include <string>
#include <string_view>

#include "core/activity/unit.hpp"

namespace preceptor::activity {

struct Survey {
  Unit form;               // id, title, language and the sections; the facts of a unit (author, references...) are empty
  base::ContentHash hash;  // of the canonical JSON below; not that of `form`
};

// Canonical JSON without the hash; hash = SHA-256 of it.
std::string to_json(const Survey& survey);
// Sets `hash`. Error: content_invalid with the member's path, or why it is no survey.
base::Result<Survey> survey_from_json(std::string_view json);

// Why a form cannot be a survey, by question; empty when it can.
struct SurveyProblem {
  std::string question_id, what;
};
std::vector<SurveyProblem> survey_problems(const Unit& form);

}  // namespace preceptor::activity
