// What was copied out of the store and holds one person still, or may: backups, exported files, what staff downloaded or let be made.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "plugin/app/persons.hpp"
#include "plugin/app/statement_exports.hpp"
#include "web/credit/export_desk.hpp"
#include "xapi/export/asked.hpp"

namespace preceptor::app {

using base::fail;
using base::PersonId;
using base::Result;

namespace {

constexpr int kExportsLooked = 100'000;
constexpr std::string_view kWholeCopy = "whole", kPartCopy = "part/";   // of copy_id
constexpr std::string_view kIdentifiedStatement = "identified";

enum class CopyHolds { no, yes, unknown };

// One sealed statement of the person's, as an export chooses by it. That stays known once she was erased.
struct StatementTold {
  std::string type, registration, unit_id, context_id;   // the type is the event's
  std::int64_t position = 0;
  std::optional<base::Instant> at;   // absent: the event does not say, and any time may be its own
};

using HeldTables = std::vector<ports::HeldTable>;

std::size_t held_column(const ports::HeldTable& table, std::string_view name) { return static_cast<std::size_t>(std::ranges::find(table.columns, name) - table.columns.begin()); }

const ports::HeldTable& held_table(const HeldTables& tables, std::string_view name) {
  static const ports::HeldTable none{};
  const auto found = std::ranges::find(tables, name, &ports::HeldTable::name);
  return found == tables.end() ? none : *found;
}

std::string held_key(const std::string& registration, const std::string& stream, const std::string& seq = {}) { return registration + "\n" + stream + "\n" + seq; }

std::vector<StatementTold> statements_of(const HeldTables& tables) {
  const auto &attempts = held_table(tables, "attempts"), &events = held_table(tables, "events"), &statements = held_table(tables, "statements");
  std::map<std::string, const std::vector<std::string>*> places;
  for (const auto& row : attempts.rows) places.emplace(held_key(row[held_column(attempts, "registration")], row[held_column(attempts, "attempt")]), &row);
  std::set<std::string> stated;
  for (const auto& row : statements.rows)
    if (row[held_column(statements, "audience")] == kIdentifiedStatement) stated.insert(held_key(row[held_column(statements, "registration")], row[held_column(statements, "stream")], row[held_column(statements, "seq")]));
  std::vector<StatementTold> told;
  for (const auto& row : events.rows) {
    const std::string &registration = row[held_column(events, "registration")], &stream = row[held_column(events, "stream")];
    const std::int64_t position = std::stoll(row[held_column(events, "position")]);
    if (position == 0 || !stated.contains(held_key(registration, stream, row[held_column(events, "seq")]))) continue;
    const auto event = base::parse_json(row[held_column(events, "event")]);
    const std::string* at_text = event && event->is_object() ? base::string_member(*event, "at") : nullptr;
    StatementTold one{row[held_column(events, "type")], registration, {}, {}, position, {}};
    if (at_text != nullptr)
      if (const auto at = base::parse_rfc3339(*at_text)) one.at = *at;
    if (const auto place = places.find(held_key(registration, stream)); place != places.end()) {
      one.unit_id = (*place->second)[held_column(attempts, "unit")];
      one.context_id = (*place->second)[held_column(attempts, "context")];
    }
    told.push_back(std::move(one));
  }
  return told;
}

bool fits_export(const StatementTold& one, const xapi::ExportAsked& asked, base::Instant made) {
  const xapi::ExportFilter& filter = asked.filter;
  const auto takes = [](const std::string& wanted, const std::string& there) { return wanted.empty() || wanted == there; };
  if (one.at && ((filter.from && *one.at < *filter.from) || (filter.to && *one.at >= *filter.to))) return false;
  if (!takes(filter.unit_id, one.unit_id) || !takes(filter.context_id, one.context_id) || !takes(filter.registration, one.registration)) return false;
  if (!asked.kinds.empty() && !xapi::takes_type(asked.kinds, one.type)) return false;
  if (asked.as_of.empty()) return !one.at || *one.at <= made;
  return std::ranges::any_of(asked.as_of, [&](const xapi::AsOf& reached) { return reached.registration == one.registration && one.position <= reached.position; });
}

bool any_fits_export(const std::vector<StatementTold>& told, const xapi::ExportAsked& asked, base::Instant made) {
  return std::ranges::any_of(told, [&](const StatementTold& one) { return fits_export(one, asked, made); });
}

// What a noted copy says of itself: backups hold everybody, and the id of an export says of whom it is (copy_id).
CopyHolds copy_holds(const ports::CopyMade& copy, const PersonId& person, const std::vector<StatementTold>& told) {
  const std::size_t slash = copy.id.find('/');
  const std::string owner = slash == std::string::npos ? std::string() : copy.id.substr(0, slash);
  if (copy.kind == kPersonExportCopy) return owner == person.str() ? CopyHolds::yes : CopyHolds::no;
  if (copy.kind == "backup" || copy.kind == "store") return CopyHolds::yes;
  if (copy.kind != "xapi" && copy.kind != "evidence") return CopyHolds::unknown;   // an audit file is of one activity
  if (!owner.empty() && owner != kWholeCopy && owner != person.str()) return CopyHolds::no;
  xapi::ExportAsked asked;
  asked.filter.from = copy.from;
  asked.filter.to = copy.to;
  if (!any_fits_export(told, asked, copy.at)) return copy.kind == "evidence" ? CopyHolds::unknown : CopyHolds::no;   // events may have gone along with a bundle
  return owner.empty() || copy.id.substr(slash + 1).starts_with(kPartCopy) ? CopyHolds::unknown : CopyHolds::yes;
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

// Kept files of statements that staff had made before `gone` and that a statement of the person's fits.
base::Status add_statement_exports(Site& site, const PersonId& person, const std::vector<StatementTold>& told, const std::optional<base::Instant>& gone,
                                   std::vector<HeldElsewhere>& found) {
  const auto exports = site.statement_exports().list(kExportsLooked);
  if (!exports) return fail(exports.error());
  for (const auto& one : *exports) {
    const auto& filter = one.asked.filter;
    const bool files = one.state != web::accreditation::kExportForgotten && (!one.volumes.empty() || one.open.bytes > 0);
    if (!files || (gone && one.at >= *gone)) continue;
    if ((!filter.person.empty() && filter.person != person.str()) || !any_fits_export(told, one.asked, one.at)) continue;
    // One that was not finished may have ended before it came to her.
    found.push_back({"statements kept under /staff", one.id, one.at, kept_until(one, site.clock().now()), one.state == web::accreditation::kExportDone});
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
std::vector<std::string> credit_exports_with(const HeldTables& tables) {
  std::vector<std::string> ids;
  for (const auto& table : tables) {
    if (table.name == "events") add_exports_of(table, ids);
    if (table.name == "looks") add_exports_that_looked(table, ids);
  }
  return ids;
}

}  // namespace

std::string copy_id(const xapi::ExportFilter& filter, bool all_kinds) {
  const bool part = !all_kinds || !filter.unit_id.empty() || !filter.context_id.empty() || !filter.registration.empty();
  if (!filter.person.empty()) return filter.person + "/" + (part ? std::string(kPartCopy) : std::string()) + base::uuid_v4();
  return (part ? std::string() : std::string(kWholeCopy) + "/") + base::uuid_v4();
}

Result<std::vector<HeldElsewhere>> held_elsewhere(Site& site, const PersonId& person) {
  std::vector<HeldElsewhere> found;
  const auto span = site.store().span_of(person);
  if (!span) return fail(span.error());
  if (!*span) return found;
  const auto copies = site.store().copies_holding((*span)->first, (*span)->second);
  if (!copies) return fail(copies.error());
  const auto tables = site.store().held_of(person);
  if (!tables) return fail(tables.error());
  const std::vector<StatementTold> told = statements_of(*tables);
  const int days = site.config().copy_days;
  const auto gone = erased_at(site, person);
  if (!gone) return fail(gone.error());
  for (const auto& copy : *copies) {
    if (*gone && copy.at >= **gone) continue;
    const CopyHolds holds = copy_holds(copy, person, told);
    if (holds != CopyHolds::no) found.push_back({copy.kind, copy.file, copy.at, day_after(copy.at, days), holds == CopyHolds::yes});
  }
  if (auto added = add_statement_exports(site, person, told, *gone, found); !added) return fail(added.error());
  const auto ids = credit_exports_with(*tables);
  if (ids.empty()) return found;
  const auto exports = site.export_desk().list(kExportsLooked);
  if (!exports) return fail(exports.error());
  for (const auto& one : *exports) {
    if (std::ranges::find(ids, one.id) == ids.end() || (*gone && one.at >= **gone)) continue;
    found.push_back({"credit export", one.id + " (" + one.file_name + ")", one.at, {}, true});
    if (!one.path.empty()) found.push_back({"credit file", one.path, one.at, day_after(one.at, days), true});
  }
  return found;
}

}  // namespace preceptor::app
