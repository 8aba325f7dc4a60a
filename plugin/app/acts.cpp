// Acts of /staff and /admin that wait for ten minutes, and the log of who saw or changed what.
#include "core/base/error.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/staff_house.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/admin/administrators.hpp"

namespace preceptor::app {
namespace {

constexpr int kForgetAuditAtOnce = 1000;

}  // namespace

void Site::wire_acts() {
  acts_ = std::make_unique<web::PendingActs>(*store_, *store_, *clock_);
  administrators_ = std::make_unique<web::Administrators>(*store_, *store_, *clock_);
  watch_ = std::make_unique<web::Watch>(*acts_, *store_, *clock_);
}

base::Result<bool> Site::acts_due() {
  const auto due = acts_->due();
  if (!due) return base::fail(due.error());
  return !due->empty();
}

base::Status Site::tend_acts(const ports::Lease& upkeep) {
  const auto perform = [this](const web::PendingAct& act) { return act.area == "staff" ? staff_->pages->perform(act) : admin_->perform(act); };
  const auto settled = watch_->carry_out(perform, upkeep, log_);
  return settled ? base::Status() : base::fail(settled.error());
}

base::Status Site::tend_audit() {
  const auto gone = store_->forget_audit(clock_->now() - std::chrono::hours(24) * config().audit_days, kForgetAuditAtOnce);
  return gone ? base::Status() : base::fail(gone.error());
}

}  // namespace preceptor::app
