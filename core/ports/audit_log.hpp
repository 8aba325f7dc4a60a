// Who of the staff and administrators saw or changed what. Rows are added and, after retention, deleted; none is ever changed.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

struct AuditEntry {
  base::Instant at{};
  std::string area;      // "staff", "admin", "command", or "vault": a look at identifiers, which the vault itself logs
  std::string who;       // a member's id; "administrator", with ":" and the registration when it is one connection's; "command line"; of the vault: its actor
  std::string kind;      // "saw", "changed", "refused" (a change that was not made), "asked", "taken_back", "carried_out", "failed" (acts that wait)
  std::string act;       // method and pattern of the path ("POST /staff/cases/{case}/sheet"), a command's name, or the vault's reason
  std::string subject;   // ids of what it was about, at most 300 bytes; never a name, a text or an identifier for credit
  std::string request;   // request id, as in the log; may be empty
};

struct AuditFilter {
  base::Instant from{}, to{};   // at >= from and at < to
  std::string who, kind;        // exactly; empty: any
  int offset = 0, limit = 200;  // limit: 1 to 10,000
};

class AuditLog {
 public:
  virtual ~AuditLog() = default;
  virtual base::Status append_audit(const AuditEntry& entry) = 0;
  // Newest first, the vault's looks among them.
  virtual base::Result<std::vector<AuditEntry>> list_audit(const AuditFilter& filter) = 0;
  // Deletes rows older than `before`, at most `limit` of them; answers how many. The vault's own rows stay.
  virtual base::Result<int> forget_audit(base::Instant before, int limit) = 0;
};

}  // namespace preceptor::ports
