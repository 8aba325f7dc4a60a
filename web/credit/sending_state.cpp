#include "web/credit/sending_state.hpp"

#include <algorithm>
#include <iterator>

#include "core/base/json_reader.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kReceiverKind = "credit_receiver";   // of the projection: one row a provider
constexpr int kMostBegun = 1000;
const base::RegistrationId kReceiverSite{ports::kNoRegistration};
constexpr const char* kHowWords[] = {"never", "off", "good", "unreachable", "refused"};   // in the order of How

}  // namespace

ports::Projection sending_row(const credit::Grant& grant, const report::SendMemory& memory, std::int64_t version, base::Instant now) {
  ports::Projection row;
  row.kind = kSendingKind;
  row.id = grant.ccid;
  row.parent = grant.provider;
  row.person = grant.person;
  row.state = memory.begun ? "begun" : "open";
  row.version = version + 1;
  row.updated_at = now;
  row.body = base::canonical_json({{"begun", memory.begun}, {"failures", memory.failures}, {"next_at", base::to_unix_ms(memory.next_at)}, {"lost", memory.lost}});
  return row;
}

base::Result<bool> sending_removed(ports::ProjectionStore& rows, const std::string& ccid) {
  const auto row = rows.load_projection(kReceiverSite, kSendingKind, ccid);
  if (!row) return base::fail(row.error());
  return *row && (*row)->state == kSendingRemoved;
}

base::Result<bool> removal_filed(ports::ProjectionStore& rows, const credit::Grant& grant) {
  const auto row = rows.load_projection(kReceiverSite, kSendingKind, grant.ccid);
  if (!row) return base::fail(row.error());
  return *row && (*row)->state == kRemovalFiled && (*row)->updated_at >= grant.changed_at;   // an earlier one was for an earlier wish
}

base::Result<ports::Projection> removal_filed_row(ports::ProjectionStore& rows, const credit::Grant& grant, base::Instant now) {
  const auto before = rows.load_projection(kReceiverSite, kSendingKind, grant.ccid);
  if (!before) return base::fail(before.error());
  auto row = sending_row(grant, {}, *before ? (*before)->version : 0, now);
  row.state = kRemovalFiled;
  return row;
}

base::Result<bool> was_sent(CreditBook& book, const std::string& ccid) {
  const auto steps = book.history(ccid);
  if (!steps) return base::fail(steps.error());
  return std::ranges::any_of(*steps, [](const auto& step) { return step.state == credit::GrantState::sent; });
}

base::Result<std::int64_t> never_answered(ports::ProjectionStore& rows, ports::CreditStore& grants, base::Instant before) {
  ports::ProjectionFilter filter;
  filter.kind = kSendingKind;
  filter.state = "begun";
  filter.limit = kMostBegun;
  const auto begun = rows.list_projections(filter);
  if (!begun) return base::fail(begun.error());
  std::int64_t count = 0;
  for (const auto& row : *begun) {
    if (row.updated_at > before) continue;
    const auto grant = grants.load_grant(row.id);
    if (!grant) return base::fail(grant.error());
    count += *grant && (*grant)->state == credit::GrantState::queued ? 1 : 0;   // a corrected one waits for nobody
  }
  return count;
}

base::Status note_found(CreditBook& book, ports::ProjectionStore& rows, const ports::Clock& clock, const std::string& ccid, FoundThere found,
                        const std::string& by) {
  using State = credit::GrantState;
  std::int64_t version = 0;
  credit::Grant freed;
  MoveWith with;
  with.allows = [&](const credit::Grant& grant) -> base::Result<bool> {
    const auto row = rows.load_projection(kReceiverSite, kSendingKind, ccid);
    if (!row) return base::fail(row.error());
    if (!*row || (*row)->state != "begun" || grant.state != State::queued) return false;
    version = (*row)->version;
    freed = grant;
    return true;
  };
  with.also = [&](ports::UnitOfWork& work) { work.projections.push_back(sending_row(freed, {}, version, clock.now())); };
  const auto* reason = found == FoundThere::absent ? kFoundAbsent : kFoundThere;
  const auto moved = book.move(ccid, found == FoundThere::absent ? State::issued : State::sent, reason, by, {}, with);
  if (!moved) return base::fail(moved.error());
  if (!*moved) return base::fail(base::Code::store_conflict, ccid + " does not wait for a look at the receiver");
  if (found != FoundThere::accepted) return {};
  const auto accepted = book.move(ccid, State::accepted, reason, by);
  return accepted ? base::Status() : base::fail(accepted.error());
}

base::Result<bool> sending_begun(ports::ProjectionStore& rows, const std::string& ccid) {
  const auto row = rows.load_projection(kReceiverSite, kSendingKind, ccid);
  if (!row) return base::fail(row.error());
  return *row && (*row)->state == "begun";
}

base::Result<SendingState> load_sending(ports::ProjectionStore& rows, const std::string& provider) {
  const auto row = rows.load_projection(kReceiverSite, kReceiverKind, provider);
  if (!row) return base::fail(row.error());
  SendingState state;
  if (!*row) return state;
  const auto json = base::parse_json((*row)->body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  state.words = reader.text_or_empty("words");
  state.since = base::from_unix_ms(reader.integer("since", 0, std::int64_t{1} << 60));
  reader.finish();
  const auto found = std::ranges::find_if(kHowWords, [&](const char* word) { return (*row)->state == word; });
  if (problem || found == std::end(kHowWords)) return base::fail(base::Code::json_malformed, "the row of a receiver: " + problem.value_or((*row)->state));
  state.how = static_cast<SendingState::How>(found - std::begin(kHowWords));
  state.version = (*row)->version;
  return state;
}

base::Status save_sending(ports::RecordStore& records, const std::string& provider, const SendingState& before, SendingState::How how, const std::string& words,
                          base::Instant now) {
  if (before.version > 0 && before.how == how && before.words == words) return {};
  ports::Projection row;
  row.kind = kReceiverKind;
  row.id = provider;
  row.state = kHowWords[static_cast<std::size_t>(how)];
  row.version = before.version + 1;
  row.updated_at = now;
  const auto since = before.version > 0 && before.how == how ? before.since : now;
  row.body = base::canonical_json({{"words", words}, {"since", base::to_unix_ms(since)}});
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return records.commit(work);
}

}  // namespace preceptor::web
