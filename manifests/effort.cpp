#include "manifests/effort.hpp"

#include <algorithm>
#include <cmath>

namespace preceptor::manifests {
namespace {

constexpr int kMostWordsBeforeQuestion = 90, kMostOtherQuestions = 2;

struct Counted {
  int closed = 0, free_text = 0, about_the_unit = 0;
};

Counted count(const activity::Unit& unit) {
  Counted counted;
  const auto look = [&](const activity::Question& question) {
    if (!activity::asks(question)) return;
    // Each row of a matrix is a choice of its own; words beside a choice are optional but for the reason of a decision.
    if (question.type == activity::QuestionType::matrix) counted.closed += static_cast<int>(question.rows.size()) - 1;
    if (question.type == activity::QuestionType::decision) ++counted.free_text;
    ++(question.type == activity::QuestionType::text ? counted.free_text : counted.closed);
    if (question.commitment || question.relevance || question.burden) ++counted.about_the_unit;
  };
  for (const activity::Section& section : unit.sections) std::ranges::for_each(section.questions, look);
  std::ranges::for_each(unit.closing, look);
  return counted;
}

void warn_about_required_texts(const activity::Unit& unit, const std::vector<RawSection>& raw, Problems& problems) {
  for (const RawSection& section : raw) {
    for (const RawQuestion& question : section.questions) {
      const auto id = trim(std::string_view(question.header).substr(0, question.header.find('|')));
      const activity::Question* compiled = activity::find_question(unit, id);
      if (compiled && compiled->type == activity::QuestionType::text && compiled->required)
        problems.warning(question.line,
                         "a free text that must be filled in costs about 40 s: leave it open to the learner",
                         "## ? " + std::string(id) + " | text");
    }
  }
}

}  // namespace

double estimated_minutes(int words, int closed_questions, int free_texts) {
  return words / 230.0 + (12.0 * closed_questions + 40.0 * free_texts) / 60.0;
}

void warn_about_effort(const activity::Unit& unit, const std::vector<RawSection>& sections, const Reading& reading,
                       int stated_minutes_line, Problems& problems) {
  const Counted counted = count(unit);
  if (counted.about_the_unit > kMostOtherQuestions && !sections.empty()) {
    problems.warning(sections.back().line,
                     std::to_string(counted.about_the_unit) +
                         " questions are about the unit, not the subject; more than 2 cost goodwill");
  }
  if (reading.before_first_question > kMostWordsBeforeQuestion && !sections.empty()) {
    problems.warning(sections.front().line, std::to_string(reading.before_first_question) +
                                                " words stand before the first question; 90 are enough for a case");
  }
  warn_about_required_texts(unit, sections, problems);
  const double minutes = estimated_minutes(reading.words, counted.closed, counted.free_text);
  if (minutes > unit.stated_minutes) {
    const int needed = static_cast<int>(std::ceil(minutes));
    problems.warning(stated_minutes_line,
                     "the unit takes about " + std::to_string(needed) +
                         " minutes by its length, more than the stated " + std::to_string(unit.stated_minutes),
                     "stated-minutes: " + std::to_string(needed));
  }
}

}  // namespace preceptor::manifests
