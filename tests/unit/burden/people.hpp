// Made-up attempts for the folds' tests.
#pragma once
#include <random>
#include <string>
#include <vector>

#include "core/burden/observation.hpp"

namespace preceptor::burden {

inline base::Instant day(const char* text) { return *base::parse_rfc3339(std::string(text) + "T08:00:00Z"); }

inline AttemptObservation attempt(int person, const std::string& unit, Outcome outcome, std::optional<int> seconds = {}) {
  AttemptObservation made;
  made.person = "p" + std::to_string(person);
  made.attempt = "a" + std::to_string(person);
  made.where.unit_id = unit;
  made.where.version = unit + "-1";
  made.where.course = "1/c";
  made.stated_minutes = 5;
  made.opened_at = day("2026-05-04");
  made.outcome = outcome;
  if (seconds) made.active = std::chrono::seconds(*seconds);
  return made;
}

// Attempts in which everything may be there or not.
inline std::vector<AttemptObservation> crowd(unsigned seed, int people) {
  std::mt19937 random(seed);
  const auto pick = [&](int of) { return static_cast<int>(random() % static_cast<unsigned>(of)); };
  std::vector<AttemptObservation> made;
  for (int p = 0; p < people; ++p) {
    const auto stage = pick(8) == 0 ? std::nullopt : std::optional(kStages[static_cast<std::size_t>(pick(3))]);
    for (int r = pick(3); r >= 0; --r) {
      AttemptObservation a = attempt(p, pick(3) == 0 ? "u" : "w", static_cast<Outcome>(pick(3)));
      a.where.stage = stage;
      a.where.course = pick(2) == 0 ? "1/c" : "1/d";
      if (pick(4) != 0) a.active = std::chrono::milliseconds(20'000 + pick(600'000));
      if (a.outcome == Outcome::abandoned) a.left_at = "page " + std::to_string(pick(3));
      if (pick(2) == 0) a.claim = Claim{std::chrono::milliseconds(pick(60'000)), 1 + pick(5)};
      if (pick(2) == 0) a.identifiers_again = pick(3);
      if (pick(2) == 0) a.useful = static_cast<Usefulness>(pick(3));
      for (int q = pick(4); q > 0; --q) {
        QuestionSeen seen{"q" + std::to_string(q), static_cast<Purpose>(pick(4)), pick(5) == 0, {}, {}};
        if (pick(3) != 0) seen.irrelevant = pick(4) == 0;
        a.questions.push_back(seen);
      }
      made.push_back(a);
    }
  }
  return made;
}

}  // namespace preceptor::burden
