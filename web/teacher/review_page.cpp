#include "web/teacher/review_page.hpp"

#include "core/base/language.hpp"
#include "web/format.hpp"
#include "web/learner/views.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

// A question of learning, with what was given and what is right; nothing of what the learner wrote.
View question_shown(const activity::Question& question, const Visit& work) {
  View view = feedback_view(question, work);
  const auto found = work.attempt.answers.find(question.id);
  const bool wrote = found != work.attempt.answers.end() && !found->second.response.text_hash.empty();
  view.text_if("hidden", wrote ? work.messages->text("review.text_hidden") : "");
  view.flag("said", false).flag("why", false);
  return view;
}

// What learners say about causes, their plans and the unit itself is not for their instructors.
bool is_about_learning(const activity::Question& question) {
  const bool about_causes = question.type == activity::QuestionType::barrier || question.type == activity::QuestionType::decision;
  return !about_causes && !question.burden && !question.relevance && !question.commitment;
}

std::string result_of(const Visit& work) {
  const auto& score = work.attempt.score;
  if (!score) return {};
  return work.messages->text(score->passed ? "receipt.passed" : "receipt.failed",
                             {{"raw", std::to_string(score->raw)}, {"max", std::to_string(score->max)}, {"pass", std::to_string(work.unit->pass)}});
}

View work_view(const Visit& work, bool own) {
  const auto& words = *work.messages;
  View view;
  view.text("lang", words.language()).text("dir", words.right_to_left() ? "rtl" : "ltr");
  view.text("content_lang", work.unit->language).text("content_dir", base::is_right_to_left(work.unit->language) ? "rtl" : "ltr");
  view.text("unit_title", work.unit->title);
  view.text("date", words.text("review.finished", {{"date", format_date(work.attempt.completed_at, words)}}));
  view.text_if("result", result_of(work));
  // Answers are shown to others only where the learner was told so before answering.
  const bool told = own || work.facts.graded;
  std::vector<View> questions;
  const auto answers = activity::answers_of(work.attempt);
  if (told)
    for (const auto& section : work.unit->sections)
      for (const auto& question : section.questions)
        if (is_about_learning(question) && activity::is_asked(question, answers)) questions.push_back(question_shown(question, work));
  view.flag("untold", !told).flag("has_questions", !questions.empty()).list("questions", std::move(questions));
  return view;
}

}  // namespace

ports::HttpResponse review_page(const ReviewPage& shown) {
  const auto& words = *shown.messages;
  std::vector<View> works;
  for (const auto& work : shown.works) works.push_back(work_view(work, shown.own));
  View view;
  view.text("title", words.text(shown.own ? "review.own" : "review.title"));
  view.text_if("learner", shown.learner).text_if("nameless", shown.nameless).text_if("context_title", shown.facts.context_title);
  view.list("works", std::move(works)).text_if("earlier", shown.earlier > 0 ? words.count("review.earlier", shown.earlier) : "");
  view.text_if("back_url", back_url(shown.facts, ""));
  Page page;
  page.title = words.text(shown.own ? "review.own" : "review.title");
  page.body_html = render("teacher_review", words, view);
  page.frame_ancestors = frame_ancestors(shown.registration, shown.facts.return_url);
  page.style_asset = "assets/teacher.css";
  page.script = true;   // the frame's height
  return respond(words, std::move(page));
}

}  // namespace preceptor::web
