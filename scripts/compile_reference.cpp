// What scripts/compile_times measures a machine with: its CPU seconds here, against those it takes on the machine the limit was set for. Not part of
// any target. Standard headers only, so that it changes with the compiler and with nothing else.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

std::string reference(const std::string& text) {
  static const std::regex words("([a-z]+)|([0-9]+)");
  std::map<std::string, std::vector<int>> sorted;
  std::unordered_map<int, std::function<std::string(int)>> makers;
  int at = 0;
  for (std::sregex_iterator each(text.begin(), text.end(), words), end; each != end; ++each) sorted[each->str()].push_back(++at);
  makers[0] = [](int n) { return std::to_string(n); };
  std::ostringstream out;
  for (auto& [word, places] : sorted) {
    std::sort(places.begin(), places.end(), std::greater<>());
    for (const int place : places) out << word << makers[0](place);
  }
  return out.str();
}
