// Moodle's GIFT (docs.moodle.org, "GIFT format"): questions parted by empty lines, answers in braces.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/ascii.hpp"
#include "manifests/importers/quiz.hpp"
#include "manifests/importers/readers.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests::importers {
namespace {

// Escaped marks stand as control characters, which the source cannot hold, until a text is complete.
constexpr std::string_view kMarks = "~=#{}:\\";
constexpr char kLineMark = '\x1F';

std::string hide_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const auto mark = text[i] == '\\' && next != '\0' ? kMarks.find(next) : std::string_view::npos;
    if (mark != std::string_view::npos)
      out += static_cast<char>(mark + 1), ++i;
    else if (text[i] == '\\' && next == 'n')
      out += kLineMark, ++i;
    else
      out += text[i];
  }
  return out;
}

std::string show_escapes(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == kLineMark)
      out += '\n';
    else if (c > 0 && static_cast<std::size_t>(c) <= kMarks.size())
      out += kMarks[static_cast<std::size_t>(c) - 1];
    else
      out += c;
  }
  return out;
}

std::string_view trim_lines(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::optional<double> gift_number(std::string_view text) {
  text = trim_lines(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || at != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// One answer as it stands: "=%50%words#explanation".
struct GiftPiece {
  char mark = '=';
  std::optional<double> percent;
  std::string_view words, feedback;
};

class GiftQuestion {
 public:
  GiftQuestion(std::string_view block, int line, Quiz& quiz, Draft& draft, Notes& notes)
      : text_(hide_escapes(block)), line_(line), quiz_(quiz), draft_(draft), notes_(notes) {}

  void read(int number) {
    std::string_view rest = trim_lines(text_);
    name_ = "question " + std::to_string(number);
    bool named = false;
    if (const auto end = rest.starts_with("::") ? rest.find("::", 2) : std::string_view::npos;
        end != std::string_view::npos) {
      if (std::string title = one_line(show_escapes(rest.substr(2, end - 2)), 200); !title.empty())
        name_ = title, named = true;
      rest = trim_lines(rest.substr(end + 2));
    }
    const auto open = rest.find('{'), close = rest.find('}');
    if (open == std::string_view::npos && close == std::string_view::npos)
      return draft_.text(line_, name_, named ? name_ : "", words(rest));
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
      return drop("its braces do not pair up");
    const std::string_view after = rest.substr(close + 1);
    if (after.find_first_of("{}") != std::string_view::npos ||
        rest.substr(open + 1, close - open - 1).find('{') != std::string_view::npos)
      return drop("it has more than one pair of braces");
    prompt(rest.substr(0, open), trim_lines(after));
    answers(trim_lines(rest.substr(open + 1, close - open - 1)));
  }

 private:
  void drop(std::string why) { notes_.dropped(line_, name_, std::move(why)); }

  std::string words(std::string_view hidden) {
    hidden = trim_lines(hidden);
    bool plain = false;
    for (std::string_view format : {"[html]", "[moodle]", "[markdown]", "[plain]"}) {
      if (!hidden.starts_with(format)) continue;
      format_ = format;
      hidden.remove_prefix(format.size());
    }
    plain = format_ == "[plain]";
    const std::string shown = show_escapes(hidden);
    return plain ? tidy(shown) : quiz_.plain(shown, format_ != "[html]", line_, name_);
  }

  void prompt(std::string_view before, std::string_view after) {
    question_.line = line_;
    question_.name = name_;
    question_.prompt = words(before);
    if (format_ == "[markdown]") notes_.changed(line_, name_, "Markdown of the question is shown as it was typed");
    if (const std::string rest = after.empty() ? "" : words(after); !rest.empty())
      question_.prompt += (question_.prompt.empty() ? "_____ " : " _____ ") + rest;
  }

  void answers(std::string_view text) {
    if (const auto at = text.find("####"); at != std::string_view::npos) {
      question_.rationale = words(text.substr(at + 4));
      text = trim_lines(text.substr(0, at));
    }
    if (text.empty()) return add(QuizKind::essay);
    if (text.starts_with('#')) return numerical(text.substr(1));
    if (truth(text)) return;
    const auto read = pieces(text);
    if (!read) return drop("an answer begins with = or ~");
    const bool choice = std::ranges::any_of(*read, [](const GiftPiece& p) { return p.mark == '~'; });
    if (choice) return choices(*read);
    if (text.find("->") != std::string_view::npos) return pairs(*read);
    for (const GiftPiece& piece : *read) question_.answers.push_back(answer(piece));
    add(QuizKind::short_answer);
  }

  void add(QuizKind kind) {
    question_.kind = kind;
    quiz_.add(std::move(question_));
  }

  QuizAnswer answer(const GiftPiece& piece) {
    QuizAnswer answer;
    answer.text = words(piece.words);
    answer.feedback = words(piece.feedback);
    answer.percent = piece.percent.value_or(piece.mark == '=' ? 100 : 0);
    return answer;
  }

  static std::optional<std::vector<GiftPiece>> pieces(std::string_view text) {
    std::vector<GiftPiece> found;
    while (!text.empty()) {
      if (text[0] != '=' && text[0] != '~') return std::nullopt;
      const auto end = std::min(text.find_first_of("=~", 1), text.size());
      GiftPiece piece{text[0], {}, trim_lines(text.substr(1, end - 1)), {}};
      text.remove_prefix(end);
      if (const auto close = piece.words.starts_with('%') ? piece.words.find('%', 1) : std::string_view::npos;
          close != std::string_view::npos) {
        piece.percent = gift_number(piece.words.substr(1, close - 1));
        if (piece.percent) piece.words = trim_lines(piece.words.substr(close + 1));
      }
      const auto hash = piece.words.find('#');
      if (hash != std::string_view::npos) piece.feedback = trim_lines(piece.words.substr(hash + 1));
      piece.words = trim_lines(piece.words.substr(0, hash));
      found.push_back(piece);
    }
    return found;
  }

  // "T#shown when wrong#shown when right"
  bool truth(std::string_view text) {
    const auto hash = text.find('#');
    const std::string word = base::lower(trim_lines(text.substr(0, hash)));
    const bool yes = word == "t" || word == "true";
    if (!yes && word != "f" && word != "false") return false;
    std::string_view wrong, right;
    if (hash != std::string_view::npos) {
      const auto second = text.find('#', hash + 1);
      wrong = text.substr(hash + 1, second == std::string_view::npos ? second : second - hash - 1);
      if (second != std::string_view::npos) right = text.substr(second + 1);
    }
    question_.truth = yes;
    question_.answers.resize(2);
    question_.answers[yes ? 0 : 1].feedback = words(right);
    question_.answers[yes ? 1 : 0].feedback = words(wrong);
    add(QuizKind::true_false);
    return true;
  }

  void choices(const std::vector<GiftPiece>& read) {
    question_.one_only = std::ranges::any_of(read, [](const GiftPiece& p) { return p.mark == '='; });
    for (const GiftPiece& piece : read) question_.answers.push_back(answer(piece));
    add(QuizKind::choice);
  }

  void pairs(const std::vector<GiftPiece>& read) {
    for (const GiftPiece& piece : read) {
      const auto arrow = piece.words.find("->");
      if (arrow == std::string_view::npos) return drop("a pair without ->");
      question_.pairs.emplace_back(words(piece.words.substr(0, arrow)),
                                   one_line(words(piece.words.substr(arrow + 2)), 1000));
    }
    add(QuizKind::matching);
  }

  // "5", "5:0.1", "4.9..5.1", or several of them as =%50%5:0.1
  void numerical(std::string_view text) {
    text = trim_lines(text);
    std::vector<GiftPiece> read;
    if (text.starts_with('=') || text.starts_with('~')) {
      read = *pieces(text);
    } else {
      const auto hash = text.find('#');
      read = {{'=',
               {},
               trim_lines(text.substr(0, hash)),
               hash == std::string_view::npos ? std::string_view() : text.substr(hash + 1)}};
    }
    for (const GiftPiece& piece : read) {
      QuizAnswer one = answer(piece);
      if (piece.words == "*" || piece.words.empty()) {
        one.percent = 0;  // explains every other value
      } else if (!range(piece.words, one)) {
        return drop("\"" + show_escapes(piece.words) + "\" is not a number, number:tolerance or lowest..highest");
      }
      question_.answers.push_back(std::move(one));
    }
    add(QuizKind::numerical);
  }

  static bool range(std::string_view text, QuizAnswer& answer) {
    const auto dots = text.find(".."), colon = text.find(':');
    if (dots != std::string_view::npos) {
      const auto low = gift_number(text.substr(0, dots)), high = gift_number(text.substr(dots + 2));
      if (!low || !high || *low > *high) return false;
      answer.lowest = *low, answer.highest = *high;
      return true;
    }
    const auto value = gift_number(text.substr(0, colon));
    const auto tolerance = colon == std::string_view::npos ? std::optional(0.0) : gift_number(text.substr(colon + 1));
    if (!value || !tolerance || *tolerance < 0) return false;
    answer.lowest = *value - *tolerance, answer.highest = *value + *tolerance;
    return true;
  }

  std::string text_;
  int line_;
  Quiz& quiz_;
  Draft& draft_;
  Notes& notes_;
  std::string name_;
  std::string_view format_;
  QuizQuestion question_;
};

// "$course$/top/Cardiology" -> "Cardiology"
std::string_view category_name(std::string_view path) {
  path = trim(path);
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : trim(path.substr(slash + 1));
}

}  // namespace

void read_gift(std::string_view text, const Options& options, Draft& draft, Notes& notes) {
  Quiz quiz(draft, notes, options.language);
  std::string block;
  int begins = 0, number = 0;
  const auto finish = [&] {
    if (!trim_lines(block).empty()) GiftQuestion(block, begins, quiz, draft, notes).read(++number);
    block.clear();
  };
  const auto lines = split_lines(text);
  for (const Line& line : lines) {
    const std::string_view words = trim(line.text);
    if (words.starts_with("//")) continue;
    if (words.starts_with("$CATEGORY:")) {
      finish();
      draft.section(category_name(words.substr(10)));
      continue;
    }
    if (words.empty()) {
      finish();
      continue;
    }
    if (block.empty()) begins = line.number;
    block.append(words).append("\n");
  }
  finish();
}

}  // namespace preceptor::manifests::importers
