// Names of administrators, for the audit log: who was given a sign-in link. They are no accounts and give no right; a link does.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kAdministratorKind = "administrator";

class Administrators {
 public:
  Administrators(ports::RecordStore& records, ports::ProjectionStore& rows, const ports::Clock& clock) : records_(records), rows_(rows), clock_(clock) {}

  // The id of that name; made where it is new. Errors: command_arguments (empty, over 100 bytes, or with control characters), store_*.
  base::Result<std::string> named(const std::string& name);
  // Absent: there is none with that id.
  base::Result<std::optional<std::string>> name_of(const std::string& id);
  // Id to name, of all there ever were.
  base::Result<std::map<std::string, std::string>> names();

 private:
  ports::RecordStore& records_;
  ports::ProjectionStore& rows_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
