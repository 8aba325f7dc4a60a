// How an export is made: stretch by stretch into a volume, slice by slice into the store, so that a crash costs a slice at most.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/base/digest.hpp"
#include "plugin/app/statement_exports.hpp"
#include "plugin/app/statement_export_row.hpp"

namespace preceptor::app {

using web::accreditation::kExportCancelled;
using web::accreditation::kExportDone;
using web::accreditation::kExportFailed;
using web::accreditation::kExportForgotten;
using web::accreditation::kExportRunning;

namespace {

constexpr int kLookedThrough = 10'000;   // rows of exports, at most

std::string piece_id(const std::string& id, std::size_t number) { return id + "-" + std::to_string(number); }

// One volume: its own hash, so that a file can be compared by itself. Several: of their hashes, a line each.
std::string hash_of(const std::vector<web::accreditation::StatementVolume>& volumes) {
  if (volumes.size() == 1) return volumes.front().sha256;
  std::string lines;
  for (const auto& one : volumes) lines += one.sha256 + "\n";
  return base::sha256_hex(lines);
}

base::Status make_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code problem;
  if (std::filesystem::create_directories(folder, problem)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);
  if (problem) return base::fail(base::Code::store_failed, "the folder of exports cannot be made: " + problem.message());
  return {};
}

}  // namespace

base::Result<std::optional<StatementExports::Export>> StatementExports::oldest_running() {
  const auto rows = store_.list_projections({kStatementExportKind, std::string(kExportRunning), base::RegistrationId(ports::kNoRegistration), kLookedThrough});
  if (!rows) return base::fail(rows.error());
  std::optional<Export> oldest;
  for (const auto& row : *rows) {
    auto one = statement_export_of(row);
    if (!one) return base::fail(one.error());
    if (!oldest || one->at < oldest->at || (one->at == oldest->at && one->id < oldest->id)) oldest.emplace(std::move(*one));
  }
  return oldest;
}

void StatementExports::drop_pieces(const Export& one) {
  for (std::size_t number = 1; number <= one.volumes.size() + 1; ++number) {
    folder_.drop(piece_id(one.id, number), Piece::kept);
    folder_.drop(piece_id(one.id, number), Piece::workpiece);
  }
}

// What was made before is no use: it was made with another template, or its file is gone (another machine's disk, a cleaned folder).
void StatementExports::begin_anew(Export& one) {
  drop_pieces(one);
  one.progress = {};
  one.volumes.clear();
  one.open = {};
  one.asked.template_version = xapi::kExportTemplate;
}

// The file of the volume under way, as far as the row says it was made.
base::Result<std::optional<AppendFile>> StatementExports::open_volume(Export& one) {
  const auto path = folder_.workpiece(piece_id(one.id, one.volumes.size() + 1));
  if (auto made = make_folder_of(path); !made) return base::fail(made.error());
  return AppendFile::open(path, one.open.bytes);
}

// Until `go_on` says otherwise, the volume is full, or nothing is left.
base::Status StatementExports::fill(Export& one, AppendFile& file, const std::function<bool()>& go_on) {
  const auto write = [&](std::string_view rows) -> base::Status {
    if (auto added = file.add(rows); !added) return added;
    one.open.bytes += static_cast<std::int64_t>(rows.size());
    return {};
  };
  if (one.open.bytes == 0) {
    if (auto headed = write(xapi::export_heading(one.asked.form)); !headed) return headed;
  }
  xapi::ExportWalk walk(store_, one.asked, one.progress);
  do {
    if (auto stepped = walk.step(write); !stepped) return stepped;
    one.open.statements += walk.progress().statements - one.progress.statements;
    one.progress = walk.progress();
  } while (!one.progress.done && one.open.bytes < volume_bytes_ && go_on());
  return file.sync();
}

// Sealed and listed first, its plain file goes after that: whatever a crash leaves is made again from it.
base::Status StatementExports::close_volume(Export& one) {
  const std::size_t number = one.volumes.size() + 1;
  auto hash = folder_.keep(piece_id(one.id, number));
  if (!hash) return base::fail(hash.error());
  one.open.sha256 = std::move(*hash);
  one.volumes.push_back(one.open);
  one.open = {};
  if (one.progress.done) {
    one.state = kExportDone;
    one.ended_at = clock_.now();
    one.sha256 = hash_of(one.volumes);
  }
  if (auto saved = save(one, one.progress.done); !saved) return saved;
  folder_.drop(piece_id(one.id, number), Piece::workpiece);
  return {};
}

base::Result<bool> StatementExports::slice(Export& one, const std::function<bool()>& go_on) {
  const auto made = [](const base::Status& done) -> base::Result<bool> {
    if (!done) return base::fail(done.error());
    return true;
  };
  if (one.asked.template_version != xapi::kExportTemplate) begin_anew(one);
  auto file = open_volume(one);
  if (!file && file.error().code == base::Code::store_conflict) return false;
  if (!file) return base::fail(file.error());
  if (!*file) {
    begin_anew(one);
    return made(save(one));
  }
  if (auto filled = fill(one, **file, go_on); !filled) return base::fail(filled.error());
  if (one.progress.done || one.open.bytes >= volume_bytes_) return made(close_volume(one));
  return made(save(one));
}

base::Status StatementExports::fail_export(Export& one, const base::Error& error) {
  log_.write(ports::Level::warning, "statements.export_failed", {{"export", one.id}, {"error", describe(error)}});
  const auto now = find(one.id);   // as it was committed last: what the failed slice changed is not true
  if (!now) return base::fail(now.error());
  if (!*now || (*now)->state != kExportRunning) return {};
  one = **now;
  one.state = kExportFailed;
  one.problem = std::string(base::info(error.code).name);
  one.ended_at = clock_.now();
  return save(one);
}

base::Result<bool> StatementExports::work(const std::function<bool()>& go_on) {
  auto found = oldest_running();
  if (!found) return base::fail(found.error());
  if (!*found) return false;
  Export& one = **found;
  const auto done = slice(one, go_on);
  if (done && !*done) return false;
  if (!done) {
    // Somebody cancelled it meanwhile, or another process works on it: the next slice sees what is true.
    if (done.error().code == base::Code::store_conflict) return true;
    if (auto noted = fail_export(one, done.error()); !noted) return base::fail(noted.error());
    return true;
  }
  if (one.state == kExportDone) {
    // For the line "exports" of preceptor check; the export itself is whole and stays so.
    if (const auto noted = store_.note_copy(ports::Copy::exported, clock_.now()); !noted)
      log_.write(ports::Level::warning, "statements.time_not_noted", {{"export", one.id}, {"error", describe(noted.error())}});
    log_.write(ports::Level::info, "statements.exported", {{"export", one.id}, {"statements", std::to_string(one.progress.statements)}, {"sha256", one.sha256}});
  }
  return true;
}

base::Status StatementExports::tidy() {
  const base::Instant now = clock_.now();
  const auto clear = [&](const char* state, std::chrono::hours kept, const std::function<void(Export&)>& change) -> base::Status {
    const auto rows = store_.list_projections({kStatementExportKind, std::string(state), base::RegistrationId(ports::kNoRegistration), kLookedThrough});
    if (!rows) return base::fail(rows.error());
    for (const auto& row : *rows) {
      auto one = statement_export_of(row);
      if (!one) return base::fail(one.error());
      if (!one->ended_at || now - *one->ended_at < kept) continue;
      if (one->volumes.empty() && one->open.bytes == 0) continue;   // done before
      const Export before = *one;
      change(*one);
      const auto saved = save(*one);
      if (saved) drop_pieces(before);
      else if (saved.error().code != base::Code::store_conflict) return saved;
    }
    return {};
  };
  if (auto done = clear(kExportDone, kExportKept, [](Export& one) { one.state = kExportForgotten; }); !done) return done;
  const auto unmake = [](Export& one) {
    one.progress = {};
    one.volumes.clear();
    one.open = {};
  };
  if (auto done = clear(kExportCancelled, kUnfinishedKept, unmake); !done) return done;
  return clear(kExportFailed, kUnfinishedKept, unmake);
}

}  // namespace preceptor::app
