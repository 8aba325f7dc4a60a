// What learners read of the people behind an activity, made from what these disclosed (credit.md 9), and where the written texts say otherwise.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "web/rca/disclosure_book.hpp"

namespace preceptor::web {

struct ToldDisclosure {
  bool none = true;                            // nobody has a relevant relationship
  std::vector<activity::Sentence> sentences;   // without the commercial support, which the pages say of every unit
  std::string text;                            // these in English: what the record of who read it is the hash of
  base::Instant since{};                       // when the newest of these disclosures was saved
};

// `people` as an activity names them, among all that were saved. Null while nobody is named, one of them has not disclosed, or there is nothing to say yet: then what
// is written holds.
std::shared_ptr<const ToldDisclosure> told_disclosure(const std::vector<StoredDisclosure>& known, const std::vector<std::string>& people);

// A text that an author wrote: an activity's own, or what a unit says of itself where its activity has none.
struct WrittenDisclosure {
  std::string field;   // "disclosure", "units.<id>.disclosure"
  std::string text;    // "none": nobody has anything
};
// Those that say something else than is told, each with both texts. A unit's "none" fits whatever says that nobody has a relevant relationship.
std::vector<rca::Problem> differing_disclosures(const ToldDisclosure& told, const std::vector<WrittenDisclosure>& written);

}  // namespace preceptor::web
