// Erasing one person: what can be taken out goes, the event says so, and what record stores got is taken back if the site asks for it.
#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "core/credit/events.hpp"
#include "core/record/erasure.hpp"
#include "plugin/app/persons.hpp"
#include "web/credit/credit_book.hpp"
#include "xapi/voiding.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::PersonId;
using base::Result;
using ports::HeldStream;

namespace {

constexpr int kEraseTries = 5;
constexpr const char* kCommandLine = "command line";

// Ids that were taken back before.
Result<std::set<std::string>> voided_before(Site& site, const PersonId& person) {
  std::set<std::string> ids;
  const auto tables = site.store().held_of(person);
  if (!tables) return fail(tables.error());
  for (const auto& table : *tables) {
    if (table.name != "events") continue;
    const auto type = static_cast<std::size_t>(std::ranges::find(table.columns, "type") - table.columns.begin());
    for (const auto& row : table.rows) {
      if (row[type] != record::kStatementVoided) continue;
      const auto event = base::parse_json(row.back());
      if (event && event->is_object() && event->contains("payload") && (*event)["payload"].is_object())
        ids.insert((*event)["payload"].value("statement", std::string()));
    }
  }
  return ids;
}

// The events of one erasure, each at the end of its stream.
class Erasing {
 public:
  Erasing(Site& site, const PersonId& person) : site_(site), person_(person) {}

  base::Status prepare(bool voids, bool before) {
    auto streams = site_.store().streams_of(person_);
    if (!streams) return fail(streams.error());
    if (voids) {
      if (auto done = take_back(*streams); !done) return done;
    }
    if (!before) add_to(own_stream(*streams), record::person_erased(kCommandLine, voids));
    return {};
  }
  const std::vector<ports::NewEvent>& events() const { return events_; }
  std::int64_t voided() const { return voided_; }

 private:
  base::Status take_back(std::vector<HeldStream>& streams) {
    const auto stores = site_.store().list_lrs();
    if (!stores) return fail(stores.error());
    if (stores->empty()) return {};   // nobody got anything
    const auto known = voided_before(site_, person_);
    if (!known) return fail(known.error());
    for (HeldStream& stream : streams) {
      for (const ports::HeldStatement& one : stream.sealed) {
        if (known->contains(one.id.str())) continue;
        auto& added = add_to(stream, record::statement_voided(one.id));
        auto made = xapi::render_taking_back(added.event, one.id, site_.activity_base(), one.audience);
        if (!made) return fail(made.error());
        // Not every store of the audience got it: like what supersedes, it goes where a receipt says so.
        if (record::is_inside_audience(one.audience)) made->supersedes = one.id;
        added.renderings.push_back(std::move(*made));
        ++voided_;
      }
    }
    return {};
  }

  HeldStream& own_stream(std::vector<HeldStream>& streams) {
    const std::string id = credit::person_stream(person_);
    const base::RegistrationId none(ports::kNoRegistration);
    for (HeldStream& stream : streams)
      if (stream.id == id && stream.registration == none) return stream;
    streams.push_back({none, "person", id, 0, {}, {}});
    return streams.back();
  }

  ports::NewEvent& add_to(HeldStream& stream, record::Other payload) {
    record::Event event;
    event.stream_kind = stream.kind;
    event.stream_id = stream.id;
    event.seq = stream.last_seq + 1;
    event.registration = stream.registration;
    event.person = person_;
    event.recorded_at = site_.clock().now();
    event.at = record::next_time(event.recorded_at, stream.last_seq == 0 ? std::nullopt : std::optional(stream.last_at));
    event.payload = std::move(payload);
    stream.last_seq = event.seq;
    stream.last_at = event.at;
    events_.push_back({std::move(event), {}});
    return events_.back();
  }

  Site& site_;
  const PersonId& person_;
  std::vector<ports::NewEvent> events_;
  std::int64_t voided_ = 0;
};

// Nothing more is reported of the person, and nothing waits for her: what she claimed is held as of somebody who took the permission back.
base::Status stop_reports(Site& site, const PersonId& person) {
  ports::GrantFilter filter;
  filter.person = person;
  const auto grants = site.store().list_grants(filter, std::nullopt, 1);
  if (!grants) return fail(grants.error());
  if (grants->empty()) return {};
  const auto before = site.store().load_projection(base::RegistrationId(ports::kNoRegistration), web::kPermissionKind, person.str());
  if (!before) return fail(before.error());
  if (*before && (*before)->state == "withdrawn") return {};
  ports::Projection row;
  row.kind = web::kPermissionKind;
  row.id = person.str();
  row.person = person;
  row.state = "withdrawn";
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = site.clock().now();
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return site.store().commit(work);
}

Result<Erased> try_erase(Site& site, const PersonId& person, bool voids, bool dry_run) {
  Erased erased;
  const auto before = site.store().is_erased(person);
  if (!before) return fail(before.error());
  erased.before = *before;
  Erasing erasing(site, person);
  if (auto ready = erasing.prepare(voids, *before); !ready) return fail(ready.error());
  erased.voided = erasing.voided();
  auto taken = dry_run ? site.store().erasable(person) : site.store().erase_person(person, erasing.events());
  if (!taken) return fail(taken.error());
  erased.taken = std::move(*taken);
  return erased;
}

}  // namespace

Result<Erased> erase(Site& site, const PersonId& person, bool voids, bool dry_run) {
  auto elsewhere = held_elsewhere(site, person);
  if (!elsewhere) return fail(elsewhere.error());
  for (int tries = 1;; ++tries) {
    auto erased = try_erase(site, person, voids, dry_run);
    if (!erased && erased.error().code == Code::store_conflict && tries < kEraseTries) continue;   // she was answering at that moment
    if (!erased) return erased;
    erased->elsewhere = std::move(*elsewhere);
    if (!dry_run) {
      if (auto stopped = stop_reports(site, person); !stopped) return fail(stopped.error());
      // The profile's rows went with the record's, in one transaction; the log of looks says who did it.
      const auto noted = site.store().note_access({{site.clock().now(), person, {kCommandLine, "person erase"}, true}});
      if (!noted) return fail(noted.error());
      site.log().write(ports::Level::info, "person.erased", {{"person", person.str()}, {"voided", std::to_string(erased->voided)}});
    }
    return erased;
  }
}

}  // namespace preceptor::app
