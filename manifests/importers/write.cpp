#include "manifests/importers/write.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/activity/decimal.hpp"
#include "manifests/effort.hpp"
#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {
namespace {

void add_explanation(std::string& out, std::string_view plain, std::string_view indent) {
  for (const std::string& line : markdown_lines(plain)) {
    out += indent;
    out += line.empty() ? ">" : "> " + line;
    out += '\n';
  }
}

}  // namespace

std::string written_front_matter(const Facts& facts) {
  const int minutes =
      std::clamp(static_cast<int>(std::ceil(estimated_minutes(facts.words, facts.closed, facts.free_texts))), 1, 60);
  return "---\nid: " + facts.id + "\nkind: unit\ntitle: " + facts.title + "\nlanguage: " + facts.language +
         "\nstated-minutes: " + std::to_string(minutes) + "\npass: 0  # how many of the " +
         std::to_string(facts.scored) +
         " scored questions must be right; 0 = no pass mark\n"
         "objectives:  # to add: what the learner can do afterwards\n"
         "references:  # to add: where the answers are written, one citation a line\n"
         "author:  # to add: who wrote it, with their degree or role\n"
         "disclosure:  # to add: none, or the statement to show\n"
         "commercial-support:  # to add: none, or who supports it\n"
         "ai:  # to add: none, or what a program wrote or checked\n"
         "gap:  # to add: the id of the root-cause decision\n"
         "format: enduring material\n"
         "review-by:  # to add: YYYY-MM-DD\n---\n";
}

std::string written_text(std::string_view plain) {
  std::string out;
  for (const std::string& line : markdown_lines(plain)) out += line + "\n";
  return out;
}

std::string written_question(const DraftQuestion& question, const std::string& id) {
  std::string out = "## ? " + id + " | " + std::string(activity::name(question.type)) + question.arguments;
  if (question.scored)
    out += " | scored";
  else if (question.required)
    out += " | required";
  if (!question.condition.empty()) out += " | if: " + question.condition;
  out += "\n" + written_text(tidy(question.prompt));
  for (const DraftOption& option : question.options) {
    out += question.scored ? (option.right ? "- [x] " : "- [ ] ") : "- ";
    out += option.label + (option.none ? " {none}" : "") + "\n";
    add_explanation(out, tidy(option.feedback), "  ");
  }
  if (!question.right.empty()) out += "= " + question.right + "\n";
  add_explanation(out, tidy(question.rationale), "");
  return out;
}

std::pair<std::string, std::string> truth_words(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "es") return {"Verdadero", "Falso"};
  if (primary == "ar") return {"\u0635\u062D\u064A\u062D", "\u062E\u0637\u0623"};
  return {"True", "False"};
}

std::string option_id_at(activity::QuestionType type, std::size_t index) {
  if (type == activity::QuestionType::yesno) return index == 0 ? "yes" : "no";
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : option_id_at(type, index / 26 - 1) + last;
}

std::optional<std::string> decimal_text(double value) {
  if (!std::isfinite(value) || std::fabs(value) > 1e14) return std::nullopt;
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 9);
  if (error != std::errc()) return std::nullopt;
  std::string text(buffer, end);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  const auto canonical = activity::canonical_decimal(text);
  // A value so small that nothing is left of it is not rounded away.
  if (!canonical || (value != 0 && activity::decimal_value(*canonical) == 0)) return std::nullopt;
  return canonical;
}

std::optional<std::string> range_text(double lowest, double highest) {
  const auto low = decimal_text(lowest), high = decimal_text(highest);
  if (!low || !high || lowest > highest) return std::nullopt;
  return *low == *high ? *low : *low + ".." + *high;
}

std::string argument_text(std::string_view text) {
  std::string out = one_line(text, 100);
  for (char& c : out)
    if (std::string_view(",|()").find(c) != std::string_view::npos) c = ' ';
  return one_line(out, 100);
}

}  // namespace preceptor::manifests::importers
