// What the record keeps of an export: one event, one row for look-up. Internal to this folder.
#pragma once
#include <string>

#include "core/ports/record_store.hpp"
#include "web/credit/export_desk.hpp"

namespace preceptor::web {

inline constexpr const char* kExportKind = "credit_export";   // of the projection

// An export with how far it came: whole (its grants are still to be moved), done, or dropped (its file never got its name).
struct ExportEntry {
  ExportMade made;
  std::string stage = "whole";
  std::string path;              // where the file was asked for; empty: only kept
  std::int64_t version = 0;      // of the row; 0: there is none yet
};

base::Result<ExportEntry> export_entry(const ports::Projection& row);
ports::Projection export_row(const ExportEntry& entry, base::Instant now);
record::Event export_event(const ExportMade& made);

}  // namespace preceptor::web
