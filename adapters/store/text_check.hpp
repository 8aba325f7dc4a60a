// Whether the words that people wrote are those whose hashes the record holds.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapters/store/connection.hpp"
#include "core/base/result.hpp"
#include "core/ports/record_store.hpp"
#include "core/record/chain.hpp"

namespace preceptor::store {

struct ToldText {
  std::vector<std::string> fields;   // hashed as one text, joined by line ends
  std::string hash;
  std::string owner;                 // the person with whom the words are erased; empty: the organisation's, which stay
};
// The words that an event tells of by hash. An event that cannot be read tells of none: the chain names it.
std::vector<ToldText> told_texts(const record::ChainRow& row);

struct HeldText {
  ports::FreeText text;
  bool sealed = false;
};
// What lies in the store for one event; throws SqlFailure. `schema`: that of the store or copy.
std::vector<HeldText> held_texts(Connection& connection, const record::ChainRow& row, int schema);

// without_key: erased, or lost with the keys; other_words: there is a key, and it does not open them.
enum class TextOpening { open, without_key, other_words };
using OpenText = std::function<base::Result<TextOpening>(ports::FreeText& text, bool sealed)>;

struct TextsCompared {
  std::vector<record::ChainFinding> findings;
  std::int64_t without_key = 0;
};
// `is_erased` is asked of owners whose words are not there.
base::Result<TextsCompared> compare_texts(const record::ChainRow& row, const std::vector<ToldText>& told, std::vector<HeldText> held, const OpenText& open,
                                          const std::function<base::Result<bool>(const std::string& person)>& is_erased);

}  // namespace preceptor::store
