// What the platform's gradebook is offered, in the commit of the answer that earned it: full completion, or the right answers where the
// link says so. Nothing for who has no `sub`, and nothing on a link without grades; previews commit no answers at all.
#include "core/activity/grade.hpp"
#include "lti/services/link_services.hpp"
#include "web/learner/impl.hpp"

namespace preceptor::web {
std::optional<ports::GradeOffer> offer_of(const Visit& visit, const ports::LinkFacts& link, const std::string& subject, base::Instant now) {
  if (visit.row.id.empty() || subject.empty() || !lti::takes_scores(link)) return std::nullopt;   // a preview has no row
  // A unit opened from a question or as the next one is not what this link is graded for.
  if (!link.unit_id.empty() && link.unit_id != visit.row.unit_id) return std::nullopt;
  ports::GradeOffer offer;
  offer.registration = visit.row.registration;
  offer.deployment_id = visit.row.deployment_id;
  offer.context_id = visit.row.context_id;
  offer.resource_link_id = visit.row.resource_link_id;
  offer.subject = subject;
  offer.attempt = visit.row.id;
  offer.graded = visit.attempt.completed;
  offer.at = offer.graded ? visit.attempt.completed_at : now;
  const auto grade = activity::grade_of(*visit.unit, visit.attempt, link.grade == "score");
  offer.given = grade.given;
  offer.max = grade.max;
  return offer;
}

base::Status LearnerPages::Impl::offer_grade(const Visit& visit, const std::string& subject, ports::UnitOfWork& work) {
  if (!visit.attempt.completed) return {};
  const auto link = links.of(visit.row.link());
  if (!link) return base::fail(link.error());
  if (!*link) return {};
  if (auto offer = offer_of(visit, **link, subject, deps.clock.now())) work.grades = {std::move(*offer)};
  return {};
}

// With a launch: the grade of work that is done, for a column that came later or a refusal that was mended; it changes nothing when it
// was sent. Else progress, and only where that cannot take a grade away; the store keeps it for a learner who has no row yet.
void LearnerPages::Impl::offer_at_launch(const Visit& visit, const std::string& subject, const lti::VerifiedLaunch& launch,
                                         ports::UnitOfWork& work) const {
  if (!visit.attempt.completed && !deps.profiles.of(launch.registration.lms).takes_progress()) return;
  if (auto offer = offer_of(visit, link_facts(launch), subject, deps.clock.now())) work.grades = {std::move(*offer)};
}

}  // namespace preceptor::web
