// Dynamic Registration 1.0 as pages (lti.md 6.9).
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "core/ports/clock.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/http.hpp"
#include "core/ports/http_client.hpp"
#include "core/ports/log.hpp"
#include "core/ports/sealer.hpp"
#include "lti/dynamic/registration_request.hpp"
#include "lti/invitation.hpp"
#include "lti/lms_profile.hpp"
#include "lti/registration.hpp"
#include "lti/signing_keys.hpp"

namespace preceptor::web {

struct RegistrationDeps {
  lti::RegistrationStore& registrations;
  lti::InvitationStore& invitations;
  ports::HttpClient& http;
  const lti::LmsProfiles& profiles;
  ports::Diary& diary;
  lti::SigningKeys& keys;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::function<lti::ToolFacts(const base::RegistrationId&)> tool;
  std::function<bool()> allow_loopback;   // may change while we run
};

class RegistrationPages {
 public:
  explicit RegistrationPages(RegistrationDeps deps);
  ~RegistrationPages();
  // GET and POST /lti/register/<code>. An administrator waits: the LMS is called within the request.
  ports::HttpResponse answer(const ports::HttpRequest& request, const std::string& code);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
