// Which published units answer a question: a small index in memory, ranked by BM25 in whole numbers. No floating point,
// no locale, no order of insertion: the same units and question give the same ranking on every machine and store.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/point_of_care/words.hpp"

namespace preceptor::activity {
struct Unit;
}

namespace preceptor::point_of_care {

// What is read of one published unit in one language. All texts are plain.
struct Document {
  std::string unit_id, language, title;
  int minutes = 0;  // stated
  std::vector<std::string> objectives;
  std::string case_text;               // the text of its pages
  std::vector<std::string> questions;  // prompts and answers
  std::string gap;                     // of the root-cause case it came from; may be empty
  friend bool operator==(const Document&, const Document&) = default;
  friend auto operator<=>(const Document&, const Document&) = default;
};
// `gap`: the case's statement; the unit itself holds only its id.
Document document_of(const activity::Unit& unit, std::string_view gap);
// The words of HTML as the compiler makes it: tags become spaces, the five entities of XML and numeric ones are read.
std::string plain_text(std::string_view html);

struct Match {
  std::string unit_id, language, title;
  int minutes = 0;
  std::int64_t score = 0;          // BM25 in 1/65536 bit; comparable within one search only
  std::vector<std::string> terms;  // what matched, as the asker spelled it, in the order of the question
  int asked = 0;                   // words of the question that were looked for, stop words left out
  friend bool operator==(const Match&, const Match&) = default;
};
// Whether a match is close enough to be offered as an answer without being asked for: at least half of the question's
// words, and at least two where there are two.
bool is_close(const Match& match);

inline constexpr std::size_t kMatchesMost = 10;
inline constexpr std::size_t kDocumentsMost = 20000;  // what is beyond, by (unit id, language), is not found

class Index {
 public:
  // Of two documents with one unit id and language the smaller one, member by member, stands.
  explicit Index(std::vector<Document> documents = {});

  // The best matching units, best first, one entry a unit: in the language that matches best, the asker's where they
  // are equal. Equal scores by unit id. Empty when nothing matches.
  std::vector<Match> search(std::string_view question, std::string_view language,
                            std::size_t most = kMatchesMost) const;
  std::size_t size() const { return documents_.size(); }

 private:
  struct Posting {
    std::uint32_t document, count;  // count: weighted, see index.cpp
  };
  void add(std::uint32_t number, const Document& document);
  std::map<std::uint32_t, std::uint32_t> counts_of(const AskedWord& word) const;
  std::int64_t score_of(std::uint64_t count, std::uint64_t length, std::uint64_t documents_with) const;

  std::vector<Document> documents_;     // sorted; texts other than the title are let go
  std::vector<std::uint32_t> lengths_;  // weighted words of each
  std::uint64_t total_length_ = 0;
  std::map<std::string, std::vector<Posting>, std::less<>> postings_;
};

}  // namespace preceptor::point_of_care
