#include "plugin/app/statement_maker.hpp"

#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "web/learner/facts.hpp"
#include "xapi/credit_statement.hpp"
#include "xapi/render.hpp"
#include "xapi/statement_kinds.hpp"
#include "xapi/superseding.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using record::Rendering;

namespace {

constexpr const char* kPseudonymKey = "pseudonyms.key";
constexpr const char* kPseudonymPurpose = "pseudonyms";
constexpr std::size_t kPseudonymBytes = 32;
constexpr std::string_view kPseudonymSpace = "6f6a6c0e-7a3b-4d8e-8b1d-5f0c9f6f2a41";   // drawn once at random
constexpr const char* kPseudonymised = "pseudonymised";

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

}  // namespace

Result<Pseudonyms> Pseudonyms::open(Site& site) {
  auto stored = site.store().site_value(kPseudonymKey);
  if (!stored) return fail(stored.error());
  if (!*stored) {
    const auto kept = site.store().site_value_once(kPseudonymKey, site.sealer().seal(kPseudonymPurpose, base::random_bytes(kPseudonymBytes)));
    if (!kept) return fail(kept.error());
    *stored = *kept;
  }
  auto key = site.sealer().open(kPseudonymPurpose, **stored);
  if (!key) return fail(Code::key_unreadable, "the key of pseudonyms was sealed under another site key: put that key file back");
  return Pseudonyms(std::move(*key));
}

std::string Pseudonyms::person(const base::PersonId& person) const {
  return base::sha256_hex(base::hmac_sha256(key_, "person/" + person.str())).substr(0, 32);
}

std::string Pseudonyms::registration(const std::string& stream_id) const {
  return base::uuid_v5(kPseudonymSpace, base::sha256_hex(base::hmac_sha256(key_, "registration/" + stream_id)));
}

std::string Pseudonyms::within(const std::string& case_id, const base::PersonId& person) const {
  return base::sha256_hex(base::hmac_sha256(key_, "case/" + case_id + "/" + person.str())).substr(0, 32);
}

StatementMaker::StatementMaker(Site& site) : site_(site), credit_(site.credit_deps()), units_(site.store()) {}

Result<StatementMaker::Source> StatementMaker::source_of(const std::string& text) {
  auto event = record::event_from_json(text);
  if (!event) return fail(event.error());
  Source source{*event, *event, {}, {}, {}};
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

StatementMaker::Made StatementMaker::make(Source& source, int version, const Pseudonyms* names) {
  const auto person = site_.store().load_person(source.event.person);
  if (!person) return fail(person.error());
  if (!*person || (*person)->subject.empty()) return std::optional<std::vector<Rendering>>();
  source.registration = names ? names->registration(source.event.stream_id) : source.event.stream_id;
  return source.event.stream_kind == "attempt" ? make_attempt(source, **person, version, names) : make_account(source, **person, version, names);
}

StatementMaker::Made StatementMaker::make_attempt(Source& source, const ports::Person& person, int version, const Pseudonyms* names, std::string_view kind) {
  const auto row = site_.store().load_attempt(source.event.registration, base::AttemptId(source.event.stream_id));
  if (!row) return fail(row.error());
  const auto registration = site_.store().load_registration(source.event.registration);
  if (!registration) return fail(registration.error());
  if (!*row || !*registration) return std::optional<std::vector<Rendering>>();
  const auto unit = units_.by_hash((*row)->content);
  if (!unit) return fail(unit.error());
  if (!*unit) return std::optional<std::vector<Rendering>>();
  source.unit_id = (*row)->unit_id;
  xapi::RenderContext context;
  context.activity_base = site_.activity_base();
  context.unit = unit->get();
  context.version = version;
  context.attempt_name = source.registration;
  if (names) {
    context.audience = kPseudonymised;
    context.actor_home_page = site_.activity_base();
    context.actor_name = names->person(person.id);
  } else {
    const web::Facts facts = web::facts_from_json((*row)->launch_json);
    context.actor_home_page = (*registration)->actor_home_page.empty() ? (*registration)->issuer : (*registration)->actor_home_page;
    context.actor_name = person.subject;
    context.platform = facts.platform;
    context.registration_id = source.event.registration.str();
    context.context_id = (*row)->context_id;
    context.context_title = facts.context_title;
  }
  if (!kind.empty()) {
    context.kind = kind;
    context.audience = xapi::inside_audience(context.audience, kind);
  }
  auto made = xapi::render(source.event, context);
  if (!made) return fail(made.error());
  return std::optional(std::move(*made));
}

StatementMaker::Made StatementMaker::make_account(Source& source, const ports::Person& person, int version, const Pseudonyms* names) {
  const auto of = activity_of(source.event);
  if (!of) return fail(of.error());
  if (of->first.empty()) return std::optional(std::vector<Rendering>());   // of no credit: no statement
  const auto stored = site_.store().by_hash(of->second);
  if (!stored) return fail(stored.error());
  const std::string home_page = credit_.actor_home_page(person.platform);
  if (!*stored || home_page.empty()) return std::optional<std::vector<Rendering>>();
  const auto activity = credit::activity_from_json((*stored)->json);
  if (!activity) return fail(activity.error());
  source.activity_id = of->first;
  xapi::CreditContext context{site_.activity_base(), home_page, person.subject, activity->title, activity->language, &credit_.rules};
  context.version = version;
  context.account_name = source.registration;
  if (names) {
    context.audience = kPseudonymised;
    context.actor_home_page = site_.activity_base();
    context.actor_name = names->person(person.id);
  }
  auto made = xapi::render_credit(source.event, context);
  if (!made) return fail(made.error());
  return std::optional(std::move(*made));
}

}  // namespace preceptor::app
