// Exports of statements in the background: asked for by staff, made a slice at a time under a lease, kept sealed in volumes.
#pragma once
#include <chrono>
#include <functional>

#include "adapters/store/store.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/export_folder.hpp"
#include "core/ports/log.hpp"
#include "plugin/app/append_file.hpp"
#include "web/accreditation/statement_desk.hpp"
#include "xapi/export/walk.hpp"

namespace preceptor::app {

inline constexpr std::int64_t kVolumeBytes = 64LL << 20;        // about; what a download holds in memory
inline constexpr std::chrono::hours kExportKept{24 * 30};       // files of a done one
inline constexpr std::chrono::hours kUnfinishedKept{24};        // what a cancelled or failed one had made

class StatementExports : public web::accreditation::StatementExportDesk {
 public:
  using Export = web::accreditation::StatementExport;
  // `volume_bytes`: a volume ends with the stretch that goes beyond.
  StatementExports(store::Store& store, ports::ExportFolder& folder, const ports::Clock& clock, ports::Log& log, std::int64_t volume_bytes = kVolumeBytes)
      : store_(store), folder_(folder), clock_(clock), log_(log), volume_bytes_(volume_bytes) {}

  base::Result<std::vector<Export>> list(int limit) override;
  base::Result<std::optional<Export>> find(const std::string& id) override;
  base::Result<std::string> start(xapi::ExportAsked asked, const std::string& who) override;
  base::Result<std::optional<std::string>> again(const std::string& id, const std::string& who) override;
  base::Result<bool> cancel(const std::string& id, const std::string& who) override;
  base::Result<bool> resume(const std::string& id, const std::string& who) override;
  base::Result<std::optional<std::string>> volume(const std::string& id, std::size_t number, const std::string& who) override;
  base::Result<std::optional<std::string>> manifest(const std::string& id) override;
  base::Result<std::vector<base::PersonId>> persons_named(const std::string& registration, const std::string& text) override;

  // Called when there may be something to do; set before threads start.
  void on_work(std::function<void()> wake) { wake_ = std::move(wake); }
  // One slice of the oldest export that is running; `go_on` is asked after each stretch, and false ends the slice. False: nothing is running, or another process is at its file still. One caller
  // at a time, under a lease: of two, the later commit is refused (store_conflict) and its slice is made again.
  base::Result<bool> work(const std::function<bool()>& go_on);
  // Files that are kept no longer go.
  base::Status tidy();

 private:
  using Piece = ports::ExportFolder::Piece;
  base::Result<std::optional<Export>> oldest_running();
  base::Status save(Export& one, bool with_event = false);
  base::Result<bool> turn(const std::string& id, const std::string& who, const char* event, const std::function<bool(Export&)>& change);
  base::Result<std::optional<AppendFile>> open_volume(Export& one);
  base::Status fill(Export& one, AppendFile& file, const std::function<bool()>& go_on);
  base::Status close_volume(Export& one);
  // False: another process is at its file still.
  base::Result<bool> slice(Export& one, const std::function<bool()>& go_on);
  base::Status fail_export(Export& one, const base::Error& error);
  void drop_pieces(const Export& one);
  void begin_anew(Export& one);

  store::Store& store_;
  ports::ExportFolder& folder_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::int64_t volume_bytes_;
  std::function<void()> wake_;
};

// Where the record is now, of that registration only unless it is empty: what an export begins with.
base::Result<std::vector<xapi::AsOf>> as_of_now(xapi::EvidenceStore& store, const std::string& registration);
// Who is known by that id of an LMS (its `sub`) or by our own, in no particular order.
base::Result<std::vector<base::PersonId>> persons_named(store::Store& store, const std::string& registration, const std::string& text);

}  // namespace preceptor::app
