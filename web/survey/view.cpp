#include "web/learner/views.hpp"
#include "web/page.hpp"
#include "web/questions/question_fields.hpp"
#include "web/survey/impl.hpp"

namespace preceptor::web {
namespace {

void add_notes(View& view, const Visit& visit, bool preview, const std::string& problem) {
  const auto& words = *visit.messages;
  view.flag("preview", preview).flag("teacher_url", false).flag("anonymous", false).flag("welcome", false).text_if("problem", problem);
  if (preview) view.text("preview_text", words.text("preview.text." + visit.handle.why));
  const auto direction = [](const Messages& of) { return std::string(of.right_to_left() ? "rtl" : "ltr"); };
  view.text("lang", words.language()).text("dir", direction(words));
  view.text("content_lang", visit.unit->language).text("content_dir", direction(Messages::in(visit.unit->language)));
  view.text("unit_title", visit.unit->title).text_if("back_url", back_url(visit.facts, ""));
}

}  // namespace

SurveyPages::Impl::Response SurveyPages::Impl::form_page(const Filling& filling, const FormState& state) const {
  const auto& visit = filling.visit;
  View view;
  add_notes(view, visit, filling.handle.preview(), state.problem);
  add_person_question(view, filling.question, at(filling.token, "about"), filling.asked, *visit.messages);
  std::vector<const activity::Question*> questions;
  for (const auto& question : visit.unit->sections.front().questions) questions.push_back(&question);
  view.list("questions", question_views(questions, visit, state, false));
  add_question_errors(view, questions, {*visit.messages, state.form, state.errors, false, false});
  const std::string& body = visit.unit->sections.front().body_html;
  view.text_if("section_html", body).text("action", at(filling.token, ""));
  return learner_page(visit, "survey", view, state.from_launch ? at(filling.token, "") : "", state.status, "assets/survey.js");
}

SurveyPages::Impl::Response SurveyPages::Impl::done_page(const Filling& filling, const std::string& what) const {
  const auto& words = *filling.visit.messages;
  View view;
  add_notes(view, filling.visit, filling.handle.preview(), "");
  view.text("heading", words.text("survey." + what + ".title")).text("text", words.text("survey." + what + ".text"));
  return learner_page(filling.visit, "survey_done", view, "", 200);
}

}  // namespace preceptor::web
