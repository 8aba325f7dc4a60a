// Whatever a root-cause case can say is in all three catalogues of the pages, with its places, and the English there is
// the English of the domain. The keys are read from the folder's sources, so that a new one cannot be forgotten.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "core/activity/point_of_care/question.hpp"
#include "core/activity/rca/verdict.hpp"
#include "core/activity/rca/words.hpp"

namespace preceptor::rca {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PRECEPTOR_SOURCE_DIR;

// A source's text with the strings that stand side by side on following lines as one.
std::string source(const fs::path& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  std::stringstream read;
  read << in.rdbuf();
  const std::string text = read.str();
  std::string joined;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool quote = text[i] == '"' && i > 0 && text[i - 1] != '\\';
    const std::size_t next = quote ? text.find_first_not_of(" \t\r\n", i + 1) : std::string::npos;
    const bool goes_on = next != std::string::npos && text[next] == '"' && text.substr(i, next - i).find('\n') != std::string::npos;
    if (goes_on)
      i = next;
    else
      joined += text[i];
  }
  return joined;
}

std::string unescaped(std::string text) {
  for (auto at = text.find('\\'); at != std::string::npos; at = text.find('\\', at + 1)) text.erase(at, 1);
  return text;
}

using Texts = std::map<std::string, std::string>;

Texts catalogue_texts(const std::string& language) {
  std::ifstream in(kRoot / "web/messages" / (language + ".po"));
  EXPECT_TRUE(in) << language;
  Texts entries;
  std::string key, line;
  while (std::getline(in, line)) {
    if (line.starts_with("msgid \"")) key = line.substr(7, line.size() - 8);
    if (line.starts_with("msgstr \"")) entries[key] = unescaped(line.substr(8, line.size() - 9));
  }
  return entries;
}

std::set<std::string> places_of(const std::string& text) {
  static const std::regex place("\\{[a-z_]+\\}");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), place), end; at != end; ++at) found.insert(at->str());
  return found;
}

void add(Texts& texts, const Sentence& sentence) {
  EXPECT_FALSE(sentence.english.empty()) << sentence.key;
  texts[sentence.key] = sentence.english;
}

// The keys written beside their English, e.g. {"rca.banner", "Not for ..."}, in any of these folders.
void add_written(Texts& texts, const std::string& all, std::set<std::string>& keys) {
  static const std::regex pair("\"((?:rca|disclosure|point_of_care)\\.[a-z_.]+)\",\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  static const std::regex key("\"((?:rca|disclosure|point_of_care)\\.[a-z_.]+)\"");
  for (std::sregex_iterator at(all.begin(), all.end(), pair), end; at != end; ++at)
    if (!(*at)[2].str().starts_with("rca.")) texts[(*at)[1]] = unescaped((*at)[2]);
  // both ? "key" : "other key", both ? "text" : "other text"
  static const std::regex chosen(
      "\\? \"(rca\\.[a-z_.]+)\"\\s*: \"(rca\\.[a-z_.]+)\",\\s*\\w+ \\? \"([^\"]*)\"\\s*: \"([^\"]*)\"");
  for (std::sregex_iterator at(all.begin(), all.end(), chosen), end; at != end; ++at) {
    texts[(*at)[1]] = (*at)[3];
    texts[(*at)[2]] = (*at)[4];
  }
  for (std::sregex_iterator at(all.begin(), all.end(), key), end; at != end; ++at) keys.insert((*at)[1]);
}

// The rules of problem.cpp: {"required", "Fill this in."}.
void add_rules(Texts& texts, const std::string& all) {
  static const std::regex rule("\\{\"([a-z_]+)\",\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\}");
  for (std::sregex_iterator at(all.begin(), all.end(), rule), end; at != end; ++at)
    texts["rca.problem." + (*at)[1].str()] = unescaped((*at)[2]);
}

void add_words(Texts& texts) {
  for (const RowInfo& row : all_rows()) {
    add(texts, word(row.row));
    add(texts, prompt(row.row));
  }
  for (const CardInfo& card : all_cards()) add(texts, word(card.card));
  for (const RoleInfo& role : all_roles()) add(texts, word(role.role));
  for (const Part part : kParts) add(texts, word(part));
  for (int i = 0; i <= static_cast<int>(Outcome::no_go); ++i) add(texts, word(static_cast<Outcome>(i)));
  for (int i = 1; i <= static_cast<int>(AimKind::clinician_experience); ++i) add(texts, word(static_cast<AimKind>(i)));
  for (int i = 1; i <= static_cast<int>(Department::other); ++i) add(texts, word(static_cast<Department>(i)));
  for (const int degree : {kNotACause, kContributes, kMainCause}) add(texts, degree_word(degree));
  for (int i = 0; i <= kEvidenceMost; ++i) add(texts, evidence_word(i));
  for (const char* by : {"site", "payer", "race_ethnicity", "language", "rurality"}) add(texts, stratum_word(by));
  for (const Threshold& threshold : thresholds()) add(texts, threshold.meaning);
  for (const auto kind : {Flip::Kind::owner, Flip::Kind::evidence, Flip::Kind::rating, Flip::Kind::row})
    for (const int to : {0, 1}) add(texts, sentence_of({kind, Row::k1, 1 - to, to, Outcome::no_go}));
}

void add_question_problems(Texts& texts) {
  for (const char* text : {"", "dose\xFF", "MRN 448812", "what is the"})
    add(texts, point_of_care::check_question(text, "en")->what_to_do);
  add(texts, point_of_care::check_question(std::string(9999, 'x'), "en")->what_to_do);
}

TEST(Catalogues, SayWhateverARootCauseCaseSays) {
  Texts texts;
  std::set<std::string> keys;
  for (const char* folder : {"core/activity/rca", "core/activity/point_of_care"})
    for (const auto& entry : fs::directory_iterator(kRoot / folder))
      if (entry.path().extension() == ".cpp") add_written(texts, source(entry.path()), keys);
  add_rules(texts, source(kRoot / "core/activity/rca/problem.cpp"));
  add_words(texts);
  add_question_problems(texts);
  EXPECT_GT(texts.size(), 120u);
  const Texts english = catalogue_texts("en"), spanish = catalogue_texts("es"), arabic = catalogue_texts("ar");
  const auto text_in = [](const Texts& catalogue, const std::string& key) {
    const auto found = catalogue.find(key);
    return found == catalogue.end() ? std::string() : found->second;
  };
  for (const auto& [key, text] : texts) {
    EXPECT_EQ(text_in(english, key), text) << key;
    for (const Texts* other : {&spanish, &arabic}) {
      EXPECT_NE(text_in(*other, key), "") << key;
      EXPECT_EQ(places_of(text_in(*other, key)), places_of(text)) << key;
    }
  }
  // Keys chosen between two ("a" : "b") stand without their English beside them: they must be in the catalogues all the
  // same.
  std::erase_if(keys, [](const std::string& key) { return key.ends_with('.'); });  // beginnings of keys
  for (const std::string& key : keys) EXPECT_NE(text_in(english, key), "") << key;
  // And the catalogues hold none that nobody says: neither the rules nor a page, which may put the last word of a key behind its beginning.
  std::string pages;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "web"))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".mustache") pages += source(entry.path());
  for (const auto& [key, text] : english) {
    if (!key.starts_with("rca.") || texts.contains(key)) continue;
    const bool whole = pages.find(key) != std::string::npos;
    EXPECT_TRUE(whole || pages.find("\"" + key.substr(0, key.rfind('.') + 1) + "\"") != std::string::npos) << key;
  }
}

}  // namespace
}  // namespace preceptor::rca
