#include "web/ask/ask_credit.hpp"

#include <algorithm>

#include "web/claims/claim_handle.hpp"

namespace preceptor::web {

base::Status count_question(CreditBook* book, const AskedQuestion& question, ports::UnitOfWork& work) {
  if (!book || point_of_care::standing_of(question.cycle) != point_of_care::Standing::completed) return {};
  credit::CycleCounted cycle;
  cycle.question_id = question.row.id;
  cycle.resources = static_cast<int>(question.cycle.opened.size());   // the sources that were used, not those that were only listed
  cycle.applied = question.cycle.will_do.has_value();
  cycle.at = question.cycle.will_do_at;
  return book->count_cycle(question.cycle.person, cycle, work);
}

base::Result<AskedCredit> credit_of(CreditBook* book, const ports::Sealer& sealer, const AskVisit& visit, const AskedQuestion& question, base::Instant now) {
  AskedCredit found;
  if (!book || point_of_care::standing_of(question.cycle) != point_of_care::Standing::completed) return found;
  const auto activities = book->activities();
  if (!activities) return base::fail(activities.error());
  for (const ActivityNow& one : *activities) {
    if (!credit::counts_cycles(*one.activity)) continue;
    const auto ledger = book->ledger(question.cycle.person, one.activity->id);
    if (!ledger) return base::fail(ledger.error());
    if (!*ledger) continue;
    const auto& cycles = (*ledger)->cycles;
    const auto at = std::ranges::find(cycles, question.row.id, &credit::CycleCounted::question_id);
    if (at == cycles.end() || (*ledger)->cycle_checks[static_cast<std::size_t>(at - cycles.begin())].truth != credit::Truth::yes) continue;
    found.activities.push_back(one.activity->title);
  }
  ClaimHandle handle;
  handle.link = visit.handle.link;
  handle.person = visit.handle.person;
  handle.facts = visit.handle.facts;
  handle.issued = visit.handle.issued;
  if (!found.activities.empty() && !is_expired(handle, now)) found.credits_url = claim_path(visit.prefix, seal_claim(sealer, handle));
  return found;
}

}  // namespace preceptor::web
