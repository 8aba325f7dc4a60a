// A sentence for people, made in the domain and said by the pages: a key of the message catalogues, its English text
// and what fills it in.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preceptor::activity {

struct Sentence {
  std::string key;      // of the catalogue, e.g. "rca.hold.data"
  std::string english;  // with {name} where a value goes
  std::vector<std::pair<std::string, std::string>> values;
  // Which values are words of ours, by place, with their keys of the catalogue; several keys for one place are a list.
  std::vector<std::pair<std::string, std::string>> value_keys = {};
  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// The English text with its values. A value that holds braces is not filled in again.
std::string plain(const Sentence& sentence);

// Fills a place with words of ours, or with a list of them.
void put(Sentence& sentence, std::string_view place, const std::vector<Sentence>& words);

// What is wrong with one field of a form, and what to do about it. `rule` is stable, e.g. "required".
struct Problem {
  std::string field;  // e.g. "gap.statement", "rows.K1.evidence"
  std::string rule;
  Sentence what_to_do;
  friend bool operator==(const Problem&, const Problem&) = default;
};

// "a, b and c".
std::string listed(const std::vector<std::string>& items);

}  // namespace preceptor::activity
