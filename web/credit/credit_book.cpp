#include "web/credit/credit_book.hpp"

#include <algorithm>

#include "core/credit/zone.hpp"
#include "web/credit/credit_impl.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostLedgers = 1'000;

// The standard and disclosure that hold for this activity, beside what the attempt itself says.
void tell_apart(credit::UnitCounted& fact, const KnownActivity& known, const std::vector<std::string>& disclosures) {
  const auto& activity = *known.activity;
  fact.activity_id = activity.id;
  fact.activity = activity.hash;
  fact.activity_at = known.published_at;
  fact.minutes = activity.unit(fact.unit_id)->minutes;
  if (activity.pass_percent > fact.pass_percent) {
    // The activity's own standard stands on the first page of whatever began after it was published.
    fact.pass_percent = activity.pass_percent;
    fact.standard_at = std::max(fact.opened_at, known.published_at);
  }
  if (known.told) {
    // The page is made anew at each opening; a text that came since the attempt began is not what stood there then, and which one did is not known.
    const auto text = credit::disclosure_hash(known.told->text);
    const bool shown = std::max(known.told->since, known.published_at) <= fact.opened_at && std::ranges::find(disclosures, text) != disclosures.end();
    fact.disclosure = shown ? text : std::string();
    fact.from_records = true;
    return;
  }
  // What was published after the attempt began is not what its page showed, whatever the newest page would.
  const auto own = known.published_at <= fact.opened_at ? credit::disclosure_hash(activity.disclosure) : std::string();
  if (!own.empty() && std::ranges::find(disclosures, own) != disclosures.end()) fact.disclosure = own;
}

bool has_attempt(const CreditStream& stream, const base::AttemptId& attempt) {
  return std::ranges::any_of(stream.events, [&](const record::Event& event) {
    const auto* payload = std::get_if<record::Other>(&event.payload);
    if (!payload || payload->type != credit::UnitCounted::kType) return false;
    const auto fact = credit::payload_from_json<credit::UnitCounted>(payload->json);
    return fact && fact->attempt == attempt;
  });
}

}  // namespace

CreditBook::CreditBook(CreditDeps deps) : impl_(std::make_unique<Impl>(*this, std::move(deps))) {}
CreditBook::~CreditBook() = default;

void CreditBook::when_changed(std::function<void(const base::PersonId& person, const std::string& by)> told) { impl_->changed = std::move(told); }

const credit::Rulebook& CreditBook::rules() const { return impl_->deps.rules; }

base::Status CreditBook::count(const Completion& completion, ports::UnitOfWork& work) {
  const auto activities = activities_of_unit(completion.fact.unit_id);
  if (!activities) return base::fail(activities.error());
  for (const auto& one : *activities) {
    const auto known = impl_->known(one.activity->id);
    if (!known) return base::fail(known.error());
    if (!*known || !(*known)->activity->unit(completion.fact.unit_id)) continue;   // changed this moment
    auto stream = impl_->stream("person", credit::ledger_stream(completion.person, one.activity->id));
    if (!stream) return base::fail(stream.error());
    if (has_attempt(*stream, completion.fact.attempt)) continue;
    credit::UnitCounted fact = completion.fact;
    tell_apart(fact, **known, completion.disclosures);
    const auto date = credit::date_in_zone(fact.completed_at, one.time_zone);
    if (!date) return base::fail(date.error());
    fact.date = *date;
    work.events.push_back({stream->append(credit::payload_of(fact), completion.person, impl_->deps.clock.now()), {}});
    if (auto added = impl_->add_ledger_row(*stream, completion.person, one.activity->id, work); !added) return added;
  }
  return {};
}

base::Status CreditBook::count_cycle(const base::PersonId& person, const credit::CycleCounted& cycle, ports::UnitOfWork& work) {
  const auto all = activities();
  if (!all) return base::fail(all.error());
  for (const auto& one : *all) {
    if (!credit::counts_cycles(*one.activity) || (!cycle.activity_id.empty() && cycle.activity_id != one.activity->id)) continue;
    const auto date = credit::date_in_zone(cycle.at, one.time_zone);
    if (!date) return base::fail(date.error());
    if (*date < one.activity->starts || one.activity->ends < *date) continue;
    auto stream = impl_->stream("person", credit::ledger_stream(person, one.activity->id));
    if (!stream) return base::fail(stream.error());
    credit::CycleCounted fact = cycle;
    fact.activity_id = one.activity->id;
    fact.activity = one.activity->hash;
    fact.date = *date;
    work.events.push_back({stream->append(credit::payload_of(fact), person, impl_->deps.clock.now()), {}});
    if (auto added = impl_->add_ledger_row(*stream, person, one.activity->id, work); !added) return added;
  }
  return {};
}

base::Result<std::optional<credit::Ledger>> CreditBook::ledger(const base::PersonId& person, const std::string& activity_id) {
  const auto stream = impl_->stream("person", credit::ledger_stream(person, activity_id));
  if (!stream) return base::fail(stream.error());
  const auto told = impl_->told(*stream, person, activity_id);
  if (!told) return base::fail(told.error());
  if (stream->events.empty() && !told->current) return std::optional<credit::Ledger>();
  auto ledger = credit::fold_ledger(stream->events, told->facts);
  if (!ledger) return base::fail(ledger.error());
  return std::optional(std::move(*ledger));
}

base::Result<std::vector<credit::Ledger>> CreditBook::ledgers(const base::PersonId& person) {
  auto rows = impl_->deps.projections.projections_of_person(kLedgerKind, person, kMostLedgers);
  if (!rows) return base::fail(rows.error());
  std::ranges::stable_sort(*rows, std::greater{}, &ports::Projection::updated_at);
  std::vector<credit::Ledger> found;
  for (const auto& row : *rows) {
    auto one = ledger(person, row.parent);
    if (!one) return base::fail(one.error());
    if (*one) found.push_back(std::move(**one));
  }
  return found;
}

base::Result<ClaimResult> CreditBook::claim(const ports::Person& person, const std::string& activity_id, const credit::ClaimAsked& asked,
                                            const std::string& attestation, std::int64_t seen, const std::string& key) {
  for (int tries = 1;; ++tries) {
    auto result = impl_->try_claim(person, activity_id, asked, attestation, seen, key);
    // Another was faster: the next look finds its key, or that the page is older than the account.
    if (!result && result.error().code == base::Code::store_conflict && tries < kCreditTries) continue;
    if (result && result->outcome == ClaimResult::Outcome::done) impl_->tell(person.id, "learner");
    return result;
  }
}

}  // namespace preceptor::web
