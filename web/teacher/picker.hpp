// Deep Linking: a teacher chooses units and root-cause forms in the course's own dialog, and the platform gets them as links (DL 2.0; ui.md 1.3). Nothing is
// stored; sending a choice twice only signs it twice.
#pragma once
#include <memory>
#include <string>

#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/sealer.hpp"
#include "lti/lms_profile.hpp"
#include "lti/signing.hpp"
#include "web/launch_targets.hpp"

namespace preceptor::web {

struct PickerDeps {
  ports::ContentStore& content;
  lti::RegistrationStore& registrations;
  lti::Signer& signer;
  const lti::LmsProfiles& profiles;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;   // without trailing slash
  ports::ProjectionStore* cases = nullptr;   // root-cause cases that can be placed too; null: none are offered
};

class Picker : public LaunchTarget {
 public:
  explicit Picker(PickerDeps deps);
  ~Picker() override;

  // A verified LtiDeepLinkingRequest. Errors: launch_role_needed, launch_deep_linking, store_*.
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override;
  // GET and POST /pick/<handle>.
  ports::HttpResponse answer(const ports::HttpRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
