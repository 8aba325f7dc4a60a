#include "plugin/app/persons.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/profile.hpp"
#include "plugin/app/registration_named.hpp"
#include "web/claims/prefill.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::PersonId;
using base::Result;

namespace {

const ports::VaultActor kPersonExport{"command line", "person export"};

// JSON where it is JSON; otherwise the text.
Json value_of(const std::string& column, const std::string& text) {
  if (column != "event" && column != "statement" && column != "launch" && column != "body") return text;
  auto json = base::parse_json(text, {.max_bytes = 64 << 20});
  return json ? std::move(*json) : Json(text);
}

Json table_json(const ports::HeldTable& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json one = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) one[table.columns[i]] = value_of(table.columns[i], row[i]);
    rows.push_back(std::move(one));
  }
  return rows;
}

Json not_in_export() {
  return {"answers of anonymous surveys: nobody can tell whose they are",
          "what was sent to record stores, the LMS and receivers of credit and is kept there",
          "backups and exported files: preceptor person erase --dry-run lists those that this site knows of",
          "log lines and the launch diary: they hold no name, subject or handle",
          "words of an organisation about a case, which belong to it"};
}

Result<Json> launch_identity(Site& site, const PersonId& person) {
  const auto told = web::Prefill(site.store(), site.sealer()).identity(person);
  if (!told) return fail(told.error());
  if (!*told) return Json();
  return Json{{"given_name", (*told)->given_name}, {"family_name", (*told)->family_name}, {"name", (*told)->full_name}, {"fields", (*told)->fields}};
}

// What staff's roster said of her, opened; as it lies there when no key of this site opens it.
void open_roster(Site& site, Json& rows) {
  for (Json& row : rows) {
    const auto profile = web::open_profile_body(site.sealer(), row["body"].dump());
    const auto json = profile ? base::parse_json(credit::to_json(*profile)) : base::Result<Json>(fail(Code::key_unreadable));
    if (json) row["body"] = *json;
  }
}

}  // namespace

Result<PersonId> find_person(Site& site, const std::string& id, const std::string& platform, const std::string& subject) {
  if (id.empty() == (platform.empty() && subject.empty()) || platform.empty() != subject.empty())
    return fail(Code::command_arguments, "name a PERSON by its id, or --platform and --sub together");
  if (!id.empty()) {
    const auto span = site.store().span_of(PersonId(id));
    if (!span) return fail(span.error());
    const auto mapped = site.store().load_person(PersonId(id));
    if (!mapped) return fail(mapped.error());
    if (!*span && !*mapped) return fail(Code::command_arguments, "nobody is known by the id " + id);
    return PersonId(id);
  }
  const auto named = registration_named(site.store(), platform, Among::all);
  if (!named) return fail(named.error());
  const auto found = site.store().find_person(named->platform, subject);
  if (!found) return fail(found.error());
  if (!*found) return fail(Code::command_arguments, "nobody of that platform is known by this sub; somebody who was erased is known by the id alone");
  return (*found)->id;
}

Result<Json> held_of_person(Site& site, const PersonId& person) {
  const auto profile = site.identifiers().load_profile(person, kPersonExport);
  if (!profile && profile.error().code != Code::key_unreadable) return fail(profile.error());
  const auto told = launch_identity(site, person);
  if (!told) return fail(told.error());
  // After the profile: the look at it is in it.
  const auto tables = site.store().held_of(person);
  if (!tables) return fail(tables.error());
  const auto erased = site.store().is_erased(person);
  if (!erased) return fail(erased.error());
  Json all = {{"made_at", base::format_rfc3339(site.clock().now())}, {"person", person.str()}, {"erased", *erased}, {"not_in_it", not_in_export()}};
  for (const auto& table : *tables) all[table.name] = table_json(table);
  if (all.contains("roster")) open_roster(site, all["roster"]);
  if (!profile) all["not_in_it"].push_back("the profile: no key of this site opens it");
  if (profile && *profile) {
    auto json = base::parse_json(credit::to_json(**profile));
    if (!json) return fail(json.error());
    all["profile"] = std::move(*json);
  }
  if (!told->is_null()) all["launch_told"] = *told;
  return all;
}

base::Status note_person_copy(Site& site, const PersonId& person, const std::string& file) {
  return site.store().note_copy_made({person.str() + "/" + base::uuid_v4(), kPersonExportCopy, file, site.clock().now(), {}, {}});
}

}  // namespace preceptor::app
