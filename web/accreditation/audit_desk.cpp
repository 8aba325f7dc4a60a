#include "web/accreditation/audit_desk.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "web/burden/figures.hpp"
#include "web/burden/question_life.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr int kAtOnce = 1000;
constexpr std::string_view kUsefulMeasure = "useful";   // core/burden/measures.hpp; of what relevance questions ask

using base::fail;
using base::Result;
using base::Status;

Result<std::shared_ptr<const activity::Unit>> unit_in(const ports::ContentVersion& version) {
  auto unit = activity::unit_from_json(version.json);
  if (!unit) return fail(unit.error());
  return std::shared_ptr<const activity::Unit>(std::make_shared<activity::Unit>(std::move(*unit)));
}

void add_figures(const std::string& unit_id, const burden::BurdenReport& report, std::vector<report::AuditBurden>& figures) {
  for (const auto& [name, cells] : report.quantities) {
    const auto* one = shown(cells, {});
    figures.push_back({unit_id, std::string(name) + " (median)", one ? one->median : std::nullopt, one ? one->n : 0});
  }
  for (const auto& [name, cells] : report.proportions) {
    const auto* one = shown(cells, {});
    figures.push_back({unit_id, std::string(name), one ? one->value : std::nullopt, one ? one->n : 0});
  }
}

}  // namespace

// Whoever completed a unit of the bundle, and whoever has a credit in it, should a unit have left the bundle since.
Result<std::set<base::PersonId>> AuditDesk::people(const credit::Activity& activity) {
  std::set<base::PersonId> found;
  for (const auto& part : activity.bundle) {
    base::AttemptId after;
    while (true) {
      const auto rows = deps_.records.attempts_of_unit(part.unit_id, after, kAtOnce);
      if (!rows) return fail(rows.error());
      for (const auto& row : *rows)
        if (row.state == "completed") found.insert(row.person);
      if (rows->size() < static_cast<std::size_t>(kAtOnce)) break;
      after = rows->back().id;
    }
  }
  ports::GrantFilter filter;
  filter.activity_id = activity.id;
  std::optional<ports::GrantPlace> after;
  while (true) {
    const auto rows = deps_.grants.list_grants(filter, after, kAtOnce);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) found.insert(row.person);
    if (rows->size() < static_cast<std::size_t>(kAtOnce)) return found;
    after = ports::GrantPlace{rows->back().date, rows->back().ccid};
  }
}

Result<std::vector<report::AuditLearner>> AuditDesk::learners(const credit::Activity& activity, const std::optional<ports::VaultActor>& who) {
  const auto found = people(activity);
  if (!found) return fail(found.error());
  std::vector<report::AuditLearner> made;
  for (const auto& person : *found) {
    const auto ledger = deps_.book.ledger(person, activity.id);
    if (!ledger) return fail(ledger.error());
    if (!*ledger || ((*ledger)->attempts.empty() && (*ledger)->grants.empty() && (*ledger)->cycles.empty())) continue;
    const auto profession = deps_.book.profession(person);
    if (!profession) return fail(profession.error());
    report::AuditLearner one{person, *profession, (*ledger)->attempts, (*ledger)->grants, {}};
    if (who) {
      auto profile = deps_.vault.load_profile(person, *who);
      if (!profile) return fail(profile.error());
      one.profile = std::move(*profile);
    }
    made.push_back(std::move(one));
  }
  return made;
}

Status AuditDesk::add_wording(report::AuditFacts& facts) {
  std::set<std::string> versions{facts.activity.hash.str()}, units;
  for (const auto& learner : facts.learners) {
    for (const auto& one : learner.counted) {
      versions.insert(one.activity.str());
      units.insert(one.unit.str());
    }
    for (const auto& one : learner.grants) versions.insert(one.activity.str());
  }
  for (const auto& part : facts.activity.bundle) {
    const auto now = deps_.content.current("unit", part.unit_id);
    if (!now) return fail(now.error());
    for (const auto& version : *now) {
      facts.current.push_back(version.hash.str());
      units.insert(version.hash.str());
    }
  }
  for (const auto& hash : versions) {
    const auto version = deps_.content.by_hash(base::ContentHash(hash));
    if (!version) return fail(version.error());
    if (*version) facts.versions.push_back((*version)->json);
  }
  for (const auto& hash : units) {
    const auto version = deps_.content.by_hash(base::ContentHash(hash));
    if (!version) return fail(version.error());
    if (!*version) continue;
    auto unit = unit_in(**version);
    if (!unit) return fail(unit.error());
    facts.units.push_back(std::move(*unit));
  }
  return {};
}

Status AuditDesk::add_cases(report::AuditFacts& facts) {
  std::set<std::string> ids;
  for (const auto& unit : facts.units) {
    const auto line = rca::read_gap_line(unit->gap);
    if (!line.none && !line.case_id.empty()) ids.insert(line.case_id);
  }
  for (const auto& id : ids) {
    const auto found = deps_.cases.load(id);
    if (!found) return fail(found.error());
    if (!*found) continue;   // the gate's refusal says so
    report::AuditCase one{rca::brief_of((*found)->file()), {}};
    for (const auto& value : (*found)->follow_ups) one.values.push_back({value.measured_on, value.value, value.source});
    facts.cases.push_back(std::move(one));
  }
  return {};
}

Status AuditDesk::add_burden(report::AuditFacts& facts) {
  for (const auto& part : facts.activity.bundle) {
    const auto record = deps_.burden.unit(part.unit_id);
    if (!record) return fail(record.error());
    if (*record) add_figures(part.unit_id, report_of(**record, {}), facts.burden);
  }
  return {};
}

Status AuditDesk::note_reported(const report::AuditFacts& facts) {
  const burden::Use use{burden::UseKind::report, facts.activity.title, deps_.clock.now()};
  for (const auto& figure : facts.burden) {
    if (figure.measure != kUsefulMeasure || !figure.value) continue;
    const auto record = deps_.burden.unit(figure.unit_id);
    if (!record) return fail(record.error());
    const auto answered = [](burden::Purpose why, const burden::QuestionHistory&) { return why == burden::Purpose::relevance; };
    if (*record)
      if (auto noted = note_used(deps_.rows, deps_.records, *(*record)->unit, use, answered); !noted) return noted;
  }
  return {};
}

Result<std::vector<GatedUnit>> AuditDesk::gated(const credit::Activity& activity) {
  std::vector<GatedUnit> units;
  for (const auto& part : activity.bundle) {
    const auto now = deps_.content.current("unit", part.unit_id);
    if (!now) return fail(now.error());
    for (const auto& version : *now) {
      const auto unit = unit_in(version);
      if (!unit) return fail(unit.error());
      units.push_back({part.unit_id, (*unit)->gap});
    }
  }
  return units;
}

Result<std::vector<rca::Problem>> AuditDesk::refusals(const ActivityNow& now) {
  const auto units = gated(*now.activity);
  if (!units) return fail(units.error());
  return publish_refusals_of(deps_.cases, disclosures_, *units, now.activity->people, now.activity->commercial_support, true, now.today);
}

Result<std::vector<credit::Finding>> AuditDesk::findings(const credit::Activity& activity) {
  const auto enabled = deps_.book.enabled();
  if (!enabled) return fail(enabled.error());
  return credit::check_activity(activity, deps_.book.rules(), deps_.providers, *enabled);
}

Result<report::AuditFacts> AuditDesk::facts(const ActivityNow& now, const std::optional<ports::VaultActor>& who) {
  report::AuditFacts made;
  made.activity = *now.activity;
  made.accme_activity_id = now.accme_activity_id;
  made.today = now.today;
  made.identified = who.has_value();
  const auto provider = std::ranges::find(deps_.providers, now.activity->provider, &credit::Provider::id);
  made.provider_name = provider == deps_.providers.end() ? now.activity->provider : provider->name;
  auto found = findings(*now.activity);
  if (!found) return fail(found.error());
  made.findings = std::move(*found);
  auto refused = refusals(now);
  if (!refused) return fail(refused.error());
  made.refusals = std::move(*refused);
  auto told = disclosures_.gather(now.activity->people, now.activity->commercial_support);
  if (!told) return fail(told.error());
  made.disclosures = std::move(*told);
  auto everybody = learners(*now.activity, who);
  if (!everybody) return fail(everybody.error());
  made.learners = std::move(*everybody);
  if (auto added = add_wording(made); !added) return fail(added.error());
  if (auto added = add_cases(made); !added) return fail(added.error());
  if (auto added = add_burden(made); !added) return fail(added.error());
  return made;
}

Result<AuditZip> AuditDesk::file(const std::string& activity_id, const std::optional<ports::VaultActor>& who) {
  const auto now = deps_.book.activity(activity_id);
  if (!now) return fail(now.error());
  if (!*now) return fail(base::Code::credit_activity_unknown, activity_id);
  const auto gathered = facts(**now, who);
  if (!gathered) return fail(gathered.error());
  std::vector<std::pair<std::string, std::string>> members;
  auto made = report::audit_file(*gathered);
  for (auto& one : made.documents) members.emplace_back(std::move(one.name), std::move(one.bytes));
  auto bytes = deps_.zip(std::move(members));
  if (!bytes) return fail(bytes.error());
  if (auto noted = note_reported(*gathered); !noted) return fail(noted.error());
  return AuditZip{std::move(*bytes), std::move(made.missing)};
}

std::vector<std::pair<int, report::YearCounts>> year_counts(const std::string& format, const std::vector<report::AuditLearner>& learners) {
  std::vector<report::Participation> all;
  std::set<int> years;
  for (const auto& learner : learners)
    for (const auto& one : learner.counted) {
      all.push_back({learner.person, learner.profession, one.date});
      years.insert(static_cast<int>(one.date.year()));
    }
  std::vector<std::pair<int, report::YearCounts>> made;
  for (const int year : years) made.emplace_back(year, report::learner_counts(format, all, year));
  return made;
}

}  // namespace preceptor::web::accreditation
