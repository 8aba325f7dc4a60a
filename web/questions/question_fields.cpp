#include "web/questions/question_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/encoding.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

using activity::Question;
using activity::QuestionType;

bool is_among(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

View option_view(const std::string& value, const std::string& label, const std::string& input_id, bool exclusive, bool checked) {
  View view;
  view.text("value", value).text("label", label).text_if("input_id", input_id).flag("exclusive", exclusive).flag("checked", checked);
  return view;
}

// The first field of a question has this id: there the error summary leads.
std::string first_id(const Question& question, bool first) { return first ? "q-" + question.id : std::string(); }

std::vector<View> option_views(const Question& question, const std::vector<std::string>& values) {
  std::vector<View> options;
  const auto add = [&](const std::string& value, const std::string& label, bool exclusive) {
    options.push_back(option_view(value, label, first_id(question, options.empty()), exclusive, is_among(values, value)));
  };
  if (question.type == QuestionType::scale) {
    for (int step = question.scale_min; step <= question.scale_max; ++step) {
      std::string label = std::to_string(step);
      if (step == question.scale_min && !question.scale_left.empty()) label += " · " + question.scale_left;
      if (step == question.scale_max && !question.scale_right.empty()) label += " · " + question.scale_right;
      add(std::to_string(step), label, false);
    }
  } else {
    for (const auto& option : question.options) add(option.id, option.label, option.exclusive);
  }
  return options;
}

// One select an option, with its places.
std::vector<View> place_views(const Question& question, const base::Fields& fields) {
  std::vector<View> options;
  for (const auto& option : question.options) {
    const auto given = base::field_values(fields, "q." + question.id + "." + option.id);
    std::vector<View> places;
    for (int place = 1; place <= question.rank_places; ++place) {
      View one;
      one.text("place", std::to_string(place)).flag("chosen", is_among(given, std::to_string(place)));
      places.push_back(std::move(one));
    }
    View view;
    const std::string id = options.empty() ? "q-" + question.id : "q-" + question.id + "." + option.id;
    view.text("value", option.id).text("label", option.label).text("input_id", id).list("places", std::move(places));
    options.push_back(std::move(view));
  }
  return options;
}

std::vector<View> line_views(const Question& question, const base::Fields& fields) {
  std::vector<View> lines;
  for (const auto& row : question.rows) {
    const auto given = base::field_values(fields, "q." + question.id + "." + row.id);
    std::vector<View> cells;
    for (const auto& option : question.options)
      cells.push_back(option_view(option.id, option.label, first_id(question, lines.empty() && cells.empty()), false, is_among(given, option.id)));
    View line;
    line.text("row", row.id).text("row_label", row.label).list("cells", std::move(cells));
    lines.push_back(std::move(line));
  }
  return lines;
}

// As somebody writes it: no exponent, no more digits than it has.
std::string number_text(double value, const Messages& words) {
  std::array<char, 400> text;   // the longest double takes 309 digits before its point
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return format_decimal(error == std::errc{} ? std::string(text.data(), end) : std::string(), words);
}

std::string hint(const Question& question, const Messages& words) {
  switch (question.type) {
    case QuestionType::multi:
    case QuestionType::barrier: return words.text("question.multi");
    case QuestionType::text: return words.text("question.no_patient");
    case QuestionType::rank:
      return question.rank_places < static_cast<int>(question.options.size()) ? words.count("question.rank_some", question.rank_places)
                                                                               : words.text("question.rank");
    case QuestionType::number:
      if (question.number_min && question.number_max)
        return words.text("question.range", {{"min", number_text(*question.number_min, words)}, {"max", number_text(*question.number_max, words)}});
      if (question.number_min) return words.text("question.from", {{"min", number_text(*question.number_min, words)}});
      if (question.number_max) return words.text("question.to", {{"max", number_text(*question.number_max, words)}});
      return {};
    default: return {};
  }
}

// The sentence of a type where it has one of its own.
std::string error_text(const Question& question, base::Code code, const Messages& words) {
  const std::string name(base::info(code).name), key = "error." + name, own = name + "." + std::string(activity::name(question.type));
  if (words.has(own)) return words.text(own) + (question.type == QuestionType::number && code == base::Code::answer_invalid ? " " + hint(question, words) : "");
  return words.has(key) ? words.text(key) : std::string(base::info(code).user);
}

void add_words(View& view, const Question& question, const QuestionForm& form) {
  const std::string kind = question.type == QuestionType::barrier ? "barrier" : question.type == QuestionType::decision ? "decision" : "other";
  const std::string* typed = base::field(form.fields, "q." + question.id + ".words");
  view.flag("words", activity::takes_words(question) && !form.past);
  view.text("words_label", kind == "barrier"    ? form.words.text("question.words_barrier")
                           : kind == "decision" ? form.words.text("question.words_decision")
                                                : form.words.text("question.words_other"));
  view.text("words_most", std::to_string(activity::kWordsCharacters)).text("words_value", typed ? *typed : "");
}

void add_fields(View& view, const Question& question, const QuestionForm& form) {
  const auto type = question.type;
  const bool number = type == QuestionType::number, lines = type == QuestionType::text, statement = type == QuestionType::statement;
  const bool rank = type == QuestionType::rank, matrix = type == QuestionType::matrix;
  view.flag("group", !number && !lines && !statement).flag("single_field", number || lines).flag("statement", statement);
  view.flag("number", number).flag("lines", lines).text_if("unit", question.unit_label).flag("options_list", !rank && !matrix);
  view.flag("has_places", rank).flag("has_lines", matrix);
  view.text("rows_class", type == QuestionType::scale ? "scale" : rank ? "rank" : matrix ? "matrix" : "rows");
  view.text("input", type == QuestionType::multi || type == QuestionType::barrier ? "checkbox" : "radio");
  const auto values = base::field_values(form.fields, "q." + question.id);
  if (number || lines) view.text("value", values.empty() ? "" : values.front());
  if (rank) view.list("options", place_views(question, form.fields));
  if (matrix) view.list("rows", line_views(question, form.fields));
  if (!number && !lines && !statement && !rank && !matrix) view.list("options", option_views(question, values));
}

}  // namespace

View question_fields(const Question& question, const QuestionForm& form) {
  const auto wrong = std::find_if(form.errors.begin(), form.errors.end(), [&](const auto& e) { return e.question_id == question.id; });
  const std::string error = wrong == form.errors.end() ? "" : error_text(question, wrong->code, form.words);
  const std::string help = form.past ? "" : hint(question, form.words);
  std::string described;
  if (!help.empty()) described = "h-" + question.id;
  if (!error.empty()) described += (described.empty() ? "e-" : " e-") + question.id;
  View view;
  view.text("id", question.id).text("prompt_html", question.prompt_html.empty() ? base::html_escape(question.prompt) : question.prompt_html);
  view.flag("optional", !question.required && !form.past).text_if("hint", help).text_if("error", error).text_if("described", described);
  view.flag("conditional", false).flag("hidden", false);
  view.flag("flag", form.offers_flag && !form.past && !question.required && activity::asks(question));
  view.flag("flagged", base::field(form.fields, "f." + question.id) != nullptr);
  add_fields(view, question, form);
  add_words(view, question, form);
  view.text("target", "q-" + question.id).text("prompt", question.prompt).text("text", error);
  return view;
}

std::vector<View> question_list(const std::vector<const Question*>& questions, const QuestionForm& form, const activity::Answers& before) {
  std::vector<View> views;
  const auto shown = activity::shown_with(questions, form.fields, before);
  for (const auto* question : questions) {
    views.push_back(question_fields(*question, form));
    if (!form.past && activity::depends_on(*question, questions))
      views.back().flag("conditional", true).flag("hidden", std::find(shown.begin(), shown.end(), question) == shown.end());
  }
  return views;
}

void add_question_errors(View& page, const std::vector<const Question*>& questions, const QuestionForm& form) {
  std::vector<View> errors;
  for (const auto& error : form.errors)
    for (const auto* question : questions)
      if (question->id == error.question_id) errors.push_back(question_fields(*question, form));
  page.flag("has_errors", !errors.empty());
  page.text("errors_title", form.words.count("errors.title", static_cast<long>(errors.size())));
  page.list("errors", std::move(errors));
}

}  // namespace preceptor::web
