// The parts of a content file, as text. Internal to this folder.
#pragma once
#include <utility>

#include "manifests/importers/draft.hpp"

namespace preceptor::manifests::importers {

struct Facts {
  std::string id, title, language;
  int words = 0, closed = 0, free_texts = 0, scored = 0;
};
// With the keys a person must fill in left empty, each with a remark: lint names them.
std::string written_front_matter(const Facts& facts);
// Ends with LF; empty when there are no words.
std::string written_text(std::string_view plain);
// Judged before. Ends with LF.
std::string written_question(const DraftQuestion& question, const std::string& id);
// The id the compiler gives the option at `index`: "a" ... "z", "aa" ...; "yes" and "no".
std::string option_id_at(activity::QuestionType type, std::size_t index);
// "True" and "False" in the language of a unit: English, Spanish or Arabic.
std::pair<std::string, std::string> truth_words(std::string_view language);
// "2.5"; nullopt when it has more than 15 digits.
std::optional<std::string> decimal_text(double value);
// "2.5" or "2..3".
std::optional<std::string> range_text(double lowest, double highest);
// One part of the brackets after a type: without commas, bars and brackets.
std::string argument_text(std::string_view text);

}  // namespace preceptor::manifests::importers
