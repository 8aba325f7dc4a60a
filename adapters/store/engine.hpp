// What differs between engines: opening, error codes, and how to end a query early. One .cpp an engine.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <soci/soci.h>

#include "core/base/result.hpp"

namespace preceptor::store {

inline constexpr std::string_view kEngine = "sqlite";

// Opens the file with the settings durability rests on. Throws SqlFailure.
std::unique_ptr<soci::session> open_session(const std::string& path, bool read_only);
// What the engine's last error on this connection means. `doing` names the statement.
base::Error last_error(soci::session& session, std::string_view doing);
std::int64_t changed_rows(soci::session& session);
// Rows changed since the session was opened.
std::int64_t all_changed_rows(soci::session& session);
bool in_transaction(soci::session& session);
// Ends the statement's run, so that it holds neither snapshot nor lock.
void reset(soci::statement& statement);
int parameter_count(soci::statement& statement);

}  // namespace preceptor::store
