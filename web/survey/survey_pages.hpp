// Surveys without names, at /s/<sealed handle>.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "core/activity/survey.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/sealer.hpp"
#include "core/ports/site_store.hpp"
#include "core/ports/survey_pool.hpp"
#include "web/launch_targets.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web {

struct Visit;

struct SurveyDeps {
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  ports::ContentStore& content;
  ports::SurveyPool& pool;
  ports::SiteStore& site;
  lti::RegistrationStore& registrations;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;   // without trailing slash
};

class SurveyPages : public LaunchTarget {
 public:
  explicit SurveyPages(SurveyDeps deps);
  ~SurveyPages() override;

  // A launch that names a survey. Errors: launch_content_missing, launch_content_withdrawn, store_*.
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override;
  // GET and POST below /s/<handle>.
  ports::HttpResponse answer(const ports::HttpRequest& request);

  // For the learner's pages. Whether the completion of this attempt is to be followed by an offer: at most 1 in 3 of the person's completions, and only while the
  // form is published. The same answer for the same history.
  base::Result<bool> offers(const base::PersonId& person, const base::AttemptId& attempt);
  // The address of the form on the receipt of an attempt that was offered one; empty when it was answered or is out of time (7 days).
  base::Result<std::string> address(const Visit& visit);
  // What the receipt asks the person, and the answer.
  base::Result<const PersonQuestion*> question(const base::PersonId& person, base::Instant begun);
  base::Status keep_answer(const std::string& kind, const std::string& answer, const base::PersonId& person);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
