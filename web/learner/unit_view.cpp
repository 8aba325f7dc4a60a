// A page of the unit: feedback on the page before, then the case and its questions.
#include "web/learner/views.hpp"

namespace preceptor::web {
namespace {

std::vector<View> feedback_on(const Visit& visit, int page) {
  std::vector<View> views;
  if (page < 1) return views;
  for (const auto& question : visit.unit->sections[static_cast<std::size_t>(page - 1)].questions) {
    const auto answer = visit.attempt.answers.find(question.id);
    // What is neither right nor wrong and has nothing to say about it needs no place on the page.
    const bool says = question.scored || !question.feedback_html.empty();
    if (answer != visit.attempt.answers.end() && says) views.push_back(feedback_view(question, visit));
  }
  return views;
}

std::string button_text(const std::vector<const activity::Question*>& questions, bool last, const Messages& words) {
  if (last) return words.text("button.finish");
  int scored = 0;
  for (const auto* question : questions) scored += question->scored ? 1 : 0;
  return words.text(scored == 0 ? "button.continue" : scored == 1 ? "button.check" : "button.check_all");
}

void add_errors(View& view, const std::vector<const activity::Question*>& questions, const Visit& visit, const FormState& state) {
  std::vector<View> errors;
  for (const auto& error : state.errors)
    for (const auto* question : questions)
      if (question->id == error.question_id) errors.push_back(question_view(*question, visit, state, false));
  view.flag("has_errors", !errors.empty());
  view.text("errors_title", visit.messages->count("errors.title", static_cast<long>(errors.size())));
  view.list("errors", std::move(errors));
}

}  // namespace

ports::HttpResponse unit_page(const Visit& visit, const Urls& urls, int page, const FormState& state) {
  const auto& unit = *visit.unit;
  const auto sections = static_cast<int>(unit.sections.size());
  const bool own = unit.disclosure.own_page(), past = is_answered(visit, page);
  View view;
  add_head(view, visit, state, page + (own ? 2 : 1));
  const bool first = page == 0 && !own;  // otherwise the disclosure page said it
  if (first) add_about(view, visit);
  view.flag("first", first).flag("disclosure_block", first).flag("past", past).flag("open", !past);
  auto feedback = feedback_on(visit, page);
  view.flag("has_feedback", !feedback.empty()).list("feedback", std::move(feedback));
  view.flag("has_section", page < sections);
  if (page < sections) {
    const auto& section = unit.sections[static_cast<std::size_t>(page)];
    view.text_if("heading", section.heading).text("section_html", section.body_html);
  }
  const auto questions = activity::questions_on(unit, visit.attempt, page);
  std::vector<View> views;
  for (const auto* question : questions) views.push_back(question_view(*question, visit, state, past));
  view.list("questions", std::move(views));
  add_errors(view, questions, visit, state);
  add_form(view, state);
  const std::string here = urls.at(visit, place_text({activity::Step::page, page}));
  view.text("action", here).text("button", button_text(questions, page == sections, *visit.messages));
  const bool drafts = !visit.preview() && !past && !questions.empty();
  view.text_if("draft_url", drafts ? urls.at(visit, "draft/" + std::to_string(page)) : "").flag("later", drafts);
  if (past) view.text("current_url", urls.at(visit, place_text(activity::next_place(unit, visit.attempt, page))));
  return learner_page(visit, "unit", view, state.from_launch ? here : "", state.status);
}

}  // namespace preceptor::web
