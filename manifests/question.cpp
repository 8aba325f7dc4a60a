#include "manifests/question.hpp"

#include <algorithm>

#include "core/activity/decimal.hpp"
#include "manifests/fixed_answers.hpp"

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

bool takes_answers(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::rank || type == QuestionType::matrix ||
         !activity::fixed_options(type).empty();
}

bool can_be_scored(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::yesno || type == QuestionType::number ||
         type == QuestionType::rank;
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
    read_condition();
    if (!typed) return std::move(question_);
    check_flags();
    if (question_.type == QuestionType::matrix)
      read_matrix();
    else if (takes_answers(question_.type))
      read_answers();
    else if (!raw_.options.empty())
      problems_.error(raw_.options[0].line, "a " + type() + " question takes no list of answers");
    if (question_.type == QuestionType::rank) read_ranking();
    if (question_.type != QuestionType::matrix && !raw_.columns.empty())
      problems_.error(raw_.columns[0].line, "only a matrix has lines beginning with +", "- " + raw_.columns[0].label);
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
    if (question_.scored && !can_be_scored(question_.type)) error("a " + type() + " question cannot be scored: take the flag out");
    if (!activity::asks(question_) && (question_.required || closing || question_.burden))
      error("a statement asks nothing: it takes no flags", "## ? " + question_.id + " | statement");
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
    const auto fixed = fixed_answers(question_.type, language_);
    if (!fixed.empty() && raw_.options.empty() && !question_.scored) {
      question_.options = fixed;
      return;
    }
    for (std::size_t i = 0; i < raw_.options.size(); ++i) {
      question_.options.push_back(read_option(raw_.options[i], i < fixed.size() ? fixed[i].id : option_id(i)));
      if (i < fixed.size()) question_.options.back().exclusive = question_.options.back().exclusive || fixed[i].exclusive;
    }
    if (!fixed.empty() && question_.options.size() != fixed.size())
      error(wrong_number_of_answers(fixed.size()));
    else if (question_.options.size() < 2)
      error("the question needs at least two answers", question_.scored ? "- [ ] An answer" : "- An answer");
    if (question_.scored && question_.type != QuestionType::rank) check_correct();
  }

  std::string wrong_number_of_answers(std::size_t wanted) const {
    if (question_.type == QuestionType::yesno) return "a yesno question has two answers, the first for yes and the second for no";
    return "a " + type() + " question has its own " + std::to_string(wanted) + " answers: leave them out, or write that many to choose other words";
  }

  void read_condition() {
    if (!raw_.has_condition) return;
    auto condition = activity::parse_condition(raw_.condition);
    if (condition) {
      question_.condition = std::move(*condition);
      return;
    }
    error("the condition after \"if:\" cannot be read: " + condition.error().detail, "## ? " + raw_.header + ", if: answered(an-earlier-question)");
  }

  // Rows are its `- ` lines, the choices of every row its `+ ` lines.
  void read_matrix() {
    for (const RawOption& raw : raw_.options) {
      if (raw.label.empty()) problems_.error(raw.line, "a row without words", "- What is asked");
      if (raw.boxed) problems_.error(raw.line, "rows of a matrix begin with `- `", "- " + raw.label);
      if (!raw.feedback.empty()) problems_.error(raw.feedback.line, "a row of a matrix has no explanation of its own: begin the line at the margin");
      question_.rows.push_back({std::to_string(question_.rows.size() + 1), raw.label});
    }
    for (std::size_t i = 0; i < raw_.columns.size(); ++i) {
      if (raw_.columns[i].label.empty()) problems_.error(raw_.columns[i].line, "a choice without words", "+ Often");
      question_.options.push_back({option_id(i), raw_.columns[i].label, false, false, ""});
    }
    if (question_.rows.empty()) error("a matrix needs its rows: lines beginning with - below the prompt", "- What is asked");
    if (question_.options.size() < 2) error("a matrix needs at least two choices: lines beginning with + below its rows", "+ Often");
  }

  // `- [1]`, `- [2]` ...: the right place of each, from 1.
  void read_ranking() {
    const int options = static_cast<int>(question_.options.size());
    if (question_.rank_places == 0) question_.rank_places = options;
    if (question_.rank_places > options) error("the ranking asks for " + std::to_string(question_.rank_places) + " places, but there are " +
                                               std::to_string(options) + " answers", "## ? " + question_.id + " | rank");
    if (!question_.scored) return;
    std::vector<std::string> order(static_cast<std::size_t>(std::max(question_.rank_places, 0)));
    for (std::size_t i = 0; i < raw_.options.size() && i < question_.options.size(); ++i) {
      const int place = raw_.options[i].place;
      if (place == 0) continue;
      if (place > question_.rank_places || !order[static_cast<std::size_t>(place - 1)].empty())
        problems_.error(raw_.options[i].line, "the place " + std::to_string(place) + " is given twice or is more than there are");
      else
        order[static_cast<std::size_t>(place - 1)] = question_.options[i].id;
    }
    if (std::ranges::find(order, "") != order.end())
      error("a scored ranking names the right place of its answers in their boxes: `- [1]`, `- [2]` ...", "- [1] The first");
    else
      question_.right_order = std::move(order);
  }

  Option read_option(const RawOption& raw, const std::string& id) {
    Option option{id, raw.label, question_.scored && raw.marked, false, render(raw.feedback, problems_).html};
    const auto takes_off = [&option](std::string_view mark) {
      if (!option.label.ends_with(mark)) return false;
      option.label = trim(std::string_view(option.label).substr(0, option.label.size() - mark.size()));
      return true;
    };
    option.exclusive = takes_off("{none}");
    option.other = takes_off("{other}");
    const auto refuse = [&](std::string message, std::string corrected) {
      problems_.error(raw.line, std::move(message), std::move(corrected));
    };
    if (option.label.empty()) refuse("an answer without words", question_.scored ? "- [ ] An answer" : "- An answer");
    if (question_.scored && !raw.boxed)
      refuse("answers of a scored question begin with `- [ ]` or, when right, `- [x]`", "- [ ] " + raw.label);
    if (option.other) check_other(raw);
    if (raw.place > 0 && question_.type != QuestionType::rank) refuse("only answers of a scored ranking have a place", "- [x] " + raw.label);
    if (!question_.scored && raw.boxed)
      refuse(raw.marked ? "a right answer is marked, but the question has no flag `scored`"
                        : "answers of a question that is not scored begin with `- `",
             raw.marked ? "## ? " + raw_.header + " | scored" : "- " + raw.label);
    for (const Option& other : question_.options)
      if (other.label == option.label) refuse("the same answer stands twice: \"" + option.label + "\"", {});
    return option;
  }

  void check_other(const RawOption& raw) {
    const bool listed = question_.type == QuestionType::single || question_.type == QuestionType::multi;
    const auto before = std::ranges::count_if(question_.options, &Option::other);
    if (!listed || question_.scored || question_.commitment || before > 0)
      problems_.error(raw.line, "{other} stands once, in a single or multi question that is neither scored nor a commitment",
                      "- " + std::string(trim(std::string_view(raw.label).substr(0, raw.label.find("{other}")))));
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
