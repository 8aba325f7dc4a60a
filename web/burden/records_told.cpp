// What people told and claimed by the end of an attempt's period: what came later must not change the figures of a period that is closed.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/credit/events.hpp"
#include "web/burden/records.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostAccounts = 1000;   // of one person

}  // namespace

base::Result<BurdenRecords::Claims> BurdenRecords::claims_of(const base::PersonId& person) {
  const auto accounts = projections_.projections_of_person(kLedgerKind, person, kMostAccounts);
  if (!accounts) return base::fail(accounts.error());
  if (accounts->empty()) return Claims();
  std::vector<std::string> streams = {credit::person_stream(person)};
  for (const auto& account : *accounts) streams.push_back(account.id);
  std::vector<record::Event> all;
  for (const auto& stream : streams) {
    auto events = records_.load_events(base::RegistrationId(ports::kNoRegistration), stream);
    if (!events) return base::fail(events.error());
    std::ranges::move(*events, std::back_inserter(all));
  }
  auto efforts = credit::claim_efforts(all);
  if (!efforts) return base::fail(efforts.error());
  auto forms = credit::identifier_forms(all);
  if (!forms) return base::fail(forms.error());
  return Claims{std::move(*efforts), std::move(*forms)};
}

base::Result<BurdenRecords::Spent> BurdenRecords::spent_by(const burden::AttemptObservation& attempt, base::Instant end, Told& told) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = claimed_.find(attempt.attempt); known != claimed_.end() && known->second.end == end) return known->second.spent;
  }
  auto own = told.claims.find(attempt.person);
  if (own == told.claims.end()) {
    auto claims = claims_of(base::PersonId(attempt.person));
    if (!claims) return base::fail(claims.error());
    own = told.claims.emplace(attempt.person, std::move(*claims)).first;
  }
  Spent spent;
  const auto& [efforts, forms] = own->second;
  if (const auto found = efforts.find(attempt.attempt); found != efforts.end() && found->second.at < end) spent.claim = found->second.spent;
  if (const auto found = forms.find(attempt.attempt); found != forms.end())
    for (const credit::IdentifierForm& form : found->second)
      if (form.at < end) spent.identifiers_again = spent.identifiers_again.value_or(0) + form.again;
  const std::lock_guard lock(mutex_);
  claimed_[attempt.attempt] = {end, spent};
  return spent;
}

base::Status BurdenRecords::add_told(burden::AttemptObservation& attempt, base::Instant end, Told& told) {
  const auto stage = stage_at(attempt.person, end, told.stages);
  if (!stage) return base::fail(stage.error());
  attempt.where.stage = *stage;
  if (attempt.outcome != burden::Outcome::completed) return {};   // no claim rests on it
  const auto spent = spent_by(attempt, end, told);
  if (!spent) return base::fail(spent.error());
  attempt.claim = spent->claim;
  attempt.identifiers_again = spent->identifiers_again;
  return {};
}

}  // namespace preceptor::web
