// Every catalogue says everything: the keys of the English one, with its {places}, and a sentence for every error a page may name.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "core/base/error.hpp"
#include "web/messages.hpp"

namespace preceptor::web {
namespace {

// msgid -> all its translations, as one text.
std::map<std::string, std::string> catalogue(const std::string& language) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/web/messages/" + language + ".po");
  EXPECT_TRUE(in) << language;
  std::map<std::string, std::string> entries;
  std::string key, line;
  while (std::getline(in, line)) {
    if (line.starts_with("msgid \"")) key = line.substr(7, line.size() - 8);
    else if (line.starts_with("msgid_plural")) continue;
    else if (!line.empty() && line.front() != '#') entries[key] += line + "\n";
  }
  entries.erase("");
  return entries;
}

std::set<std::string> places(const std::string& text) {
  static const std::regex place("\\{[a-z_]+\\}");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), place), end; at != end; ++at) found.insert(at->str());
  found.erase("{n}");   // a language may say "one" in words
  return found;
}

TEST(Catalogues, SayEverythingTheEnglishOneSays) {
  const auto english = catalogue("en");
  EXPECT_GT(english.size(), 300u);
  for (const auto& language : Messages::languages()) {
    if (language == "en") continue;
    const auto words = catalogue(language);
    for (const auto& [key, text] : english) {
      const auto found = words.find(key);
      if (found == words.end()) {
        ADD_FAILURE() << language << " lacks " << key;
        continue;
      }
      EXPECT_EQ(found->second.find("msgstr \"\"\n"), std::string::npos) << language << ": " << key << " is empty";
      EXPECT_EQ(places(found->second), places(text)) << language << ": " << key;
    }
    for (const auto& [key, text] : words) EXPECT_TRUE(english.contains(key) || key.starts_with("error.")) << language << " has " << key << ", which nobody uses";
  }
}

TEST(Catalogues, HaveASentenceForEveryError) {
  std::set<std::string> names;
#define PRECEPTOR_ERROR(code, name, status, user, fix) names.insert(name);
#include "core/base/error_codes.def"
#undef PRECEPTOR_ERROR
  for (const auto& language : Messages::languages()) {
    const auto& words = Messages::in(language);
    if (language != "en") {
      for (const auto& name : names) EXPECT_TRUE(words.has("error." + name)) << language << " lacks error." << name;
    }
    for (const auto& [key, text] : catalogue(language)) {
      if (key.starts_with("error.") && !key.starts_with("error.action.") && key != "error.code") {
        EXPECT_TRUE(names.contains(key.substr(6))) << language << ": " << key;
      }
    }
  }
}

}  // namespace
}  // namespace preceptor::web
