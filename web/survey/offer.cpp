// What the learner's receipt shows of surveys: an offer that holds nothing up, and one question about the person.
#include <algorithm>

#include "core/burden/form.hpp"
#include "core/burden/survey.hpp"
#include "web/survey/impl.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostAttempts = 1000;
constexpr base::Milliseconds kOfferLife = std::chrono::hours(24 * 7);

}  // namespace

base::Result<bool> SurveyPages::offers(const base::PersonId& person, const base::AttemptId& attempt) {
  const auto versions = impl_->deps.content.current("survey", std::string(burden::kMicroBurden));
  if (!versions) return base::fail(versions.error());
  if (versions->empty()) return false;
  auto rows = impl_->deps.records.attempts_of_person(person, kMostAttempts);
  if (!rows) return base::fail(rows.error());
  std::erase_if(*rows, [&](const auto& row) { return row.state != "completed" || row.id == attempt; });
  // Each completion's offer follows from those before it, so the history alone says whether this one has its turn.
  std::vector<bool> offered;
  for (std::size_t i = 0; i < rows->size(); ++i) offered.push_back(burden::survey_offer(offered) == burden::Offer::optional);
  return burden::survey_offer(offered) == burden::Offer::optional;
}

base::Result<std::string> SurveyPages::address(const Visit& visit) {
  const auto now = impl_->deps.clock.now();
  if (visit.preview() || now - visit.attempt.completed_at > kOfferLife) return std::string();
  const auto survey = impl_->current(std::string(burden::kMicroBurden), languages_for(visit.facts.locale, {visit.unit->language}));
  if (!survey) return base::fail(survey.error());
  auto token = impl_->token_for("attempt\n" + visit.row.id.str());
  if (!token) return base::fail(token.error());
  const auto used = impl_->deps.pool.is_token_used(token_digest(*token));
  if (!used) return base::fail(used.error());
  if (*used) return std::string();
  const auto told = find_stage(impl_->deps.projections, visit.row.person);
  if (!told) return base::fail(told.error());
  SurveyHandle handle;
  handle.token = std::move(*token);
  handle.form = (*survey)->hash;
  handle.unit = visit.unit->hash;
  handle.credit = std::ranges::any_of(visit.activities, [](const ActivityShown& one) { return !one.system.empty(); });
  if (*told) handle.stage = (*told)->stage;
  handle.registration = visit.registration.id;
  handle.issued = now;
  handle.return_url = visit.facts.return_url;
  handle.locale = visit.facts.locale;
  return impl_->at(seal_survey(impl_->deps.sealer, handle), "");
}

base::Result<const PersonQuestion*> SurveyPages::question(const base::PersonId& person, base::Instant begun) {
  return next_question(impl_->deps.projections, person, begun);
}

base::Status SurveyPages::keep_answer(const std::string& kind, const std::string& answer, const base::PersonId& person) {
  const auto* question = find_person_question(kind);
  auto row = question ? answer_row(*question, answer, person, impl_->deps.clock.now()) : std::nullopt;
  if (!row) return base::fail(base::Code::answer_invalid, "not an answer of ours");
  ports::UnitOfWork work;
  work.projections = {std::move(*row)};
  const auto done = impl_->deps.records.commit(work);
  if (!done && done.error().code != base::Code::store_conflict) return done;   // a second tap: the first answer stands
  return {};
}

}  // namespace preceptor::web
