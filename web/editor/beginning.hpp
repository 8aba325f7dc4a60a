// The text a new unit begins with: everything a unit needs, the facts only a person knows left empty, so that lint names them.
#pragma once
#include <string>

#include "core/base/time.hpp"

namespace preceptor::web {

struct Beginning {
  std::string title, language = "en";
  std::string author;                // of the text: who begins it
  std::string gap, objectives;       // of the case it answers; may be empty
};

// Lines of what was typed become one; `today`: the review date is a year later.
std::string unit_beginning(const Beginning& with, base::Instant today);
// The same for an activity; statements are the provider's own, so they begin empty.
std::string activity_beginning(const Beginning& with, base::Instant today);
// "Apixaban: which dose?" -> "apixaban-which-dose"; empty when nothing of it can stand in an id.
std::string id_from_title(const std::string& title);

}  // namespace preceptor::web
