// What an export of statements is of, and how far it is made: both survive a restart as JSON.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::xapi {

// Of both forms together. Another number stands for other bytes: it changes whenever a column, an escape or the order does.
inline constexpr int kExportTemplate = 1;

enum class ExportForm { json_lines, csv };
std::string_view name(ExportForm form);        // "jsonl", "csv": also how the files end
// Error command_arguments: there is no such form.
base::Result<ExportForm> export_form_named(std::string_view text);

// How far one registration's record reached when the export was asked for.
struct AsOf {
  std::string registration;
  std::int64_t position = 0;
  friend bool operator==(const AsOf&, const AsOf&) = default;
};

struct ExportAsked {
  ExportForm form = ExportForm::json_lines;
  ExportFilter filter;
  std::vector<std::string> kinds;   // StatementKind::name; empty: all, those of no kind included
  std::vector<AsOf> as_of;          // by registration; of no other registration anything is exported
  int template_version = kExportTemplate;
};
// Error command_arguments: it is no kind of statement.
base::Status check_kinds(const std::vector<std::string>& kinds);
// Whether events of that type are among those kinds.
bool takes_type(const std::vector<std::string>& kinds, std::string_view type);

inline constexpr std::size_t kErasedNamed = 1000;

struct ExportProgress {
  // Everything up to there was looked at; empty: nothing was.
  std::string registration;
  std::int64_t position = 0, ordinal = -1;
  std::int64_t statements = 0;      // written
  std::int64_t erased = 0;          // selected, but their bytes are gone with the person
  std::vector<std::string> erased_persons;   // random ids of those, sorted; at most kErasedNamed
  bool done = false;
  friend bool operator==(const ExportProgress&, const ExportProgress&) = default;
};
// Positions looked at, and all there are: for people who wait.
struct ExportShare {
  std::int64_t looked_at = 0, all = 0;
};
ExportShare share_of(const ExportAsked& asked, const ExportProgress& progress);

// One canonical JSON object each. Equal texts of `asked`: equal bytes of the export, but for persons erased since.
std::string asked_json(const ExportAsked& asked);
std::string progress_json(const ExportProgress& progress);
// Error json_malformed.
base::Result<ExportAsked> asked_from_json(std::string_view text);
base::Result<ExportProgress> progress_from_json(std::string_view text);

}  // namespace preceptor::xapi
