#include "plugin/app/pseudonymiser.hpp"

#include <algorithm>
#include <utility>

#include "xapi/superseding.hpp"
#include "xapi/voiding.hpp"

namespace preceptor::app {

using base::fail;
using base::Result;
using base::Status;
using record::Rendering;

namespace {

constexpr int kStretch = 100;   // positions

// Of every event that may have a statement, and of what superseded one.
const std::vector<std::string>& types_with_statements() {
  static const std::vector<std::string> types = [] {
    std::vector<std::string> all{xapi::Superseded::kType};
    for (const xapi::StatementKind& kind : xapi::statement_kinds())
      for (const std::string_view type : kind.types)
        if (!type.ends_with('_')) all.emplace_back(type);
    return all;
  }();
  return types;
}

bool is_made_of(const record::Event& made, const record::Event& of) {
  const auto* other = std::get_if<record::Other>(&made.payload);
  if (!other || other->type != xapi::kPseudonymised) return false;
  const auto payload = xapi::superseded_from_json(other->json);
  return payload && payload->stream_id == of.stream_id && payload->seq == of.seq;
}

// The statement that the newest of them put in force.
base::StatementId in_force(const std::vector<record::Event>& earlier) {
  if (earlier.empty()) return {};
  const auto* other = std::get_if<record::Other>(&earlier.back().payload);
  const auto payload = other ? xapi::superseded_from_json(other->json) : Result<xapi::Superseded>(fail(base::Code::json_malformed));
  return payload ? payload->new_id : base::StatementId();
}

}  // namespace

Pseudonymiser::Pseudonymiser(Site& site) : site_(site), maker_(site) {}

Result<bool> Pseudonymiser::anything_to_do() {
  const auto rows = site_.store().list_lrs();
  if (!rows) return fail(rows.error());
  if (std::ranges::none_of(*rows, [](const xapi::LrsRow& row) { return row.enabled && row.pseudonymised(); })) return false;
  return site_.store().anything_waiting(pseudonymised_audience());
}

Result<bool> Pseudonymiser::step(const ports::Lease& lease) {
  const auto names = Pseudonyms::open(site_);
  if (!names) return fail(names.error());
  const auto batch = site_.store().next_events(pseudonymised_audience(), types_with_statements(), kStretch);
  if (!batch) return fail(batch.error());
  if (!*batch) return false;
  ports::UnitOfWork work;
  for (const xapi::SealedEvent& sealed : (*batch)->events) {
    auto made = event_for(sealed.json, *names);
    if (!made) return fail(made.error());
    if (*made) work.events.push_back(std::move(**made));
  }
  if (!work.events.empty()) {
    if (Status done = site_.store().commit(work); !done) return fail(done.error());
  }
  if (Status settled = site_.store().settle(pseudonymised_audience(), lease, (*batch)->registration, (*batch)->through, {}, std::nullopt); !settled) return fail(settled.error());
  return true;
}

Result<std::optional<ports::NewEvent>> Pseudonymiser::event_for(const std::string& text, const Pseudonyms& names) {
  using None = std::optional<ports::NewEvent>;
  auto source = maker_.source_of(text);
  if (!source) return fail(source.error());
  ports::NewEvent out;
  record::Event& event = out.event;
  event.stream_kind = "site";   // nobody folds it
  event.stream_id = xapi::pseudonymising_stream(source->event);
  event.registration = source->event.registration;
  event.person = source->event.person;   // erased with her
  // What was superseded is left to what superseded it.
  const auto later = site_.store().load_events(event.registration, xapi::superseding_stream(source->event));
  if (!later) return fail(later.error());
  if (!later->empty() && record::event_id(later->back()) != record::event_id(source->last)) return None();
  const auto earlier = site_.store().load_events(event.registration, event.stream_id);
  if (!earlier) return fail(earlier.error());
  if (std::ranges::any_of(*earlier, [&](const record::Event& one) { return is_made_of(one, source->last); })) return None();
  auto made = maker_.make(*source, 0, &names);
  if (!made) return fail(made.error());
  if (!*made || (*made)->empty()) return None();
  const base::StatementId old_id = in_force(*earlier);
  if (!earlier->empty()) {   // another version is another id
    made = maker_.make(*source, (*made)->front().version + static_cast<int>(earlier->size()), &names);
    if (!made) return fail(made.error());
    if (!*made || (*made)->empty()) return None();
  }
  std::vector<Rendering> renderings = std::move(**made);
  if (Status signed_too = xapi::sign_renderings(renderings, maker_.sign()); !signed_too) return fail(signed_too.error());
  event.seq = static_cast<std::int64_t>(earlier->size()) + 1;
  event.recorded_at = site_.clock().now();
  event.at = record::next_time(event.recorded_at, earlier->empty() ? source->last.at : earlier->back().at);
  event.payload = xapi::pseudonymised_payload({source->last.stream_id, source->last.seq, std::string(record::type_name(source->event.payload)), source->unit_id,
                                               source->activity_id, renderings.front().template_name, old_id, renderings.front().id});
  if (!old_id.empty()) {
    renderings.front().supersedes = old_id;
    auto voiding = xapi::render_voiding(event, source->registration, old_id, site_.activity_base(), renderings.front().audience);
    if (!voiding) return fail(voiding.error());
    renderings.insert(renderings.begin(), std::move(*voiding));
  }
  out.renderings = std::move(renderings);
  return None(std::move(out));
}

Status Site::open_audience(const xapi::LrsRow& row) {
  if (!row.pseudonymised()) return {};
  const auto rows = store_->list_lrs();
  if (!rows) return fail(rows.error());
  if (std::ranges::any_of(*rows, [](const xapi::LrsRow& one) { return one.pseudonymised(); })) return {};
  if (Status gone = store_->forget_destination(pseudonymised_audience()); !gone) return gone;
  return store_->open_destination(pseudonymised_audience(), false);
}

}  // namespace preceptor::app
