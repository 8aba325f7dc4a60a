// Where verified launches go that open no unit: one handler a kind of message, so that the learner's pages need to know none of them.
#pragma once
#include "core/base/result.hpp"
#include "core/ports/http.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

class LaunchTarget {
 public:
  virtual ~LaunchTarget() = default;
  // The page the launch is answered with, or why it is refused (to the diary). It records nothing: the caller commits the one use of state
  // and nonce after it, and calls it again for a reload of the same launch. Any thread.
  virtual base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch) = 0;
};

// A kind without a handler is refused with launch_message_type.
struct LaunchTargets {
  LaunchTarget* deep_linking = nullptr;        // LtiDeepLinkingRequest
  LaunchTarget* submission_review = nullptr;   // LtiSubmissionReviewRequest
};

}  // namespace preceptor::web
