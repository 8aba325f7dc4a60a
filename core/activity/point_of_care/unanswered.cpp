#include "core/activity/point_of_care/unanswered.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/activity/point_of_care/words.hpp"

namespace preceptor::point_of_care {
namespace {

using Key = std::vector<std::string>;  // one term or two, sorted

struct Grouped {
  const OpenQuestion* question = nullptr;
  std::map<std::string, std::string> spelling;  // by term
  bool taken = false;
};

std::vector<Key> keys_of(const Grouped& one, std::size_t terms) {
  std::vector<Key> keys;
  for (auto a = one.spelling.begin(); a != one.spelling.end(); ++a) {
    if (terms == 1) keys.push_back({a->first});
    for (auto b = std::next(a); terms == 2 && b != one.spelling.end(); ++b) keys.push_back({a->first, b->first});
  }
  return keys;
}

// The spelling that most of them use; of equal ones the smallest.
std::string usual_spelling(const std::vector<const Grouped*>& members, const std::string& term) {
  std::map<std::string, int> counts;
  for (const Grouped* one : members) ++counts[one->spelling.at(term)];
  return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first;
}

QuestionGroup group_of(const std::vector<const Grouped*>& members) {
  QuestionGroup group;
  std::set<std::string> people;
  for (const Grouped* one : members) {
    group.questions.push_back(one->question->id);
    people.insert(one->question->person);
  }
  group.people = static_cast<int>(people.size());
  group.first_at = members.front()->question->asked_at;
  group.last_at = members.back()->question->asked_at;
  if (members.size() < 2) return group;
  for (const auto& [term, spelling] : members.front()->spelling)
    if (std::ranges::all_of(members, [&](const Grouped* one) { return one->spelling.contains(term); }))
      group.terms.push_back(usual_spelling(members, term));
  return group;
}

// Takes out, again and again, the largest set of questions that share a key of so many terms; of equal ones the smaller
// key.
void take_groups(std::vector<Grouped>& questions, std::size_t terms, std::vector<QuestionGroup>& groups) {
  std::map<Key, std::vector<Grouped*>> holders;
  std::map<Key, int> counts;
  std::set<std::pair<int, Key>> queue;  // minus the count, the key
  for (Grouped& one : questions)
    if (!one.taken)
      for (const Key& key : keys_of(one, terms)) holders[key].push_back(&one);
  for (const auto& [key, who] : holders) {
    counts[key] = static_cast<int>(who.size());
    queue.emplace(-counts[key], key);
  }
  while (!queue.empty() && queue.begin()->first <= -2) {
    std::vector<const Grouped*> members;
    for (Grouped* one : holders.at(queue.begin()->second)) {
      if (one->taken) continue;
      one->taken = true;
      members.push_back(one);
    }
    groups.push_back(group_of(members));
    for (const Grouped* one : members)
      for (const Key& key : keys_of(*one, terms)) {
        int& count = counts.at(key);
        queue.erase({-count, key});
        if (--count > 0) queue.emplace(-count, key);
      }
  }
}

}  // namespace

std::vector<QuestionGroup> group_unanswered(std::vector<OpenQuestion> questions) {
  std::ranges::sort(questions, {}, [](const OpenQuestion& q) { return std::tie(q.asked_at, q.id); });
  if (questions.size() > kGroupedMost)
    questions.erase(questions.begin(), questions.end() - static_cast<std::ptrdiff_t>(kGroupedMost));
  std::vector<Grouped> open;
  for (const OpenQuestion& question : questions) {
    Grouped one{&question, {}, false};
    for (const AskedWord& word : asked_words(question.text, question.language)) {
      if (one.spelling.size() == kGroupWordsMost) break;
      one.spelling.emplace(word.term, word.spelling);
    }
    open.push_back(std::move(one));
  }
  std::vector<QuestionGroup> groups;
  take_groups(open, 2, groups);
  take_groups(open, 1, groups);
  for (const Grouped& one : open)
    if (!one.taken) groups.push_back(group_of({&one}));
  std::ranges::sort(groups, {}, [](const QuestionGroup& g) {
    return std::tuple(-g.people, -static_cast<std::ptrdiff_t>(g.questions.size()),
                      -g.last_at.time_since_epoch().count(), g.questions.front());
  });
  return groups;
}

}  // namespace preceptor::point_of_care
