// The library exports the header's functions and nothing else.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

std::set<std::string> functions_of_header() {
  std::ifstream file(std::string(PRECEPTOR_SOURCE_DIR) + "/plugin/include/preceptor.h");
  std::stringstream text;
  text << file.rdbuf();
  const std::string header = text.str();
  const std::regex declaration(R"(PRECEPTOR_API\s[^;(]*?(preceptor_[a-z_]+)\()");
  std::set<std::string> names;
  for (std::sregex_iterator at(header.begin(), header.end(), declaration), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

// Every defined dynamic symbol but the version's own name, with its letter from nm when it is no function: "W something".
std::set<std::string> symbols_of_library() {
  std::set<std::string> names;
  FILE* nm = ::popen("nm -D --defined-only '" PRECEPTOR_LIBRARY "'", "r");
  if (nm == nullptr) return names;
  char address[64], kind[8], name[512];
  while (std::fscanf(nm, "%63s %7s %511s", address, kind, name) == 3) {
    const std::string symbol = name, plain = symbol.substr(0, symbol.find('@'));
    if (std::string(kind) == "A" && plain == "PRECEPTOR_1") continue;
    names.insert(std::string(kind) == "T" ? plain : kind + (" " + symbol));
  }
  EXPECT_EQ(::pclose(nm), 0);
  return names;
}

TEST(Symbols, AreTheHeadersFunctions) {
  const auto declared = functions_of_header();
  EXPECT_EQ(declared.size(), 13u);
  EXPECT_EQ(symbols_of_library(), declared);
}

}  // namespace
