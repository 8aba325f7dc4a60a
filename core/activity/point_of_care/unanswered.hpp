// Questions that nothing published answers, grouped by the terms they share: the list a planner starts a case from.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace preceptor::point_of_care {

struct OpenQuestion {
  std::string id, person, language, text;
  base::Instant asked_at{};
};

struct QuestionGroup {
  std::vector<std::string> terms;      // shared by all of them, as most of them spell it; empty for a question alone
  std::vector<std::string> questions;  // ids, by time asked, then id
  int people = 0;                      // who asked, each once
  base::Instant first_at{}, last_at{};
  friend bool operator==(const QuestionGroup&, const QuestionGroup&) = default;
};

inline constexpr std::size_t kGroupedMost = 2000;   // the latest; older ones are left out
inline constexpr std::size_t kGroupWordsMost = 12;  // of one question, for grouping

// Each question is in exactly one group. First those that share two terms, the pair that most share first; then those
// that share one; the rest stand alone. Groups that more people asked for come first. The order of `questions` does not
// matter.
std::vector<QuestionGroup> group_unanswered(std::vector<OpenQuestion> questions);

}  // namespace preceptor::point_of_care
