// Words of a text, made comparable: folded letters, simple suffixes off, stop words out. No dictionary, no locale, no
// model: the same on every machine.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::point_of_care {

struct Word {
  std::string folded;    // letters made small and plain, digits ASCII
  std::string spelling;  // as it was typed
  friend bool operator==(const Word&, const Word&) = default;
};

inline constexpr std::size_t kWordBytes = 64;         // of one folded word; what is longer is cut
inline constexpr std::size_t kTextWordsMost = 20000;  // of one text

// The words of a text in order, at most `most`. Bytes that are no UTF-8 separate words.
std::vector<Word> words_of(std::string_view text, std::size_t most = kTextWordsMost);

// How suffixes of Latin words are handled. Words in Arabic script always follow the Arabic rules.
enum class Rules { english, spanish, plain };
// By the primary subtag: es -> Spanish; en and ar -> English (Latin words in Arabic texts are mostly English terms);
// else plain.
Rules rules_of(std::string_view language);

bool is_stop_word(std::string_view folded, Rules rules);
// What is compared: one letter for the rules used, a colon, the stem. Words of different rules never meet.
std::string term_of(std::string_view folded, Rules rules);

// One word of a question, with everything it may match in units of any language.
struct AskedWord {
  std::string spelling;                   // of its first place
  std::string term;                       // under the asker's own rules
  std::vector<std::string> alternatives;  // terms under all rules, sorted
};
inline constexpr std::size_t kAskedWordsMost = 32;  // more are left out
// Distinct words of a question without stop words and without the words any question is put with, in order.
std::vector<AskedWord> asked_words(std::string_view question, std::string_view language);

}  // namespace preceptor::point_of_care
