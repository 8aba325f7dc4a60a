#include "core/activity/point_of_care/index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "core/activity/unit.hpp"

namespace preceptor::point_of_care {
namespace {

std::vector<Document> library() {
  return {
      {"metformin-ckd",
       "en",
       "Metformin in kidney disease",
       4,
       {"Choose the dose of metformin by eGFR"},
       "A patient with diabetes and an eGFR of 38.",
       {"Which dose of metformin?"},
       "Doses are not reduced."},
      {"metformin-ckd",
       "es",
       "Metformina en la enfermedad renal",
       4,
       {"Elegir la dosis de metformina según el filtrado"},
       "Paciente con diabetes y filtrado de 38.",
       {"¿Qué dosis de metformina?"},
       ""},
      {"insulin-start",
       "en",
       "Starting insulin",
       5,
       {"Start basal insulin"},
       "Diabetes for ten years; metformin at full dose.",
       {"How many units?"},
       ""},
      {"insulin-start",
       "ar",
       "بدء الأنسولين",
       5,
       {"اختيار جرعة الأنسولين"},
       "مريض بالسكري منذ عشر سنوات.",
       {"كم وحدة؟"},
       ""},
      {"chest-pain",
       "en",
       "Chest pain in the emergency room",
       6,
       {"Rule out infarction"},
       "A patient with chest pain.",
       {"Which test first?"},
       ""},
      {"asthma",
       "en",
       "Asthma: stepping down",
       4,
       {"Lower the dose of inhaled steroids"},
       "A child with asthma.",
       {},
       ""},
  };
}

std::vector<std::string> ids(const std::vector<Match>& matches) {
  std::vector<std::string> result;
  for (const Match& match : matches) result.push_back(match.unit_id + "/" + match.language);
  return result;
}

using Ids = std::vector<std::string>;

TEST(Index, RanksWithTheTermsThatMatched) {
  const Index index(library());
  const auto found = index.search("What is the Dose of METFORMIN in kidney failure?", "en");
  ASSERT_EQ(ids(found), (Ids{"metformin-ckd/en", "insulin-start/en", "asthma/en"}));
  EXPECT_EQ(found[0].terms, (std::vector<std::string>{"Dose", "METFORMIN", "kidney"}));
  EXPECT_EQ(found[0].asked, 4);
  EXPECT_EQ(found[0].title, "Metformin in kidney disease");
  EXPECT_EQ(found[0].minutes, 4);
  EXPECT_TRUE(is_close(found[0]));
  EXPECT_FALSE(is_close(found[2]));
  EXPECT_EQ(ids(index.search("what is the Dose of METFORMIN in kidney failure?", "en", 1)), (Ids{"metformin-ckd/en"}));
}

TEST(Index, AnswersInThreeLanguages) {
  const Index index(library());
  EXPECT_EQ(ids(index.search("dosis de metformina", "es")), (Ids{"metformin-ckd/es"}));
  EXPECT_EQ(ids(index.search("Filtrados y METFORMINAS", "es")), (Ids{"metformin-ckd/es"}));
  EXPECT_EQ(ids(index.search("جرعات أنسولين", "ar")), (Ids{"insulin-start/ar"}));
  EXPECT_EQ(ids(index.search("جرعات أنسولين", "en")), (Ids{"insulin-start/ar"}));
  EXPECT_EQ(ids(index.search("metformin جرعة", "ar")), (Ids{"insulin-start/ar", "metformin-ckd/en"}));
  // One entry a unit: "diabetes" stands in both languages of it.
  EXPECT_EQ(index.search("diabetes", "es").size(), 2u);
}

TEST(Index, NothingMatches) {
  const Index index(library());
  for (const char* question : {"", "  ", "what is the", "zebra", "?!.", "\xFF\xFE", "\u202E"})
    EXPECT_TRUE(index.search(question, "en").empty()) << question;
  EXPECT_TRUE(Index().search("metformin", "en").empty());
  EXPECT_TRUE(Index({{"empty", "en", "", 0, {}, "", {}, ""}}).search("metformin", "en").empty());
}

// A unit that holds the word a question is put with says nothing of what was asked: then nothing answers, and staff hear of it.
TEST(Index, AWordOfEverydayLanguageDoesNotAnswer) {
  const Index index({{"wheeze", "en", "First wheeze", 4, {}, "", {}, "Must she get it? Give one dose, use a spacer."},
                     {"wheeze", "es", "Primeras sibilancias", 4, {}, "", {}, "Debería usar una dosis."},
                     {"wheeze", "ar", "أول صفير", 4, {}, "", {}, "ينبغي إعطاء جرعة فقط."}});
  for (const auto& [question, language] : {std::pair{"Must I give warfarin?", "en"}, std::pair{"Should I use warfarin?", "en"}, std::pair{"Must I give warfarin?", "es"},
                                           std::pair{"Must I use warfarin?", "ar"}, std::pair{"¿Debería usar warfarina?", "es"}, std::pair{"¿Debería usar warfarina?", "en"},
                                           std::pair{"هل ينبغي وارفارين فقط؟", "ar"}})
    EXPECT_TRUE(index.search(question, language).empty()) << question << language;
  EXPECT_EQ(ids(index.search("Must I give a spacer?", "en")), (Ids{"wheeze/en"}));
}

TEST(Index, EqualScoresById) {
  std::vector<Document> twins;
  for (const char* id : {"c", "a", "b"}) twins.push_back({id, "en", "Gout", 3, {}, "", {}, ""});
  EXPECT_EQ(ids(Index(twins).search("gout", "en")), (Ids{"a/en", "b/en", "c/en"}));
  // And of one unit in two languages, the asker's.
  const std::vector<Document> both = {{"a", "en", "INR", 3, {}, "", {}, ""}, {"a", "es", "INR", 3, {}, "", {}, ""}};
  EXPECT_EQ(ids(Index(both).search("INR", "es")), (Ids{"a/es"}));
  EXPECT_EQ(ids(Index(both).search("INR", "en")), (Ids{"a/en"}));
  EXPECT_EQ(ids(Index(both).search("INR", "ar")), (Ids{"a/en"}));
}

TEST(Index, OfTwoWithOneKeyTheSmallerStands) {
  const Document one{"a", "en", "Gout", 3, {}, "", {}, ""}, other{"a", "en", "Asthma", 3, {}, "", {}, ""};
  for (const auto& documents : {std::vector{one, other}, std::vector{other, one}}) {
    const Index index(documents);
    EXPECT_EQ(index.size(), 1u);
    EXPECT_EQ(index.search("asthma", "en").size(), 1u);
    EXPECT_TRUE(index.search("gout", "en").empty());
  }
}

// Small texts from a small vocabulary, so that words meet. The engine's numbers are used as they come: they are the
// same everywhere, unlike the library's distributions.
std::vector<Document> random_library(std::mt19937& chance) {
  static const char* kWords[] = {"dose",  "insulin", "kidney", "heart", "gout", "asthma", "pain",
                                 "fever", "sepsis",  "stroke", "drug",  "test", "child",  "2.5"};
  const auto text = [&](std::size_t most) {
    std::string all;
    for (std::size_t n = chance() % (most + 1); n > 0; --n)
      all += std::string(kWords[chance() % std::size(kWords)]) + " ";
    return all;
  };
  std::vector<Document> documents;
  for (std::size_t i = 0, n = 1 + chance() % 12; i < n; ++i)
    documents.push_back({"u" + std::to_string(chance() % 10),
                         chance() % 4 ? "en" : "es",
                         text(3),
                         4,
                         {text(4)},
                         text(20),
                         {text(3), text(3)},
                         text(4)});
  return documents;
}

TEST(Index, TheOrderOfDocumentsDoesNotMatter) {
  std::mt19937 chance(4);
  for (int round = 0; round < 200; ++round) {
    auto documents = random_library(chance);
    const std::string question = "dose of insulin in kidney and heart disease, 2,5 child";
    const auto first = Index(documents).search(question, "en");
    for (int turn = 0; turn < 5; ++turn) {
      for (std::size_t i = documents.size(); i > 1; --i) std::swap(documents[i - 1], documents[chance() % i]);
      EXPECT_EQ(Index(documents).search(question, "en"), first);
    }
  }
}

// BM25 as the textbook writes it, in floating point, for one word that stands in English units only.
double textbook(const std::vector<Document>& documents, std::size_t which, const std::string& word) {
  const auto count = [&](const Document& d, bool all) {
    double n = 0;
    const auto read = [&](const std::string& text, double weight) {
      for (const Word& one : words_of(text)) n += all || one.folded == word ? weight : 0;
    };
    read(d.title, 4);
    for (const auto& objective : d.objectives) read(objective, 2);
    for (const auto& question : d.questions) read(question, 1);
    read(d.gap, 1);
    read(d.case_text, 1);
    return n;
  };
  double total = 0, with = 0;
  for (const Document& d : documents) {
    total += count(d, true);
    with += count(d, false) > 0;
  }
  const double n = static_cast<double>(documents.size()), tf = count(documents[which], false);
  const double idf = std::log2(1 + (n - with + 0.5) / (with + 0.5));
  return idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * count(documents[which], true) * n / total));
}

TEST(Index, AgreesWithTheTextbook) {
  std::mt19937 chance(9);
  int compared = 0;
  for (int round = 0; round < 100; ++round) {
    auto documents = random_library(chance);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      documents[i].language = "en";
      documents[i].unit_id = "u" + std::to_string(i);
    }
    const Index index(documents);
    for (const char* word : {"insulin", "gout", "heart"})
      for (const Match& match : index.search(word, "en", 100)) {
        const auto at = static_cast<std::size_t>(std::stoul(match.unit_id.substr(1)));
        const double expected = textbook(documents, at, word);
        EXPECT_NEAR(static_cast<double>(match.score) / 65536, expected, expected * 0.002 + 0.001);
        ++compared;
      }
  }
  EXPECT_GT(compared, 500);
}

// The very numbers: another compiler, processor or store must give the same.
TEST(Index, ExactScores) {
  const auto found = Index(library()).search("dose of metformin in kidney disease", "en");
  std::vector<std::int64_t> scores;
  for (const Match& match : found) scores.push_back(match.score);
  EXPECT_EQ(scores, (std::vector<std::int64_t>{710406, 136704, 92736}));
}

TEST(Index, HostileQuestionsAndUnits) {
  std::string many, mixed;
  for (int i = 0; i < 30000; ++i) many += "metformin ";
  for (int i = 0; i < 1000; ++i) mixed += "metforminجرعةдозα糖\xF0\x9F";
  std::vector<Document> documents = library();
  documents.push_back({"long", "en", many, 4, {many}, many, {many}, many});
  documents.push_back({mixed, mixed, mixed, 4, {mixed}, mixed, {mixed}, mixed});
  const Index index(documents);
  for (const std::string& question :
       {many, mixed, std::string(1 << 17, 'x'), std::string(1 << 17, '\0'), std::string(1 << 17, '\'')}) {
    for (const Match& match : index.search(question, mixed)) {
      EXPECT_GE(match.score, 0);
      EXPECT_LE(match.terms.size(), kAskedWordsMost);
    }
  }
  const auto found = index.search("metformin", "en");
  ASSERT_FALSE(found.empty());
  EXPECT_LT(found[0].score, 20 * 65536);
}

TEST(PlainText, OfCompiledHtml) {
  const std::pair<const char*, const char*> cases[] = {
      {"<p>A &amp; B</p>", " A & B "},
      {"a<br>b", "a b"},
      {"&lt;x&gt; &quot;&#39;&#x41;", "<x> \"'A"},
      {"&unknown; &", "&unknown; &"},
      {"&#0;&#xD800;", "&#0;&#xD800;"},
      {"open < tag", "open  "},
      {"", ""},
      {"&#99999999;", "&#99999999;"},
  };
  for (const auto& [html, text] : cases) EXPECT_EQ(plain_text(html), text) << html;
}

TEST(DocumentOf, ReadsTheWholeUnit) {
  activity::Unit unit;
  unit.id = "u";
  unit.language = "en";
  unit.title = "T";
  unit.stated_minutes = 4;
  unit.objectives = {"Know"};
  activity::Question question;
  question.prompt = "Which?";
  question.options = {{"a", "This", true, false, ""}};
  unit.sections = {{"Case", "<p>Old.</p>", {question}}};
  EXPECT_EQ(document_of(unit, "The gap"),
            (Document{"u", "en", "T", 4, {"Know"}, "Case\n Old. \n", {"Which?", "This"}, "The gap"}));
}

}  // namespace
}  // namespace preceptor::point_of_care
