#include "plugin/app/persons.hpp"

#include <algorithm>
#include <optional>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "core/credit/profile.hpp"
#include "plugin/app/registration_named.hpp"
#include "plugin/app/statement_exports.hpp"
#include "web/claims/prefill.hpp"
#include "web/credit/export_desk.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::PersonId;
using base::Result;

namespace {

constexpr const char* kPersonCopy = "person export";   // its id begins with the person's
constexpr int kExportsLooked = 100'000;
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

// A copy that the command person export wrote holds one person alone.
bool is_of_somebody_else(const ports::CopyMade& copy, const PersonId& person) {
  return copy.kind == kPersonCopy && !copy.id.starts_with(person.str() + "/");
}

std::string day_after(base::Instant made, int days) { return base::format_rfc3339(made + std::chrono::hours(24) * days); }

// When the person was erased: what was copied later does not hold her any more.
Result<std::optional<base::Instant>> erased_at(Site& site, const PersonId& person) {
  const auto erased = site.store().erased_since(base::from_unix_ms(0));
  if (!erased) return fail(erased.error());
  const auto found = std::ranges::find(*erased, person, [](const auto& one) { return one.first; });
  return found == erased->end() ? std::optional<base::Instant>() : std::optional(found->second);
}

// The day a kept export's files go by themselves.
std::string kept_until(const web::accreditation::StatementExport& one, base::Instant now) {
  const bool unfinished = one.state == web::accreditation::kExportCancelled || one.state == web::accreditation::kExportFailed;
  return base::format_rfc3339(one.ended_at.value_or(now) + (unfinished ? kUnfinishedKept : kExportKept));
}

// Kept files of statements that staff had made before `gone`, of a time and a person that fit.
base::Status add_statement_exports(Site& site, const PersonId& person, const std::pair<base::Instant, base::Instant>& span, const std::optional<base::Instant>& gone,
                                   std::vector<HeldElsewhere>& found) {
  const auto exports = site.statement_exports().list(kExportsLooked);
  if (!exports) return fail(exports.error());
  for (const auto& one : *exports) {
    const auto& filter = one.asked.filter;
    const bool files = one.state != web::accreditation::kExportForgotten && (!one.volumes.empty() || one.open.bytes > 0);
    const bool in_time = (!filter.from || span.second >= *filter.from) && (!filter.to || span.first < *filter.to) && one.at >= span.first && (!gone || one.at < *gone);
    if (files && in_time && (filter.person.empty() || filter.person == person.str()))
      found.push_back({"statements kept under /staff", one.id, one.at, kept_until(one, site.clock().now())});
  }
  return {};
}

// The exports that moved her credit on, as its events say.
void add_exports_of(const ports::HeldTable& events, std::vector<std::string>& ids) {
  const auto type = static_cast<std::size_t>(std::ranges::find(events.columns, "type") - events.columns.begin());
  for (const auto& row : events.rows) {
    if (row[type] != credit::CreditMoved::kType) continue;
    const auto event = base::parse_json(row.back());
    if (!event || !event->is_object() || !event->contains("payload") || !(*event)["payload"].is_object()) continue;
    if (auto batch = (*event)["payload"].value("batch", std::string()); !batch.empty()) ids.push_back(std::move(batch));
  }
}

// The exports that looked her profile up: a table for a spreadsheet, and a report made again, move nothing.
void add_exports_that_looked(const ports::HeldTable& looks, std::vector<std::string>& ids) {
  const auto who = static_cast<std::size_t>(std::ranges::find(looks.columns, "who") - looks.columns.begin());
  for (const auto& row : looks.rows)
    if (row[who].starts_with(web::kExportLooks)) ids.push_back(row[who].substr(std::string_view(web::kExportLooks).size()));
}

// The exports of credit that hold this person, or were about to.
Result<std::vector<std::string>> credit_exports_with(Site& site, const PersonId& person) {
  const auto tables = site.store().held_of(person);
  if (!tables) return fail(tables.error());
  std::vector<std::string> ids;
  for (const auto& table : *tables) {
    if (table.name == "events") add_exports_of(table, ids);
    if (table.name == "looks") add_exports_that_looked(table, ids);
  }
  return ids;
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
  return site.store().note_copy_made({person.str() + "/" + base::uuid_v4(), kPersonCopy, file, site.clock().now(), {}, {}});
}

Result<std::vector<HeldElsewhere>> held_elsewhere(Site& site, const PersonId& person) {
  std::vector<HeldElsewhere> found;
  const auto span = site.store().span_of(person);
  if (!span) return fail(span.error());
  if (!*span) return found;
  const auto copies = site.store().copies_holding((*span)->first, (*span)->second);
  if (!copies) return fail(copies.error());
  const int days = site.config().copy_days;
  const auto gone = erased_at(site, person);
  if (!gone) return fail(gone.error());
  for (const auto& copy : *copies)
    if (!is_of_somebody_else(copy, person) && (!*gone || copy.at < **gone)) found.push_back({copy.kind, copy.file, copy.at, day_after(copy.at, days)});
  if (auto added = add_statement_exports(site, person, **span, *gone, found); !added) return fail(added.error());
  const auto ids = credit_exports_with(site, person);
  if (!ids) return fail(ids.error());
  if (ids->empty()) return found;
  const auto exports = site.export_desk().list(kExportsLooked);
  if (!exports) return fail(exports.error());
  for (const auto& one : *exports) {
    if (std::ranges::find(*ids, one.id) == ids->end() || (*gone && one.at >= **gone)) continue;
    found.push_back({"credit export", one.id + " (" + one.file_name + ")", one.at, {}});
    if (!one.path.empty()) found.push_back({"credit file", one.path, one.at, day_after(one.at, days)});
  }
  return found;
}

}  // namespace preceptor::app
