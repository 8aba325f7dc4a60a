// Questions as a form shows them and as people read their answers: pages of a unit, surveys and root-cause forms alike.
#pragma once
#include <string>
#include <vector>

#include "core/activity/answers.hpp"
#include "core/activity/unit.hpp"
#include "core/base/url.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// What a form of questions is drawn with.
struct QuestionForm {
  const Messages& words;                           // a catalogue lives as long as the process
  base::Fields fields = {};                        // what fills the fields in: posted, drafted, or fields_of() a recorded response
  std::vector<activity::FieldError> errors = {};
  bool past = false;                               // shown with their answers, not to be changed
  bool offers_flag = false;                        // "this question does not concern me" on those that may be left out
};

// One view a question or statement for the template "question", in page order. The page's own view has `content_lang` and `content_dir`
// (the language of the questions) and `past`; in the page's template: {{#questions}}{{> question}}{{/questions}}. A question whose condition
// looks at others of the list is there but hidden while it fails; `before` are answers that stand already.
std::vector<View> question_list(const std::vector<const activity::Question*>& questions, const QuestionForm& form,
                                const activity::Answers& before = {});
// One of them, without its condition.
View question_fields(const activity::Question& question, const QuestionForm& form);
// Sets `has_errors`, `errors_title` and `errors` for the summary on top of the form, as in the template "unit".
void add_question_errors(View& page, const std::vector<const activity::Question*>& questions, const QuestionForm& form);

// A response as the fields that would post it; numbers in the reader's way. Free text is not in a response and stays empty.
base::Fields fields_of(const activity::Question& question, const record::Response& response, const Messages& words);
// The text of a response as people read it: option labels, number with unit; empty for free text and skipped questions.
std::string response_text(const activity::Question& question, const record::Response& response, const Messages& words);
// The right answer as people read it; empty where the unit names none.
std::string right_text(const activity::Question& question, const Messages& words);

}  // namespace preceptor::web
