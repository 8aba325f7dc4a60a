// What teachers see: the choice of units, and the pages behind an instructor's preview.
#include "plugin/app/link_desk.hpp"
#include "plugin/app/site.hpp"
#include "web/teacher/review_reference.hpp"

namespace preceptor::app {

void Site::wire_teacher() {
  picker_ = std::make_unique<web::Picker>(
      web::PickerDeps{*store_, *store_, *signing_keys_, profiles_, *store_, *sealer_, *clock_, log_, config_.public_url_text, store_.get()});
  desk_ = std::make_unique<SiteLinkDesk>(*this);
  teacher_ = std::make_unique<web::TeacherPages>(web::TeacherDeps{*store_, *store_, *store_, *store_, *sealer_, *clock_, log_, profiles_, *desk_, config_.public_url_text});
}

std::string Site::review_url(const ports::GradeRow& row) const {
  return web::review_url(*sealer_, config_.public_url_text, {row.offer.registration, row.offer.attempt});
}

}  // namespace preceptor::app
