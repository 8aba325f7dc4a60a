// What stakeholders of a root-cause case see.
#include <algorithm>

#include "plugin/app/site.hpp"
#include "xapi/statement_kinds.hpp"

namespace preceptor::app {

void Site::wire_rca() {
  const auto ratings_leave = [this] {
    const auto rows = store_->list_lrs();
    // Switched off for a while it gets them later. What cannot be read now is not promised: the answer then stays here.
    return rows && std::ranges::any_of(*rows, [](const xapi::LrsRow& row) { return row.filter.kind_on(xapi::kRootCauseKind); });
  };
  rca_ = std::make_unique<web::RcaPages>(web::RcaDeps{*store_, *store_, *store_, *store_, *sealer_, *clock_, log_, config_.public_url_text, ratings_leave});
}

}  // namespace preceptor::app
