#include "core/activity/sentence.hpp"

#include <algorithm>

namespace preceptor::activity {

std::string plain(const Sentence& sentence) {
  std::string text;
  std::string_view rest = sentence.english;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    text += rest.substr(0, close == std::string_view::npos ? rest.size() : open);
    if (close == std::string_view::npos) break;
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const auto value =
        std::ranges::find(sentence.values, name, [](const auto& v) { return std::string_view(v.first); });
    text += value == sentence.values.end() ? rest.substr(open, close - open + 1) : std::string_view(value->second);
    rest.remove_prefix(close + 1);
  }
  return text;
}

void put(Sentence& sentence, std::string_view place, const std::vector<Sentence>& words) {
  std::vector<std::string> english;
  for (const Sentence& word : words) {
    english.push_back(plain(word));
    sentence.value_keys.emplace_back(place, word.key);
  }
  sentence.values.emplace_back(place, listed(english));
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

}  // namespace preceptor::activity
