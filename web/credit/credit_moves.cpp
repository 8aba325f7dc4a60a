#include <algorithm>

#include "web/credit/credit_impl.hpp"

namespace preceptor::web {
namespace {

using State = credit::GrantState;

constexpr int kMostParts = 1000;

void move_row(credit::Grant& grant, State to, const std::string& reason, base::Instant at) {
  grant.state = to;
  grant.reason = reason;
  grant.changed_at = at;
  ++grant.version;
}

// By way of a delete where the receiver may have it (credit.md 10, "States").
std::vector<State> way_to_superseded(State from) {
  if (credit::may_move(from, State::superseded)) return {State::superseded};
  if (credit::may_move(from, State::correcting)) return {State::correcting, State::superseded};
  return {};
}

int last_sequence(const CreditStream& stream, const std::string& system) {
  int last = 0;
  for (const auto& event : stream.events) {
    const auto* payload = std::get_if<record::Other>(&event.payload);
    if (!payload || payload->type != credit::CreditGranted::kType) continue;
    const auto granted = credit::payload_from_json<credit::CreditGranted>(payload->json);
    if (granted && granted->grant.system == system) last = std::max(last, granted->grant.sequence);
  }
  return last;
}

}  // namespace

base::Result<bool> CreditBook::Impl::try_move(const std::string& ccid, const credit::CreditMoved& asked, const MoveWith& with) {
  auto grant = deps.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return base::fail(base::Code::credit_certificate_unknown, "no grant has this id");
  if ((*grant)->state == asked.to) return false;
  if (!credit::may_move((*grant)->state, asked.to))
    return base::fail(base::Code::store_conflict, "a grant that is " + std::string(name((*grant)->state)) + " cannot be " + std::string(name(asked.to)));
  if (with.allows) {
    const auto allowed = with.allows(**grant);
    if (!allowed) return base::fail(allowed.error());
    if (!*allowed) return base::fail(base::Code::store_conflict, ccid + " is not to be moved now");
  }
  auto account = stream("person", credit::ledger_stream((*grant)->person, (*grant)->activity_id));
  if (!account) return base::fail(account.error());
  credit::CreditMoved moved = asked;
  moved.from = (*grant)->state;
  ports::UnitOfWork work;
  const record::Event& event = account->append(credit::payload_of(moved), (*grant)->person, deps.clock.now());
  move_row(**grant, asked.to, asked.reason, event.at);
  work.events.push_back({event, {}});
  work.grants.push_back(**grant);
  if (with.also) with.also(work);
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  return true;
}

base::Result<bool> CreditBook::move(const std::string& ccid, State to, const std::string& reason, const std::string& by, const std::string& batch,
                                    const MoveWith& with) {
  const credit::CreditMoved asked{ccid, State::issued, to, reason, by, batch};
  for (int tries = 1;; ++tries) {
    auto moved = impl_->try_move(ccid, asked, with);
    if (moved || moved.error().code != base::Code::store_conflict || tries == kCreditTries) return moved;
  }
}

base::Result<credit::Grant> CreditBook::Impl::try_correct(const std::string& ccid, const std::string& reason, const base::PersonId& by) {
  auto found = deps.grants.load_grant(ccid);
  if (!found) return base::fail(found.error());
  if (!*found) return base::fail(base::Code::credit_certificate_unknown, "no grant has this id");
  credit::Grant& old = **found;
  const auto way = way_to_superseded(old.state);
  if (way.empty()) return base::fail(base::Code::store_conflict, "a grant that is " + std::string(name(old.state)) + " is not corrected");
  auto account = stream("person", credit::ledger_stream(old.person, old.activity_id));
  if (!account) return base::fail(account.error());
  const auto now = deps.clock.now();
  ports::UnitOfWork work;
  const std::int64_t version = old.version;
  for (const State to : way) {
    const record::Event& event = account->append(credit::payload_of(credit::CreditMoved{ccid, old.state, to, reason, by.str(), {}}), by, now);
    move_row(old, to, reason, event.at);
    work.events.push_back({event, {}});
  }
  old.version = version + 1;   // one write of the row, however many steps it made
  credit::Grant next = old;    // the same credit on the same certificate, under a new id
  next.sequence = std::max(last_sequence(*account, old.system), old.sequence) + 1;
  next.ccid = credit::ccid(deps.provider_domain, old.provider, old.activity_id, old.person, old.system, old.date, next.sequence);
  next.state = State::issued;
  next.reason = {};
  next.granted_at = next.changed_at = record::next_time(now, account->events.back().at);
  next.version = 1;
  work.events.push_back({account->append(credit::payload_of(credit::CreditGranted{next}), old.person, now), {}});
  work.grants = {old, next};
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  return next;
}

base::Result<credit::Grant> CreditBook::correct(const std::string& ccid, const std::string& reason, const base::PersonId& by) {
  for (int tries = 1;; ++tries) {
    auto corrected = impl_->try_correct(ccid, reason, by);
    if (!corrected && corrected.error().code == base::Code::store_conflict && tries < kCreditTries) continue;
    if (corrected) impl_->tell(corrected->person, by.str());
    return corrected;
  }
}

// The other parts of the same credit. What is being removed at its receiver is none any more.
base::Result<std::vector<credit::Grant>> CreditBook::Impl::parts_with(const credit::Grant& grant) {
  ports::GrantFilter filter;
  filter.activity_id = grant.activity_id;
  filter.person = grant.person;
  filter.system = grant.system;
  auto all = deps.grants.list_grants(filter, std::nullopt, kMostParts);
  if (!all) return base::fail(all.error());
  const auto* system = deps.rules.system(grant.system);
  const bool had_once = system != nullptr && system->repeat == credit::Repeat::once_per_activity;
  std::erase_if(*all, [&](const credit::Grant& one) {
    const bool over = one.state == State::withdrawn || one.state == State::superseded || one.state == State::correcting;
    return one.ccid == grant.ccid || over || (one.date != grant.date && !had_once);
  });
  return all;
}

base::Result<std::optional<credit::Grant>> CreditBook::Impl::try_join(const std::string& ccid, const std::string& by) {
  const auto found = deps.grants.load_grant(ccid);
  if (!found) return base::fail(found.error());
  if (!*found) return base::fail(base::Code::credit_certificate_unknown, "no grant has this id");
  if ((*found)->state != State::issued && (*found)->state != State::queued) return std::optional<credit::Grant>();
  auto account = stream("person", credit::ledger_stream((*found)->person, (*found)->activity_id));
  if (!account) return base::fail(account.error());
  auto parts = parts_with(**found);
  if (!parts) return base::fail(parts.error());
  if (parts->empty()) return std::optional<credit::Grant>();
  parts->push_back(**found);
  const auto now = deps.clock.now();
  ports::UnitOfWork work;
  int last = last_sequence(*account, (*found)->system);
  for (auto& part : *parts) {
    const std::int64_t version = part.version;
    for (const State to : way_to_superseded(part.state)) {
      const record::Event& event = account->append(credit::payload_of(credit::CreditMoved{part.ccid, part.state, to, std::string(credit::kJoined), by, {}}), part.person, now);
      move_row(part, to, std::string(credit::kJoined), event.at);
      work.events.push_back({event, {}});
    }
    part.version = version + 1;
    last = std::max(last, part.sequence);
    work.grants.push_back(part);
  }
  const auto at = record::next_time(now, account->events.back().at);
  const auto whole = credit::join(*parts, deps.provider_domain, last + 1, code_of_certificate(), at);
  work.events.push_back({account->append(credit::payload_of(credit::CreditGranted{whole}), whole.person, now), {}});
  work.grants.push_back(whole);
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  return std::optional(whole);
}

base::Result<std::optional<credit::Grant>> CreditBook::join(const std::string& ccid, const std::string& by) {
  for (int tries = 1;; ++tries) {
    auto joined = impl_->try_join(ccid, by);
    if (joined || joined.error().code != base::Code::store_conflict || tries == kCreditTries) return joined;
  }
}

base::Result<std::vector<CreditBook::Step>> CreditBook::history(const std::string& ccid) {
  const auto grant = impl_->deps.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return base::fail(base::Code::credit_certificate_unknown, "no grant has this id");
  const auto account = impl_->stream("person", credit::ledger_stream((*grant)->person, (*grant)->activity_id));
  if (!account) return base::fail(account.error());
  std::vector<Step> steps;
  for (const auto& event : account->events) {
    const auto* payload = std::get_if<record::Other>(&event.payload);
    if (!payload) continue;
    if (payload->type == credit::CreditGranted::kType) {
      const auto granted = credit::payload_from_json<credit::CreditGranted>(payload->json);
      if (!granted) return base::fail(granted.error());
      if (granted->grant.ccid == ccid) steps.push_back({event.at, State::issued, {}, {}, {}});
    } else if (payload->type == credit::CreditMoved::kType) {
      const auto moved = credit::payload_from_json<credit::CreditMoved>(payload->json);
      if (!moved) return base::fail(moved.error());
      if (moved->ccid == ccid) steps.push_back({event.at, moved->to, moved->reason, moved->by, moved->batch});
    }
  }
  return steps;
}

}  // namespace preceptor::web
