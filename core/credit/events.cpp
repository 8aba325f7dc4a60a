#include "core/credit/events.hpp"

#include <iterator>

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/json_parts.hpp"

namespace preceptor::credit {
namespace {

using base::Json;
using base::JsonReader;
using Problem = JsonProblem;

// The name space of credit's streams, made once (RFC 4122 4.3).
constexpr std::string_view kStreams = "6b0f3c1e-7a44-4f0e-9a7b-2d5f1c8e9b63";
constexpr std::string_view kReadiness[] = {"ready", "held", "elsewhere"};   // by Readiness
constexpr std::int64_t kMostCount = 1'000'000;
constexpr std::int64_t kLongestTime = std::int64_t{1} << 50;

void put_span(Json& json, const char* name, const std::optional<base::Milliseconds>& span) {
  if (span) json[name] = span->count();
}
std::optional<base::Milliseconds> get_span(JsonReader& in, const char* name) {
  if (const auto ms = in.optional_integer(name, 0, kLongestTime)) return base::Milliseconds(*ms);
  return std::nullopt;
}
int get_count(JsonReader& in, const char* name) { return static_cast<int>(in.integer(name, 0, kMostCount)); }
GrantState get_state(JsonReader& in, const char* name) {
  const auto state = grant_state_named(in.text(name));
  if (!state) in.refuse(name, "not a state of a grant");
  return state.value_or(GrantState::issued);
}

Json payload_json(const UnitCounted& p) {
  Json json = {{"activity_id", p.activity_id},
               {"activity", p.activity.str()},
               {"unit_id", p.unit_id},
               {"unit", p.unit.str()},
               {"attempt", p.attempt.str()},
               {"registration", p.registration.str()},
               {"minutes", p.minutes},
               {"opened_at", base::format_rfc3339(p.opened_at)},
               {"completed_at", base::format_rfc3339(p.completed_at)},
               {"date", base::format_date(p.date)},
               {"disclosure", p.disclosure},
               {"raw", p.raw},
               {"max", p.max},
               {"has_score", p.has_score},
               {"pass_percent", p.pass_percent},
               {"tested_out", p.tested_out},
               {"past_review", p.past_review},
               {"rationale", p.rationale},
               {"citations", p.citations},
               {"evaluated", p.evaluated}};
  put_time(json, "activity_at", p.activity_at);
  put_time(json, "disclosure_at", p.disclosure_at);
  put_time(json, "content_at", p.content_at);
  put_time(json, "standard_at", p.standard_at);
  put_span(json, "active_ms", p.active);
  if (p.from_records) json["from_records"] = true;   // older events do not have it
  return json;
}
void read_payload(JsonReader& in, UnitCounted& p, Problem&) {
  p.activity_id = in.text("activity_id");
  p.activity = base::ContentHash(in.text("activity"));
  p.activity_at = get_time_if_there(in, "activity_at");
  p.unit_id = in.text("unit_id");
  p.unit = base::ContentHash(in.text("unit"));
  p.attempt = base::AttemptId(in.text("attempt"));
  p.registration = base::RegistrationId(in.text("registration"));
  p.minutes = get_count(in, "minutes");
  p.opened_at = get_time(in, "opened_at");
  p.completed_at = get_time(in, "completed_at");
  p.date = get_day(in, "date");
  p.disclosure_at = get_time_if_there(in, "disclosure_at");
  p.disclosure = in.text("disclosure");
  p.content_at = get_time_if_there(in, "content_at");
  p.raw = get_count(in, "raw");
  p.max = get_count(in, "max");
  p.has_score = in.boolean("has_score");
  p.pass_percent = static_cast<int>(in.integer("pass_percent", 0, 100));
  p.standard_at = get_time_if_there(in, "standard_at");
  p.tested_out = in.boolean("tested_out");
  p.past_review = in.boolean("past_review");
  p.rationale = in.boolean("rationale");
  p.citations = in.boolean("citations");
  p.evaluated = in.boolean("evaluated");
  p.active = get_span(in, "active_ms");
  p.from_records = in.optional_boolean("from_records").value_or(false);
}

Json payload_json(const CycleCounted& p) {
  return {{"activity_id", p.activity_id}, {"activity", p.activity.str()}, {"question_id", p.question_id},          {"resources", p.resources},
          {"applied", p.applied},         {"at", base::format_rfc3339(p.at)}, {"date", base::format_date(p.date)}};
}
void read_payload(JsonReader& in, CycleCounted& p, Problem&) {
  p.activity_id = in.text("activity_id");
  p.activity = base::ContentHash(in.text("activity"));
  p.question_id = in.text("question_id");
  p.resources = get_count(in, "resources");
  p.applied = in.boolean("applied");
  p.at = get_time(in, "at");
  p.date = get_day(in, "date");
}

Json payload_json(const ProfessionTold& p) { return {{"profession", p.profession}}; }
void read_payload(JsonReader& in, ProfessionTold& p, Problem&) { p.profession = in.text("profession"); }

Json payload_json(const ProfileSaved& p) { return {{"fields", p.fields}, {"by", p.by}}; }
void read_payload(JsonReader& in, ProfileSaved& p, Problem&) {
  p.fields = in.texts("fields");
  p.by = in.text("by");
}

Json payload_json(const IdentifiersAsked& p) { return {{"ccid", p.ccid}, {"fields", p.fields}, {"known", p.known}}; }
void read_payload(JsonReader& in, IdentifiersAsked& p, Problem&) {
  p.ccid = in.text("ccid");
  p.fields = in.texts("fields");
  p.known = in.texts("known");
}

Json payload_json(const PermissionGiven& p) { return {{"kind", p.kind}, {"wording", p.wording}}; }
void read_payload(JsonReader& in, PermissionGiven& p, Problem&) {
  p.kind = in.text("kind");
  p.wording = in.text("wording");
}

Json payload_json(const PermissionWithdrawn& p) { return {{"kind", p.kind}}; }
void read_payload(JsonReader& in, PermissionWithdrawn& p, Problem&) { p.kind = in.text("kind"); }

Json payload_json(const CreditClaimed& p) {
  Json json = {{"activity_id", p.activity_id}, {"system", p.system}, {"amount", format(p.amount)}, {"activity", p.activity.str()},
               {"rules", p.rules},             {"attestation", p.attestation}, {"attempts", p.attempts}};
  put_span(json, "own_time_ms", p.own_time);
  return json;
}
void read_payload(JsonReader& in, CreditClaimed& p, Problem&) {
  p.activity_id = in.text("activity_id");
  p.system = in.text("system");
  p.amount = get_amount(in, "amount");
  p.activity = base::ContentHash(in.text("activity"));
  p.rules = in.text("rules");
  p.attestation = in.text("attestation");
  p.own_time = get_span(in, "own_time_ms");
  p.attempts = in.texts("attempts");
}

Json payload_json(const CreditGranted& p) { return {{"grant", json_of(p.grant)}}; }
void read_payload(JsonReader& in, CreditGranted& p, Problem& problem) {
  JsonReader grant(in.object("grant"), in.path_of("grant"), problem);
  p.grant = get_grant(grant, problem);
  grant.finish();
}

Json payload_json(const CreditMoved& p) {
  Json json = {{"ccid", p.ccid}, {"from", std::string(name(p.from))}, {"to", std::string(name(p.to))}, {"reason", p.reason}, {"by", p.by}};
  if (!p.batch.empty()) json["batch"] = p.batch;
  return json;
}
void read_payload(JsonReader& in, CreditMoved& p, Problem&) {
  p.ccid = in.text("ccid");
  p.from = get_state(in, "from");
  p.to = get_state(in, "to");
  p.reason = in.text("reason");
  p.by = in.text("by");
  p.batch = in.text_or_empty("batch");
}

Json payload_json(const CreditValidated& p) {
  Json findings = Json::array();
  for (const auto& one : p.findings) findings.push_back({{"rule", one.rule}, {"field", one.field}, {"key", one.key}, {"value", one.value}});
  return {{"ccid", p.ccid}, {"readiness", std::string(name(p.readiness))}, {"findings", std::move(findings)}, {"by", p.by}};
}
void read_payload(JsonReader& in, CreditValidated& p, Problem& problem) {
  p.ccid = in.text("ccid");
  const auto readiness = readiness_named(in.text("readiness"));
  if (!readiness) in.refuse("readiness", "not one of ready, held, elsewhere");
  p.readiness = readiness.value_or(Readiness::held);
  each_entry(in, "findings", problem, [&](JsonReader& one) {
    CreditValidated::Finding finding;
    finding.rule = one.text("rule");
    finding.field = one.text("field");
    finding.key = one.text("key");
    finding.value = one.text_or_empty("value");
    p.findings.push_back(std::move(finding));
  });
  p.by = in.text("by");
}

Json payload_json(const ActivityNumbered& p) { return {{"accme_activity_id", p.accme_activity_id}, {"by", p.by}}; }
void read_payload(JsonReader& in, ActivityNumbered& p, Problem&) {
  p.accme_activity_id = in.text("accme_activity_id");
  p.by = in.text("by");
}

Json payload_json(const RuleEnabled& p) { return {{"what", p.what}, {"on", p.on}, {"by_name", p.by_name}, {"by", p.by}}; }
void read_payload(JsonReader& in, RuleEnabled& p, Problem&) {
  p.what = in.text("what");
  p.on = in.boolean("on");
  p.by_name = in.text("by_name");
  p.by = in.text("by");
}

}  // namespace

std::string ledger_stream(const base::PersonId& person, std::string_view activity_id) {
  return base::uuid_v5(kStreams, "ledger/" + person.str() + "/" + std::string(activity_id));
}
std::string person_stream(const base::PersonId& person) { return base::uuid_v5(kStreams, "person/" + person.str()); }
std::string activity_stream(std::string_view activity_id) { return base::uuid_v5(kStreams, "activity/" + std::string(activity_id)); }
std::string validation_stream(std::string_view ccid) { return base::uuid_v5(kStreams, "validation/" + std::string(ccid)); }
std::string rules_stream() { return base::uuid_v5(kStreams, "rules"); }
std::string disclosure_hash(std::string_view text) { return text.empty() ? std::string() : base::sha256_hex(text); }

std::string_view name(Readiness readiness) { return kReadiness[static_cast<std::size_t>(readiness)]; }
std::optional<Readiness> readiness_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kReadiness); ++i)
    if (kReadiness[i] == name) return static_cast<Readiness>(i);
  return std::nullopt;
}

template <class T>
record::Other payload_of(const T& payload) {
  return {T::kType, base::canonical_json(payload_json(payload))};
}

template <class T>
base::Result<T> payload_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kCreditLimits);
  if (!json) return base::fail(json.error());
  Problem problem;
  JsonReader in(*json, "", problem);
  T payload;
  read_payload(in, payload, problem);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, std::string(T::kType) + ": " + *problem);
  return payload;
}

#define PRECEPTOR_CREDIT_EVENT(Type)                   \
  template record::Other payload_of(const Type&);      \
  template base::Result<Type> payload_from_json<Type>(std::string_view)
PRECEPTOR_CREDIT_EVENT(UnitCounted);
PRECEPTOR_CREDIT_EVENT(CycleCounted);
PRECEPTOR_CREDIT_EVENT(ProfessionTold);
PRECEPTOR_CREDIT_EVENT(ProfileSaved);
PRECEPTOR_CREDIT_EVENT(IdentifiersAsked);
PRECEPTOR_CREDIT_EVENT(PermissionGiven);
PRECEPTOR_CREDIT_EVENT(PermissionWithdrawn);
PRECEPTOR_CREDIT_EVENT(CreditClaimed);
PRECEPTOR_CREDIT_EVENT(CreditGranted);
PRECEPTOR_CREDIT_EVENT(CreditMoved);
PRECEPTOR_CREDIT_EVENT(CreditValidated);
PRECEPTOR_CREDIT_EVENT(ActivityNumbered);
PRECEPTOR_CREDIT_EVENT(RuleEnabled);
#undef PRECEPTOR_CREDIT_EVENT

}  // namespace preceptor::credit
