#include "web/rca/case_book.hpp"

#include <algorithm>

#include "core/activity/decimal.hpp"
#include "core/activity/rca/events.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"
#include "web/rca/case_line.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using Outcome = CaseAct::Outcome;

constexpr int kActTries = 4;
constexpr int kMostCases = 10'000;
constexpr std::size_t kSaltBytes = 16;
const base::RegistrationId kNoOne{ports::kNoRegistration};
// Opening has no case yet to hang its key on.
const base::AttemptId kOpening{"case-open"};

struct NewText {
  std::string field, text;
  base::PersonId person;   // whose it is: erased with the person; empty for the organisation's
};

CaseAct refusal(std::vector<rca::Problem> problems) { return {Outcome::refused, {}, std::move(problems), std::nullopt}; }

std::vector<NewText> texts_of(const rca::Rating& rating) {
  std::vector<NewText> texts;
  for (const auto& card : rca::all_cards())
    texts.push_back({"example." + std::string(card.id), rating.cards[static_cast<std::size_t>(card.card)].example, base::PersonId(rating.person)});
  return texts;
}

std::vector<NewText> texts_of(const rca::Decision& decision) {
  const base::PersonId signer(decision.signer.person);
  std::vector<NewText> texts = {{"basis", decision.basis, {}},
                                {"reason", decision.reason, signer},
                                {"signer.name", decision.signer.name, signer},
                                {"signer.interest", decision.signer.interest, signer}};
  if (!decision.against_rule) return texts;
  const auto& second = decision.against_rule->second;
  const base::PersonId person(second.person);
  texts.push_back({"second.name", second.name, person});
  texts.push_back({"second.interest", second.interest, person});
  texts.push_back({"override.reason", decision.against_rule->reason, person});
  return texts;
}

void check_name(std::vector<rca::Problem>& problems, const std::string& field, const std::string& name) { rca::check_text(problems, field, name, true); }

std::string remembered(const CaseAct& act) { return std::string(act.outcome == Outcome::waiting ? "waiting" : "done") + " " + act.id; }

CaseAct recalled(const std::string& place) {
  const auto space = std::min(place.find(' '), place.size());
  CaseAct act;
  act.outcome = place.starts_with("waiting") ? Outcome::waiting : Outcome::done;
  act.id = place.substr(std::min(space + 1, place.size()));
  return act;
}

}  // namespace

struct CaseBook::Loaded {
  std::vector<record::Event> events;
  std::vector<ports::FreeText> texts;
  RcaCase now;
  std::int64_t row_version = 0, override_version = 0;   // 0: there is no row
};

// What an act adds. `at` is the time of its first event.
struct CaseBook::Change {
  struct Event {
    rca::CasePayload payload;
    base::PersonId person;
    std::vector<NewText> texts;
  };
  base::Instant at{}, now{};
  std::string salt;
  std::vector<Event> events;
  std::optional<std::optional<PendingOverride>> pending;   // set: what waits from now on
  std::optional<base::AttemptId> drop_drafts;

  void add(rca::CasePayload payload, const base::PersonId& person, std::vector<NewText> texts) {
    events.push_back({std::move(payload), person, std::move(texts)});
  }
  void append_to(Loaded& loaded, const std::string& id, ports::UnitOfWork& work) const;
};

void CaseBook::Change::append_to(Loaded& loaded, const std::string& id, ports::UnitOfWork& work) const {
  for (const auto& added : events) {
    record::Event event;
    event.stream_kind = kCaseKind;
    event.stream_id = id;
    event.seq = static_cast<std::int64_t>(loaded.events.size()) + 1;
    event.registration = kNoOne;
    event.person = added.person;
    event.at = loaded.events.empty() ? at : std::max(at, record::next_time(now, loaded.events.back().at));
    event.recorded_at = now;
    event.payload = record::Other{std::string(rca::type_name(added.payload)), rca::to_json(added.payload)};
    for (const auto& text : added.texts) {
      if (text.text.empty()) continue;
      loaded.texts.push_back({kNoOne, id, event.seq, text.person, text.field, salt, text.text});
      work.texts.push_back(loaded.texts.back());
    }
    work.events.push_back({event, {}});
    loaded.events.push_back(std::move(event));
  }
}

CaseBook::CaseBook(ports::RecordStore& records, ports::ProjectionStore& projections, const ports::Clock& clock, bool separate_signer)
    : records_(records), projections_(projections), clock_(clock), separate_signer_(separate_signer) {}

base::Result<CaseBook::Loaded> CaseBook::read(const std::string& id) {
  Loaded loaded;
  if (!base::is_uuid(id)) return loaded;   // no case of ours: not even asked for
  auto events = records_.load_events(kNoOne, id);
  if (!events) return base::fail(events.error());
  if (events->empty() || events->front().stream_kind != kCaseKind) return loaded;
  auto texts = records_.load_texts(kNoOne, id);
  if (!texts) return base::fail(texts.error());
  auto folded = fold_case(*events, *texts);
  if (!folded) return base::fail(folded.error());
  const auto row = projections_.load_projection(kNoOne, kCaseKind, id);
  if (!row) return base::fail(row.error());
  const auto waiting = projections_.load_projection(kNoOne, kOverrideKind, id);
  if (!waiting) return base::fail(waiting.error());
  loaded = {std::move(*events), std::move(*texts), std::move(*folded), *row ? (*row)->version : 0, *waiting ? (*waiting)->version : 0};
  if (!*waiting) return loaded;
  auto pending = pending_override(**waiting);
  if (!pending) return base::fail(pending.error());
  loaded.now.pending = std::move(*pending);
  return loaded;
}

base::Status CaseBook::write(Loaded loaded, const Change& change, const std::string& key, const std::string& place) {
  ports::UnitOfWork work;
  work.drop_drafts = change.drop_drafts;
  const std::string id = loaded.now.id;
  const auto owner = loaded.events.empty() ? kOpening : base::AttemptId(id);
  change.append_to(loaded, id, work);
  // Folded again before it is written: what is stored can be read.
  auto after = fold_case(loaded.events, loaded.texts);
  if (!after) return base::fail(after.error());
  work.projections.push_back(case_row(*after));
  work.projections.back().version = loaded.row_version + 1;
  if (change.pending) {
    work.projections.push_back(override_row(id, *change.pending));
    work.projections.back().version = loaded.override_version + 1;
    work.projections.back().updated_at = change.at;
  }
  if (!key.empty()) work.idempotency = ports::IdempotencyKey{kNoOne, owner, key, place};
  return records_.commit(work);
}

base::Result<CaseAct> CaseBook::try_act(const std::string& id, const std::string& key, const Make& make) {
  if (!key.empty()) {
    const auto before = records_.find_idempotent(kNoOne, base::AttemptId(id), key);
    if (!before) return base::fail(before.error());
    if (*before) return recalled(**before);
  }
  auto loaded = read(id);
  if (!loaded) return base::fail(loaded.error());
  if (loaded->events.empty()) return CaseAct{Outcome::absent, id, {}, std::nullopt};
  Change change;
  change.now = clock_.now();
  change.at = record::next_time(change.now, loaded->now.changed_at);
  change.salt = base::hex_encode(base::random_bytes(kSaltBytes));
  auto act = make(loaded->now, change);
  act.id = id;
  if (change.events.empty() && !change.pending) return act;
  if (auto done = write(std::move(*loaded), change, key, remembered(act)); !done) return base::fail(done.error());
  return act;
}

base::Result<CaseAct> CaseBook::act(const std::string& id, const std::string& key, const Make& make) {
  for (int tries = 1;; ++tries) {
    auto act = try_act(id, key, make);
    if (act || act.error().code != Code::store_conflict || tries == kActTries) return act;
  }
}

base::Result<CaseAct> CaseBook::open(const CaseActor& planner, const rca::Sheet& start, const std::string& key) {
  const auto before = key.empty() ? base::Result<std::optional<std::string>>() : records_.find_idempotent(kNoOne, kOpening, key);
  if (!before) return base::fail(before.error());
  if (*before) return recalled(**before);
  auto problems = rca::check_storable(start);
  if (!planner.name.empty()) check_name(problems, "planner", planner.name);
  rca::check_text(problems, "title", start.title, true);
  if (!problems.empty()) return refusal(std::move(problems));
  Loaded fresh;
  fresh.now.id = base::uuid_v4();
  Change change;
  change.at = change.now = clock_.now();
  change.salt = base::hex_encode(base::random_bytes(kSaltBytes));
  change.add(rca::RcaOpened{fresh.now.id, rca::text_hash(change.salt, planner.name)}, planner.person, {{"planner", planner.name, planner.person}});
  change.add(rca::payload_of(start, change.salt), planner.person, {{"sheet", rca::to_json(start), {}}});
  CaseAct act;
  act.id = fresh.now.id;
  const auto done = write(std::move(fresh), change, key, remembered(act));
  if (done) return act;
  const auto other = done.error().code == Code::store_conflict ? records_.find_idempotent(kNoOne, kOpening, key) : base::fail(done.error());
  if (!other) return base::fail(other.error());
  if (!*other) return base::fail(done.error());
  return recalled(**other);
}

base::Result<std::optional<RcaCase>> CaseBook::load(const std::string& id) {
  auto loaded = read(id);
  if (!loaded) return base::fail(loaded.error());
  if (loaded->events.empty()) return std::optional<RcaCase>();
  return std::optional(std::move(loaded->now));
}

base::Result<std::vector<CaseLine>> list_cases(ports::ProjectionStore& projections, const std::string& state) {
  ports::ProjectionFilter filter;
  filter.kind = kCaseKind;
  if (!state.empty()) filter.state = state;
  filter.limit = kMostCases;
  const auto rows = projections.list_projections(filter);
  if (!rows) return base::fail(rows.error());
  std::vector<CaseLine> lines;
  for (const auto& row : *rows) {
    auto line = case_line(row);
    if (!line) return base::fail(line.error());
    lines.push_back(std::move(*line));
  }
  return lines;
}

base::Result<CaseAct> CaseBook::save_sheet(const std::string& id, const CaseActor& by, std::int64_t seen, const std::function<void(rca::Sheet&)>& edit,
                                           const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (now.sheet_seq != seen) return {Outcome::conflict, id, {}, now};
    auto sheet = now.sheet;
    edit(sheet);
    if (sheet == now.sheet && !now.is_lost(now.sheet_seq, "sheet")) return {};   // nothing changed: nothing to record
    if (auto problems = rca::check_storable(sheet); !problems.empty()) return refusal(std::move(problems));
    change.add(rca::payload_of(sheet, change.salt), by.person, {{"sheet", rca::to_json(sheet), {}}});
    return {};
  });
}

base::Result<CaseAct> CaseBook::rate(const std::string& id, rca::Rating rating, const std::string& key, const std::optional<base::AttemptId>& draft) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (!now.takes_ratings()) return refusal({rca::problem("case", "closed")});
    rating.at = change.at;
    if (auto problems = rca::check_rating(rating); !problems.empty()) return refusal(std::move(problems));
    change.add(rca::payload_of(rating, change.salt), base::PersonId(rating.person), texts_of(rating));
    change.drop_drafts = draft;
    return {};
  });
}

base::Result<CaseAct> CaseBook::follow_up(const std::string& id, const CaseActor& by, const std::string& value, base::Date measured_on,
                                          const std::string& source, const std::string& key) {
  return act(id, key, [&](const RcaCase&, Change& change) -> CaseAct {
    const auto number = activity::canonical_decimal(value);
    std::vector<rca::Problem> problems;
    if (!number) problems.push_back(rca::problem("value", "number"));
    if (!measured_on.ok() || measured_on > base::utc_date(change.now)) problems.push_back(rca::problem("measured_on", "required"));
    rca::check_text(problems, "source", source, true);
    if (!problems.empty()) return refusal(std::move(problems));
    change.add(rca::RcaFollowedUp{*number, measured_on, rca::text_hash(change.salt, source)}, by.person, {{"source", source, {}}});
    return {};
  });
}

base::Result<CaseAct> CaseBook::start_unit(const std::string& id, const CaseActor& by, const std::string& unit_id, const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (auto problems = rca::gap_refusals({id, false, {}}, &now.decisions, true); !problems.empty()) return refusal(std::move(problems));
    const bool known = std::any_of(now.units.begin(), now.units.end(), [&](const StartedUnit& one) { return one.unit_id == unit_id; });
    if (!known) change.add(rca::RcaUnitStarted{unit_id}, by.person, {});
    return {};
  });
}

base::Result<std::optional<rca::DecisionLog>> CaseBook::decisions(const std::string& id) {
  auto loaded = read(id);
  if (!loaded) return base::fail(loaded.error());
  if (loaded->events.empty()) return std::optional<rca::DecisionLog>();
  return std::optional(std::move(loaded->now.decisions));
}

base::Result<std::vector<rca::CaseFacts>> CaseBook::facts() {
  const auto lines = list();
  if (!lines) return base::fail(lines.error());
  std::vector<rca::CaseFacts> facts;
  for (const auto& line : *lines) {
    const auto loaded = read(line.id);
    if (!loaded) return base::fail(loaded.error());
    facts.push_back({line.id, loaded->now.opened_at, loaded->now.decisions});
  }
  return facts;
}

// -- decisions --------------------------------------------------------------------------------------------------------

base::Result<CaseAct> CaseBook::decide(const std::string& id, const CaseActor& signer, const DecisionForm& form, const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    auto decision = rca::proposal(now.sheet, now.ratings, now.decisions);
    if (decision.basis != form.basis) return {Outcome::conflict, id, {}, now};
    decision.decided = form.decided;
    decision.reason = form.reason;
    decision.signer = {signer.person.str(), signer.name, change.at, form.interest};
    decision.re_review = form.re_review;
    const rca::SigningPolicy policy{now.planner.person.str(), separate_signer_};
    auto problems = now.decisions.check(decision, now.sheet, now.ratings, policy);
    if (!signer.name.empty()) check_name(problems, "signer.name", signer.name);
    const bool against = decision.decided != decision.proposed;
    // That a second person is missing is what waiting means.
    if (against) std::erase_if(problems, [](const rca::Problem& one) { return one.field == "override"; });
    if (!problems.empty()) return refusal(std::move(problems));
    if (against) {
      change.pending.emplace(PendingOverride{decision.decided, decision.reason, decision.basis, decision.signer, decision.re_review});
      return {Outcome::waiting, id, {}, std::nullopt};
    }
    change.add(rca::payload_of(decision, change.salt), signer.person, texts_of(decision));
    if (now.pending) change.pending.emplace(std::nullopt);
    return {};
  });
}

base::Result<CaseAct> CaseBook::second(const std::string& id, const CaseActor& second, const std::string& interest, const std::string& reason,
                                       const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    auto decision = rca::proposal(now.sheet, now.ratings, now.decisions);
    if (!now.pending || now.pending->basis != decision.basis) return {Outcome::conflict, id, {}, now};
    decision.decided = now.pending->decided;
    decision.reason = now.pending->reason;
    decision.signer = now.pending->first;
    decision.re_review = now.pending->re_review;
    decision.against_rule = rca::Override{{second.person.str(), second.name, change.at, interest}, reason};
    const rca::SigningPolicy policy{now.planner.person.str(), separate_signer_};
    auto problems = now.decisions.check(decision, now.sheet, now.ratings, policy);
    if (!second.name.empty()) check_name(problems, "override.second.name", second.name);
    if (!problems.empty()) return refusal(std::move(problems));
    change.add(rca::payload_of(decision, change.salt), base::PersonId(decision.signer.person), texts_of(decision));
    change.pending.emplace(std::nullopt);
    return {};
  });
}

base::Result<CaseAct> CaseBook::withdraw(const std::string& id) {
  return act(id, "", [](const RcaCase& now, Change& change) -> CaseAct {
    if (now.pending) change.pending.emplace(std::nullopt);
    return {};
  });
}

}  // namespace preceptor::web
