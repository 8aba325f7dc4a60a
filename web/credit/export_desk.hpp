// Reports of credit: rows are gathered, checked (core/report's pre-flight), written by a format, kept with hash, who, when and filter, and their grants moved on.
// The same for the command line and the pages of accreditation staff.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/credit_store.hpp"
#include "core/ports/profile_vault.hpp"
#include "core/ports/export_folder.hpp"
#include "core/report/format.hpp"
#include "core/report/preflight.hpp"
#include "core/report/results.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {

struct ExportAsked {
  std::string format;                       // code
  ports::GrantFilter filter;                // its provider decides whose report it is; needed where there are several
  bool again = false;                       // also grants that were exported or sent before
  std::optional<base::Instant> as_of;       // what was granted later stays out; now when absent. Same (filter, as-of, template) with `again`: the same bytes
  std::string who;                          // a member's person id, or "command line"
};
struct ExportMade {
  std::string id;                           // UUID
  std::string format, template_version, who, sha256, file_name;
  ports::GrantFilter filter;
  base::Instant at{}, as_of{};
  std::int64_t rows = 0, left_out = 0, routed = 0;   // in the file; stopped by the pre-flight or the format; for another receiver
  std::int64_t passed_over = 0;             // in the file although their grants moved on while it was made; told with the file, not kept
  credit::Amount total;                     // of the rows in it
  bool identified = true;
  std::string path = {};                    // in list(): where the command line was asked to put the file; empty: only the kept copy was made
};

// What of the installation the desk is told.
struct DeskOptions {
  // The name that the newest launch of that learner gave; empty when it gave none. Without the function nothing is compared.
  std::function<base::Result<std::string>(const base::PersonId&)> launch_name;
  // Several nodes may share the record: an export under way whose list is not in this one's folder is another's to end.
  bool several_nodes = false;
};

// What staff switch on beside systems, boards and formats (CreditBook::enable), because the sources disagree or a provider has the choice.
inline constexpr const char* kNewerWindow = "window:newer";        // the newer reporting window holds (credit.md 1)
inline constexpr const char* kOneRecord = "records:one";           // claims in parts are not reported as two records (scenario 9)
// That the names of a launch and of a profile are one person's: `what` for enable(), of these very names.
std::string name_confirmation(const base::PersonId& person, const credit::Profile& profile, const std::string& launch_name);

// Whose look into the vault the log has while an export is made: this, and the export's id.
inline constexpr const char* kExportLooks = "export ";

// One grant's row with what is said of it, and the removals that go before it (V15).
struct CheckedRow {
  std::vector<report::LearnerRow> removals;
  report::LearnerRow row;
  std::vector<report::RowFinding> findings;
};

// What became of a line of results.
struct ResultApplied {
  enum class Outcome { moved, already, unknown, ambiguous, refused };   // unknown: no such grant; ambiguous: it fits several; refused: its state says no
  int line = 0;
  Outcome outcome = Outcome::moved;
  std::string ccid;
  credit::GrantState to = credit::GrantState::pending;
};

class ExportDesk {
 public:
  ExportDesk(CreditBook& book, CreditDeps deps, std::vector<const report::Format*> formats, ports::ExportFolder& folder, DeskOptions options = {});
  ~ExportDesk();

  const std::vector<const report::Format*>& formats() const;
  // Nothing is written: every row with what stops it. `each` may end the walk by answering false.
  base::Status check(const ExportAsked& asked, const std::function<bool(const report::LearnerRow&, const std::vector<report::RowFinding>&)>& each);
  // One grant's row, as PARS would get it. Error report_unknown: there is no such grant.
  base::Result<CheckedRow> checked_row(const std::string& ccid, const std::string& who);
  // The same for many, one after the other; what cannot be gathered comes with its error. The look into the vault is logged once for all. `each` may end it.
  base::Status check_grants(const std::vector<credit::Grant>& grants, const ports::VaultActor& actor,
                            const std::function<bool(const credit::Grant&, base::Result<CheckedRow>)>& each);
  base::Result<std::vector<report::RowFinding>> check_grant(const std::string& ccid, const std::string& who);
  // Writes the file to `path` (it appears there when it is whole; empty: only the kept copy), keeps a copy, moves the grants in it to exported. `left_out` is told of each row
  // that stays behind, and of each in the file whose grant could not be moved (key "moved_meanwhile"). `progress` may
  // cancel by answering false. Nothing moves and nothing is kept when it fails. Errors: report_format_unknown, report_format_off, report_unreconciled,
  // command_arguments (the path, no provider named), command_cancelled, store_conflict (another export is being made), store_*, key_unreadable.
  base::Result<ExportMade> make(const ExportAsked& asked, const std::string& path, const std::function<bool(std::int64_t done)>& progress,
                                const std::function<void(const report::RowFinding&)>& left_out);
  // Newest first.
  base::Result<std::vector<ExportMade>> list(int limit);
  // The bytes as they were made; absent: unknown. Errors: export_elsewhere (its file is not on this node), store_failed (the kept copy is damaged).
  base::Result<std::optional<std::string>> bytes(const std::string& id, const std::string& who);
  // The same in pieces, so that memory does not grow with them; nothing is given of a copy that is damaged. `each` may end it by answering false. False: unknown.
  base::Result<bool> read(const std::string& id, const std::string& who, const std::function<bool(std::string_view)>& each);
  // How many grants are in each state, those that have any.
  base::Result<std::map<credit::GrantState, std::int64_t>> waiting();
  // Moves on what a crash left between a whole file and its grants. Done before each export and list.
  base::Status settle();

  // Moves grants as a receiver's table says. `dry_run`: only tells what would be. `each` sees every line; false ends it.
  base::Status apply_results(const report::ResultTable& table, const std::string& who, bool dry_run, const std::function<bool(const ResultApplied&)>& each);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
