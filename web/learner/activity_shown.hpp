// What page one says of an activity that carries credit and has the unit. Apart from the credit service, which most pages need not know.
#pragma once
#include <string>
#include <vector>

#include "core/activity/sentence.hpp"
#include "core/credit/amount.hpp"

namespace preceptor::web {

// One activity of the unit, as it is told before the start.
struct ActivityShown {
  std::string title, language, accreditation, designation;   // the statements verbatim
  int minutes = 0;               // of this unit in it
  int pass_percent = 0;          // the standard; 0 = none
  credit::Amount worth;          // of the first designation
  std::string system;            // its name as it is printed
  std::string disclosure;        // the learner's text, as the record names it; empty where the unit's own holds
  std::vector<activity::Sentence> told;   // the same where its people disclosed it, to be said in the reader's language
};

}  // namespace preceptor::web
