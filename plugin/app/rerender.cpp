#include "plugin/app/rerender.hpp"

#include <algorithm>
#include <utility>

#include "core/base/json.hpp"
#include "xapi/superseding.hpp"
#include "xapi/voiding.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;
using record::Rendering;

namespace {

constexpr std::size_t kAtOnce = 50;
constexpr std::int64_t kProgressAfter = 1000;

// Members that differ, by name.
void count_parts(const std::string& before, const std::string& now, std::map<std::string, std::int64_t>& parts) {
  const auto a = base::parse_json(before), b = base::parse_json(now);
  if (!a || !b) return;
  for (const auto& [name, value] : a->items())
    if (!b->contains(name) || (*b)[name] != value) ++parts[name];
  for (const auto& [name, value] : b->items())
    if (!a->contains(name)) ++parts[name];
}

}  // namespace

std::int64_t RerenderTold::superseded() const {
  std::int64_t sum = 0;
  for (const auto& [name, count] : changed) sum += count;
  return sum;
}

Rerender::Rerender(Site& site) : site_(site), maker_(site) {}

Result<RerenderTold> Rerender::run(const xapi::WalkFilter& filter, bool dry_run, const std::function<bool(std::int64_t)>& progress) {
  RerenderTold told;
  Status done;
  const Status walked = site_.store().walk_in_force(filter, [&](const xapi::StatementInForce& statement) {
    ++told.looked_at;
    done = look_at(statement, dry_run, told);
    if (done && waiting_.size() >= kAtOnce) done = commit();
    if (done && progress && told.looked_at % kProgressAfter == 0 && !progress(told.looked_at)) done = fail(Code::command_cancelled);
    return done.has_value();
  });
  if (!walked) return fail(walked.error());
  if (done) done = commit();
  if (!done) return fail(done.error());
  return told;
}

Status Rerender::commit() {
  if (waiting_.empty()) return {};
  ports::UnitOfWork work;
  work.events = std::exchange(waiting_, {});
  return site_.store().commit(work);
}

Result<std::optional<Rendering>> Rerender::render(StatementMaker::Source& source, const std::string& template_name, int version) {
  auto made = maker_.make(source, version);
  if (!made) return fail(made.error());
  if (!*made) return std::optional<Rendering>();
  const auto found = std::ranges::find(**made, template_name, &Rendering::template_name);
  if (found == (*made)->end()) return std::optional<Rendering>();
  return std::optional(std::move(*found));
}

Status Rerender::look_at(const xapi::StatementInForce& old, bool dry_run, RerenderTold& told) {
  auto source = maker_.source_of(old.event);
  if (!source) return fail(source.error());
  const auto today = render(*source, old.template_name, old.version);
  if (!today) return fail(today.error());
  if (!*today) {
    ++told.unmakeable;
    return {};
  }
  const auto before = old.signature.empty() ? Result<std::string>(old.body) : xapi::without_signature(old.body);
  if (!before) return fail(before.error());
  const bool sign = maker_.sign() && xapi::is_signed_kind(old.template_name);
  const bool was_signed = !old.signature.empty();
  if (sign == was_signed && (*today)->body == *before) return {};
  ++told.changed[old.template_name];
  count_parts(*before, (*today)->body, told.parts);
  if (sign != was_signed) ++told.parts["signature"];
  if (dry_run) return {};
  auto made = render(*source, old.template_name, old.version + 1);
  if (!made) return fail(made.error());
  if (!*made) return fail(Code::internal, "a statement is made in one version and not in the next");
  auto event = superseding(*source, old, std::move(**made));
  if (!event) return fail(event.error());
  waiting_.push_back(std::move(*event));
  return {};
}

Result<ports::NewEvent> Rerender::superseding(const StatementMaker::Source& source, const xapi::StatementInForce& old, Rendering made) {
  std::vector<Rendering> renderings{std::move(made)};
  if (Status signed_too = xapi::sign_renderings(renderings, maker_.sign()); !signed_too) return fail(signed_too.error());
  renderings[0].supersedes = old.id;
  ports::NewEvent out;
  record::Event& event = out.event;
  event.stream_kind = "site";   // nobody folds it
  event.stream_id = xapi::superseding_stream(source.event);
  event.seq = source.last.stream_id == event.stream_id ? source.last.seq + 1 : 1;
  event.registration = source.event.registration;
  event.person = source.event.person;   // erased with her
  event.recorded_at = site_.clock().now();
  event.at = record::next_time(event.recorded_at, source.last.at);
  event.payload = xapi::payload_of({source.event.stream_id, source.event.seq, std::string(record::type_name(source.event.payload)), source.unit_id, source.activity_id,
                                    old.template_name, old.id, renderings[0].id});
  auto voiding = xapi::render_voiding(event, source.registration, old.id, site_.activity_base());
  if (!voiding) return fail(voiding.error());
  renderings.insert(renderings.begin(), std::move(*voiding));
  out.renderings = std::move(renderings);
  return out;
}

}  // namespace preceptor::app
