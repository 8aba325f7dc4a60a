// /staff/audit: who of the staff and administrators saw or changed what, for accreditation staff. Looking at it is noted too.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/audit_log.hpp"
#include "core/ports/clock.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class AuditSection : public StaffSection {
 public:
  AuditSection(ports::AuditLog& log, StaffList& members, const ports::Clock& clock) : log_(log), members_(members), clock_(clock) {}
  Entry entry() const override { return {"audit", "/audit", "audit.nav", {StaffRole::accreditation}}; }
  std::vector<StaffRoute> routes() override;

 private:
  // The filter of the query; days are UTC, both included, the last 30 by default. Absent: a day that is none, or the last before the first.
  std::optional<ports::AuditFilter> filter_of(const StaffTurn& turn) const;
  ports::HttpResponse show(StaffTurn& turn);
  ports::HttpResponse csv(StaffTurn& turn);
  base::Result<std::map<std::string, std::string>> names();   // member id to name

  ports::AuditLog& log_;
  StaffList& members_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
