#include "web/credit/licence_checks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"
#include "core/report/cell_text.hpp"
#include "core/report/preflight.hpp"

namespace preceptor::web {
namespace {

constexpr int kLicencesAtOnce = 1000;
constexpr const char* kNameDiffers = "licence_name";
constexpr const char* kNotValid = "licence_invalid";
constexpr const char* kAllValid = "valid";
const base::RegistrationId kLicenceSite{ports::kNoRegistration};

using CodesOf = std::map<base::PersonId, std::set<std::string>>;   // the register's codes of a learner's professions

bool may_be_asked(const std::string& text) { return !text.empty() && !report::unsafe_in_xml(text); }

std::string code_for(const CreditDeps& deps, const credit::Grant& grant, const std::string& setting) {
  const auto provider = std::ranges::find(deps.providers, grant.provider, &credit::Provider::id);
  if (provider == deps.providers.end()) return {};
  const auto found = provider->report_settings.find(setting + grant.profession);
  return found == provider->report_settings.end() ? std::string() : found->second;
}

base::Result<CodesOf> learners_of(const CreditDeps& deps, const ports::GrantFilter& filter, const std::string& setting) {
  CodesOf codes;
  std::optional<ports::GrantPlace> after;
  while (true) {
    const auto grants = deps.grants.list_grants(filter, after, kLicencesAtOnce);
    if (!grants) return base::fail(grants.error());
    for (const auto& grant : *grants) {
      if (grant.state == credit::GrantState::withdrawn || grant.state == credit::GrantState::superseded) continue;
      auto& own = codes[grant.person];
      if (auto code = code_for(deps, grant, setting); may_be_asked(code)) own.insert(std::move(code));
    }
    if (grants->size() < static_cast<std::size_t>(kLicencesAtOnce)) return codes;
    after = ports::GrantPlace{grants->back().date, grants->back().ccid};
  }
}

void ask_for(const base::PersonId& person, const std::set<std::string>& codes, const credit::Profile& profile, LicencesAsked& asked) {
  const std::size_t before = asked.all.size();
  if (profile.permission && !profile.permission->withdrawn_at)
    for (const auto& code : codes)
      for (const auto& licence : profile.licences)
        if (may_be_asked(licence.state) && may_be_asked(licence.number))
          asked.all.push_back({person, code, licence.state, licence.number, profile.given_name, profile.family_name});
  asked.left_out += asked.all.size() == before ? 1 : 0;
}

bool fits(const LicenceAsked& asked, const LicenceTold& told) {
  return asked.number == told.number && (told.state.empty() || told.state == asked.state) && (told.profession.empty() || told.profession == asked.profession);
}

LicenceNoted result_for(const LicenceAsked& asked, const LicenceTold& told) {
  if (told.what == LicenceTold::What::invalid) return LicenceNoted::invalid;
  return report::names_alike(asked.given_name, asked.family_name, told.name) ? LicenceNoted::valid : LicenceNoted::other_name;
}

// The worst of a learner's licences.
struct Worst {
  LicenceNoted result = LicenceNoted::valid;
  std::string state;
};

base::Status keep_answer(const CreditDeps& deps, const base::PersonId& person, const Worst& worst, const std::string& who, const std::string& batch) {
  const auto before = deps.projections.load_projection(kLicenceSite, kLicenceKind, person.str());
  if (!before) return base::fail(before.error());
  ports::Projection row;
  row.kind = kLicenceKind;
  row.id = person.str();
  row.person = person;
  row.state = worst.result == LicenceNoted::invalid ? kNotValid : worst.result == LicenceNoted::other_name ? kNameDiffers : kAllValid;
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = deps.clock.now();
  row.body = base::canonical_json({{"state", worst.state}, {"who", who}, {"batch", batch}});
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return deps.records.commit(work);
}

base::Status note_import(const CreditDeps& deps, const std::string& batch, const std::string& who, std::size_t answers, std::size_t learners) {
  record::Event event;
  event.stream_kind = "site";
  event.stream_id = batch;
  event.registration = kLicenceSite;
  event.at = event.recorded_at = deps.clock.now();
  event.payload = record::Other{"results_imported", base::canonical_json({{"who", who}, {"of", "licences"}, {"lines", answers}, {"moved", learners}})};
  ports::UnitOfWork work;
  work.events.push_back({std::move(event), {}});
  return deps.records.commit(work);
}

}  // namespace

base::Result<LicencesAsked> licences_to_ask(const CreditDeps& deps, const ports::GrantFilter& filter, const std::string& setting, const ports::VaultActor& actor) {
  const auto learners = learners_of(deps, filter, setting);
  if (!learners) return base::fail(learners.error());
  LicencesAsked asked;
  for (auto next = learners->begin(); next != learners->end();) {
    std::vector<base::PersonId> page;
    for (; next != learners->end() && page.size() < static_cast<std::size_t>(kLicencesAtOnce); ++next) page.push_back(next->first);
    const auto profiles = deps.vault.load_profiles(page, actor);
    if (!profiles) return base::fail(profiles.error());
    for (const auto& person : page) {
      const auto profile = profiles->find(person);
      if (profile == profiles->end()) ++asked.left_out;
      else ask_for(person, learners->at(person), profile->second, asked);
    }
  }
  return asked;
}

base::Status note_licences(const CreditDeps& deps, const LicencesAsked& asked, const std::vector<LicenceTold>& told, const std::string& who, bool dry_run,
                           const std::function<bool(std::size_t, LicenceNoted)>& each) {
  std::multimap<std::string, const LicenceAsked*> by_number;
  for (const auto& one : asked.all) by_number.emplace(one.number, &one);
  std::map<base::PersonId, Worst> worst;
  for (std::size_t place = 0; place < told.size(); ++place) {
    const auto& one = told[place];
    std::set<std::pair<std::string, std::string>> kinds;   // two learners may have given the same licence; two licences may share a number
    LicenceNoted noted = one.what == LicenceTold::What::unclear ? LicenceNoted::unclear : LicenceNoted::unknown;
    const auto [first, last] = by_number.equal_range(one.number);
    for (auto now = first; now != last; ++now)
      if (fits(*now->second, one)) kinds.emplace(now->second->state, now->second->profession);
    if (noted == LicenceNoted::unknown && kinds.size() > 1) noted = LicenceNoted::ambiguous;
    for (auto now = first; now != last && noted != LicenceNoted::unclear && noted != LicenceNoted::ambiguous; ++now) {
      if (!fits(*now->second, one)) continue;
      const auto result = result_for(*now->second, one);
      noted = noted == LicenceNoted::unknown ? result : std::max(noted, result);
      auto& kept = worst[now->second->person];
      if (kept.state.empty() || result > kept.result) kept = {result, now->second->state};
    }
    if (!each(place, noted)) return base::fail(base::Code::command_cancelled);
  }
  if (dry_run || worst.empty()) return {};
  const std::string batch = base::uuid_v4();
  for (const auto& [person, one] : worst)
    if (auto kept = keep_answer(deps, person, one, who, batch); !kept) return kept;
  return note_import(deps, batch, who, told.size(), worst.size());
}

base::Result<std::optional<LicenceFinding>> licence_finding(ports::ProjectionStore& rows, const base::PersonId& person, const credit::Profile& profile) {
  const auto row = rows.load_projection(kLicenceSite, kLicenceKind, person.str());
  if (!row) return base::fail(row.error());
  if (!*row || (*row)->state == kAllValid || profile.changed_at > (*row)->updated_at) return std::optional<LicenceFinding>();
  const auto json = base::parse_json((*row)->body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  LicenceFinding finding{(*row)->state, reader.text("state")};
  if (problem) return base::fail(base::Code::json_malformed, "a check of licences: " + *problem);
  return std::optional(std::move(finding));
}

}  // namespace preceptor::web
