#include "manifests/importers/quiz.hpp"

#include <algorithm>

#include "manifests/importers/write.hpp"

namespace preceptor::manifests::importers {
namespace {

using activity::QuestionType;

constexpr double kFull = 99.9;  // 100 % with the rounding of thirds

std::string percent_list(const std::vector<QuizAnswer>& answers) {
  std::string out;
  for (const QuizAnswer& answer : answers) {
    if (out.size() > 200) return out + ", ...";
    out += (out.empty() ? "" : ", ") + decimal_text(answer.percent).value_or("?") + " %";
  }
  return out;
}

std::string text_list(const std::vector<QuizAnswer>& answers) {
  std::string out;
  for (const QuizAnswer& answer : answers) {
    if (out.size() > 200) return out + "; ...";
    out += (out.empty() ? "" : "; ") + one_line(answer.text, 100);
  }
  return out;
}

}  // namespace

std::string Quiz::plain(std::string_view html, bool keep_lines, int line, std::string_view name) {
  Stripped stripped = strip_html(html, keep_lines);
  for (std::string& what : stripped.dropped) notes_.dropped(line, name, std::move(what));
  for (std::string& what : stripped.changed) notes_.changed(line, name, std::move(what));
  return std::move(stripped.text);
}

void Quiz::add(QuizQuestion question) {
  DraftQuestion draft;
  draft.line = question.line;
  draft.name = question.name;
  draft.prompt = std::move(question.prompt);
  draft.rationale = std::move(question.rationale);
  switch (question.kind) {
    case QuizKind::choice:
      return choice(question, std::move(draft));
    case QuizKind::true_false:
      return true_false(question, std::move(draft));
    case QuizKind::numerical:
      return numerical(question, std::move(draft));
    case QuizKind::short_answer:
    case QuizKind::essay:
      return free_text(question, std::move(draft));
    case QuizKind::matching:
      return matching(question, draft);
  }
}

void Quiz::choice(const QuizQuestion& question, DraftQuestion draft) {
  draft.type = question.one_only ? QuestionType::single : QuestionType::multi;
  draft.scored = true;
  bool weighted = false, partial = false;
  for (const QuizAnswer& answer : question.answers) {
    const bool right = question.one_only ? answer.percent >= kFull : answer.percent > 0;
    if (answer.percent != 0 && answer.percent < kFull) (question.one_only ? partial : weighted) = true;
    draft.options.push_back({answer.text, answer.feedback, right, false, {}});
  }
  if (weighted)
    notes_.changed(question.line, question.name,
                   "the weights (" + percent_list(question.answers) +
                       ") are gone: right is who chooses all answers worth something and no other");
  if (partial)
    notes_.changed(
        question.line, question.name,
        "partial marks (" + percent_list(question.answers) + ") are gone: only the fully right answer counts");
  draft_.question(std::move(draft));
}

void Quiz::true_false(const QuizQuestion& question, DraftQuestion draft) {
  const auto [yes, no] = truth_words(language_);
  draft.type = QuestionType::yesno;
  draft.scored = true;
  const auto feedback = [&](std::size_t i) {
    return i < question.answers.size() ? question.answers[i].feedback : std::string();
  };
  draft.options = {{yes, feedback(0), question.truth, false, {}}, {no, feedback(1), !question.truth, false, {}}};
  draft_.question(std::move(draft));
}

void Quiz::numerical(const QuizQuestion& question, DraftQuestion draft) {
  draft.type = QuestionType::number;
  const auto right = std::ranges::find_if(question.answers, [](const QuizAnswer& a) { return a.percent >= kFull; });
  if (right == question.answers.end()) return notes_.dropped(question.line, question.name, "no value is fully right");
  const auto range = range_text(right->lowest, right->highest);
  if (!range)
    return notes_.dropped(question.line, question.name, "the right value has more than 15 digits, or is none");
  draft.scored = true;
  draft.right = *range;
  if (const std::string unit = argument_text(question.unit); !unit.empty()) draft.arguments = "(,," + unit + ")";
  if (question.answers.size() > 1)
    notes_.dropped(question.line, question.name, "other values with their marks and explanations; right is " + *range);
  if (!right->feedback.empty()) {
    draft.rationale += (draft.rationale.empty() ? "" : "\n\n") + right->feedback;
    notes_.changed(question.line, question.name, "what explained the right value is shown to everyone");
  }
  draft_.question(std::move(draft));
}

void Quiz::free_text(const QuizQuestion& question, DraftQuestion draft) {
  draft.type = QuestionType::text;
  if (question.kind == QuizKind::short_answer)
    notes_.changed(question.line, question.name,
                   "a free text is not scored; these answers were accepted: " + text_list(question.answers));
  const bool explained = std::ranges::any_of(question.answers, [](const QuizAnswer& a) { return !a.feedback.empty(); });
  if (explained)
    notes_.dropped(question.line, question.name, "explanations of single answers: a free text is not compared");
  draft_.question(std::move(draft));
}

// One question for each pair: all right sides are its answers.
void Quiz::matching(const QuizQuestion& question, const DraftQuestion& draft) {
  std::vector<std::string> sides;
  std::size_t asked = 0;
  for (const auto& [left, right] : question.pairs) {
    if (std::ranges::find(sides, right) == sides.end()) sides.push_back(right);
    if (!left.empty()) ++asked;
  }
  if (asked == 0 || sides.size() < 2 || sides.size() > 50 || asked > 50)
    return notes_.dropped(question.line, question.name, "a matching question needs 2 to 50 different pairs");
  notes_.changed(question.line, question.name, "a matching question became one question for each of its pairs");
  for (const auto& [left, right] : question.pairs) {
    if (left.empty()) continue;  // a right side that fits nothing
    DraftQuestion one = draft;
    one.type = QuestionType::single;
    one.scored = true;
    one.prompt += (one.prompt.empty() ? "" : "\n\n") + left;
    for (const std::string& side : sides) one.options.push_back({side, {}, side == right, false, {}});
    draft_.question(std::move(one));
  }
}

}  // namespace preceptor::manifests::importers
