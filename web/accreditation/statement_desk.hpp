// What the pages of statement exports need: exports that are made in the background, kept, and handed out in volumes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "xapi/export/asked.hpp"

namespace preceptor::web::accreditation {

// A part of an export that is downloaded at once.
struct StatementVolume {
  std::string sha256;
  std::int64_t bytes = 0, statements = 0;
};

// States of an export. It goes on by itself while it is running, whatever restarts in between.
inline constexpr const char* kExportRunning = "running";
inline constexpr const char* kExportCancelled = "cancelled";   // by staff; may be resumed
inline constexpr const char* kExportFailed = "failed";         // `problem` says why; may be resumed
inline constexpr const char* kExportDone = "done";
inline constexpr const char* kExportForgotten = "forgotten";   // done, and its files are kept no longer

struct StatementExport {
  std::string id;                        // UUID
  std::string who;                       // a member's id
  std::string state = kExportRunning;
  xapi::ExportAsked asked;
  xapi::ExportProgress progress;
  std::vector<StatementVolume> volumes;  // whole ones
  StatementVolume open;                  // the one under way, without a hash
  std::string sha256;                    // of a done one: of its only volume, or of its volumes' hashes, a line each
  std::string problem;                   // name of an error
  std::string like;                      // id of the export this one repeats
  base::Instant at{};
  std::optional<base::Instant> ended_at; // of the last end
  std::int64_t version = 0;              // of the row

  std::string volume_name(std::size_t number) const;   // "statements-2026-11-26-1a2b3c4d-2.csv"; numbers from 1
};

class StatementExportDesk {
 public:
  virtual ~StatementExportDesk() = default;
  virtual base::Result<std::vector<StatementExport>> list(int limit) = 0;   // newest first
  virtual base::Result<std::optional<StatementExport>> find(const std::string& id) = 0;
  // Without as-of positions: as of now. Its id.
  virtual base::Result<std::string> start(xapi::ExportAsked asked, const std::string& who) = 0;
  // The same filter as of the same positions. Absent: there is no such export.
  virtual base::Result<std::optional<std::string>> again(const std::string& id, const std::string& who) = 0;
  // False: it is unknown, or in a state that has nothing to cancel or resume.
  virtual base::Result<bool> cancel(const std::string& id, const std::string& who) = 0;
  virtual base::Result<bool> resume(const std::string& id, const std::string& who) = 0;
  // The bytes, which it logs; absent: unknown, not done, or kept no longer. Numbers from 1. Errors: export_elsewhere (its file is not on this node),
  // store_failed (the kept copy is damaged).
  virtual base::Result<std::optional<std::string>> volume(const std::string& id, std::size_t number, const std::string& who) = 0;
  // {asked, statements, erased persons, volumes with their hashes}, JSON; absent as with volume().
  virtual base::Result<std::optional<std::string>> manifest(const std::string& id) = 0;
  // Who is known by that id of an LMS or by our own; of that registration's platform only, unless it is empty.
  virtual base::Result<std::vector<base::PersonId>> persons_named(const std::string& registration, const std::string& text) = 0;
};

}  // namespace preceptor::web::accreditation
