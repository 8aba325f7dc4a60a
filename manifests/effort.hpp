// What a unit costs the clinician who does it: warnings, not errors. Internal to this folder.
#pragma once
#include "manifests/body.hpp"

namespace preceptor::manifests {

// Words in all texts that are read. Of answers' feedback only the longest of each question counts: one is shown.
struct Reading {
  int words = 0;
  int before_first_question = 0;
};
// Estimated minutes: words / 230, 12 s for each closed question, 40 s for each free text (ui.md 1.2).
double estimated_minutes(int words, int closed_questions, int free_texts);
// `stated_minutes_line`: where that key stands.
void warn_about_effort(const activity::Unit& unit, const std::vector<RawSection>& sections, const Reading& reading,
                       int stated_minutes_line, Problems& problems);

}  // namespace preceptor::manifests
