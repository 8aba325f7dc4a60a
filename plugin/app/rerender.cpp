#include "plugin/app/rerender.hpp"

#include <algorithm>
#include <utility>

#include "core/base/json.hpp"
#include "core/credit/events.hpp"
#include "web/learner/facts.hpp"
#include "xapi/credit_statement.hpp"
#include "xapi/render.hpp"
#include "xapi/superseding.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;
using record::Rendering;

namespace {

constexpr std::size_t kAtOnce = 50;
constexpr std::int64_t kProgressAfter = 1000;

// The activity's version that a claim or a grant is of; empty: the event is of no credit.
Result<std::pair<std::string, base::ContentHash>> activity_of(const record::Event& event) {
  const auto* other = std::get_if<record::Other>(&event.payload);
  if (other && other->type == credit::CreditClaimed::kType) {
    const auto claimed = credit::payload_from_json<credit::CreditClaimed>(other->json);
    if (!claimed) return fail(claimed.error());
    return std::pair(claimed->activity_id, claimed->activity);
  }
  if (other && other->type == credit::CreditGranted::kType) {
    const auto granted = credit::payload_from_json<credit::CreditGranted>(other->json);
    if (!granted) return fail(granted.error());
    return std::pair(granted->grant.activity_id, granted->grant.activity);
  }
  return std::pair(std::string(), base::ContentHash());
}

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

Rerender::Rerender(Site& site) : site_(site), credit_(site.credit_deps()), units_(site.store()) {}

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

Result<Rerender::Source> Rerender::source_of(const xapi::StatementInForce& statement) {
  auto event = record::event_from_json(statement.event);
  if (!event) return fail(event.error());
  Source source{*event, *event, {}, {}};
  const auto* other = std::get_if<record::Other>(&event->payload);
  if (!other || other->type != xapi::Superseded::kType) return source;
  const auto before = xapi::superseded_from_json(other->json);
  if (!before) return fail(before.error());
  const auto events = site_.store().load_events(event->registration, before->stream_id);
  if (!events) return fail(events.error());
  const auto found = std::ranges::find(*events, before->seq, &record::Event::seq);
  if (found == events->end()) return fail(Code::store_failed, "the event of a superseded statement is not in the record");
  source.event = *found;
  return source;
}

Result<std::vector<Rendering>> Rerender::render_attempt(Source& source, const ports::Person& person, int version, bool& known) {
  const auto row = site_.store().load_attempt(source.event.registration, base::AttemptId(source.event.stream_id));
  if (!row) return fail(row.error());
  const auto registration = site_.store().load_registration(source.event.registration);
  if (!registration) return fail(registration.error());
  if (!*row || !*registration) return std::vector<Rendering>();
  const auto unit = units_.by_hash((*row)->content);
  if (!unit) return fail(unit.error());
  if (!*unit) return std::vector<Rendering>();
  known = true;
  source.unit_id = (*row)->unit_id;
  const web::Facts facts = web::facts_from_json((*row)->launch_json);
  xapi::RenderContext context;
  context.activity_base = site_.activity_base();
  context.actor_home_page = (*registration)->actor_home_page.empty() ? (*registration)->issuer : (*registration)->actor_home_page;
  context.actor_name = person.subject;
  context.platform = facts.platform;
  context.registration_id = source.event.registration.str();
  context.context_id = (*row)->context_id;
  context.context_title = facts.context_title;
  context.unit = unit->get();
  context.version = version;
  return xapi::render(source.event, context);
}

Result<std::vector<Rendering>> Rerender::render_account(Source& source, const ports::Person& person, int version, bool& known) {
  const auto of = activity_of(source.event);
  if (!of) return fail(of.error());
  const auto stored = site_.store().by_hash(of->second);
  if (!stored) return fail(stored.error());
  const std::string home_page = credit_.actor_home_page(person.platform);
  if (!*stored || home_page.empty()) return std::vector<Rendering>();
  const auto activity = credit::activity_from_json((*stored)->json);
  if (!activity) return fail(activity.error());
  known = true;
  source.activity_id = of->first;
  return xapi::render_credit(source.event, {site_.activity_base(), home_page, person.subject, activity->title, activity->language, &credit_.rules, version});
}

// The statement as it comes out today, unsigned; none where it cannot be made any more.
Result<std::optional<Rendering>> Rerender::render(Source& source, const std::string& template_name, int version) {
  const auto person = site_.store().load_person(source.event.person);
  if (!person) return fail(person.error());
  if (!*person || (*person)->subject.empty()) return std::optional<Rendering>();
  bool known = false;
  const bool attempt = source.event.stream_kind == "attempt";
  auto made = attempt ? render_attempt(source, **person, version, known) : render_account(source, **person, version, known);
  if (!made) return fail(made.error());
  const auto found = std::ranges::find(*made, template_name, &Rendering::template_name);
  if (!known || found == made->end()) return std::optional<Rendering>();
  return std::optional(std::move(*found));
}

Status Rerender::look_at(const xapi::StatementInForce& old, bool dry_run, RerenderTold& told) {
  auto source = source_of(old);
  if (!source) return fail(source.error());
  const auto today = render(*source, old.template_name, old.version);
  if (!today) return fail(today.error());
  if (!*today) {
    ++told.unmakeable;
    return {};
  }
  const auto before = old.signature.empty() ? Result<std::string>(old.body) : xapi::without_signature(old.body);
  if (!before) return fail(before.error());
  const bool sign = credit_.sign && xapi::is_signed_kind(old.template_name);
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

Result<ports::NewEvent> Rerender::superseding(const Source& source, const xapi::StatementInForce& old, Rendering made) {
  std::vector<Rendering> renderings{std::move(made)};
  if (Status signed_too = xapi::sign_renderings(renderings, credit_.sign); !signed_too) return fail(signed_too.error());
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
  auto voiding = xapi::render_voiding(event, source.event, old.id, site_.activity_base());
  if (!voiding) return fail(voiding.error());
  renderings.insert(renderings.begin(), std::move(*voiding));
  out.renderings = std::move(renderings);
  return out;
}

}  // namespace preceptor::app
