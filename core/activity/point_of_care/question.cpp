#include "core/activity/point_of_care/question.hpp"

#include <algorithm>

#include "core/activity/flow.hpp"
#include "core/activity/point_of_care/words.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::point_of_care {
namespace {

using activity::Problem;

Problem question_problem(std::string_view rule, std::string_view english,
                         std::vector<std::pair<std::string, std::string>> values = {}) {
  return {"question",
          std::string(rule),
          {"point_of_care.problem." + std::string(rule), std::string(english), std::move(values)}};
}

bool holds_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
  });
}

}  // namespace

std::optional<Problem> check_question(std::string_view question, std::string_view language) {
  const auto too_long = [] {
    return question_problem("characters", "Shorten it to {max} characters.",
                            {{"max", std::to_string(kQuestionCharacters)}});
  };
  if (question.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return question_problem("required", "Type your question.");
  if (question.size() > kQuestionBytes) return too_long();
  if (!base::is_utf8(question) || holds_control(question))
    return question_problem("text", "Type it again: it holds characters that cannot be stored.");
  const auto characters = std::ranges::count_if(question, [](char c) { return (c & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) > kQuestionCharacters) return too_long();
  if (activity::looks_identifying(question))
    return question_problem("identifier", "Take out what could identify a patient.");
  if (asked_words(question, language).empty())
    return question_problem("words", "Say what it is about: a drug, a finding, a disease.");
  return std::nullopt;
}

}  // namespace preceptor::point_of_care
