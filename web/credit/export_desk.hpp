// Reports of credit: rows are gathered, checked (core/report's pre-flight), written by a format, kept with hash, who, when and filter, and their grants moved on.
// The same for the command line and the pages of accreditation staff.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/credit_store.hpp"
#include "core/ports/profile_vault.hpp"
#include "core/ports/sealer.hpp"
#include "core/report/format.hpp"
#include "core/report/preflight.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {

struct ExportAsked {
  std::string format;                       // code
  ports::GrantFilter filter;                // its provider decides whose report it is; needed where there are several
  bool again = false;                       // also grants that were exported or sent before
  std::string who;                          // a member's person id, or "command line"
};
struct ExportMade {
  std::string id;                           // UUID
  std::string format, template_version, who, sha256, file_name;
  ports::GrantFilter filter;
  base::Instant at{};
  std::int64_t rows = 0, left_out = 0;
  credit::Amount total;                     // of the rows in it
  bool identified = true;
};

class ExportDesk {
 public:
  // `folder`: where files are kept, beside the store, readable by its owner only; those with identifiers are encrypted under the vault's key.
  ExportDesk(CreditBook& book, CreditDeps deps, std::vector<const report::Format*> formats, const ports::Sealer& sealer, std::string folder);
  ~ExportDesk();

  const std::vector<const report::Format*>& formats() const;
  // Nothing is written: every row with what stops it. `each` may end the walk by answering false.
  base::Status check(const ExportAsked& asked, const std::function<bool(const report::LearnerRow&, const std::vector<report::RowFinding>&)>& each);
  // Writes the file to `path` (it appears there when it is whole), keeps a copy, moves the grants in it to exported. `progress` may cancel by answering false.
  base::Result<ExportMade> make(const ExportAsked& asked, const std::string& path, const std::function<bool(std::int64_t done)>& progress,
                                const std::function<void(const report::RowFinding&)>& left_out);
  base::Result<std::vector<ExportMade>> list(int limit);
  // The bytes as they were made; absent: unknown, or kept no longer.
  base::Result<std::optional<std::string>> bytes(const std::string& id, const std::string& who);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
