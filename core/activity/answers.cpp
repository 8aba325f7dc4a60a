#include "core/activity/answers.hpp"

#include <algorithm>
#include <set>

#include "core/activity/decimal.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::activity {
namespace {

using base::Code;
using record::Response;

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

bool takes_several(const Question& question) {
  return question.type == QuestionType::multi || question.type == QuestionType::barrier;
}

bool is_blank(const std::string& value) {
  return value.find_first_not_of(" \t\r\n") == std::string::npos;
}

Reading read_options(const Question& question, const std::vector<std::string>& values) {
  if (!takes_several(question) && values.size() > 1) return refused(Code::answer_invalid);
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

Reading read_text(const std::string& value, std::size_t longest) {
  const std::string text = with_plain_line_ends(value);
  const bool has_controls = std::ranges::any_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
  if (!base::is_utf8(text) || has_controls || characters(text) > longest) return refused(Code::answer_invalid);
  if (looks_identifying(text)) return refused(Code::answer_identifier);
  Reading reading;
  reading.text = text;
  reading.salt = base::hex_encode(base::random_bytes(kSaltBytes));
  reading.response.text_hash = base::sha256_hex(reading.salt + text);
  return reading;
}

// The place of each option, 1 to the number of places, each once.
Reading read_rank(const Question& question, const base::Fields& form) {
  std::vector<std::string> order(static_cast<std::size_t>(question.rank_places));
  std::size_t placed = 0;
  for (const Option& option : question.options) {
    for (const std::string& value : base::field_values(form, "q." + question.id + "." + option.id)) {
      if (is_blank(value)) continue;
      const auto place = value.size() <= 2 && value.find_first_not_of("0123456789") == std::string::npos ? std::stoul(value) : 0;
      if (place < 1 || place > order.size() || !order[place - 1].empty()) return refused(Code::answer_invalid);
      order[place - 1] = option.id;
      ++placed;
    }
  }
  if (placed == 0) return chosen({});
  if (placed != order.size() || std::set<std::string>(order.begin(), order.end()).size() != placed) return refused(Code::answer_invalid);
  return chosen(std::move(order));
}

// One option a row; a required matrix needs every row.
Reading read_matrix(const Question& question, const base::Fields& form) {
  std::vector<std::string> choices;
  for (const Row& row : question.rows) {
    auto values = base::field_values(form, "q." + question.id + "." + row.id);
    std::erase_if(values, is_blank);
    if (values.empty() && question.required) return refused(Code::answer_required);
    if (values.empty()) continue;
    if (values.size() > 1 || std::ranges::find(question.options, values.front(), &Option::id) == question.options.end())
      return refused(Code::answer_invalid);
    choices.push_back(row.id + ":" + values.front());
  }
  return chosen(std::move(choices));
}

Reading read_value(const Question& question, const base::Fields& form) {
  if (question.type == QuestionType::rank) return read_rank(question, form);
  if (question.type == QuestionType::matrix) return read_matrix(question, form);
  std::vector<std::string> values = base::field_values(form, "q." + question.id);
  std::erase_if(values, is_blank);
  if (values.empty()) return chosen({});
  const bool one_value = question.type == QuestionType::scale || question.type == QuestionType::number || question.type == QuestionType::text;
  if (!one_value) return read_options(question, values);
  if (values.size() != 1) return refused(Code::answer_invalid);
  if (question.type == QuestionType::scale) return read_scale(question, values.front());
  if (question.type == QuestionType::number) return read_number(question, values.front());
  return read_text(values.front(), kTextCharacters);
}

// Words for "other" choose it, unless that contradicts what is chosen.
std::optional<Code> choose_other(const Question& question, std::vector<std::string>& choices) {
  const auto is_chosen = [&](const Option& option) { return std::ranges::find(choices, option.id) != choices.end(); };
  const auto other = std::ranges::find_if(question.options, &Option::other);
  if (other == question.options.end() || is_chosen(*other)) return std::nullopt;
  const bool alone = question.type == QuestionType::single || other->exclusive ||
                     std::ranges::any_of(question.options, [&](const Option& option) { return option.exclusive && is_chosen(option); });
  if (alone && !choices.empty()) return Code::answer_invalid;
  std::vector<std::string> with;
  for (const Option& option : question.options)
    if (&option == &*other || is_chosen(option)) with.push_back(option.id);
  choices = std::move(with);
  return std::nullopt;
}

Reading with_words(const Question& question, Reading reading, const base::Fields& form) {
  const std::string* typed = base::field(form, "q." + question.id + ".words");
  const bool wordless = !typed || is_blank(*typed);
  if (reading.error) return reading;
  if (wordless) {
    const bool owes_reason = question.type == QuestionType::decision && !reading.response.choices.empty();
    return owes_reason ? refused(Code::answer_required) : reading;
  }
  Reading words = read_text(*typed, kWordsCharacters);
  if (words.error) return words;
  words.response.choices = std::move(reading.response.choices);
  if (const auto clash = choose_other(question, words.response.choices)) return refused(*clash);
  return words;
}

bool is_empty(const Response& response) {
  return response.choices.empty() && response.number.empty() && response.text_hash.empty();
}

Reading read_question(const Question& question, const base::Fields& form) {
  Reading reading = read_value(question, form);
  if (takes_words(question)) reading = with_words(question, std::move(reading), form);
  if (reading.error) return reading;
  const bool chosen_nothing = !question.options.empty() && reading.response.choices.empty();
  if (question.required && (is_empty(reading.response) || chosen_nothing)) return refused(Code::answer_required);
  reading.response.skipped = is_empty(reading.response);
  return reading;
}

// Nothing of it was shown: neither its mark nor a field with a value came.
bool was_shown(const Question& question, const base::Fields& form) {
  if (base::field(form, "s." + question.id)) return true;
  const std::string name = "q." + question.id;
  return std::ranges::any_of(form, [&](const auto& field) {
    return !is_blank(field.second) && (field.first == name || field.first.starts_with(name + "."));
  });
}

bool is_asked_now(const Question& question, const Answers& answers) {
  return !question.condition || holds(*question.condition, answers);
}

void read_flags_of(const base::Fields& form, PageAnswers& answers) {
  for (const auto& [name, value] : form)
    if (name.starts_with("f.") && !value.empty()) answers.flagged.push_back(name.substr(2));
}

}  // namespace

PageAnswers read_answers(const std::vector<const Question*>& questions, const base::Fields& form, const Answers& before) {
  PageAnswers answers;
  Answers known = before;
  for (const Question* question : questions) {
    if (!asks(*question) || !is_asked_now(*question, known)) continue;
    if (depends_on(*question, questions) && !was_shown(*question, form)) {
      answers.revealed.push_back(question->id);
      continue;
    }
    Reading reading = read_question(*question, form);
    if (reading.error) answers.errors.push_back({question->id, *reading.error});
    known[question->id] = reading.response;
    answers.responses.emplace(question->id, std::move(reading.response));
    if (reading.salt.empty()) continue;
    answers.texts.emplace(question->id, std::move(reading.text));
    answers.salts.emplace(question->id, std::move(reading.salt));
  }
  read_flags_of(form, answers);
  return answers;
}

bool depends_on(const Question& question, const std::vector<const Question*>& questions) {
  if (!question.condition) return false;
  const auto looked_at = referenced_questions(*question.condition);
  return std::ranges::any_of(questions, [&](const Question* other) { return std::ranges::find(looked_at, other->id) != looked_at.end(); });
}

std::vector<const Question*> shown_with(const std::vector<const Question*>& questions, const base::Fields& form, const Answers& before) {
  std::vector<const Question*> shown;
  Answers known = before;
  for (const Question* question : questions) {
    if (!is_asked_now(*question, known)) continue;
    shown.push_back(question);
    if (!asks(*question) || known.contains(question->id)) continue;
    if (Reading reading = read_value(*question, form); !reading.error) known[question->id] = std::move(reading.response);
  }
  return shown;
}

}  // namespace preceptor::activity
