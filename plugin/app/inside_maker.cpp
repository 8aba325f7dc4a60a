#include "plugin/app/inside_maker.hpp"

#include <algorithm>
#include <utility>

#include "core/base/json.hpp"
#include "xapi/inside_statement.hpp"
#include "xapi/superseding.hpp"

namespace preceptor::app {

using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr int kInsideStretch = 100;   // positions

std::vector<std::string> types_of(std::string_view kind) {
  if (kind == xapi::kBurdenKind) return {"question_answered", xapi::SurveySubmitted::kType};
  return {"question_answered", "rca_rated", "rca_decided"};
}

record::Other made_payload(const StatementMaker::Source& source, const InsideAudience& audience) {
  const base::Json json = {{"audience", audience.name()}, {"kind", audience.kind}, {"stream_id", source.event.stream_id}, {"seq", source.event.seq},
                           {"type", record::type_name(source.event.payload)}, {"unit_id", source.unit_id}};
  return {record::kStatementsMade, base::canonical_json(json)};
}

bool wants(const xapi::LrsRow& row, const std::string& audience) {
  return std::ranges::any_of(inside_audiences(row), [&](const InsideAudience& one) { return one.name() == audience; });
}

}  // namespace

std::string InsideAudience::name() const { return xapi::inside_audience(pseudonymised ? "pseudonymised" : "identified", kind); }

std::vector<InsideAudience> inside_audiences(const xapi::LrsRow& row) {
  std::vector<InsideAudience> out;
  for (const xapi::StatementKind& kind : xapi::statement_kinds())
    if (!kind.on && row.filter.kind_on(kind.name)) out.push_back({row.pseudonymised(), kind.name});
  return out;
}

InsideMaker::InsideMaker(Site& site) : site_(site), maker_(site) {}

Result<std::optional<InsideAudience>> InsideMaker::next() {
  const auto rows = site_.store().list_lrs();
  if (!rows) return fail(rows.error());
  for (const xapi::LrsRow& row : *rows) {
    if (!row.enabled) continue;
    for (const InsideAudience& audience : inside_audiences(row)) {
      const auto waits = site_.store().anything_waiting(audience.cursor());
      if (!waits) return fail(waits.error());
      if (*waits) return std::optional(audience);
    }
  }
  return std::optional<InsideAudience>();
}

Result<bool> InsideMaker::anything_to_do() {
  const auto found = next();
  if (!found) return fail(found.error());
  return found->has_value();
}

Result<bool> InsideMaker::step(const ports::Lease& lease) {
  const auto audience = next();
  if (!audience) return fail(audience.error());
  if (!*audience) return false;
  const auto names = Pseudonyms::open(site_);
  if (!names) return fail(names.error());
  const auto batch = site_.store().next_events((*audience)->cursor(), types_of((*audience)->kind), kInsideStretch);
  if (!batch) return fail(batch.error());
  if (!*batch) return false;
  ports::UnitOfWork work;
  for (const xapi::SealedEvent& sealed : (*batch)->events) {
    auto made = event_for(sealed.json, **audience, *names);
    if (!made) return fail(made.error());
    if (*made) work.events.push_back(std::move(**made));
  }
  if (!work.events.empty()) {
    if (Status done = site_.store().commit(work); !done) return fail(done.error());
  }
  if (Status settled = site_.store().settle((*audience)->cursor(), lease, (*batch)->registration, (*batch)->through, {}, std::nullopt); !settled) return fail(settled.error());
  return true;
}

Result<std::optional<ports::NewEvent>> InsideMaker::event_for(const std::string& text, const InsideAudience& audience, const Pseudonyms& names) {
  using None = std::optional<ports::NewEvent>;
  auto source = maker_.source_of(text);
  if (!source) return fail(source.error());
  ports::NewEvent out;
  record::Event& event = out.event;
  event.stream_kind = "site";   // nobody folds it
  event.stream_id = xapi::audience_stream(source->event, audience.name());
  event.registration = source->event.registration;
  event.person = source->event.person;   // erased with her
  const auto earlier = site_.store().load_events(event.registration, event.stream_id);
  if (!earlier) return fail(earlier.error());
  if (!earlier->empty()) return None();   // made once: a taking back after it changes nothing
  auto made = maker_.make_inside(*source, audience.kind, audience.pseudonymised, names);
  if (!made) return fail(made.error());
  if (!*made || (*made)->empty()) return None();
  event.recorded_at = site_.clock().now();
  event.at = record::next_time(event.recorded_at, source->event.at);
  event.payload = made_payload(*source, audience);
  out.renderings = std::move(**made);
  return None(std::move(out));
}

// In front of the change: what nobody had on before begins with what is recorded from now on.
Status Site::open_inside(const xapi::LrsRow& row, bool asked) {
  const auto rows = store_->list_lrs();
  if (!rows) return fail(rows.error());
  for (const InsideAudience& audience : inside_audiences(row)) {
    // Another store that is switched off meanwhile has its statements made later; this one is not to get what was before its own beginning.
    const bool had = std::ranges::any_of(*rows, [&](const xapi::LrsRow& one) { return (one.enabled || one.name == row.name) && wants(one, audience.name()); });
    const auto open = store_->has_destination(audience.cursor());
    if (!open) return fail(open.error());
    // A filter that an earlier version kept and did nothing for begins when somebody asks for it again, not by itself.
    if (had && (*open || !asked)) continue;
    if (Status gone = store_->forget_destination(audience.cursor()); !gone) return gone;
    if (Status begun = store_->open_destination(audience.cursor(), false); !begun) return begun;
  }
  return {};
}

}  // namespace preceptor::app
