// A page of the unit: feedback on the page before, then the case and its questions.
#include <algorithm>

#include "core/activity/flag.hpp"
#include "core/activity/onward/testing_out.hpp"
#include "web/learner/views.hpp"

namespace preceptor::web {
namespace {

// The tap stands where the page's form can take it along, unless it stood beside the question.
std::vector<View> feedback_views(const Visit& visit, int page, bool past) {
  std::vector<View> views;
  const auto flaggable = activity::flaggable_on(*visit.unit, visit.attempt, page);
  for (const auto* question : activity::feedback_on(*visit.unit, visit.attempt, page)) {
    views.push_back(feedback_view(*question, visit));
    views.back().flag("flag", offers_flag(visit) && !past && std::find(flaggable.begin(), flaggable.end(), question) != flaggable.end());
  }
  return views;
}

std::string button_text(const std::vector<const activity::Question*>& questions, bool last, const Messages& words) {
  if (last) return words.text("button.finish");
  int scored = 0;
  for (const auto* question : questions) scored += question->scored ? 1 : 0;
  return words.text(scored == 0 ? "button.continue" : scored == 1 ? "button.check" : "button.check_all");
}

}  // namespace

ports::HttpResponse unit_page(const Visit& visit, const Urls& urls, int page, const FormState& state) {
  const auto& unit = *visit.unit;
  const auto sections = static_cast<int>(unit.sections.size());
  const bool own = unit.disclosure.own_page(), past = is_answered(visit, page);
  View view;
  add_head(view, visit, state, activity::step_of(unit, visit.attempt, page));
  const bool first = page == 0 && !own;  // otherwise the disclosure page said it
  if (first) add_about(view, visit);
  view.flag("first", first).flag("disclosure_block", first).flag("past", past).flag("open", !past);
  auto feedback = feedback_views(visit, page, past);
  view.flag("has_feedback", !feedback.empty()).list("feedback", std::move(feedback));
  view.flag("has_section", page < sections);
  if (page < sections) {
    const auto& section = unit.sections[static_cast<std::size_t>(page)];
    view.text_if("heading", section.heading).text("section_html", section.body_html);
  }
  const auto questions = activity::questions_on(unit, visit.attempt, page);
  view.list("questions", question_views(questions, visit, state, past));
  add_question_errors(view, questions, {*visit.messages, state.form, state.errors, false, false});
  add_form(view, state);
  const auto said = activity::feedback_on(unit, visit.attempt, page);   // offered once: where the answer is called right
  const bool about_it = std::any_of(said.begin(), said.end(), [&](const auto* question) { return question->id == unit.test_out; });
  const bool early = about_it && !past && onward::may_test_out(unit, visit.attempt) == onward::TestOut::offered;
  view.text_if("early_url", early ? urls.at(visit, "finish") : "");
  const std::string here = urls.at(visit, place_text({activity::Step::page, page}));
  view.text("action", here).text("button", button_text(questions, page == sections, *visit.messages));
  const bool drafts = !visit.preview() && !past && !questions.empty();
  view.text_if("draft_url", drafts ? urls.at(visit, "draft/" + std::to_string(page)) : "").flag("later", drafts);
  if (past) view.text("current_url", urls.at(visit, place_text(activity::next_place(unit, visit.attempt, page))));
  return learner_page(visit, "unit", view, state.from_launch || state.kept ? here : "", state.status);
}

}  // namespace preceptor::web
