#include "web/sentences.hpp"

#include <map>
#include <vector>

namespace preceptor::web {
namespace {

// "a, b and c" as this language writes it.
std::string list_of(const std::vector<std::string>& items, const Messages& messages) {
  std::string text = items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    text = last ? messages.text("list.and", {{"items", text}, {"last", items[i]}})
                : messages.text("list.next", {{"items", text}, {"next", items[i]}});
  }
  return text;
}

}  // namespace

std::string say(const activity::Sentence& sentence, const Messages& messages) {
  if (!messages.has(sentence.key) && !Messages::in("en").has(sentence.key)) return plain(sentence);
  std::map<std::string, std::vector<std::string>> words;
  for (const auto& [place, key] : sentence.value_keys) words[place].push_back(messages.text(key));
  // Filled by plain: a name that holds braces is not filled in again.
  activity::Sentence said{sentence.key, messages.text(sentence.key), {}};
  for (const auto& [place, value] : sentence.values) {
    const auto translated = words.find(place);
    said.values.emplace_back(place, translated == words.end() ? value : list_of(translated->second, messages));
  }
  return plain(said);
}

}  // namespace preceptor::web
