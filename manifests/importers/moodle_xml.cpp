// Moodle's own question format (docs.moodle.org, "Moodle XML format").
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "manifests/importers/quiz.hpp"
#include "manifests/importers/readers.hpp"
#include "manifests/importers/xml.hpp"

namespace preceptor::manifests::importers {
namespace {

std::optional<double> xml_number(std::string_view text) {
  const std::string line = one_line(text, 64);
  double value = 0;
  const char* end = line.data() + line.size();
  const auto [at, error] = std::from_chars(line.data(), end, value);
  if (line.empty() || error != std::errc() || at != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

// The words of <x><text>words</text></x>, or of <x>words</x>, as they are.
std::string_view inner_text(const XmlElement& parent, std::string_view name) {
  const XmlElement* element = parent.child(name);
  if (!element) return {};
  const XmlElement* text = element->child("text");
  return text ? std::string_view(text->text) : std::string_view(element->text);
}

// What Moodle writes where the author wrote nothing.
bool is_stock_feedback(std::string_view text) {
  static constexpr auto kStock = std::to_array<std::string_view>(
      {"", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."});
  return std::ranges::find(kStock, text) != kStock.end();
}

class MoodleQuestion {
 public:
  MoodleQuestion(const XmlElement& element, std::string name, Quiz& quiz, Draft& draft, Notes& notes)
      : element_(element),
        name_(std::move(name)),
        type_(element.attribute("type")),
        quiz_(quiz),
        draft_(draft),
        notes_(notes) {}

  void read() {
    if (one_line(inner_text(element_, "hidden"), 8) == "1") return drop("it was hidden in Moodle");
    if (type_ == "description") return description();
    const auto kind = kind_of(type_);
    if (!kind) return drop("questions of type \"" + one_line(type_, 40) + "\" have no counterpart here");
    question_.kind = *kind;
    question_.line = element_.line;
    question_.name = name_;
    question_.prompt = text_of(element_, "questiontext");
    question_.rationale = text_of(element_, "generalfeedback");
    question_.one_only = one_line(inner_text(element_, "single"), 8) != "false";
    if (!answers()) return;
    report_rest();
    quiz_.add(std::move(question_));
  }

 private:
  static std::optional<QuizKind> kind_of(std::string_view type) {
    static constexpr std::pair<std::string_view, QuizKind> kKinds[] = {
        {"multichoice", QuizKind::choice},  {"truefalse", QuizKind::true_false},
        {"numerical", QuizKind::numerical}, {"shortanswer", QuizKind::short_answer},
        {"essay", QuizKind::essay},         {"matching", QuizKind::matching}};
    const auto known = std::ranges::find(kKinds, type, [](const auto& row) { return row.first; });
    return known == std::end(kKinds) ? std::nullopt : std::optional(known->second);
  }

  void drop(std::string why) { notes_.dropped(element_.line, name_, std::move(why)); }

  void description() {
    std::string text = text_of(element_, "questiontext");
    const std::string more = text_of(element_, "generalfeedback");
    if (!more.empty()) text += "\n\n" + more;
    draft_.text(element_.line, name_, name_, text);
  }

  // Files that come with a text are dropped, by name.
  std::string text_of(const XmlElement& parent, std::string_view name) {
    const XmlElement* element = parent.child(name);
    return element ? element_text(*element) : std::string();
  }

  std::string element_text(const XmlElement& element) {
    for (const XmlElement& file : element.children)
      if (file.name == "file") drop("the file \"" + one_line(file.attribute("name"), 80) + "\"");
    const XmlElement* text = element.child("text");
    const std::string_view words = text ? text->text : element.text;
    if (text && !text->children.empty()) drop("markup inside <text> that was not escaped, and what is in it");
    const std::string_view format = element.attribute("format");
    if (format == "plain_text") return tidy(words);
    if (format == "markdown") notes_.changed(element_.line, name_, "Markdown is shown as it was typed");
    return quiz_.plain(words, format == "moodle_auto_format" || format == "markdown", element_.line, name_);
  }

  bool answers() {
    if (question_.kind == QuizKind::matching) return pairs();
    if (question_.kind == QuizKind::essay) return true;
    for (const XmlElement& element : element_.children)
      if (element.name == "answer" && !answer(element)) return false;
    if (question_.kind == QuizKind::true_false) return truth();
    if (question_.kind == QuizKind::numerical) unit();
    return true;
  }

  bool answer(const XmlElement& element) {
    QuizAnswer answer;
    answer.text = element_text(element);
    answer.feedback = text_of(element, "feedback");
    answer.percent = xml_number(element.attribute("fraction")).value_or(0);
    if (question_.kind == QuizKind::numerical && answer.text != "*") {
      const auto value = xml_number(answer.text);
      const auto tolerance =
          element.child("tolerance") ? xml_number(inner_text(element, "tolerance")) : std::optional(0.0);
      if (!value || !tolerance || *tolerance < 0) {
        drop("\"" + one_line(answer.text, 40) + "\" is not a number with a tolerance");
        return false;
      }
      answer.lowest = *value - *tolerance, answer.highest = *value + *tolerance;
    } else if (question_.kind == QuizKind::numerical) {
      answer.percent = 0;  // explains every other value
    }
    question_.answers.push_back(std::move(answer));
    return true;
  }

  bool truth() {
    std::vector<QuizAnswer> ordered(2);
    int right = 0;
    for (QuizAnswer& answer : question_.answers) {
      const bool yes = answer.text == "true";
      if (!yes && answer.text != "false") continue;
      if (answer.percent > 0) question_.truth = yes, ++right;
      ordered[yes ? 0 : 1] = std::move(answer);
    }
    question_.answers = std::move(ordered);
    if (right == 1) return true;
    drop("it does not say which of true and false is right");
    return false;
  }

  bool pairs() {
    for (const XmlElement& element : element_.children)
      if (element.name == "subquestion")
        question_.pairs.emplace_back(
            element_text(element),
            one_line(quiz_.plain(inner_text(element, "answer"), false, element_.line, name_), 1000));
    return true;
  }

  void unit() {
    const XmlElement* units = element_.child("units");
    const XmlElement* first = units ? units->child("unit") : nullptr;
    if (!first) return;
    question_.unit = one_line(inner_text(*first, "unit_name"), 40);
    if (units->children.size() > 1)
      notes_.changed(element_.line, name_, "only the first unit is kept: " + question_.unit);
  }

  void report_rest() {
    if (const auto grade = xml_number(inner_text(element_, "defaultgrade")); grade && *grade != 1)
      notes_.changed(
          element_.line, name_,
          "each scored question counts once; its mark was " + one_line(inner_text(element_, "defaultgrade"), 20));
    for (std::string_view name : {"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"})
      if (!is_stock_feedback(strip_html(inner_text(element_, name), false).text))
        drop("<" + std::string(name) + ">: explain answers one by one");
    for (std::string_view name : {"graderinfo", "responsetemplate"})
      if (!strip_html(inner_text(element_, name), false).text.empty()) drop("<" + std::string(name) + ">");
    if (element_.child("hint")) drop("its hints: an answer is given once");
    if (element_.child("tags")) drop("its tags");
  }

  const XmlElement& element_;
  std::string name_;
  std::string_view type_;
  Quiz& quiz_;
  Draft& draft_;
  Notes& notes_;
  QuizQuestion question_;
};

void read_category(const XmlElement& question, Draft& draft) {
  const std::string path = one_line(inner_text(question, "category"), 400);
  const auto slash = path.rfind('/');
  draft.section(slash == std::string::npos ? path : path.substr(slash + 1));
}

}  // namespace

base::Status read_moodle_xml(std::string_view text, const Options& options, Draft& draft, Notes& notes) {
  const auto root = parse_xml(text);
  if (!root) return base::fail(root.error());
  if (root->name != "quiz")
    return base::fail(base::Code::content_invalid,
                      "the first element is <" + one_line(root->name, 40) + ">, not <quiz>");
  Quiz quiz(draft, notes, options.language);
  int number = 0;
  for (const XmlElement& question : root->children) {
    if (question.name != "question") continue;
    if (question.attribute("type") == "category") {
      read_category(question, draft);
      continue;
    }
    std::string name = one_line(inner_text(question, "name"), 200);
    if (++number; name.empty()) name = "question " + std::to_string(number);
    MoodleQuestion(question, name, quiz, draft, notes).read();
  }
  return {};
}

}  // namespace preceptor::manifests::importers
