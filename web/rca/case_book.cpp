#include "web/rca/case_book.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"
#include "web/rca/case_change.hpp"
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

std::string remembered(const CaseAct& act) { return std::string(act.outcome == Outcome::waiting ? "waiting" : "done") + " " + act.id; }

CaseAct recalled(const std::string& place) {
  const auto space = std::min(place.find(' '), place.size());
  CaseAct act;
  act.outcome = place.starts_with("waiting") ? Outcome::waiting : Outcome::done;
  act.id = place.substr(std::min(space + 1, place.size()));
  return act;
}

}  // namespace

CaseAct case_refusal(std::vector<rca::Problem> problems) { return {Outcome::refused, {}, std::move(problems), std::nullopt}; }

void check_case_name(std::vector<rca::Problem>& problems, const std::string& field, const std::string& name) { rca::check_text(problems, field, name, true); }

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
  if (!planner.name.empty()) check_case_name(problems, "planner", planner.name);
  rca::check_text(problems, "title", start.title, true);
  if (!problems.empty()) return case_refusal(std::move(problems));
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

}  // namespace preceptor::web
