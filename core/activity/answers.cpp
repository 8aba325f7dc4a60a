// Reads one page's form, strictly by question type.
#include <algorithm>

#include "core/activity/decimal.hpp"
#include "core/activity/flow.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::activity {
namespace {

using base::Code;
using record::Response;

constexpr std::size_t kTextCharacters = 2000;
constexpr std::size_t kSaltBytes = 16;

// What one question's fields hold: a response, or why not.
struct Reading {
  Response response;
  std::string text, salt;
  std::optional<Code> error;
};
Reading refused(Code code) {
  return {{}, {}, {}, code};
}
Reading chosen(std::vector<std::string> choices) {
  return {Response{std::move(choices), {}, {}, false}, {}, {}, {}};
}

Reading read_options(const Question& question, const std::vector<std::string>& values) {
  if (question.type != QuestionType::multi && values.size() > 1) return refused(Code::answer_invalid);
  std::vector<std::string> choices;
  bool exclusive = false;
  for (const Option& option : question.options) {
    const auto times = std::ranges::count(values, option.id);
    if (times > 1) return refused(Code::answer_invalid);
    if (times == 0) continue;
    choices.push_back(option.id);
    exclusive = exclusive || option.exclusive;
  }
  // A value that is no option's id makes the counts differ.
  if (choices.size() != values.size() || (exclusive && choices.size() > 1)) return refused(Code::answer_invalid);
  return chosen(std::move(choices));
}

Reading read_scale(const Question& question, const std::string& value) {
  for (int step = question.scale_min; step <= question.scale_max; ++step)
    if (value == std::to_string(step)) return chosen({value});
  return refused(Code::answer_invalid);
}

Reading read_number(const Question& question, const std::string& value) {
  const auto number = canonical_decimal(value);
  if (!number) return refused(Code::answer_invalid);
  const double parsed = decimal_value(*number);
  if ((question.number_min && parsed < *question.number_min) || (question.number_max && parsed > *question.number_max))
    return refused(Code::answer_invalid);
  return {Response{{}, *number, {}, false}, {}, {}, {}};
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

// Browsers send CR LF in text areas; counting and hashing go by LF.
std::string with_plain_line_ends(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') result.push_back(text[i]);
  const auto first = result.find_first_not_of(" \t\n");
  if (first == std::string::npos) return {};
  return result.substr(first, result.find_last_not_of(" \t\n") - first + 1);
}

Reading read_text(const std::string& value) {
  const std::string text = with_plain_line_ends(value);
  const bool has_controls = std::ranges::any_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
  if (!base::is_utf8(text) || has_controls || characters(text) > kTextCharacters) return refused(Code::answer_invalid);
  if (looks_identifying(text)) return refused(Code::answer_identifier);
  Reading reading;
  reading.text = text;
  reading.salt = base::hex_encode(base::random_bytes(kSaltBytes));
  reading.response.text_hash = base::sha256_hex(reading.salt + text);
  return reading;
}

bool is_blank(const std::string& value) {
  return value.find_first_not_of(" \t\r\n") == std::string::npos;
}

Reading read_question(const Question& question, const base::Fields& form) {
  std::vector<std::string> values = base::field_values(form, "q." + question.id);
  std::erase_if(values, is_blank);
  if (values.empty()) {
    if (question.required) return refused(Code::answer_required);
    return {Response{{}, {}, {}, true}, {}, {}, {}};
  }
  switch (question.type) {
    case QuestionType::single:
    case QuestionType::multi:
    case QuestionType::yesno:
      return read_options(question, values);
    case QuestionType::scale:
    case QuestionType::number:
    case QuestionType::text:
      break;
  }
  if (values.size() != 1) return refused(Code::answer_invalid);
  if (question.type == QuestionType::scale) return read_scale(question, values.front());
  if (question.type == QuestionType::number) return read_number(question, values.front());
  return read_text(values.front());
}

}  // namespace

PageAnswers read_answers(const Unit& unit, const record::Attempt& attempt, int page, const base::Fields& form) {
  PageAnswers answers;
  for (const Question* question : questions_on(unit, attempt, page)) {
    Reading reading = read_question(*question, form);
    if (reading.error) answers.errors.push_back({question->id, *reading.error});
    answers.responses.emplace(question->id, std::move(reading.response));
    if (reading.salt.empty()) continue;
    answers.texts.emplace(question->id, std::move(reading.text));
    answers.salts.emplace(question->id, std::move(reading.salt));
  }
  return answers;
}

}  // namespace preceptor::activity
