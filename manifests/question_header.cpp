#include <algorithm>
#include <charconv>

#include "core/activity/decimal.hpp"
#include "manifests/question.hpp"

namespace preceptor::manifests {
namespace {

using activity::Question;
using activity::QuestionType;

constexpr std::size_t kMostParts = 8;

struct Flag {
  std::string_view name;
  bool Question::*member;
};
constexpr Flag kFlags[] = {{"required", &Question::required},
                           {"scored", &Question::scored},
                           {"commitment", &Question::commitment},
                           {"relevance", &Question::relevance},
                           {"burden", &Question::burden}};

std::vector<std::string_view> split(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find_first_of(marks);
    parts.push_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Reads one header and, for each problem, offers the whole line with one part exchanged.
class HeaderReader {
 public:
  HeaderReader(const RawQuestion& raw, Question& question, Problems& problems)
      : line_(raw.line),
        parts_(split(raw.header, "|")),
        condition_(raw.has_condition ? ", if: " + raw.condition : ""),
        question_(question),
        problems_(problems) {}

  bool read() {
    if (parts_.size() > kMostParts) {
      parts_.resize(kMostParts);
      error(0, "the line has more than " + std::to_string(kMostParts) + " parts: id | type | flags");
    }
    read_id();
    for (std::size_t i = 2; i < parts_.size(); ++i)
      for (std::string_view flag : split(parts_[i], ", "))
        if (!flag.empty()) read_flag(i, flag);
    if (question_.scored) question_.required = true;
    return read_type();
  }

 private:
  std::string with(std::size_t index, std::string_view text) const {
    std::string line = "## ? ";
    for (std::size_t i = 0; i < std::max(parts_.size(), index + 1); ++i)
      line.append(i ? " | " : "").append(i == index ? text : parts_[i]);
    return line + condition_;
  }
  void error(std::size_t index, std::string message, std::string_view instead = {}) {
    problems_.error(line_, std::move(message), instead.empty() ? std::string() : with(index, instead));
  }

  void read_id() {
    question_.id = parts_[0];
    if (is_id(question_.id)) return;
    error(0, "a question's id holds only a-z, 0-9, - and _ and at most 64 of them, not \"" + question_.id + "\"",
          make_id(question_.id));
  }

  void read_flag(std::size_t part, std::string_view text) {
    const auto flag = std::ranges::find(kFlags, text, &Flag::name);
    if (flag != std::end(kFlags)) {
      question_.*flag->member = true;
      return;
    }
    std::vector<std::string_view> names;
    for (const Flag& known : kFlags) names.push_back(known.name);
    const std::string_view near = nearest(text, names);
    error(part,
          "the flag \"" + std::string(text) + "\" is not known" +
              (near.empty() ? "; flags are required, scored, commitment, relevance, burden"
                            : "; the nearest is \"" + std::string(near) + "\""),
          near);
  }

  bool read_type() {
    const std::string_view text = parts_.size() > 1 ? parts_[1] : std::string_view();
    const auto open = text.find('(');
    const std::string_view word = trim(text.substr(0, open));
    const auto known = activity::question_type(word);
    if (!known) {
      unknown_type(word);
      return false;
    }
    question_.type = *known;
    if (open == std::string_view::npos) return true;
    if (text.back() != ')') {
      error(1, "the bracket after the type is not closed", std::string(text) + ")");
      return false;
    }
    const auto arguments = split(text.substr(open + 1, text.size() - open - 2), ",");
    if (question_.type == QuestionType::scale) return read_scale(arguments);
    if (question_.type == QuestionType::number) return read_number(arguments);
    if (question_.type == QuestionType::rank) return read_places(arguments);
    error(1, "the type " + std::string(word) + " takes nothing in brackets", word);
    return true;
  }

  void unknown_type(std::string_view word) {
    const auto names = activity::question_type_names();
    const std::string_view near = nearest(word, names);
    std::string listed;
    for (const std::string_view name : names) listed.append(listed.empty() ? "" : ", ").append(name);
    error(1,
          (word.empty() ? std::string("the question has no type")
                        : "the question type \"" + std::string(word) + "\" is not known") +
              "; types are " + listed,
          near.empty() ? "single" : near);
  }

  // scale(1,5,left,right) or scale(1-5, left, right)
  bool read_scale(std::vector<std::string_view> arguments) {
    if (const auto dash = arguments[0].find('-'); dash != std::string_view::npos) {
      const std::string_view range = arguments[0];
      arguments[0] = trim(range.substr(0, dash));
      arguments.insert(arguments.begin() + 1, trim(range.substr(dash + 1)));
    }
    const auto step = [](std::string_view text, int& out) {
      const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), out);
      return error == std::errc() && at == text.data() + text.size() && out >= 0 && out <= 10;
    };
    const bool good = (arguments.size() == 2 || arguments.size() == 4) && step(arguments[0], question_.scale_min) &&
                      step(arguments[1], question_.scale_max) && question_.scale_min < question_.scale_max;
    if (!good) {
      error(1, "a scale is written scale(lowest,highest,left words,right words), with steps from 0 to 10",
            "scale(1,5,not at all,very much)");
      return false;
    }
    if (arguments.size() == 4) {
      question_.scale_left = arguments[2];
      question_.scale_right = arguments[3];
    }
    return true;
  }

  // rank(3): how many are put into order
  bool read_places(const std::vector<std::string_view>& arguments) {
    const std::string_view text = arguments[0];
    const auto [at, failed] = std::from_chars(text.data(), text.data() + text.size(), question_.rank_places);
    if (arguments.size() == 1 && failed == std::errc() && at == text.data() + text.size() && question_.rank_places > 0) return true;
    error(1, "a ranking of the first few is written rank(how many)", "rank(3)");
    return false;
  }

  // number(min,max,unit); each may be empty
  bool read_number(const std::vector<std::string_view>& arguments) {
    bool good = arguments.size() <= 3;
    const auto bound = [&](std::size_t i, std::optional<double>& out) {
      if (i >= arguments.size() || arguments[i].empty()) return;
      const auto number = activity::canonical_decimal(arguments[i]);
      if (number)
        out = activity::decimal_value(*number);
      else
        good = false;
    };
    bound(0, question_.number_min);
    bound(1, question_.number_max);
    if (question_.number_min && question_.number_max && *question_.number_min >= *question_.number_max) good = false;
    if (arguments.size() == 3) question_.unit_label = arguments[2];
    if (!good)
      error(1, "a number is written number(lowest,highest,unit), with a point for decimals", "number(0,100,mg)");
    return good;
  }

  int line_;
  std::vector<std::string_view> parts_;
  std::string condition_;  // with its mark, for corrected lines
  Question& question_;
  Problems& problems_;
};

}  // namespace

bool read_header(const RawQuestion& raw, Question& question, Problems& problems) {
  return HeaderReader(raw, question, problems).read();
}

}  // namespace preceptor::manifests
