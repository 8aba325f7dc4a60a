// Where verified launches go that open no unit: one handler a kind of message, so that the learner's pages need to know none of them.
#pragma once
#include "core/base/result.hpp"
#include "core/ports/http.hpp"
#include "core/ports/record_store.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

class LaunchTarget {
 public:
  virtual ~LaunchTarget() = default;
  // The page the launch is answered with, or why it is refused (to the diary). It records nothing itself: what must be stored goes into
  // `work`, which the caller commits with the one use of state and nonce. It is called again after a conflict, and for a reload of the same
  // launch, where `work` is thrown away: what the page needs must be found, not made, the second time. Any thread.
  virtual base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) = 0;
};

// A kind without a handler is refused with launch_message_type.
struct LaunchTargets {
  LaunchTarget* deep_linking = nullptr;        // LtiDeepLinkingRequest
  LaunchTarget* submission_review = nullptr;   // LtiSubmissionReviewRequest
  // LtiResourceLinkRequest, by what the link names (lti::content_of)
  LaunchTarget* survey = nullptr;
  LaunchTarget* rca = nullptr;
  LaunchTarget* ask = nullptr;                 // a question from the point of care
};

}  // namespace preceptor::web
