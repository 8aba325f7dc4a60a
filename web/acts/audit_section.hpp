// /staff/audit: who of the staff and administrators saw or changed what, for accreditation staff. Looking at it is noted too.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/audit_log.hpp"
#include "core/ports/clock.hpp"
#include "web/admin/administrators.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class AuditSection : public StaffSection {
 public:
  AuditSection(ports::AuditLog& log, StaffList& members, Administrators administrators, const ports::Clock& clock)
      : log_(log), members_(members), administrators_(administrators), clock_(clock) {}
  Entry entry() const override { return {"audit", "/audit", "audit.nav", {StaffRole::accreditation}}; }
  std::vector<StaffRoute> routes() override;

 private:
  // The filter of the query; days are UTC, both included, the last 30 by default. Absent: a day that is none, or the last before the first.
  std::optional<ports::AuditFilter> filter_of(const StaffTurn& turn) const;
  ports::HttpResponse show(StaffTurn& turn);
  ports::HttpResponse csv(StaffTurn& turn);
  // Who, as rows say it, to a name: members of staff, and administrators whose link named them.
  base::Result<std::map<std::string, std::string>> names(const Messages& messages);

  ports::AuditLog& log_;
  StaffList& members_;
  Administrators administrators_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
