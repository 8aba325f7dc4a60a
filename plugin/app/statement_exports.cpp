#include "plugin/app/statement_exports.hpp"

#include <algorithm>

#include "core/base/uuid.hpp"
#include "plugin/app/persons.hpp"
#include "plugin/app/statement_export_row.hpp"

namespace preceptor::app {

using web::accreditation::kExportCancelled;
using web::accreditation::kExportDone;
using web::accreditation::kExportFailed;
using web::accreditation::kExportRunning;

namespace {

constexpr int kTries = 5;   // against a worker that commits the same row every second

base::RegistrationId no_registration() { return base::RegistrationId(ports::kNoRegistration); }

}  // namespace

base::Result<std::vector<xapi::AsOf>> as_of_now(xapi::EvidenceStore& store, const std::string& registration) {
  const auto heads = store.record_heads();
  if (!heads) return base::fail(heads.error());
  std::vector<xapi::AsOf> all;
  for (const auto& head : *heads)
    if (registration.empty() || head.registration == registration) all.push_back({head.registration, head.position});
  std::ranges::sort(all, {}, &xapi::AsOf::registration);   // bytewise, whatever the database's order is
  return all;
}

base::Result<std::vector<base::PersonId>> persons_named(store::Store& store, const std::string& registration, const std::string& text) {
  std::vector<base::PersonId> found;
  if (text.empty()) return found;
  const auto registrations = store.list_registrations();
  if (!registrations) return base::fail(registrations.error());
  const auto note = [&](const base::Result<std::optional<ports::Person>>& person) -> base::Status {
    if (!person) return base::fail(person.error());
    if (*person && std::ranges::find(found, (*person)->id) == found.end()) found.push_back((*person)->id);
    return {};
  };
  for (const auto& one : *registrations) {
    if (!registration.empty() && one.id.str() != registration) continue;
    if (auto noted = note(store.find_person(one.platform, text)); !noted) return base::fail(noted.error());
  }
  if (auto noted = note(store.load_person(base::PersonId(text))); !noted) return base::fail(noted.error());
  return found;
}

base::Result<std::vector<base::PersonId>> StatementExports::persons_named(const std::string& registration, const std::string& text) {
  return app::persons_named(store_, registration, text);
}

base::Result<std::vector<StatementExports::Export>> StatementExports::list(int limit) {
  const auto rows = store_.list_projections({kStatementExportKind, std::nullopt, no_registration(), limit});
  if (!rows) return base::fail(rows.error());
  std::vector<Export> all;
  for (const auto& row : *rows) {
    auto one = statement_export_of(row);
    if (!one) return base::fail(one.error());
    all.push_back(std::move(*one));
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Export::at);
  return all;
}

base::Result<std::optional<StatementExports::Export>> StatementExports::find(const std::string& id) {
  const auto row = store_.load_projection(no_registration(), kStatementExportKind, id);
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<Export>{};
  auto one = statement_export_of(**row);
  if (!one) return base::fail(one.error());
  return std::optional<Export>(std::move(*one));
}

base::Status StatementExports::save(Export& one, bool with_event) {
  ports::UnitOfWork work;
  work.projections.push_back(statement_export_row(one, clock_.now()));
  if (with_event) work.events.push_back({statement_export_event(one), {}});
  if (auto done = store_.commit(work); !done) return done;
  ++one.version;
  return {};
}

base::Result<std::string> StatementExports::start(xapi::ExportAsked asked, const std::string& who) {
  if (auto known = xapi::check_kinds(asked.kinds); !known) return base::fail(known.error());
  if (asked.as_of.empty()) {
    auto now = as_of_now(store_, asked.filter.registration);
    if (!now) return base::fail(now.error());
    asked.as_of = std::move(*now);
  }
  asked.template_version = xapi::kExportTemplate;
  Export one;
  one.id = base::uuid_v4();
  one.who = who;
  one.asked = std::move(asked);
  one.at = clock_.now();
  if (auto saved = save(one); !saved) return base::fail(saved.error());
  log_.write(ports::Level::info, "statements.export_asked", {{"who", who}, {"export", one.id}});
  if (wake_) wake_();
  return one.id;
}

base::Result<std::optional<std::string>> StatementExports::again(const std::string& id, const std::string& who) {
  const auto before = find(id);
  if (!before) return base::fail(before.error());
  if (!*before) return std::optional<std::string>{};
  Export one;
  one.id = base::uuid_v4();
  one.who = who;
  one.asked = (*before)->asked;
  one.asked.template_version = xapi::kExportTemplate;
  one.like = (*before)->id;
  one.at = clock_.now();
  if (auto saved = save(one); !saved) return base::fail(saved.error());
  log_.write(ports::Level::info, "statements.export_asked", {{"who", who}, {"export", one.id}, {"like", one.like}});
  if (wake_) wake_();
  return std::optional(one.id);
}

// Changes the newest row; what the worker wrote meanwhile is read again. `change` answers false when there is nothing to change.
base::Result<bool> StatementExports::turn(const std::string& id, const std::string& who, const char* event, const std::function<bool(Export&)>& change) {
  for (int tries = 0;; ++tries) {
    auto one = find(id);
    if (!one) return base::fail(one.error());
    if (!*one || !change(**one)) return false;
    const auto saved = save(**one);
    if (saved) break;
    if (saved.error().code != base::Code::store_conflict || tries >= kTries) return base::fail(saved.error());
  }
  log_.write(ports::Level::info, event, {{"who", who}, {"export", id}});
  if (wake_) wake_();
  return true;
}

base::Result<bool> StatementExports::cancel(const std::string& id, const std::string& who) {
  return turn(id, who, "statements.export_cancelled", [&](Export& one) {
    if (one.state != kExportRunning) return false;
    one.state = kExportCancelled;
    one.ended_at = clock_.now();
    return true;
  });
}

base::Result<bool> StatementExports::resume(const std::string& id, const std::string& who) {
  return turn(id, who, "statements.export_resumed", [](Export& one) {
    if (one.state != kExportCancelled && one.state != kExportFailed) return false;
    one.state = kExportRunning;
    one.problem.clear();
    one.ended_at.reset();
    return true;
  });
}

base::Result<std::optional<std::string>> StatementExports::volume(const std::string& id, std::size_t number, const std::string& who) {
  using Bytes = std::optional<std::string>;
  const auto one = find(id);
  if (!one) return base::fail(one.error());
  if (!*one || (*one)->state != kExportDone || number == 0 || number > (*one)->volumes.size()) return Bytes{};
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>((*one)->volumes[number - 1].bytes));
  const auto there = folder_.read_kept(id + "-" + std::to_string(number), [&](std::string_view piece) {
    bytes += piece;
    return true;
  });
  if (!there) return base::fail(there.error());
  if (!*there) return base::fail(base::Code::export_elsewhere, (*one)->volume_name(number));   // another node's disk, or a cleaned folder
  // So that an erasure can name it. What is in it is as old as the export, whenever it is downloaded.
  const bool all = (*one)->asked.kinds.empty() && (*one)->volumes.size() == 1;   // a person may be in one volume and not in the next
  const ports::CopyMade copy{copy_id((*one)->asked.filter, all), "xapi", (*one)->volume_name(number) + ", downloaded under /staff", (*one)->at, (*one)->asked.filter.from, (*one)->asked.filter.to};
  if (auto noted = store_.note_copy_made(copy); !noted) return base::fail(noted.error());
  log_.write(ports::Level::info, "statements.downloaded", {{"who", who}, {"export", id}, {"volume", std::to_string(number)}});
  return Bytes(std::move(bytes));
}

base::Result<std::optional<std::string>> StatementExports::manifest(const std::string& id) {
  const auto one = find(id);
  if (!one) return base::fail(one.error());
  if (!*one || (*one)->sha256.empty()) return std::optional<std::string>{};
  return std::optional(statement_manifest(**one));
}

}  // namespace preceptor::app
