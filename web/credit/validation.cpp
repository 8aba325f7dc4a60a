#include "web/credit/validation.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/json_reader.hpp"
#include "web/credit/credit_impl.hpp"
#include "web/credit/finding_words.hpp"

namespace preceptor::web {
namespace {

using credit::CreditValidated;
using credit::Readiness;
using State = credit::GrantState;

constexpr int kMostOfPerson = 1000, kMostHeld = 1000;

// A row's body: what was said, since when, and under which rules and in which period it was asked last.
struct KeptValidation {
  Validated validated;
  std::string rules, period;
};

// Until when an answer stands by itself. The only day that changes what is ready is the end of a reporting window, which is a month's; what is held may wait for
// something that no event of ours tells, as the answer of a register. Not each day: every look into the vault is one more line on the learner's page.
std::string period_of(Readiness readiness, base::Date today) {
  if (readiness == Readiness::elsewhere) return {};   // whatever the day; these would grow with the years
  if (readiness == Readiness::ready) return base::format_date(today).substr(0, 7);
  return "week " + std::to_string(std::chrono::sys_days(today).time_since_epoch().count() / 7);
}

std::string body_of(const KeptValidation& kept) {
  base::Json body = {{"since", base::format_rfc3339(kept.validated.since)}, {"rules", kept.rules}, {"period", kept.period}};
  const auto said = base::parse_json(credit::payload_of(kept.validated.said).json);
  if (said) body["said"] = *said;
  return base::canonical_json(body);
}

base::Result<KeptValidation> read_body(const std::string& body) {
  const auto json = base::parse_json(body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "", problem);
  KeptValidation kept;
  const auto since = base::parse_rfc3339(in.text("since"));
  if (!since) in.refuse("since", "is no instant");
  kept.rules = in.text("rules");
  kept.period = in.text_or_empty("period");
  auto said = credit::payload_from_json<CreditValidated>(base::canonical_json(in.object("said")));
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, std::string(kValidationKind) + ": " + *problem);
  if (!said) return base::fail(said.error());
  kept.validated = {std::move(*said), *since};
  return kept;
}

base::Result<std::optional<KeptValidation>> kept_of(ports::ProjectionStore& rows, const std::string& ccid, std::int64_t* version = nullptr) {
  const auto row = rows.load_projection(kCreditSite, kValidationKind, ccid);
  if (!row) return base::fail(row.error());
  if (version != nullptr) *version = *row ? (*row)->version : 0;
  if (!*row) return std::optional<KeptValidation>();
  auto kept = read_body((*row)->body);
  if (!kept) return base::fail(kept.error());
  return std::optional(std::move(*kept));
}

CreditValidated said_of(const credit::Grant& grant, const std::vector<report::RowFinding>& findings, const std::string& by) {
  CreditValidated said;
  said.ccid = grant.ccid;
  said.by = by;
  said.readiness = report::routed(findings) ? Readiness::elsewhere : report::stops(findings) ? Readiness::held : Readiness::ready;
  for (const auto& one : findings)
    if (one.weight != report::Weight::warn) said.findings.push_back({one.rule, one.field, one.key, one.value});
  return said;
}

bool same_answer(const CreditValidated& one, const CreditValidated& other) { return one.readiness == other.readiness && one.findings == other.findings; }

}  // namespace

bool is_validated_in(State state) { return state == State::issued || state == State::queued; }

base::Result<std::optional<Validated>> validated(ports::ProjectionStore& rows, const std::string& ccid) {
  auto kept = kept_of(rows, ccid);
  if (!kept) return base::fail(kept.error());
  return *kept ? std::optional(std::move((*kept)->validated)) : std::nullopt;
}

base::Result<std::map<std::string, Validated>> validated_of(ports::ProjectionStore& rows, const base::PersonId& person) {
  const auto all = rows.projections_of_person(kValidationKind, person, kMostOfPerson);
  if (!all) return base::fail(all.error());
  std::map<std::string, Validated> made;
  for (const auto& row : *all) {
    auto kept = read_body(row.body);
    if (!kept) return base::fail(kept.error());
    made.emplace(row.id, std::move(kept->validated));
  }
  return made;
}

base::Result<std::vector<credit::Grant>> held_grants(ports::ProjectionStore& rows, ports::CreditStore& grants) {
  ports::ProjectionFilter filter;
  filter.kind = kValidationKind;
  filter.state = std::string(credit::name(Readiness::held));
  filter.registration = kCreditSite;
  filter.limit = kMostHeld;
  const auto held = rows.list_projections(filter);
  if (!held) return base::fail(held.error());
  std::vector<credit::Grant> made;
  for (const auto& row : *held) {
    const auto kept = read_body(row.body);
    if (!kept) return base::fail(kept.error());
    const auto permission = rows.load_projection(kCreditSite, kPermissionKind, row.person.str());   // also of somebody who was erased
    if (!permission) return base::fail(permission.error());
    if (is_unwanted(kept->validated.said) || (*permission && (*permission)->state == "withdrawn")) continue;
    auto grant = grants.load_grant(row.id);
    if (!grant) return base::fail(grant.error());
    if (*grant && ((*grant)->state == State::issued || (*grant)->state == State::queued)) made.push_back(std::move(**grant));
  }
  return made;
}

base::Result<std::vector<Validated>> validations(ports::RecordStore& records, const std::string& ccid) {
  const auto events = records.load_events(kCreditSite, credit::validation_stream(ccid));
  if (!events) return base::fail(events.error());
  std::vector<Validated> made;
  for (const auto& event : *events) {
    if (record::type_name(event.payload) != CreditValidated::kType) continue;
    auto said = credit::payload_from_json<CreditValidated>(std::get<record::Other>(event.payload).json);
    if (!said) return base::fail(said.error());
    made.push_back({std::move(*said), event.at});
  }
  return made;
}

// What staff decided, what is shipped and what PARS gave: another answer may follow from each. That two names are one person's concerns that person alone.
base::Result<std::string> Validation::rules_now(const credit::Grant& grant) {
  const auto enabled = book_.enabled();
  if (!enabled) return base::fail(enabled.error());
  const auto activity = book_.activity(grant.activity_id);
  if (!activity) return base::fail(activity.error());
  std::vector<std::string> on;
  for (const auto& one : *enabled)
    if (!one.what.starts_with("name:")) on.push_back(one.what);
  std::ranges::sort(on);
  std::string text = book_.rules().hash + "\n" + (*activity ? (*activity)->accme_activity_id : std::string());
  for (const auto& one : on) text += "\n" + one;
  return base::sha256_hex(text).substr(0, 16);
}

base::Result<std::string> Validation::period_now(const credit::Grant& grant, Readiness readiness) {
  const auto activity = book_.activity(grant.activity_id);
  if (!activity) return base::fail(activity.error());
  return period_of(readiness, *activity ? (*activity)->today : base::utc_date(deps_.clock.now()));
}

base::Result<bool> Validation::is_stale(const credit::Grant& grant) {
  const auto kept = kept_of(deps_.projections, grant.ccid);
  if (!kept) return base::fail(kept.error());
  if (!*kept) return true;
  const auto rules = rules_now(grant);
  if (!rules) return base::fail(rules.error());
  const auto period = period_now(grant, (*kept)->validated.said.readiness);
  if (!period) return base::fail(period.error());
  return (*kept)->rules != *rules || (*kept)->period != *period;
}

base::Status Validation::note(const credit::Grant& grant, const CreditValidated& said) {
  const auto rules = rules_now(grant);
  if (!rules) return base::fail(rules.error());
  const auto period = period_now(grant, said.readiness);
  if (!period) return base::fail(period.error());
  for (int tries = 1;; ++tries) {
    std::int64_t version = 0;
    const auto before = kept_of(deps_.projections, grant.ccid, &version);
    if (!before) return base::fail(before.error());
    const bool same = *before && same_answer((*before)->validated.said, said);
    if (same && (*before)->rules == *rules && (*before)->period == *period) return {};
    const base::Instant now = deps_.clock.now();
    ports::UnitOfWork work;
    KeptValidation next{{said, now}, *rules, *period};
    if (same) {
      next.validated = (*before)->validated;
    } else {
      auto events = deps_.records.load_events(kCreditSite, credit::validation_stream(grant.ccid));
      if (!events) return base::fail(events.error());
      CreditStream stream{"person", credit::validation_stream(grant.ccid), std::move(*events)};
      work.events.push_back({stream.append(credit::payload_of(said), grant.person, now), {}});
      next.validated.since = stream.events.back().at;
    }
    ports::Projection row;
    row.kind = kValidationKind;
    row.id = grant.ccid;
    row.parent = grant.activity_id;
    row.person = grant.person;
    row.state = std::string(credit::name(said.readiness));
    row.version = version + 1;
    row.updated_at = now;
    row.body = body_of(next);
    work.projections.push_back(std::move(row));
    auto done = deps_.records.commit(work);
    if (done || done.error().code != base::Code::store_conflict || tries == kCreditTries) return done;
  }
}

// That it is a part of another's credit is all that holds it: the provider wants one record of both, so it gets one (scenario 9).
base::Status Validation::settle(const credit::Grant& grant, const CheckedRow& checked, const std::string& by) {
  const auto is_part = [](const report::RowFinding& one) { return one.key == "claimed_in_parts"; };
  // A board's one record a day is no trouble once they are one.
  const bool nothing_else = std::ranges::all_of(checked.findings, [&](const auto& one) { return one.weight == report::Weight::warn || is_part(one) || one.key == "board_day"; });
  if (nothing_else && std::ranges::any_of(checked.findings, is_part)) {
    const auto joined = book_.join(grant.ccid, by);
    if (!joined) return base::fail(joined.error());
    if (*joined) return this->grant((*joined)->ccid, by);
  }
  return note(grant, said_of(grant, checked.findings, by));
}

base::Status Validation::look(const std::vector<credit::Grant>& grants, const std::string& by) {
  if (grants.empty()) return {};
  base::Status trouble;
  const auto done = desk_.check_grants(grants, {by, "validation"}, [&](const credit::Grant& grant, base::Result<CheckedRow> checked) {
    if (checked) {
      trouble = settle(grant, *checked, by);
    } else if (checked.error().code == base::Code::content_invalid) {
      deps_.log.write(ports::Level::warning, "credit.grant_held", {{"ccid", grant.ccid}, {"error", std::string(base::info(checked.error().code).name)}});
    } else {
      trouble = base::fail(checked.error());
    }
    return trouble.has_value();
  });
  return trouble ? done : trouble;
}

base::Status Validation::grant(const std::string& ccid, const std::string& by) {
  const auto grant = deps_.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return base::fail(base::Code::report_unknown, "no grant has this id");
  return look({**grant}, by);
}

base::Status Validation::person(const base::PersonId& person, const std::string& by) {
  const auto others = deps_.vault.same_identity(person);   // whom her new numbers may hold
  if (!others) return base::fail(others.error());
  std::vector<base::PersonId> persons = {person};
  persons.insert(persons.end(), others->begin(), others->end());
  for (const auto& one : persons) {
    ports::GrantFilter filter;
    filter.person = one;
    filter.states = {State::issued, State::queued, State::rejected};
    const auto grants = deps_.grants.list_grants(filter, std::nullopt, kMostOfPerson);
    if (!grants) return base::fail(grants.error());
    if (auto looked = look(*grants, one == person ? by : "upkeep"); !looked) return looked;
  }
  return {};
}

base::Result<int> Validation::turn(int most) {
  ports::GrantFilter filter;
  filter.states = {State::issued, State::queued, State::rejected};
  const auto grants = deps_.grants.list_grants(filter, place_, most);
  if (!grants) return base::fail(grants.error());
  if (grants->size() < static_cast<std::size_t>(most)) place_.reset();
  else place_ = ports::GrantPlace{grants->back().date, grants->back().ccid};
  std::vector<credit::Grant> stale;
  for (const auto& grant : *grants) {
    const auto old = is_stale(grant);
    if (!old) return base::fail(old.error());
    if (*old) stale.push_back(grant);
  }
  if (auto looked = look(stale, "upkeep"); !looked) return base::fail(looked.error());
  return static_cast<int>(stale.size());
}

}  // namespace preceptor::web
