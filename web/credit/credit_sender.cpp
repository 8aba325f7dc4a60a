#include "web/credit/credit_sender.hpp"

#include <algorithm>

#include "core/base/json_reader.hpp"
#include "web/credit/sending_state.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::web {
namespace {

using State = credit::GrantState;
using What = report::SendAnswer::What;

constexpr const char* kSender = "sending";            // who moves, in the record
constexpr int kPagesOfNew = 50;                       // in one step
constexpr std::chrono::seconds kInFlight{20};         // longer than a call to the receiver may take
constexpr std::chrono::hours kHeldAgain{24};          // what the validation holds is looked at, at most: each look is a line in the vault's log
const base::RegistrationId kSendSite{ports::kNoRegistration};

// Others are of one grant, such as a damaged activity: they keep nobody else from being sent.
bool ends_the_step(const base::Error& error) {
  const std::string_view code = base::info(error.code).name;
  return code.starts_with("store.") || code.starts_with("key.");
}

bool is_too_early(const report::SendMemory& memory, base::Instant now) { return now < memory.next_at; }

}  // namespace

base::Result<CreditSender::Kept> CreditSender::kept(const std::string& ccid) {
  const auto row = deps_.projections.load_projection(kSendSite, kSendingKind, ccid);
  if (!row) return base::fail(row.error());
  if (!*row) return Kept{};
  const auto json = base::parse_json((*row)->body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  Kept kept;
  kept.version = (*row)->version;
  kept.memory.begun = reader.boolean("begun");
  kept.memory.failures = static_cast<int>(reader.integer("failures", 0, 1'000'000));
  kept.memory.next_at = base::from_unix_ms(reader.integer("next_at", 0, std::int64_t{1} << 60));
  kept.memory.lost = static_cast<int>(reader.optional_integer("lost", 0, 1'000).value_or(0));   // absent in rows of earlier versions
  reader.finish();
  if (problem) return base::fail(base::Code::json_malformed, "a sending's row: " + *problem);
  return kept;
}

base::Status CreditSender::keep(const credit::Grant& grant, const report::SendMemory& memory, std::int64_t version) {
  ports::UnitOfWork work;
  work.projections.push_back(sending_row(grant, memory, version, deps_.clock.now()));
  return deps_.records.commit(work);
}

base::Result<bool> CreditSender::begin(const credit::Grant& grant, const Kept& before) {
  auto now = deps_.grants.load_grant(grant.ccid);
  if (!now) return base::fail(now.error());
  if (!*now || (*now)->state != State::queued) return false;   // a file or staff took it since the page was read
  auto memory = before.memory;
  memory.begun = true;
  memory.next_at = deps_.clock.now() + std::max<base::Milliseconds>(pace_.ask_first, kInFlight);   // whoever takes over asks once it has arrived or is lost
  ports::UnitOfWork work;
  work.projections.push_back(sending_row(**now, memory, before.version, deps_.clock.now()));
  ++(*now)->version;   // nothing else of it changes
  work.grants.push_back(std::move(**now));
  const auto noted = deps_.records.commit(work);
  if (!noted && noted.error().code != base::Code::store_conflict) return base::fail(noted.error());
  return noted.has_value();
}

base::Result<std::vector<credit::Grant>> CreditSender::page(State state, int most) {
  ports::GrantFilter filter;
  filter.provider = provider_.id;
  filter.states = {state};
  const auto place = places_.find(state);
  auto grants = deps_.grants.list_grants(filter, place == places_.end() ? std::nullopt : std::optional(place->second), most);
  if (!grants) return grants;
  if (grants->size() < static_cast<std::size_t>(most)) places_.erase(state);
  else places_[state] = {grants->back().date, grants->back().ccid};
  return grants;
}

// It stays where it is and is looked at again later.
base::Status CreditSender::pass_over(const credit::Grant& grant, const base::Error& error, report::SendMemory memory, SenderStep& step) {
  if (ends_the_step(error)) return base::fail(error);
  ++step.held;
  deps_.log.write(ports::Level::warning, "credit.grant_held", {{"provider", provider_.id}, {"ccid", grant.ccid}, {"error", std::string(base::info(error.code).name)}});
  const auto now = kept(grant.ccid);
  if (!now) return base::fail(now.error());
  memory.next_at = deps_.clock.now() + pace_.ask_later;
  return keep(grant, memory, now->version);
}

base::Result<bool> CreditSender::queue_one(const credit::Grant& grant, SenderStep& step) {
  // For another receiver or for none (V13): issued for good, so neither its learner's profile is opened nor its turn counted.
  const auto* system = book_.rules().system(grant.system);
  if (system == nullptr || system->pars_certification.empty()) return false;
  const auto before = kept(grant.ccid);
  if (!before) return base::fail(before.error());
  if (is_too_early(before->memory, deps_.clock.now())) return false;
  // Where something is mended the validation says so at once; without a word of it there is nothing new to see.
  const auto said = validated(deps_.projections, grant.ccid);
  if (!said) return base::fail(said.error());
  const bool held = *said && (*said)->said.readiness == credit::Readiness::held;
  if (held && deps_.clock.now() < before->memory.next_at - pace_.ask_later + kHeldAgain) return false;
  const auto found = desk_.check_grant(grant.ccid, kSender);
  if (!found) {
    if (auto passed = pass_over(grant, found.error(), before->memory, step); !passed) return base::fail(passed.error());
    return true;
  }
  if (!report::stops(*found)) {
    const auto moved = book_.move(grant.ccid, State::queued, {}, kSender);
    if (!moved && moved.error().code != base::Code::store_conflict) return base::fail(moved.error());
    step.queued += moved ? 1 : 0;
    return true;
  }
  ++step.held;
  if (auto done = keep(grant, {false, 0, deps_.clock.now() + pace_.ask_later}, before->version); !done) return base::fail(done.error());
  return true;
}

// Goes on past those that stay issued, which grow with the years, so that a new claim does not wait for as many turns.
base::Status CreditSender::queue_new(int most, SenderStep& step) {
  int checked = 0;
  for (int pages = 0; pages < kPagesOfNew && checked < most; ++pages) {
    const auto grants = page(State::issued, most);
    if (!grants) return base::fail(grants.error());
    for (const auto& grant : *grants) {
      const auto looked = queue_one(grant, step);
      if (!looked) return base::fail(looked.error());
      checked += *looked ? 1 : 0;
    }
    if (grants->size() < static_cast<std::size_t>(most)) break;   // the newest: from the oldest on next time
  }
  return {};
}

base::Result<std::optional<report::SendAnswer>> CreditSender::remove(const CheckedRow& checked, const report::Report& report) {
  for (const auto& removal : checked.removals) {
    auto answer = receiver_.send(removal, report);
    // What is gone already is as good as removed.
    if (answer.what != What::accepted && answer.what != What::pending && answer.what != What::unknown) return std::optional(std::move(answer));
    // Kept, so that a later correction does not ask for it again where the new record is refused.
    const auto before = kept(removal.grant.ccid);
    if (!before) return base::fail(before.error());
    auto row = sending_row(removal.grant, {}, before->version, deps_.clock.now());
    row.state = kSendingRemoved;
    ports::UnitOfWork work;
    work.projections.push_back(std::move(row));
    if (auto done = deps_.records.commit(work); !done) return base::fail(done.error());
  }
  return std::optional<report::SendAnswer>();
}

report::Report CreditSender::report_of(const credit::Grant& grant) const {
  report::Report report;
  report.provider_name = provider_.name;
  report.accme_provider_id = provider_.accme_provider_id;
  report.from = report.to = grant.date;
  report.as_of = deps_.clock.now();
  report.rules = &book_.rules();
  report.settings = provider_.report_settings;
  return report;
}

// The same removal again does no harm, so nothing is noted before it. What went in a file is for a file: a service may not know it by our id.
base::Status CreditSender::take_away(const credit::Grant& grant, SenderStep& step) {
  if (!credit::removal_asked(grant)) return {};
  const auto sent = was_sent(book_, grant.ccid);
  if (!sent) return base::fail(sent.error());
  const auto before = kept(grant.ccid);
  if (!before) return base::fail(before.error());
  if (!*sent || is_too_early(before->memory, deps_.clock.now())) return {};
  const auto checked = desk_.checked_row(grant.ccid, kSender);
  if (!checked) return pass_over(grant, checked.error(), before->memory, step);
  if (report::stops(checked->findings)) {
    ++step.held;
    return keep(grant, {false, 0, deps_.clock.now() + pace_.ask_later}, before->version);
  }
  const auto answer = receiver_.send(checked->row, report_of(grant));
  note(answer, step);
  step.refused = step.refused || answer.what == What::refused;
  if (answer.what == What::refused) return {};
  if (answer.what == What::unreachable) {
    auto memory = before->memory;
    memory.next_at = deps_.clock.now() + report::pause_after(++memory.failures, pace_);
    return keep(grant, memory, before->version);
  }
  const bool gone = answer.what == What::accepted || answer.what == What::pending || answer.what == What::unknown;
  const auto moved = book_.move(grant.ccid, gone ? State::withdrawn : State::accepted, std::string(gone ? credit::kRemovedThere : credit::kRemovalRefused), kSender);
  if (!moved) return moved.error().code == base::Code::store_conflict ? base::Status() : base::fail(moved.error());   // staff said first what came of it
  step.removed += gone ? 1 : 0;
  return {};
}

// Absent: the pre-flight stops it now.
base::Result<std::optional<report::SendAnswer>> CreditSender::send(const credit::Grant& grant, SenderStep& step) {
  const auto checked = desk_.checked_row(grant.ccid, kSender);
  if (!checked) return base::fail(checked.error());
  if (report::stops(checked->findings)) return std::optional<report::SendAnswer>();
  const auto report = report_of(grant);
  auto stays = remove(*checked, report);
  if (!stays || *stays) return stays;
  auto answer = receiver_.send(checked->row, report);
  step.sent += answer.what != What::unsaid ? 1 : 0;
  return std::optional(std::move(answer));
}

void CreditSender::note(const report::SendAnswer& answer, SenderStep& step) const {
  const bool out = answer.what == What::unreachable;
  step.unreachable = step.unreachable || out;
  step.answered = step.answered || (!out && answer.what != What::refused && answer.what != What::unsaid);
  if (out || answer.what == What::refused) step.words = answer.message;
}

base::Status CreditSender::settle(const credit::Grant& grant, const report::SendOutcome& outcome, SenderStep& step) {
  const auto now = kept(grant.ccid);
  if (!now) return base::fail(now.error());
  // Where staff moved it while the service was asked, what they said stands.
  const auto unless_moved = [](const base::Error& error) { return error.code == base::Code::store_conflict ? base::Status() : base::fail(error); };
  if (outcome.by_way_of) {
    const auto first = book_.move(grant.ccid, *outcome.by_way_of, {}, kSender);
    if (!first) return unless_moved(first.error());
  }
  if (outcome.to) {
    const auto moved = book_.move(grant.ccid, *outcome.to, outcome.reason, kSender);
    if (!moved) return unless_moved(moved.error());
    step.accepted += *outcome.to == State::accepted ? 1 : 0;
    step.rejected += *outcome.to == State::rejected ? 1 : 0;
  }
  step.refused = step.refused || outcome.hold_all;
  // After the move: what ends in between is asked for once more, which does no harm.
  return keep(grant, outcome.memory, now->version);
}

base::Status CreditSender::go_on(const credit::Grant& grant, SenderStep& step) {
  const auto before = kept(grant.ccid);
  if (!before) return base::fail(before.error());
  const auto what = report::next_step(grant.state, before->memory, deps_.clock.now());
  if (what == report::SendStep::nothing) return {};
  if (what == report::SendStep::ask) {
    ++step.asked;
    const auto answer = receiver_.ask(grant.ccid);
    note(answer, step);
    return settle(grant, report::after(grant.state, what, before->memory, answer, deps_.clock.now(), pace_), step);
  }
  const auto begun = begin(grant, *before);
  if (!begun) return base::fail(begun.error());
  if (!*begun) return {};
  const auto answer = send(grant, step);
  if (!answer) return pass_over(grant, answer.error(), before->memory, step);   // nothing left yet
  if (*answer) {
    note(**answer, step);
    return settle(grant, report::after(grant.state, what, before->memory, **answer, deps_.clock.now(), pace_), step);
  }
  ++step.held;
  return settle(grant, {std::nullopt, State::issued, "stopped by the pre-flight", {false, 0, deps_.clock.now() + pace_.ask_later}, false}, step);
}

base::Result<SenderStep> CreditSender::step(int most, const std::function<bool()>& ends) {
  SenderStep step;
  if (auto queued = queue_new(most, step); !queued) return base::fail(queued.error());
  for (const State state : {State::queued, State::sent, State::pending}) {
    const auto grants = page(state, most);
    if (!grants) return base::fail(grants.error());
    for (const auto& grant : *grants) {
      if (step.refused || step.unreachable || ends()) return step;
      if (auto done = go_on(grant, step); !done) return base::fail(done.error());
    }
  }
  const auto unwanted = page(State::correcting, most);
  if (!unwanted) return base::fail(unwanted.error());
  for (const auto& grant : *unwanted) {
    if (step.refused || step.unreachable || ends()) return step;
    if (auto done = take_away(grant, step); !done) return base::fail(done.error());
  }
  return step;
}

}  // namespace preceptor::web
