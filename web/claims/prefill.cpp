#include "web/claims/prefill.hpp"

#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kBodyPurpose = "identity";
constexpr std::size_t kMostBytes = 200;   // of one value

const base::RegistrationId& nobody() {
  static const base::RegistrationId none{ports::kNoRegistration};
  return none;
}

std::string cut(const std::string& text) { return std::string(base::utf8_prefix(text, kMostBytes)); }

std::string sealed_body(const ports::Sealer& sealer, const base::Json& plain) {
  return base::canonical_json({{"sealed", sealer.seal(kBodyPurpose, plain.dump())}});
}

std::optional<std::string> opened_body(const ports::Sealer& sealer, std::string_view body) {
  const auto json = base::parse_json(body);
  if (!json || !json->is_object()) return std::nullopt;
  const auto* token = base::string_member(*json, "sealed");
  return token ? sealer.open(kBodyPurpose, *token) : std::string(body);
}

std::string whole_name(const lti::LaunchName& name) {
  if (!name.given.empty() || !name.family.empty()) return name.given + (name.given.empty() || name.family.empty() ? "" : " ") + name.family;
  return name.full;
}

void fill(std::string& into, const std::string& value) {
  if (into.empty()) into = value;
}

void fill_from(credit::Profile& profile, const LaunchIdentity& told) {
  const auto value = [&](const char* name) {
    const auto found = told.fields.find(name);
    return found == told.fields.end() ? std::string() : found->second;
  };
  fill(profile.given_name, value("given_name"));
  fill(profile.family_name, value("family_name"));
  fill(profile.given_name, told.given_name);
  fill(profile.family_name, told.family_name);
  fill(profile.birth_day, value("birth_day"));
  fill(profile.npi, value("npi"));
  fill(profile.nabp_id, value("nabp_id"));
  fill(profile.nccpa_id, value("nccpa_id"));
  if (profile.licences.empty() && !value("licence_number").empty()) profile.licences = {{value("licence_state"), value("licence_number")}};
  if (profile.boards.empty() && !value("board_id").empty()) profile.boards = {{value("board"), value("board_id")}};
  profile.launch_name = told.full_name;
}

}  // namespace

std::string seal_profile_body(const ports::Sealer& sealer, const credit::Profile& profile) {
  return base::canonical_json({{"sealed", sealer.seal(kBodyPurpose, credit::to_json(profile))}});
}

std::optional<credit::Profile> open_profile_body(const ports::Sealer& sealer, std::string_view body) {
  const auto plain = opened_body(sealer, body);
  if (!plain) return std::nullopt;
  auto profile = credit::profile_from_json(*plain);
  return profile ? std::optional(std::move(*profile)) : std::nullopt;
}

base::Result<std::map<std::string, std::string>> Prefill::map_of(const base::RegistrationId& registration) {
  const auto row = projections_.load_projection(nobody(), kLaunchMap, registration.str());
  if (!row) return base::fail(row.error());
  std::map<std::string, std::string> map;
  if (!*row) return map;
  const auto json = base::parse_json((*row)->body);
  if (!json || !json->is_object()) return map;
  for (const auto& [name, field] : json->items())
    if (field.is_string() && std::ranges::find(kMappedFields, field.get<std::string>()) != std::end(kMappedFields)) map[name] = field.get<std::string>();
  return map;
}

base::Result<LaunchIdentity> Prefill::told_by(const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  LaunchIdentity told{cut(launch.name.given), cut(launch.name.family), cut(whole_name(launch.name)), {}};
  if (launch.custom.empty()) return told;
  const auto map = map_of(verified.registration.id);
  if (!map) return base::fail(map.error());
  for (const auto& [name, field] : *map)
    if (const auto value = launch.custom.find(name); value != launch.custom.end() && !value->second.empty()) told.fields[field] = cut(value->second);
  return told;
}

base::Result<std::optional<LaunchIdentity>> Prefill::identity(const base::PersonId& person) {
  const auto row = projections_.load_projection(nobody(), kLaunchIdentity, person.str());
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<LaunchIdentity>();
  const auto plain = opened_body(sealer_, (*row)->body);
  const auto json = plain ? base::parse_json(*plain) : base::Result<base::Json>(base::Json());
  if (!json || !json->is_object()) return std::optional<LaunchIdentity>();   // sealed under a key this site does not have: the next launch tells it again
  LaunchIdentity told;
  const auto text = [&](const char* name) {
    const auto* value = base::string_member(*json, name);
    return value ? *value : std::string();
  };
  told.given_name = text("given");
  told.family_name = text("family");
  told.full_name = text("name");
  if (const auto fields = json->find("fields"); fields != json->end() && fields->is_object())
    for (const auto& [name, value] : fields->items())
      if (value.is_string()) told.fields[name] = value.get<std::string>();
  return std::optional(std::move(told));
}

base::Result<std::optional<ports::Projection>> Prefill::news(const base::PersonId& person, const LaunchIdentity& told, base::Instant now) {
  if (told == LaunchIdentity{}) return std::optional<ports::Projection>();
  const auto before = projections_.load_projection(nobody(), kLaunchIdentity, person.str());
  if (!before) return base::fail(before.error());
  if (*before) {
    const auto known = identity(person);
    if (!known) return base::fail(known.error());
    if (*known && **known == told) return std::optional<ports::Projection>();
  }
  ports::Projection row;
  row.kind = kLaunchIdentity;
  row.id = person.str();
  row.person = person;
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = now;
  row.body = sealed_body(sealer_, {{"given", told.given_name}, {"family", told.family_name}, {"name", told.full_name}, {"fields", told.fields}});
  return std::optional(std::move(row));
}

base::Result<credit::Profile> Prefill::profile_for(const ports::Person& person) {
  credit::Profile profile;
  const auto row = projections_.load_projection(nobody(), kRosterRow, person.platform.str() + "/" + person.subject);
  if (!row) return base::fail(row.error());
  if (*row)
    if (auto listed = open_profile_body(sealer_, (*row)->body)) profile = std::move(*listed);
  profile.permission.reset();   // nobody gives it for somebody else
  const auto told = identity(person.id);
  if (!told) return base::fail(told.error());
  if (*told) fill_from(profile, **told);
  return profile;
}

}  // namespace preceptor::web
