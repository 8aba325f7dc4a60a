#include "core/activity/point_of_care/words.hpp"

#include <gtest/gtest.h>
#include <tuple>

namespace preceptor::point_of_care {
namespace {

std::string folded(std::string_view text) {
  std::string all;
  for (const Word& word : words_of(text)) all += (all.empty() ? "" : " ") + word.folded;
  return all;
}

TEST(Words, AreFolded) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {" \t.,;!? ", ""},
      {"Metformin and eGFR", "metformin and egfr"},
      {"HbA1c", "hba1c"},
      {"beta-blocker/ACE", "beta blocker ace"},
      {"2.5 mg, 2,5 mg, 2. 5", "2.5 mg 2.5 mg 2 5"},
      {"1.000,5", "1.000.5"},
      {"the patient's dose", "the patient dose"},
      {"they’re don't", "they don"},
      {"d'accord o'clock", "d accord o clock"},
      {"''' '", ""},
      {"Crohn’s", "crohn"},
      {"INSUFICIENCIA CARDÍACA", "insuficiencia cardiaca"},
      {"Insuficiencia cardi\u0301aca", "insuficiencia cardiaca"},
      {"AÑOS an\u0303os", "años años"},
      {"ß Æsop œdema Þ", "ss aesop oedema th"},
      {"Łódź Şişli", "lodz sisli"},
      {"CO₂ m² 10⁹", "co2 m2 109"},
      {"ΑΣ ας µg ά Ω", "ασ ασ μg α ω"},
      {"Инсулин ЁЖ", "инсулин еж"},
      {"ＩＮＲ ３", "inr 3"},
      {"أَنْسُولِين", "انسولين"},
      {"الأدوية، إلى آخره؟", "الادويه الي اخره"},
      {"جـــرعة", "جرعه"},
      {"مسؤول سائل", "مسوول سايل"},
      {"٢٫٥ ملغ ۱۲", "2.5 ملغ 12"},
      {"\u200Fجرعة\u200E \u202Adose\u202C", "جرعه dose"},
      {"hyper\u00ADtension", "hypertension"},
      {"糖尿病", "糖尿病"},
      {"😀dose😀", "dose"},
      {"a\xFFz", "a z"},
      {"\xC3", ""},
      {"\xED\xA0\x80x", "x"},
      {"\xC0\xAFx", "x"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(folded(text), expected) << text;
}

TEST(Words, KeepTheSpelling) {
  const auto words = words_of("  The INR, جُرعة!");
  ASSERT_EQ(words.size(), 3u);
  EXPECT_EQ(words[0], (Word{"the", "The"}));
  EXPECT_EQ(words[1], (Word{"inr", "INR"}));
  EXPECT_EQ(words[2], (Word{"جرعه", "جُرعة"}));
}

TEST(Words, HaveLimits) {
  EXPECT_EQ(words_of("a b c d", 2).size(), 2u);
  EXPECT_TRUE(words_of("a b", 0).empty());
  std::string many;
  for (int i = 0; i < 30000; ++i) many += "w ";
  EXPECT_EQ(words_of(many).size(), kTextWordsMost);
  const auto longest = words_of(std::string(100000, 'x'));
  ASSERT_EQ(longest.size(), 1u);
  EXPECT_EQ(longest[0].folded.size(), kWordBytes);
  std::string arabic;
  for (int i = 0; i < 1000; ++i) arabic += "ج";
  EXPECT_EQ(words_of(arabic)[0].folded.size(), kWordBytes);  // two bytes a letter, none cut in half
  EXPECT_TRUE(words_of(arabic)[0].folded.ends_with("ج"));
  std::string marks = "a";
  for (int i = 0; i < 50000; ++i) marks += "\u0301";
  EXPECT_EQ(words_of(marks)[0].folded, "a");
  EXPECT_LE(words_of(marks)[0].spelling.size(), kWordBytes);
}

struct Alike {
  const char* language;
  std::vector<const char*> words;  // all of one stem
};

TEST(Stems, BringFormsTogether) {
  const Alike cases[] = {
      {"en", {"dose", "doses", "dosing", "dosed", "DOSE"}},
      {"en", {"therapy", "therapies"}},
      {"en", {"prescribe", "prescribes", "prescribing", "prescribed"}},
      {"en", {"stop", "stops", "stopping", "stopped"}},
      {"en", {"fall", "falls", "falling"}},
      {"en-GB", {"statin", "statins"}},
      {"en", {"image", "images", "imaging"}},
      {"es", {"dosis", "Dosis"}},
      {"es", {"paciente", "pacientes"}},
      {"es", {"infección", "infecciones", "INFECCION"}},
      {"es", {"aguda", "agudo", "agudas", "agudos"}},
      {"es", {"mujer", "mujeres"}},
      {"es-MX", {"voz", "voces"}},
      {"es", {"niño", "niña", "niños"}},
      {"ar", {"جرعة", "الجرعة", "جرعات", "والجرعات", "بالجرعة", "للجرعة"}},
      {"en", {"مريض", "المريض", "مريضة", "مريضون", "المريضات"}},
      {"ar", {"dose", "doses"}},
  };
  for (const Alike& c : cases) {
    const Rules rules = rules_of(c.language);
    const std::string first = term_of(words_of(c.words.front())[0].folded, rules);
    for (const char* word : c.words) EXPECT_EQ(term_of(words_of(word)[0].folded, rules), first) << word;
  }
}

TEST(Stems, KeepOthersApart) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"en", "bleed", "ble"}, {"en", "sepsis", "sepsi"}, {"en", "virus", "viru"}, {"en", "king", "k"},
      {"es", "año", "ano"},   {"es", "mes", "me"},       {"es", "virus", "viru"}, {"en", "b12", "b"},
      {"ar", "دم", "د"},      {"fr", "doses", "dose"},   {"ar", "قلب", "قل"},
  };
  for (const auto& [language, a, b] : cases) {
    const Rules rules = rules_of(language);
    EXPECT_NE(term_of(words_of(a)[0].folded, rules), term_of(words_of(b)[0].folded, rules)) << a;
  }
}

TEST(Stems, NeverEmptyOrCutInsideALetter) {
  for (const char* text : {"s", "es", "ed", "ing", "ies", "a", "o", "ال", "وال", "ات", "ه", "ي", "و", "ñ", "ces", "ss"})
    for (const Rules rules : {Rules::english, Rules::spanish, Rules::plain}) {
      const std::string term = term_of(words_of(text)[0].folded, rules);
      EXPECT_GT(term.size(), 2u) << text;
      EXPECT_EQ(words_of(term.substr(2)).size(), 1u) << text;
    }
}

TEST(AskedWords, WithoutStopWordsAndEachOnce) {
  const auto spelled = [](std::string_view question, std::string_view language) {
    std::string all;
    for (const AskedWord& word : asked_words(question, language)) all += word.spelling + " ";
    return all;
  };
  EXPECT_EQ(spelled("What is the Dose of metformin, and which doses?", "en"), "Dose metformin ");
  EXPECT_EQ(spelled("¿Cuál es la dosis de metformina en el paciente?", "es"), "dosis metformina paciente ");
  EXPECT_EQ(spelled("ما هي جرعة الأنسولين عند المريض؟", "ar"), "جرعة الأنسولين المريض ");
  EXPECT_EQ(spelled("MI after US", "en"), "MI after US ");
  EXPECT_EQ(spelled("what is the", "en"), "");
  EXPECT_EQ(spelled("Must I give warfarin, or is it better to use heparin?", "en"), "warfarin heparin ");
  EXPECT_EQ(spelled("¿Debería dar warfarina, o es mejor usar heparina?", "es"), "warfarina heparina ");
  EXPECT_EQ(spelled("هل ينبغي وارفارين فقط؟", "ar"), "وارفارين ");
  EXPECT_EQ(spelled("what is the", "fr"), "what is the ");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "drug" + std::to_string(i) + " ";
  EXPECT_EQ(asked_words(many, "en").size(), kAskedWordsMost);
}

}  // namespace
}  // namespace preceptor::point_of_care
