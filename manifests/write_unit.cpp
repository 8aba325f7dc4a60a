#include "manifests/write_unit.hpp"

#include <algorithm>
#include <charconv>

#include "manifests/compile.hpp"
#include "manifests/fixed_answers.hpp"
#include "manifests/html_markdown.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests {
namespace {

using activity::Question;
using activity::QuestionType;
using activity::Unit;

void add_fact(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out.append(key).append(": ").append(value).append("\n");
}

std::string facts_of(const Unit& unit) {
  std::string out = "---\n";
  add_fact(out, "id", unit.id);
  add_fact(out, "kind", "unit");
  add_fact(out, "title", unit.title);
  add_fact(out, "language", unit.language);
  add_fact(out, "stated-minutes", std::to_string(unit.stated_minutes));
  add_fact(out, "pass", std::to_string(unit.pass));
  for (const auto& one : unit.objectives) add_fact(out, "objectives", one);
  for (const auto& one : unit.references) add_fact(out, "references", one);
  add_fact(out, "author", unit.author);
  add_fact(out, "disclosure", unit.disclosure.none ? "none" : unit.disclosure.text);
  add_fact(out, "commercial-support", unit.disclosure.commercial_support);
  add_fact(out, "ai", unit.ai);
  add_fact(out, "gap", unit.gap);
  add_fact(out, "format", unit.format);
  add_fact(out, "review-by", unit.review_by);
  add_fact(out, "notice", unit.notice);
  add_fact(out, "test-out", unit.test_out);
  return out + "---\n";
}

std::string digits(double value) {
  char buffer[400];
  const auto [end, failed] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return failed == std::errc() ? std::string(buffer, end) : std::string();
}
std::string digits(const std::optional<double>& value) { return value ? digits(*value) : std::string(); }

std::string arguments_of(const Question& question) {
  if (question.type == QuestionType::scale) {
    std::string out = "(" + std::to_string(question.scale_min) + "," + std::to_string(question.scale_max);
    if (!question.scale_left.empty() || !question.scale_right.empty()) out += ", " + question.scale_left + ", " + question.scale_right;
    return out + ")";
  }
  if (question.type == QuestionType::rank && question.rank_places != static_cast<int>(question.options.size())) return "(" + std::to_string(question.rank_places) + ")";
  if (question.type == QuestionType::number && (question.number_min || question.number_max || !question.unit_label.empty()))
    return "(" + digits(question.number_min) + "," + digits(question.number_max) + (question.unit_label.empty() ? "" : "," + question.unit_label) + ")";
  return {};
}

std::string header_of(const Question& question) {
  std::string out = "## ? " + question.id + " | " + std::string(activity::name(question.type)) + arguments_of(question);
  const std::pair<const char*, bool> flags[] = {{"required", question.required && !question.scored},
                                                {"scored", question.scored},
                                                {"commitment", question.commitment},
                                                {"relevance", question.relevance},
                                                {"burden", question.burden}};
  for (const auto& [flag, set] : flags)
    if (set) out += std::string(" | ") + flag;
  if (question.condition) out += " | if: " + activity::to_text(*question.condition);
  return out + "\n";
}

void add_explanation(std::string& out, const std::string& html, const char* indent) {
  for (const auto& line : markdown_of(html, MarkdownPlace::explanation)) out += indent + (line.empty() ? std::string(">") : "> " + line) + "\n";
}

// Whether the answers are the type's own words, which the file need not say.
bool has_own_words(const Question& question, const std::string& language) {
  const auto fixed = fixed_answers(question.type, language);
  if (question.scored || fixed.size() != question.options.size()) return false;
  return std::ranges::equal(fixed, question.options, [](const auto& a, const auto& b) { return a.label == b.label && a.exclusive == b.exclusive && b.feedback_html.empty(); });
}

std::string box_of(const Question& question, const activity::Option& option) {
  if (!question.scored) return "- ";
  if (question.type != QuestionType::rank) return option.correct ? "- [x] " : "- [ ] ";
  const auto place = std::ranges::find(question.right_order, option.id);
  return place == question.right_order.end() ? "- [ ] " : "- [" + std::to_string(place - question.right_order.begin() + 1) + "] ";
}

std::string question_of(const Question& question, const std::string& language) {
  std::string out = header_of(question);
  for (const auto& line : markdown_of(question.prompt_html, MarkdownPlace::prompt)) out += line + "\n";
  for (const auto& row : question.rows) out += "- " + row.label + "\n";
  const bool matrix = question.type == QuestionType::matrix;
  if (!has_own_words(question, language))
    for (const auto& option : question.options) {
      out += (matrix ? "+ " : box_of(question, option)) + option.label + (option.exclusive ? " {none}" : "") + (option.other ? " {other}" : "") + "\n";
      add_explanation(out, option.feedback_html, "  ");
    }
  if (question.right_min && question.right_max) out += "= " + digits(*question.right_min) + (*question.right_min == *question.right_max ? "" : ".." + digits(*question.right_max)) + "\n";
  add_explanation(out, question.feedback_html, "");
  return out + "\n";
}

std::string written(const Unit& unit) {
  std::string out = facts_of(unit);
  for (const auto& section : unit.sections) {
    out += "# " + section.heading + "\n\n";
    for (const auto& line : markdown_of(section.body_html, MarkdownPlace::text)) out += line + "\n";
    out += "\n";
    for (const auto& question : section.questions) out += question_of(question, unit.language);
  }
  // Closing questions stand apart whatever section they are in; below one without questions its text would not be shown.
  if (!unit.closing.empty() && !unit.sections.empty() && unit.sections.back().questions.empty()) out += "# " + unit.sections.back().heading + "\n\n";
  for (const auto& question : unit.closing) out += question_of(question, unit.language);
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace

base::Result<std::string> text_of_unit(const Unit& unit) {
  auto text = written(unit);
  const auto compiled = compile(text, "unit.md");
  if (compiled.unit && activity::to_json(*compiled.unit) == activity::to_json(unit)) return text;
  const auto wrong = std::ranges::find(compiled.problems, Weight::error, &Problem::weight);
  return base::fail(base::Code::content_invalid, "the unit " + unit.id + " cannot be written as text" + (wrong == compiled.problems.end() ? "" : ": " + wrong->message));
}

bool is_unit_id(std::string_view id) { return is_id(id); }

base::Result<std::string> text_of_copy(Unit unit, const std::string& id) {
  unit.id = id;
  return text_of_unit(unit);
}

}  // namespace preceptor::manifests
