// What people told and claimed by the end of an attempt's period: what came later must not change the figures of a period that is closed.
#include <algorithm>
#include <iterator>

#include "core/credit/events.hpp"
#include "web/burden/records.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostAccounts = 1000;   // of one person

}  // namespace

base::Result<std::map<std::string, credit::ClaimEffort>> BurdenRecords::claims_of(const base::PersonId& person) {
  const auto accounts = projections_.projections_of_person(kLedgerKind, person, kMostAccounts);
  if (!accounts) return base::fail(accounts.error());
  if (accounts->empty()) return std::map<std::string, credit::ClaimEffort>();
  std::vector<std::string> streams = {credit::person_stream(person)};
  for (const auto& account : *accounts) streams.push_back(account.id);
  std::vector<record::Event> all;
  for (const auto& stream : streams) {
    auto events = records_.load_events(base::RegistrationId(ports::kNoRegistration), stream);
    if (!events) return base::fail(events.error());
    std::ranges::move(*events, std::back_inserter(all));
  }
  return credit::claim_efforts(all);
}

base::Result<std::optional<burden::Claim>> BurdenRecords::claim_by(const burden::AttemptObservation& attempt, base::Instant end, Told& told) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = claimed_.find(attempt.attempt); known != claimed_.end() && known->second.end == end) return known->second.claim;
  }
  auto own = told.claims.find(attempt.person);
  if (own == told.claims.end()) {
    auto claims = claims_of(base::PersonId(attempt.person));
    if (!claims) return base::fail(claims.error());
    own = told.claims.emplace(attempt.person, std::move(*claims)).first;
  }
  const auto found = own->second.find(attempt.attempt);
  std::optional<burden::Claim> claim;
  if (found != own->second.end() && found->second.at < end) claim = found->second.spent;
  const std::lock_guard lock(mutex_);
  claimed_[attempt.attempt] = {end, claim};
  return claim;
}

base::Status BurdenRecords::add_told(burden::AttemptObservation& attempt, base::Instant end, Told& told) {
  const auto stage = stage_at(attempt.person, end, told.stages);
  if (!stage) return base::fail(stage.error());
  attempt.where.stage = *stage;
  if (attempt.outcome != burden::Outcome::completed) return {};   // no claim rests on it
  const auto claim = claim_by(attempt, end, told);
  if (!claim) return base::fail(claim.error());
  attempt.claim = *claim;
  return {};
}

}  // namespace preceptor::web
