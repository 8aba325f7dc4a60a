// What stakeholders of a root-cause case see.
#include "plugin/app/site.hpp"

namespace preceptor::app {

void Site::wire_rca() {
  rca_ = std::make_unique<web::RcaPages>(web::RcaDeps{*store_, *store_, *store_, *store_, *sealer_, *clock_, log_, config_.public_url_text});
}

}  // namespace preceptor::app
