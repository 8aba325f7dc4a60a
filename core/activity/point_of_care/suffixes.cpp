#include "core/activity/point_of_care/suffixes.hpp"

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"

namespace preceptor::point_of_care {
namespace {

// "us" and "all" are missing on purpose: ultrasound, leukaemia.
constexpr auto kEnglish = std::to_array<std::string_view>(
    {"a",      "about", "also", "am",    "an",    "and",  "any",   "are",  "as",     "at",    "be",    "been",
     "being",  "but",   "by",   "can",   "could", "did",  "do",    "does", "during", "for",   "from",  "had",
     "has",    "have",  "he",   "her",   "his",   "how",  "i",     "if",   "in",     "into",  "is",    "it",
     "its",    "may",   "me",   "might", "my",    "no",   "not",   "of",   "on",     "or",    "our",   "she",
     "should", "so",    "some", "than",  "that",  "the",  "their", "them", "then",   "there", "these", "they",
     "this",   "those", "to",   "was",   "we",    "were", "what",  "when", "where",  "which", "who",   "whom",
     "why",    "will",  "with", "would", "you",   "your"});
// "mi" is missing on purpose: infarction.
constexpr auto kSpanish = std::to_array<std::string_view>(
    {"a",     "al",   "ante", "antes", "como",   "con",   "cual",  "cuales", "cuando", "de",   "del",  "desde", "donde",
     "debe",  "debo", "el",   "ella",  "en",     "entre", "es",    "esta",   "estan",  "este", "esto", "estos", "estas",
     "fue",   "ha",   "hay",  "hasta", "la",     "las",   "le",    "les",    "lo",     "los",  "mas",  "muy",   "no",
     "o",     "para", "pero", "por",   "porque", "puede", "puedo", "que",    "quien",  "se",   "ser",  "si",    "sin",
     "sobre", "son",  "su",   "sus",   "tiene",  "tengo", "un",    "una",    "unas",   "unos", "y",    "ya"});
// As folded: without hamza on the alef, with heh for teh marbuta and yeh for alef maqsura.
constexpr auto kArabic = std::to_array<std::string_view>(
    {"في", "من",  "علي",  "الي",  "عن",  "مع",  "ما",   "ماذا", "هل", "كيف", "متي", "اين", "لماذا", "كم", "هو",
     "هي", "هم",  "هذا",  "هذه",  "ذلك", "تلك", "التي", "الذي", "ان", "او",  "ثم",  "و",   "لا",    "لم", "لن",
     "قد", "كان", "كانت", "يكون", "عند", "بعد", "قبل",  "كل",   "اي", "اذا", "بين", "يجب", "يمكن"});

// Of questions only. What may be what is asked about is missing on purpose: after, before, without, once, new, patient, first, right.
constexpr auto kEnglishEveryday = std::to_array<std::string_view>(
    {"always", "another", "because", "best",  "better", "cannot", "choose", "each",  "either", "else",  "enough", "ever",  "every",  "find",  "get",   "gets",
     "give",   "given",   "gives",   "giving", "go",    "good",   "help",   "helps", "here",   "instead", "just", "keep",  "know",   "let",   "like",  "make",
     "makes",  "many",    "more",    "most",  "much",   "must",   "need",   "needed", "needs", "never",  "now",    "often", "only",   "other", "others", "ought",
     "please", "really",  "same",    "shall", "still",  "such",   "take",   "taken", "takes",  "tell",   "think",  "too",   "until",  "use",   "used",  "uses",
     "using",  "very",    "want",    "way",   "while",  "whether", "yet"});
constexpr auto kSpanishEveryday = std::to_array<std::string_view>(
    {"ahora",   "algun",  "alguna", "cada",   "conviene", "cuanta",  "cuantas", "cuanto", "cuantos", "da",      "dan",     "dar",      "deben",   "debemos", "deberia",
     "deberiamos", "deberian", "doy", "esa",  "esas",     "ese",     "eso",     "esos",   "hace",    "hacer",   "hago",    "me",       "mejor",   "mejores", "misma",
     "mismo",   "mucha",  "muchas", "mucho",  "muchos",   "necesita", "necesitan", "necesito", "nos", "nunca",  "otra",    "otras",    "otro",    "otros",   "podemos",
     "podria",  "pueden", "quiero", "saber",  "siempre",  "solo",    "tambien", "tan",    "tanto",   "tienen",  "todavia", "usa",      "usan",    "usar",    "uso"});
constexpr auto kArabicEveryday = std::to_array<std::string_view>({"افضل", "الافضل", "ايضا", "جدا", "فقط", "ينبغي", "احتاج", "يحتاج", "نحتاج", "اريد", "استخدم", "نستخدم", "اعطي", "نعطي"});

bool has_vowel(std::string_view text) {
  return text.find_first_of("aeiouy") != std::string_view::npos;
}

// "stopp" -> "stop": also of words that are written so, which are compared with themselves only.
void undouble(std::string& word) {
  const std::size_t n = word.size();
  if (n > 3 && word[n - 1] == word[n - 2] && base::is_alpha(word[n - 1])) word.pop_back();
}

void drop_english_plural(std::string& word) {
  const auto ends = [&](std::string_view suffix) { return word.ends_with(suffix); };
  if (word.size() > 4 && ends("ies") && !ends("eies") && !ends("aies")) {
    word.replace(word.size() - 3, 3, "y");
  } else if (word.size() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is")) {
    word.pop_back();
  }
}

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

// Takes one of these off the end when at least `least` letters stay.
template <std::size_t N>
void drop_suffix(std::string& word, const std::array<std::string_view, N>& suffixes, std::size_t least) {
  for (const std::string_view suffix : suffixes) {
    if (!word.ends_with(suffix) || letters_in(word) < least + letters_in(suffix)) continue;
    word.resize(word.size() - suffix.size());
    return;
  }
}

}  // namespace

bool is_english_stop_word(std::string_view folded) {
  return std::ranges::find(kEnglish, folded) != kEnglish.end();
}
bool is_spanish_stop_word(std::string_view folded) {
  return std::ranges::find(kSpanish, folded) != kSpanish.end();
}
bool is_arabic_stop_word(std::string_view folded) {
  return std::ranges::find(kArabic, folded) != kArabic.end();
}

bool is_english_everyday_word(std::string_view folded) {
  return std::ranges::find(kEnglishEveryday, folded) != kEnglishEveryday.end();
}
bool is_spanish_everyday_word(std::string_view folded) {
  return std::ranges::find(kSpanishEveryday, folded) != kSpanishEveryday.end();
}
bool is_arabic_everyday_word(std::string_view folded) {
  return std::ranges::find(kArabicEveryday, folded) != kArabicEveryday.end();
}

std::string english_stem(std::string_view folded) {
  std::string word(folded);
  if (word.size() < 3 || std::ranges::any_of(word, base::is_digit)) return word;
  drop_english_plural(word);
  for (const std::string_view suffix : {"ing", "ed"}) {
    const std::size_t rest = word.size() - std::min(word.size(), suffix.size());
    if (!word.ends_with(suffix) || word.ends_with("eed") || rest < 3 ||
        !has_vowel(std::string_view(word).substr(0, rest)))
      continue;
    word.resize(rest);
    break;
  }
  if (word.size() > 3 && word.ends_with("e")) word.pop_back();
  undouble(word);
  return word;
}

std::string spanish_stem(std::string_view folded) {
  std::string word(folded);
  if (letters_in(word) < 4 || std::ranges::any_of(word, base::is_digit)) return word;
  const auto before = [&](std::size_t from_end) { return word[word.size() - from_end]; };
  const auto is_vowel = [](char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; };
  if (letters_in(word) > 4 && word.ends_with("ces")) {
    word.replace(word.size() - 3, 3, "z");
  } else if (word.ends_with("es") && !is_vowel(before(3))) {
    word.resize(word.size() - 2);
    return word;
  } else if (word.ends_with("s") && is_vowel(before(2)) && before(2) != 'i' && before(2) != 'u') {
    word.pop_back();
  }
  if (letters_in(word) > 3 && (before(1) == 'a' || before(1) == 'o' || before(1) == 'e')) word.pop_back();
  return word;
}

std::string arabic_stem(std::string_view folded) {
  static constexpr auto kArticles = std::to_array<std::string_view>({"وال", "بال", "كال", "فال", "ال", "لل"});
  static constexpr auto kEndings = std::to_array<std::string_view>({"ات", "ون", "ين", "ان", "ها", "يه", "ه", "ي"});
  std::string word(folded);
  bool article = false;
  for (const std::string_view prefix : kArticles) {
    if (!word.starts_with(prefix) || letters_in(word) < 2 + letters_in(prefix)) continue;
    word.erase(0, prefix.size());
    article = true;
    break;
  }
  if (!article && word.starts_with("و") && letters_in(word) > 4) word.erase(0, std::string_view("و").size());
  drop_suffix(word, kEndings, 3);
  return word;
}

}  // namespace preceptor::point_of_care
