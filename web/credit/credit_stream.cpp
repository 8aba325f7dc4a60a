#include <set>

#include "core/credit/zone.hpp"
#include "web/credit/credit_impl.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostGrants = 10'000;

// Versions the account was counted under.
std::set<base::ContentHash> versions_in(const CreditStream& stream) {
  std::set<base::ContentHash> hashes;
  for (const auto& event : stream.events) {
    const auto* payload = std::get_if<record::Other>(&event.payload);
    if (!payload) continue;
    if (payload->type == credit::UnitCounted::kType) {
      if (const auto fact = credit::payload_from_json<credit::UnitCounted>(payload->json)) hashes.insert(fact->activity);
    } else if (payload->type == credit::CycleCounted::kType) {
      if (const auto fact = credit::payload_from_json<credit::CycleCounted>(payload->json)) hashes.insert(fact->activity);
    }
  }
  return hashes;
}

}  // namespace

const record::Event& CreditStream::append(record::Other payload, const base::PersonId& person, base::Instant now) {
  record::Event event;
  event.stream_kind = kind;
  event.stream_id = id;
  event.seq = last_seq() + 1;
  event.registration = kCreditSite;
  event.person = person;
  event.at = record::next_time(now, events.empty() ? std::nullopt : std::optional(events.back().at));
  event.recorded_at = now;
  event.payload = std::move(payload);
  return events.emplace_back(std::move(event));
}

base::Result<CreditStream> CreditBook::Impl::stream(const char* kind, const std::string& id) {
  auto events = deps.records.load_events(kCreditSite, id);
  if (!events) return base::fail(events.error());
  return CreditStream{kind, id, std::move(*events)};
}

base::Status CreditBook::Impl::append(const char* kind, const std::string& id, const base::PersonId& person, const Make& make, const Also& also) {
  for (int tries = 1;; ++tries) {
    auto now = stream(kind, id);
    if (!now) return base::fail(now.error());
    auto payload = make(*now);
    if (!payload) return {};
    ports::UnitOfWork work;
    work.events.push_back({now->append(std::move(*payload), person, deps.clock.now()), {}});
    if (also)
      if (auto added = also(now->events.back(), work); !added) return added;
    auto done = deps.records.commit(work);
    if (done || done.error().code != base::Code::store_conflict || tries == kCreditTries) return done;
  }
}

base::Result<ToldFacts> CreditBook::Impl::told(const CreditStream& account, const base::PersonId& person, const std::string& activity_id) {
  const auto current = known(activity_id);
  if (!current) return base::fail(current.error());
  auto versions = std::make_shared<std::map<base::ContentHash, std::shared_ptr<const credit::Activity>>>();
  std::shared_ptr<const credit::Activity> any = *current ? (*current)->activity : nullptr;
  for (const auto& hash : versions_in(account)) {
    const auto one = version(hash);
    if (!one) return base::fail(one.error());
    versions->emplace(hash, one->activity);
    if (!any) any = one->activity;
  }
  ToldFacts told;
  told.current = *current ? (*current)->activity : nullptr;
  told.facts.version = [versions](const base::ContentHash& hash) {
    const auto found = versions->find(hash);
    return found == versions->end() ? nullptr : found->second.get();
  };
  told.facts.current = told.current.get();
  told.facts.rules = &deps.rules;
  if (any) told.facts.time_zone = zone_of(*any);
  const auto today = credit::date_in_zone(deps.clock.now(), told.facts.time_zone);
  if (!today) return base::fail(today.error());
  told.facts.today = *today;
  auto on = book.enabled();
  if (!on) return base::fail(on.error());
  told.facts.enabled = std::move(*on);
  auto profession = book.profession(person);
  if (!profession) return base::fail(profession.error());
  told.facts.profession = std::move(*profession);
  ports::GrantFilter filter;
  filter.person = person;
  auto others = deps.grants.list_grants(filter, std::nullopt, kMostGrants);
  if (!others) return base::fail(others.error());
  // The account's own stand in its events; here are those beside it.
  std::erase_if(*others, [&](const credit::Grant& one) { return one.activity_id == activity_id; });
  told.facts.others = std::move(*others);
  return told;
}

base::Status CreditBook::Impl::add_ledger_row(const CreditStream& account, const base::PersonId& person, const std::string& activity_id,
                                              ports::UnitOfWork& work) {
  const auto row = deps.projections.load_projection(kCreditSite, kLedgerKind, account.id);
  if (!row) return base::fail(row.error());
  ports::Projection next;
  next.kind = kLedgerKind;
  next.id = account.id;
  next.parent = activity_id;
  next.person = person;
  next.state = "open";
  next.version = *row ? (*row)->version + 1 : 1;
  next.updated_at = account.events.back().at;
  work.projections.push_back(std::move(next));
  return {};
}

}  // namespace preceptor::web
