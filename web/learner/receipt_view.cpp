// The receipt: what was done, that it is recorded, what can be done next.
#include "core/activity/left_out.hpp"
#include "web/format.hpp"
#include "web/learner/views.hpp"
#include "web/onward/onward.hpp"
#include "web/onward/qr.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web {
namespace {

void add_result(View& view, const Visit& visit) {
  const auto& words = *visit.messages;
  const auto& score = visit.attempt.score;
  const std::string raw = std::to_string(score ? score->raw : 0), max = std::to_string(score ? score->max : 0);
  view.flag("mark", score && score->passed).text("kind", score && score->passed ? "right" : "plain");
  if (!score) {
    view.flag("result", false);
  } else if (score->passed) {
    view.text("result", words.text("receipt.passed", {{"raw", raw}, {"max", max}}));
  } else {
    view.text("result", words.text("receipt.failed", {{"raw", raw}, {"max", max}, {"pass", std::to_string(visit.unit->pass)}}));
  }
}

std::vector<View> commitments(const Visit& visit) {
  std::vector<View> items;
  for (const auto& [id, committed] : visit.attempt.commitments) {
    const auto* question = activity::find_question(*visit.unit, id);
    if (question == nullptr) continue;
    for (const auto& option : question->options)
      for (const auto& choice : committed.choices)
        if (option.id == choice) {
          items.emplace_back();
          items.back().text("item", option.label);
        }
  }
  return items;
}

// What was removed for the learner: questions whose answers nobody used.
void add_left_out(View& view, const Visit& visit) {
  std::vector<View> items;
  for (const auto* question : activity::left_out_of(*visit.unit, visit.attempt)) items.emplace_back().text("item", question->prompt);
  view.flag("has_left_out", !items.empty()).list("left_out", std::move(items));
}

void add_next(View& view, const ReceiptMore& more, const Visit& visit, const Urls& urls) {
  const auto& words = *visit.messages;
  view.flag("has_next", more.next.has_value());
  if (!more.next) return;
  view.text("next_title", more.next->match.title).text("next_lang", more.next->match.language);
  view.text("next_about", words.count("about_minutes", more.next->match.minutes));
  view.text("next_why", words.text("receipt.next." + std::string(onward::name(more.next->reason))));
  view.text_if("next_url", more.next_link ? urls.at(visit, "next") : "");
}

void add_more(View& view, const ReceiptMore& more, const Visit& visit, const Urls& urls) {
  const auto& words = *visit.messages;
  view.text_if("correction", more.correction).text_if("ask_url", more.ask_url).text_if("judge_url", more.judge_url).text("unit_id", visit.unit->id);
  view.text_if("reminder_url", more.reminder_at.empty() ? "" : urls.at(visit, "reminder.ics"));
  view.text("reminder", words.text("receipt.reminder", {{"date", more.reminder_at}}));
  const auto qr = qr_svg(more.course_url);
  view.text_if("qr_html", qr).text("course_url", more.course_url);
  add_next(view, more, visit, urls);
}

}  // namespace

ports::HttpResponse receipt_page(const Visit& visit, const Urls& urls, bool from_launch, const ReceiptMore& more) {
  const auto& words = *visit.messages;
  const auto& attempt = visit.attempt;
  FormState state;
  state.from_launch = from_launch;
  View view;
  add_head(view, visit, state, activity::page_count(*visit.unit, visit.attempt) + 1);
  add_form(view, state);
  add_sources(view, *visit.unit);
  add_result(view, visit);
  view.text_if("tested_out", activity::is_tested_out(*visit.unit, attempt) ? words.text("receipt.tested_out") : "");
  view.text("minutes", std::to_string(visit.unit->stated_minutes)).text("minutes_word", words.count("receipt.minutes", visit.unit->stated_minutes));
  const bool short_of_it = attempt.score && !attempt.score->passed;
  view.text("state", visit.preview() ? words.text("receipt.preview") : short_of_it ? words.text("receipt.recorded_again") : words.text("receipt.recorded"));
  view.text("time", attempt.active ? words.text("receipt.time", {{"time", format_duration(*attempt.active, words)}})
                                   : words.text("receipt.time_unknown"));
  view.text_if("date", visit.preview() ? "" : format_date(attempt.completed_at, words));
  auto planned = commitments(visit);
  view.flag("has_committed", !planned.empty()).list("committed", std::move(planned));
  add_left_out(view, visit);
  view.text_if("back_url", back_url(visit.facts, words.text("receipt.lti_msg")));
  view.text_if("survey_url", visit.survey_url);
  add_person_question(view, visit.question, urls.at(visit, "about"), "", words);
  view.text("again_url", urls.at(visit, "again"));
  add_more(view, more, visit, urls);
  view.text_if("credit_html", visit.credit_html);
  return learner_page(visit, "receipt", view, from_launch ? urls.at(visit, "receipt") : "", 200);
}

}  // namespace preceptor::web
