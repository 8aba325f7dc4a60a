#include "core/burden/change.hpp"

#include <algorithm>
#include <set>

namespace preceptor::burden {
namespace {

struct Count {
  int k = 0, n = 0;
  void add(bool holds) {
    ++n;
    k += holds ? 1 : 0;
  }
  Share as_share(int out_of) const { return share(k, n, out_of - n); }
};

struct Pairs {
  std::set<std::string> persons;
  Count before, after, later, sure_before, sure_after;

  void add(const PairedAnswer& answer) {
    if (!answer.before || !answer.after || !persons.insert(answer.person).second) return;
    before.add(*answer.before);
    after.add(*answer.after);
    if (answer.later) later.add(*answer.later);
    if (answer.sure_before) sure_before.add(*answer.sure_before && !*answer.before);
    if (answer.sure_after) sure_after.add(*answer.sure_after && !*answer.after);
  }

  KnowledgeChange figures(std::string question, int least) const {
    if (before.n < least) return {std::move(question)};
    KnowledgeChange made{std::move(question), before.n, before.as_share(before.n), after.as_share(before.n)};
    made.change = *made.after.value - *made.before.value;
    made.later = hide_small(later.as_share(before.n), least);
    made.overconfident_before = hide_small(sure_before.as_share(before.n), least);
    made.overconfident_after = hide_small(sure_after.as_share(before.n), least);
    return made;
  }
};

using Chosen = std::vector<const CommitmentObservation*>;

Share done_of(const Chosen& all, std::optional<Kept> CommitmentObservation::* day) {
  Count count;
  for (const CommitmentObservation* each : all)
    if (each->*day) count.add(each->*day == Kept::done);
  return count.as_share(static_cast<int>(all.size()));
}

CommitmentFigures figures_of(const std::string& option, const Chosen& all, int least) {
  CommitmentFigures row{option, static_cast<int>(all.size())};
  row.done_7 = hide_small(done_of(all, &CommitmentObservation::day_7), least);
  row.done_30 = hide_small(done_of(all, &CommitmentObservation::day_30), least);
  for (const CommitmentObservation* each : all) {
    const std::optional<Kept> last = each->day_30 ? each->day_30 : each->day_7;
    if (last && *last != Kept::done && !each->barrier.empty()) ++row.barriers[each->barrier];
  }
  std::erase_if(row.barriers, [&](const auto& barrier) { return barrier.second < least; });
  return row;
}

}  // namespace

std::vector<KnowledgeChange> knowledge_change(const std::vector<PairedAnswer>& answers, int least) {
  std::vector<std::string> order;
  std::map<std::string, Pairs> by_question;
  for (const PairedAnswer& answer : answers) {
    const auto [at, is_new] = by_question.try_emplace(answer.question_id);
    if (is_new) order.push_back(answer.question_id);
    at->second.add(answer);
  }
  std::vector<KnowledgeChange> made;
  for (const std::string& question : order) made.push_back(by_question[question].figures(question, std::max(least, 1)));
  return made;
}

std::vector<CommitmentFigures> commitment_figures(const std::vector<CommitmentObservation>& commitments, int least) {
  std::map<std::string, Chosen> by_option;
  for (const CommitmentObservation& each : commitments) by_option[each.option].push_back(&each);
  std::vector<CommitmentFigures> made;
  Chosen rare;
  for (const auto& [option, all] : by_option) {
    if (static_cast<int>(all.size()) >= least)
      made.push_back(figures_of(option, all, least));
    else
      rare.insert(rare.end(), all.begin(), all.end());
  }
  std::ranges::stable_sort(made, std::greater{}, &CommitmentFigures::chosen);
  if (!rare.empty() && static_cast<int>(rare.size()) >= least) made.push_back(figures_of({}, rare, least));
  return made;
}

}  // namespace preceptor::burden
