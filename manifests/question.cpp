#include "manifests/question.hpp"

#include <algorithm>

#include "core/activity/decimal.hpp"

namespace preceptor::manifests {
namespace {

using activity::Option;
using activity::Question;
using activity::QuestionType;

// "a" ... "z", "aa", "ab" ... in file order.
std::string option_id(std::size_t index) {
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : option_id(index / 26 - 1) + last;
}

std::pair<std::string, std::string> yes_and_no(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "es") return {"Sí", "No"};
  if (primary == "ar") return {"نعم", "لا"};
  return {"Yes", "No"};
}

bool takes_answers(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::yesno;
}

class QuestionCompiler {
 public:
  QuestionCompiler(const RawQuestion& raw, std::string_view language, Problems& problems)
      : raw_(raw), language_(language), problems_(problems) {}

  Question compile() {
    const bool typed = read_header(raw_, question_, problems_);
    const Rendered prompt = render(raw_.prompt, problems_);
    question_.prompt = prompt.plain;
    question_.prompt_html = prompt.html;
    question_.feedback_html = render(raw_.feedback, problems_).html;
    if (question_.prompt.empty()) error("the question has no words: write them below this line");
    if (!typed) return std::move(question_);
    check_flags();
    if (takes_answers(question_.type))
      read_answers();
    else if (!raw_.options.empty())
      problems_.error(raw_.options[0].line, "a " + type() + " question takes no list of answers");
    if (question_.type == QuestionType::number)
      read_rights();
    else if (!raw_.rights.empty())
      problems_.error(raw_.rights[0].first, "only a number question has a line beginning with =");
    if (question_.scored && question_.feedback_html.empty())
      error("a scored question needs its rationale: lines beginning with > below the answers",
            "> Why, and where it is written.");
    return std::move(question_);
  }

 private:
  std::string type() const { return std::string(activity::name(question_.type)); }
  void error(std::string message, std::string corrected = {}) {
    problems_.error(raw_.line, std::move(message), std::move(corrected));
  }

  void check_flags() {
    const bool closing = question_.commitment || question_.relevance;
    if (question_.scored && (question_.type == QuestionType::scale || question_.type == QuestionType::text))
      error("a " + type() + " question cannot be scored: take the flag out");
    if (question_.scored && (closing || question_.burden))
      error("a question about the unit itself cannot be scored: take one of the flags out");
    if (question_.commitment && question_.relevance)
      error("a question is about commitment or about relevance, not both: take one of the flags out");
    if (question_.commitment && question_.type != QuestionType::single && question_.type != QuestionType::multi)
      error("a commitment is chosen from a list: its type is single or multi");
    if (question_.relevance && question_.type != QuestionType::single && question_.type != QuestionType::yesno)
      error("relevance is asked as single or yesno");
  }

  void read_answers() {
    const bool yesno = question_.type == QuestionType::yesno;
    if (yesno && raw_.options.empty() && !question_.scored) {
      const auto [yes, no] = yes_and_no(language_);
      question_.options = {{"yes", yes, false, false, ""}, {"no", no, false, false, ""}};
      return;
    }
    for (std::size_t i = 0; i < raw_.options.size(); ++i) {
      const std::string id = !yesno ? option_id(i) : i == 0 ? "yes" : i == 1 ? "no" : option_id(i);
      question_.options.push_back(read_option(raw_.options[i], id));
    }
    if (yesno && question_.options.size() != 2)
      error("a yesno question has two answers, the first for yes and the second for no");
    else if (question_.options.size() < 2)
      error("the question needs at least two answers", question_.scored ? "- [ ] An answer" : "- An answer");
    if (question_.scored) check_correct();
  }

  Option read_option(const RawOption& raw, const std::string& id) {
    Option option{id, raw.label, question_.scored && raw.marked, false, render(raw.feedback, problems_).html};
    constexpr std::string_view kNone = "{none}";
    if (option.label.ends_with(kNone)) {
      option.exclusive = true;
      option.label = trim(std::string_view(option.label).substr(0, option.label.size() - kNone.size()));
    }
    const auto refuse = [&](std::string message, std::string corrected) {
      problems_.error(raw.line, std::move(message), std::move(corrected));
    };
    if (option.label.empty()) refuse("an answer without words", question_.scored ? "- [ ] An answer" : "- An answer");
    if (question_.scored && !raw.boxed)
      refuse("answers of a scored question begin with `- [ ]` or, when right, `- [x]`", "- [ ] " + raw.label);
    if (!question_.scored && raw.boxed)
      refuse(raw.marked ? "a right answer is marked, but the question has no flag `scored`"
                        : "answers of a question that is not scored begin with `- `",
             raw.marked ? "## ? " + raw_.header + " | scored" : "- " + raw.label);
    for (const Option& other : question_.options)
      if (other.label == option.label) refuse("the same answer stands twice: \"" + option.label + "\"", {});
    return option;
  }

  void check_correct() {
    const auto right = std::ranges::count_if(question_.options, &Option::correct);
    if (right == 0) {
      error("a scored question without a right answer: mark it with `- [x]`",
            question_.options.empty() ? "" : "- [x] " + question_.options.front().label);
    } else if (right > 1 && question_.type != QuestionType::multi) {
      error("two right answers, but only one can be chosen: mark one, or make the type multi");
    }
  }

  // "= 2.5" or "= 2..3"
  void read_rights() {
    if (raw_.rights.empty() && question_.scored) error("a scored number needs its right value", "= 2.5");
    if (raw_.rights.empty()) return;
    const auto& [line, text] = raw_.rights.front();
    if (!question_.scored) {
      problems_.error(line, "a right value is given, but the question has no flag `scored`",
                      "## ? " + raw_.header + " | scored");
      return;
    }
    if (raw_.rights.size() > 1)
      problems_.error(raw_.rights[1].first, "a second right value: write one range, lowest..highest", "= 2..3");
    const auto dots = text.find("..");
    const auto low = activity::canonical_decimal(text.substr(0, dots));
    const auto high = dots == std::string::npos ? low : activity::canonical_decimal(text.substr(dots + 2));
    if (!low || !high || activity::decimal_value(*high) < activity::decimal_value(*low)) {
      problems_.error(line, "a right value is a number or a range lowest..highest, not \"" + text + "\"", "= 2.5");
      return;
    }
    question_.right_min = activity::decimal_value(*low);
    question_.right_max = activity::decimal_value(*high);
    if ((question_.number_min && *question_.right_max < *question_.number_min) ||
        (question_.number_max && *question_.right_min > *question_.number_max))
      problems_.error(line, "the right value lies outside what may be typed");
  }

  const RawQuestion& raw_;
  std::string_view language_;
  Problems& problems_;
  Question question_;
};

}  // namespace

Question compile_question(const RawQuestion& raw, std::string_view language, Problems& problems) {
  return QuestionCompiler(raw, language, problems).compile();
}

}  // namespace preceptor::manifests
