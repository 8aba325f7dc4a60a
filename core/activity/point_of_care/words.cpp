#include "core/activity/point_of_care/words.hpp"

#include <algorithm>

#include "core/activity/point_of_care/letters.hpp"
#include "core/activity/point_of_care/suffixes.hpp"

namespace preceptor::point_of_care {
namespace {

constexpr char32_t kCombiningTilde = 0x303;

// Cuts a text into words, one code point after the other.
class Splitter {
 public:
  Splitter(std::string_view text, std::size_t most) : text_(text), most_(most) {}

  std::vector<Word> run() {
    for (std::size_t at = 0; at < text_.size() && words_.size() < most_;) at += step(at);
    end_word(text_.size());
    return std::move(words_);
  }

 private:
  std::size_t step(std::size_t at) {
    const CodePoint c = code_point_at(text_, at);
    const Letter letter = c.ok ? letter_of(c.value) : Letter{};
    if (letter.kind == LetterKind::ignored) {
      // A decomposed letter is compared as the composed one: n with a tilde is a letter of its own.
      if (c.value == kCombiningTilde && last_ == U'n') folded_.replace(folded_.size() - 1, 1, "ñ");
      last_ = 0;
      return c.bytes;
    }
    if (letter.kind == LetterKind::separator) return separate(at, c);
    if (folded_.empty()) start_ = at;
    append_utf8(folded_, letter.folded);
    if (letter.second) append_utf8(folded_, letter.second);
    last_ = letter.folded;
    last_is_digit_ = letter.kind == LetterKind::digit;
    return c.bytes;
  }

  // "2.5", "2,5": one number, with a point. "patient's", "don't": the word ends at the apostrophe and what follows is
  // left out.
  std::size_t separate(std::size_t at, const CodePoint& c) {
    const std::size_t next = at + c.bytes;
    const bool point = c.ok && (c.value == U'.' || c.value == U',' || c.value == 0x66B);
    if (point && !folded_.empty() && last_is_digit_ && kind_at(next) == LetterKind::digit) {
      folded_ += '.';
      return c.bytes;
    }
    const bool apostrophe = c.ok && (c.value == U'\'' || c.value == 0x2019);
    const bool inside = !folded_.empty();
    end_word(at);
    if (!apostrophe || !inside) return c.bytes;
    std::size_t end = next, letters = 0;
    for (; kind_at(end) == LetterKind::letter; ++letters) end += code_point_at(text_, end).bytes;
    return letters <= 2 && kind_at(end) == LetterKind::separator ? end - at : c.bytes;
  }

  LetterKind kind_at(std::size_t at) const {
    if (at >= text_.size()) return LetterKind::separator;
    const CodePoint c = code_point_at(text_, at);
    return c.ok ? letter_of(c.value).kind : LetterKind::separator;
  }

  void end_word(std::size_t end) {
    if (!folded_.empty() && words_.size() < most_)
      words_.push_back({cut(folded_), cut(text_.substr(start_, end - start_))});
    folded_.clear();
    last_ = 0;
    last_is_digit_ = false;
  }

  static std::string cut(std::string_view word) {
    std::size_t end = 0;
    while (end < word.size()) {
      const std::size_t next = end + code_point_at(word, end).bytes;
      if (next > kWordBytes) break;
      end = next;
    }
    while (end > 0 && word[end - 1] == '.') --end;  // a number cut at its point
    return std::string(word.substr(0, end));
  }

  std::string_view text_;
  std::size_t most_, start_ = 0;
  std::string folded_;
  char32_t last_ = 0;
  bool last_is_digit_ = false;
  std::vector<Word> words_;
};

char32_t first_of(std::string_view folded) {
  return folded.empty() ? 0 : code_point_at(folded, 0).value;
}

// Small letters a to z, digits and ñ: what the English and Spanish rules know.
bool is_latin(std::string_view folded) {
  const char32_t c = first_of(folded);
  return c < 0x80 || c == 0xF1;
}

// Of a question: alone it would have any unit that happens to hold it answer.
bool is_everyday_word(std::string_view folded, Rules rules) {
  if (is_arabic_letter(first_of(folded))) return is_arabic_everyday_word(folded);
  if (rules == Rules::spanish) return is_spanish_everyday_word(folded);
  return rules == Rules::english && is_english_everyday_word(folded);
}

}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t most) {
  return Splitter(text, most).run();
}

Rules rules_of(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "es") return Rules::spanish;
  return primary == "en" || primary == "ar" ? Rules::english : Rules::plain;
}

bool is_stop_word(std::string_view folded, Rules rules) {
  if (is_arabic_letter(first_of(folded))) return is_arabic_stop_word(folded);
  if (rules == Rules::spanish) return is_spanish_stop_word(folded);
  return rules == Rules::english && is_english_stop_word(folded);
}

std::string term_of(std::string_view folded, Rules rules) {
  if (is_arabic_letter(first_of(folded))) return "a:" + arabic_stem(folded);
  if (!is_latin(folded) || rules == Rules::plain) return "p:" + std::string(folded);
  return rules == Rules::spanish ? "s:" + spanish_stem(folded) : "e:" + english_stem(folded);
}

std::vector<AskedWord> asked_words(std::string_view question, std::string_view language) {
  const Rules rules = rules_of(language);
  std::vector<AskedWord> asked;
  for (const Word& word : words_of(question)) {
    if (asked.size() == kAskedWordsMost) break;
    if (is_stop_word(word.folded, rules) || is_everyday_word(word.folded, rules)) continue;
    AskedWord one{word.spelling, term_of(word.folded, rules), {}};
    if (std::ranges::find(asked, one.term, &AskedWord::term) != asked.end()) continue;
    for (const Rules each : {Rules::english, Rules::spanish, Rules::plain})   // who asks in another language than the pages' puts it with that one's words
      if (!is_everyday_word(word.folded, each)) one.alternatives.push_back(term_of(word.folded, each));
    std::ranges::sort(one.alternatives);
    one.alternatives.erase(std::unique(one.alternatives.begin(), one.alternatives.end()), one.alternatives.end());
    asked.push_back(std::move(one));
  }
  return asked;
}

}  // namespace preceptor::point_of_care
