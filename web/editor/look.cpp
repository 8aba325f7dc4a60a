#include "web/editor/look.hpp"

#include <algorithm>
#include <string_view>

#include "core/activity/answers.hpp"
#include "core/base/language.hpp"
#include "web/learner/views.hpp"

namespace preceptor::web {
namespace {

View problem_view(const manifests::Problem& problem, const Messages& words) {
  View view;
  const bool error = problem.weight == manifests::Weight::error;
  view.flag("error", error).text("line", std::to_string(problem.line)).text("weight", words.text(error ? "editor.error" : "editor.warning"));
  view.text("where", words.text("editor.line", {{"line", std::to_string(problem.line)}})).text("message", problem.message).text_if("corrected", problem.corrected);
  return view;
}

// What only those see who answered: rightness and reasons.
View answers_view(const activity::Question& question) {
  std::vector<View> options;
  for (const auto& option : question.options) {
    options.emplace_back();
    options.back().text("label", option.label).flag("right", question.scored && option.correct).flag("said", !option.feedback_html.empty()).text("said_html", option.feedback_html);
  }
  View view;
  view.text("prompt", question.prompt).list("options", std::move(options));
  view.flag("why", !question.feedback_html.empty()).text("why_html", question.feedback_html);
  return view;
}

View part_view(const std::string& heading, const std::string& body_html, const std::vector<activity::Question>& questions, const Visit& visit) {
  std::vector<View> answers;
  std::vector<const activity::Question*> all;
  for (const auto& question : questions) {
    all.push_back(&question);
    const bool says = !question.feedback_html.empty() || std::any_of(question.options.begin(), question.options.end(), [&](const auto& option) {
      return !option.feedback_html.empty() || (question.scored && option.correct);
    });
    if (says) answers.push_back(answers_view(question));
  }
  View view;
  view.text_if("heading", heading).text("section_html", body_html).list("questions", question_views(all, visit, {}, false));
  view.flag("has_answers", !answers.empty()).list("answers", std::move(answers));
  return view;
}

// An activity as its facts: what is designated, for which minutes of which units, and the statements word for word.
void put_activity(const credit::Activity& activity, const Messages& words, View& view) {
  std::vector<View> credits, units;
  for (const auto& one : activity.designations) credits.emplace_back().text("line", one.system + ": " + credit::format(one.max));
  for (const auto& board : activity.boards)
    for (const auto& one : board.points) credits.emplace_back().text("line", board.board + ", " + one.type + ": " + credit::format(one.points));
  for (const auto& one : activity.bundle) units.emplace_back().text("unit", one.unit_id).text("minutes", words.count("about_minutes", one.minutes));
  view.text("activity_title", activity.title).text("description", activity.description).text("accreditation", activity.accreditation_statement);
  view.text("designation", activity.designation_statement).list("credits", std::move(credits)).list("units", std::move(units));
  view.text("content_lang", activity.language).text("content_dir", base::is_right_to_left(activity.language) ? "rtl" : "ltr");
}

}  // namespace

std::size_t newly_identifying(const std::string& text, const std::string& kept) {
  const auto is_new = [&](std::string_view part) { return activity::looks_identifying(part) && kept.find(part) == std::string::npos; };
  const std::string_view whole = text;
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < whole.size(); ++number) {
    const auto end = std::min(whole.find('\n', begin), whole.size());
    const auto next = end == whole.size() ? end : std::min(whole.find('\n', end + 1), whole.size());
    const auto line = whole.substr(begin, end - begin), after = end == next ? std::string_view() : whole.substr(end + 1, next - end - 1);
    // Two lines together are looked at only where neither is it alone.
    if (is_new(line)) return number;
    if (!activity::looks_identifying(line) && !activity::looks_identifying(after) && is_new(whole.substr(begin, next - begin))) return number;
    begin = end + 1;
  }
  return 0;
}

View look_view(const manifests::Compiled& compiled, const Messages& words) {
  std::vector<View> problems, parts;
  long errors = 0;
  for (const auto& problem : compiled.problems) {
    errors += problem.weight == manifests::Weight::error ? 1 : 0;
    problems.push_back(problem_view(problem, words));
  }
  View view;
  view.text("lang", words.language()).text("dir", words.right_to_left() ? "rtl" : "ltr");
  view.flag("clean", problems.empty()).text("summary", errors > 0 ? words.count("editor.errors", errors) : words.text("editor.no_errors"));
  view.flag("has_problems", !problems.empty()).list("problems", std::move(problems)).flag("unit", compiled.unit.has_value()).flag("past", false);
  view.flag("activity", compiled.activity.has_value());
  if (compiled.activity) put_activity(*compiled.activity, words, view);
  if (!compiled.unit) return view;
  Visit visit;
  visit.unit = std::make_shared<const activity::Unit>(*compiled.unit);
  visit.messages = &words;
  const auto& unit = *visit.unit;
  view.text("unit_title", unit.title).text("about", words.count("about_minutes", unit.stated_minutes));
  view.text("content_lang", unit.language).text("content_dir", base::is_right_to_left(unit.language) ? "rtl" : "ltr");
  for (const auto& section : unit.sections) parts.push_back(part_view(section.heading, section.body_html, section.questions, visit));
  if (!unit.closing.empty()) parts.push_back(part_view("", "", unit.closing, visit));
  view.list("parts", std::move(parts));
  return view;
}

}  // namespace preceptor::web
