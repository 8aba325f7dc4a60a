// Surveys without names.
#include "plugin/app/site.hpp"
#include "plugin/app/survey_release.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::app {

void Site::wire_surveys() {
  surveys_ = std::make_unique<web::SurveyPages>(web::SurveyDeps{*store_, *store_, *store_, *store_, *store_, *store_, *store_, *sealer_, *clock_, log_, config_.public_url_text});
}

base::Status Site::tend_surveys() {
  const auto turn = app::tend_surveys(*store_, clock_->now(), config().survey_days);
  if (!turn) return base::fail(turn.error());
  if (turn->forgotten > 0) log_.write(ports::Level::info, "surveys.forgotten", {{"answers", std::to_string(turn->forgotten)}});
  return {};
}

}  // namespace preceptor::app
