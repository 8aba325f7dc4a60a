// A case's row for look-up, and what waits for a second signature. For this folder's .cpp files.
#pragma once
#include "web/rca/case_book.hpp"

namespace preceptor::web {

inline constexpr const char* kOverrideKind = "case_override";   // id: the case's; state "waiting" or "none"

// Made again from the case whenever it changes. It holds no person's name. `version` and `updated_at` are the caller's.
ports::Projection case_row(const RcaCase& one);
// Error: json_malformed.
base::Result<CaseLine> case_line(const ports::Projection& row);

ports::Projection override_row(const std::string& case_id, const std::optional<PendingOverride>& pending);
// Absent when nothing waits. Error: json_malformed.
base::Result<std::optional<PendingOverride>> pending_override(const ports::Projection& row);

}  // namespace preceptor::web
