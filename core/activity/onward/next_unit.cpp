#include "core/activity/onward/next_unit.hpp"

#include <algorithm>
#include <tuple>

#include "core/activity/unit.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::onward {
namespace {

using point_of_care::Index;
using point_of_care::Match;

bool is_among(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

// The best unit close to `text` that is not completed and not the one just left.
std::optional<Match> unit_for(const Index& published, const LearnerNeeds& needs, const std::string& text,
                              const std::string& language) {
  for (Match& match : published.search(text, language, published.size()))
    if (is_close(match) && match.unit_id != needs.left && !is_among(needs.completed, match.unit_id)) return match;
  return std::nullopt;
}

// Latest first; equal times by id.
template <class T, class Id>
std::vector<const T*> latest_first(const std::vector<T>& items, base::Instant T::*at, Id id) {
  std::vector<const T*> sorted;
  for (const T& item : items) sorted.push_back(&item);
  std::ranges::sort(sorted,
                    [&](const T* a, const T* b) { return std::tie(b->*at, id(*a)) < std::tie(a->*at, id(*b)); });
  return sorted;
}

// The published unit itself, in the language it was taken in or another.
std::optional<Match> unit_again(const Index& published, const Missed& missed) {
  std::string words;
  for (const std::string& objective : missed.objectives) words += objective + "\n";
  for (Match& match : published.search(words, missed.language, published.size()))
    if (match.unit_id == missed.unit_id) return match;
  return std::nullopt;
}

}  // namespace

std::string_view name(NextReason reason) {
  static constexpr std::string_view kNames[] = {"own_question", "missed_objective", "again"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::optional<Missed> missed_in(const activity::Unit& unit, const record::Attempt& attempt) {
  const bool wrong =
      std::ranges::any_of(attempt.answers, [](const auto& entry) { return !entry.second.correct.value_or(true); });
  if (!attempt.completed || !wrong || unit.objectives.empty()) return std::nullopt;
  return Missed{unit.id, unit.language, unit.objectives, attempt.completed_at};
}

std::optional<NextUnit> next_unit(const Index& published, const LearnerNeeds& needs) {
  const auto questions = latest_first(needs.questions, &OwnQuestion::asked_at,
                                      [](const OwnQuestion& q) -> const std::string& { return q.id; });
  for (const OwnQuestion* question : questions)
    if (auto match = unit_for(published, needs, question->text, question->language))
      return NextUnit{std::move(*match), NextReason::own_question, question->id};
  const auto missed =
      latest_first(needs.missed, &Missed::at, [](const Missed& m) -> const std::string& { return m.unit_id; });
  for (const Missed* one : missed)
    for (const std::string& objective : one->objectives)
      if (auto match = unit_for(published, needs, objective, one->language))
        return NextUnit{std::move(*match), NextReason::missed_objective, one->unit_id};
  for (auto one = missed.rbegin(); one != missed.rend(); ++one)
    if ((*one)->unit_id != needs.left)
      if (auto match = unit_again(published, **one))
        return NextUnit{std::move(*match), NextReason::again, (*one)->unit_id};
  return std::nullopt;
}

}  // namespace preceptor::onward
