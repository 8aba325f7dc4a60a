// What a person is asked once about themselves, one tap each and skippable: career stage, then, at a later unit, which format they like better. Kept as a
// projection of the person, deleted with them; used in figures about groups only.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/burden/stage.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

struct PersonQuestion {
  std::string_view kind;                          // of the projection; its state is the answer or "skipped"
  std::span<const std::string_view> answers;      // message keys "<kind>.<answer>"
};
inline constexpr const char* kCareerStage = "career_stage";
inline constexpr const char* kPreferredFormat = "preferred_format";   // "micro", "longer", "either"
inline constexpr const char* kSkipped = "skipped";

// The next thing to ask; null when everything was answered or skipped. Format preference waits for a unit begun after the stage was told.
base::Result<const PersonQuestion*> next_question(ports::ProjectionStore& projections, const base::PersonId& person, base::Instant begun);
const PersonQuestion* find_person_question(std::string_view kind);
// Null unless the answer is one of the question's, or "skipped".
std::optional<ports::Projection> answer_row(const PersonQuestion& question, std::string_view answer, const base::PersonId& person, base::Instant now);

struct StageTold {
  burden::CareerStage stage;
  base::Instant at{};
};
base::Result<std::optional<StageTold>> find_stage(ports::ProjectionStore& projections, const base::PersonId& person);

// The form of a question ("person_question.mustache"); `hidden`: a value to go along as "who". Without a question nothing is shown.
void add_person_question(View& view, const PersonQuestion* question, const std::string& action, const std::string& hidden, const Messages& words);

}  // namespace preceptor::web
