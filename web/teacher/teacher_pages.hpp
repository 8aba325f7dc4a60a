// What an instructor reaches from the preview: the check of this link, and who of the class opened, finished and passed. And the work of one
// learner, when the platform asks for a review of it. Rights come from one verified launch, sealed into the handle, and reach its own link only.
#pragma once
#include <memory>

#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"
#include "lti/lms_profile.hpp"
#include "web/launch_targets.hpp"
#include "web/teacher/link_desk.hpp"

namespace preceptor::web {

struct TeacherDeps {
  ports::RecordStore& records;
  ports::ContentStore& content;
  lti::RegistrationStore& registrations;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  const lti::LmsProfiles& profiles;
  LinkDesk& desk;
  std::string public_url;   // without trailing slash
};

class TeacherPages : public LaunchTarget {
 public:
  explicit TeacherPages(TeacherDeps deps);
  ~TeacherPages() override;

  // Everything below /t/<handle>: GET link, class, class.csv; POST test, column, again, manage.
  ports::HttpResponse page(const ports::HttpRequest& request);
  // A launch that asks for the work of one learner: LtiSubmissionReviewRequest, or one whose target is a review URL.
  // Errors: launch_review_denied, launch_for_user_missing, launch_nothing_to_review, store_*.
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
