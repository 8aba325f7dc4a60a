// The learner's pages: launch -> [disclosure] -> pages -> receipt (ui.md 6.1). Loads attempts, lets core/activity turn answers into events,
// renders statements, commits, answers HTML.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"
#include "lti/lms_profile.hpp"
#include "web/launch_targets.hpp"
#include "web/unit_opener.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::web {

class SurveyPages;
class Onward;
class CreditBook;
class ClaimPages;

struct LearnerDeps {
  ports::RecordStore& records;
  ports::ContentStore& content;
  lti::RegistrationStore& registrations;
  ports::GradeStore& grades;
  const lti::LmsProfiles& profiles;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;      // without trailing slash
  std::string activity_base;
  bool secure_cookies = true;
  LaunchTargets targets = {};  // they outlive the pages
  SurveyPages* surveys = nullptr;   // without it no survey is offered and nothing asked beside a receipt
  Onward* onward = nullptr;    // what rides on launches and follows receipts; none: neither, and nothing is recalled
  CreditBook* credit = nullptr;    // what a finished unit counts; none: no unit carries credit
  ClaimPages* claims = nullptr;    // what the receipt says of credit
  xapi::SignStatement sign = {};   // of statements of completion; none: they carry no signature
};

class LearnerPages : public UnitOpener {
 public:
  explicit LearnerPages(LearnerDeps deps);
  ~LearnerPages() override;

  // GET or POST /lti/login[/<registration>]; POST /lti/launch. `verifier` and `login` are the protocol; these answer with pages.
  ports::HttpResponse login(const ports::HttpRequest& request, const lti::Login& login, const std::string& path_registration);
  ports::HttpResponse launch(const ports::HttpRequest& request, lti::LaunchVerifier& verifier);
  // Everything below /u/<handle>: GET page, POST answers, POST draft.
  ports::HttpResponse attempt(const ports::HttpRequest& request);
  // Appends attempt_closed{idle} to attempts without an event for 30 minutes; called by the upkeep thread. How many were closed.
  base::Result<int> close_idle();
  base::Result<OpenedUnit> open_unit(const UnitWanted& wanted, const Also& also) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
