// An export of statements as the store keeps it: one row for look-up, rewritten at every step, and one event when it is done.
#pragma once
#include "core/ports/record_store.hpp"
#include "web/accreditation/statement_desk.hpp"

namespace preceptor::app {

inline constexpr const char* kStatementExportKind = "statement_export";   // of the projection

// Error json_malformed.
base::Result<web::accreditation::StatementExport> statement_export_of(const ports::Projection& row);
// The row that replaces it: its version plus 1.
ports::Projection statement_export_row(const web::accreditation::StatementExport& one, base::Instant now);
// Who exported what, with hash: "statements_exported".
record::Event statement_export_event(const web::accreditation::StatementExport& one);
std::string statement_manifest(const web::accreditation::StatementExport& one);

}  // namespace preceptor::app
