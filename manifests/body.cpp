#include "manifests/body.hpp"

#include <algorithm>
#include <optional>

namespace preceptor::manifests {
namespace {

constexpr std::size_t kMostQuestions = 100, kMostOptions = 50, kMostSections = 100;

// Adds a line so that line numbers within the block stay those of the file.
void add(Block& block, int number, std::string_view text) {
  if (block.text.empty()) {
    if (trim(text).empty()) return;
    block.line = number;
    block.text = text;
  } else {
    block.text.append(static_cast<std::size_t>(number - block.last), '\n').append(text);
  }
  block.last = number;
}

bool is_fence(std::string_view text) {
  const std::string_view t = trim(text);
  return t.starts_with("```") || t.starts_with("~~~");
}

// "## ? ...", also the ways to mistype it: "##?", "# ? x", "### ? x".
bool is_question_line(std::string_view text) {
  const auto after = text.find_first_not_of('#');
  return after != 0 && after != std::string_view::npos && after <= 6 && trim(text.substr(after)).starts_with("?");
}

// "id | type | flags, if: expression": the condition is the rest of the line, whatever marks it holds.
std::pair<std::string, std::optional<std::string>> split_condition(std::string_view header) {
  for (auto at = header.find("if:"); at != std::string_view::npos; at = header.find("if:", at + 1)) {
    const bool begins = at > 0 && std::string_view(" ,|\t").find(header[at - 1]) != std::string_view::npos;
    if (!begins) continue;
    auto end = header.find_last_not_of(" ,|\t", at - 1);
    end = end == std::string_view::npos ? 0 : end + 1;
    return {std::string(header.substr(0, end)), std::string(trim(header.substr(at + 3)))};
  }
  return {std::string(header), std::nullopt};
}

class BodyReader {
 public:
  explicit BodyReader(Problems& problems) : problems_(problems) {}

  void read(const Line& line) {
    if (is_fence(line.text) || in_fence_) {
      if (is_fence(line.text)) in_fence_ = !in_fence_;
      content(line);
    } else if (is_question_line(line.text)) {
      begin_question(line);
    } else if (line.text.starts_with("# ")) {
      begin_section(line);
    } else if (question_) {
      question_line(line);
    } else {
      content(line);
    }
  }
  std::vector<RawSection> take() { return std::move(sections_); }

 private:
  void content(const Line& line) {
    if (question_)
      prompt_line(line);
    else if (!sections_.empty())
      add(sections_.back().text, line.number, line.text);
    else if (!trim(line.text).empty() && !told_before_heading_) {
      told_before_heading_ = true;
      problems_.error(line.number, "text stands before the first heading", "# Case");
    }
  }

  void begin_section(const Line& line) {
    question_ = nullptr;
    if (sections_.size() >= kMostSections) {
      problems_.error(line.number, "more than " + std::to_string(kMostSections) + " sections");
      return;
    }
    const std::string_view heading = trim(line.text.substr(2));
    if (heading.empty()) problems_.error(line.number, "a heading without words", "# Case");
    sections_.push_back({line.number, std::string(heading), {}, {}});
  }

  void begin_question(const Line& line) {
    const auto mark = line.text.find('?');
    const auto [header, condition] = split_condition(trim(line.text.substr(mark + 1)));
    if (!line.text.starts_with("## ? "))
      problems_.error(line.number, "a question begins with `## ? ` and then its id", "## ? " + header + (condition ? ", if: " + *condition : ""));
    if (sections_.empty()) {
      problems_.error(line.number, "a question stands before the first heading", "# Case");
      sections_.push_back({line.number, "", {}, {}});
    }
    if (++questions_ == kMostQuestions + 1)
      problems_.error(line.number, "more than " + std::to_string(kMostQuestions) + " questions");
    RawQuestion question;
    question.line = line.number;
    question.header = header;
    question.has_condition = condition.has_value();
    question.condition = condition.value_or("");
    // Beyond the limit the text is still read past, into one spare question.
    spare_ = {};
    auto& questions = sections_.back().questions;
    question_ = questions_ > kMostQuestions ? &(spare_ = question) : &questions.emplace_back(question);
    open_label_ = false;
  }

  bool in_answers() const {
    return !question_->options.empty() || !question_->columns.empty() || !question_->feedback.text.empty() || !question_->rights.empty();
  }

  void question_line(const Line& line) {
    const std::string_view text = trim(line.text);
    const bool indented = !line.text.empty() && (line.text.front() == ' ' || line.text.front() == '\t');
    if (text.starts_with(">")) {
      std::string_view words = text.substr(1);
      if (words.starts_with(" ")) words.remove_prefix(1);
      add(indented && !question_->options.empty() ? question_->options.back().feedback : question_->feedback,
          line.number, words);
      open_label_ = false;
    } else if (text.starts_with("=")) {
      question_->rights.emplace_back(line.number, std::string(trim(text.substr(1))));
    } else if (text == "-" || text.starts_with("- ") || text.starts_with("-[")) {
      option_line(line.number, trim(text.substr(1)));
    } else if (text == "+" || text.starts_with("+ ")) {
      column_line(line.number, trim(text.substr(1)));
    } else if (indented && open_label_ && !text.empty()) {
      question_->options.back().label.append(" ").append(text);
    } else {
      prompt_line(line);
    }
  }

  void prompt_line(const Line& line) {
    open_label_ = false;
    const std::string_view text = trim(line.text);
    if (!in_answers() && !text.starts_with("## ")) {
      add(question_->prompt, line.number, line.text);
    } else if (text.starts_with("#")) {
      problems_.error(line.number, "a heading inside a question; a new page begins with a single #",
                      "# " + std::string(trim(text.substr(std::min(text.find_first_not_of('#'), text.size())))));
    } else if (!text.empty()) {
      problems_.error(line.number,
                      "this line stands after the answers, where nothing shows it; begin it with > to explain",
                      "> " + std::string(text));
    }
  }

  void option_line(int number, std::string_view text) {
    if (question_->options.size() == kMostOptions) {
      problems_.error(number, "more than " + std::to_string(kMostOptions) + " answers");
      return;
    }
    RawOption option;
    option.line = number;
    if (text.starts_with("[")) {
      const auto close = text.find(']');
      const std::string_view mark = close == std::string_view::npos ? "?" : text.substr(1, close - 1);
      option.boxed = close != std::string_view::npos && close <= 2;
      option.marked = mark == "x" || mark == "X";
      if (mark.size() == 1 && mark[0] >= '1' && mark[0] <= '9') option.place = mark[0] - '0';
      if (option.boxed) text = trim(text.substr(close + 1));
      if (option.boxed && mark != " " && !option.marked && option.place == 0) {
        problems_.error(number, "an answer begins with `- [ ]` or, when right, `- [x]`", "- [ ] " + std::string(text));
      }
    }
    option.label = text;
    question_->options.push_back(std::move(option));
    open_label_ = true;
  }

  void column_line(int number, std::string_view text) {
    if (question_->columns.size() == kMostOptions) {
      problems_.error(number, "more than " + std::to_string(kMostOptions) + " choices");
      return;
    }
    RawOption column;
    column.line = number;
    column.label = text;
    question_->columns.push_back(std::move(column));
    open_label_ = false;
  }

  Problems& problems_;
  std::vector<RawSection> sections_;
  RawQuestion* question_ = nullptr;  // in the last section, or spare_
  RawQuestion spare_;
  std::size_t questions_ = 0;
  bool in_fence_ = false, open_label_ = false, told_before_heading_ = false;
};

}  // namespace

std::vector<RawSection> read_body(const std::vector<Line>& lines, std::size_t from, Problems& problems) {
  BodyReader reader(problems);
  for (std::size_t i = from; i < lines.size(); ++i) reader.read(lines[i]);
  return reader.take();
}

}  // namespace preceptor::manifests
