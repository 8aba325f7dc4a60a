// Beside the receipt: a survey that may be filled in, and one question about the person. Neither holds anything up: when the store cannot say, the
// receipt comes without.
#include "web/learner/impl.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::web {

bool LearnerPages::Impl::offers_survey(const Visit& visit) {
  if (!deps.surveys) return false;
  const auto offered = deps.surveys->offers(visit.row.person, visit.row.id);
  if (!offered) diary.failed("survey", offered.error());
  return offered && *offered;
}

void LearnerPages::Impl::add_asides(Visit& visit) {
  if (!deps.surveys || visit.preview()) return;
  if (visit.survey_offered) {
    auto address = deps.surveys->address(visit);
    if (!address) diary.failed("survey", address.error());
    visit.survey_url = address.value_or("");
  }
  const auto known = deps.records.load_person(visit.row.person);
  if (!known || !*known) return;   // the platform did not say who this is: nobody to be asked once
  const auto question = deps.surveys->question(visit.row.person, visit.attempt.opened_at);
  if (!question) diary.failed("survey", question.error());
  visit.question = question.value_or(nullptr);
}

LearnerPages::Impl::Response LearnerPages::Impl::about_person(Visit& visit, const base::Fields& form) {
  const auto* kind = base::field(form, "about");
  const auto* answer = base::field(form, "answer");
  if (!deps.surveys || visit.preview() || !visit.attempt.completed || !kind || !answer) return refusal_page({base::Code::request_not_found, {}, {}}, *visit.messages);
  const auto kept = deps.surveys->keep_answer(*kind, *answer, visit.row.person);
  if (!kept) return refusal_page({kept.error().code, diary.failed("survey", kept.error()), {}}, *visit.messages);
  return see_other(urls.at(visit, "receipt"));
}

}  // namespace preceptor::web
