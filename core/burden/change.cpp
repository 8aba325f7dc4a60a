#include "core/burden/change.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "core/burden/suppression.hpp"

namespace preceptor::burden {
namespace {

struct Count {
  int k = 0, n = 0;
  void add(bool holds) {
    ++n;
    k += holds ? 1 : 0;
  }
  // What is counted may run ahead of the whole by a few who wait there.
  Share as_share(int out_of) const { return share(k, n, std::max(out_of - n, 0)); }
};

using Answers = std::vector<const PairedAnswer*>;
using Value = std::optional<bool> (*)(const PairedAnswer&);
using Both = std::optional<std::pair<bool, bool>>;

Both pair_of(const PairedAnswer& answer) { return answer.before && answer.after ? Both({*answer.before, *answer.after}) : std::nullopt; }
std::optional<bool> later_of(const PairedAnswer& answer) { return pair_of(answer) ? answer.later : std::nullopt; }
std::optional<bool> wrong_and_sure(const std::optional<bool>& sure, bool right) { return sure ? std::optional(*sure && !right) : std::nullopt; }
std::optional<bool> overconfident_before(const PairedAnswer& answer) { return pair_of(answer) ? wrong_and_sure(answer.sure_before, *answer.before) : std::nullopt; }
std::optional<bool> overconfident_after(const PairedAnswer& answer) { return pair_of(answer) ? wrong_and_sure(answer.sure_after, *answer.after) : std::nullopt; }

// Of each learner the last value that may be shown. An answer that changes nothing is nobody's news: counted as such, it would let another's stand alone.
template <class Of>
auto last_values(const Answers& answers, Of value_of, int least) {
  std::map<std::string_view, decltype(value_of(*answers.front()))> last, shown;
  std::vector<Member> members;
  Answers news;
  for (const PairedAnswer* answer : answers) {
    const auto value = value_of(*answer);
    if (!value || std::exchange(last[answer->person], value) == value) continue;
    members.push_back(member(answer->person, answer->period));
    news.push_back(answer);
  }
  for (const std::size_t i : admitted(members, least)) shown[news[i]->person] = value_of(*news[i]);
  return shown;
}

Share share_of(const Answers& answers, Value value_of, int out_of, int least) {
  Count count;
  for (const auto& [person, holds] : last_values(answers, value_of, least)) count.add(*holds);
  return count.as_share(out_of);
}

KnowledgeChange figures_of(const std::string& question, const Answers& answers, int least) {
  Count before, after;
  for (const auto& [person, pair] : last_values(answers, pair_of, least)) {
    before.add(pair->first);
    after.add(pair->second);
  }
  if (before.n == 0) return {question};
  KnowledgeChange made{question, before.n, before.as_share(before.n), after.as_share(before.n)};
  made.change = *made.after.value - *made.before.value;
  made.later = hide_small(share_of(answers, later_of, before.n, least), least);
  made.overconfident_before = hide_small(share_of(answers, overconfident_before, before.n, least), least);
  made.overconfident_after = hide_small(share_of(answers, overconfident_after, before.n, least), least);
  return made;
}

using Chosen = std::vector<const CommitmentObservation*>;

// How many of these may be counted.
int count_of(const Chosen& all, int least) {
  std::vector<Member> members;
  for (const CommitmentObservation* each : all) members.push_back(member(each->person, each->period));
  return static_cast<int>(admitted(members, least).size());
}

// A follow-up cannot be in a figure before its commitment.
Member member_of(const CommitmentObservation& commitment, const FollowedUp& said) { return member(commitment.person, std::max(commitment.period, said.period)); }

Share done_of(const Chosen& all, std::optional<FollowedUp> CommitmentObservation::* day, int out_of, int least) {
  std::vector<Member> members;
  std::vector<bool> done;
  for (const CommitmentObservation* each : all) {
    if (!(each->*day)) continue;
    members.push_back(member_of(*each, *(each->*day)));
    done.push_back((each->*day)->went == Kept::done);
  }
  Count count;
  for (const std::size_t i : admitted(members, least)) count.add(done[i]);
  return hide_small(count.as_share(out_of), least);
}

CommitmentFigures figures_of(const std::string& option, const Chosen& all, int chosen, int least) {
  CommitmentFigures row{option, chosen};
  row.done_7 = done_of(all, &CommitmentObservation::day_7, chosen, least);
  row.done_30 = done_of(all, &CommitmentObservation::day_30, chosen, least);
  std::map<std::string, std::set<std::string_view>> persons;
  for (const auto& [commitment, said] : last_follow_ups(all, least)) {
    if (said->went == Kept::done || said->barrier.empty()) continue;
    ++row.barriers[said->barrier];
    persons[said->barrier].insert(commitment->person);
  }
  std::erase_if(row.barriers, [&](const auto& barrier) { return static_cast<int>(persons[barrier.first].size()) < least; });
  return row;
}

}  // namespace

std::vector<KnowledgeChange> knowledge_change(const std::vector<PairedAnswer>& answers, int least) {
  std::vector<std::string> order;
  std::map<std::string, Answers> by_question;
  for (const PairedAnswer& answer : answers) {
    const auto [at, is_new] = by_question.try_emplace(answer.question_id);
    if (is_new) order.push_back(answer.question_id);
    at->second.push_back(&answer);
  }
  std::vector<KnowledgeChange> made;
  for (const std::string& question : order) made.push_back(figures_of(question, by_question[question], std::max(least, 1)));
  return made;
}

std::vector<LastFollowUp> last_follow_ups(const std::vector<const CommitmentObservation*>& commitments, int least) {
  std::vector<Member> members;
  std::vector<LastFollowUp> news;
  for (const CommitmentObservation* each : commitments) {
    const auto add = [&](const FollowedUp& said) {
      members.push_back(member_of(*each, said));
      news.push_back({each, &said});
    };
    if (each->day_7) add(*each->day_7);
    // The same said again is nobody's news.
    if (each->day_30 && !(each->day_7 && each->day_7->went == each->day_30->went && each->day_7->barrier == each->day_30->barrier)) add(*each->day_30);
  }
  std::map<const CommitmentObservation*, const FollowedUp*> last;
  for (const std::size_t i : admitted(members, least)) last[news[i].commitment] = news[i].said;
  std::vector<LastFollowUp> made;
  for (const auto& [commitment, said] : last) made.push_back({commitment, said});
  return made;
}

std::vector<CommitmentFigures> commitment_figures(const std::vector<CommitmentObservation>& commitments, int least) {
  std::map<std::string, Chosen> by_option;
  for (const CommitmentObservation& each : commitments) by_option[each.option].push_back(&each);
  std::vector<CommitmentFigures> made;
  Chosen rare;
  for (const auto& [option, all] : by_option) {
    if (const int chosen = count_of(all, least); chosen > 0)
      made.push_back(figures_of(option, all, chosen, least));
    else
      rare.insert(rare.end(), all.begin(), all.end());
  }
  std::ranges::stable_sort(made, std::greater{}, &CommitmentFigures::chosen);
  if (const int chosen = count_of(rare, least); chosen > 0) made.push_back(figures_of({}, rare, chosen, least));
  return made;
}

}  // namespace preceptor::burden
