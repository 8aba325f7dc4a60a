#include "lti/registration_changes.hpp"

#include <algorithm>

#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::RegistrationId;
using base::Result;
using base::Status;
using Ids = std::vector<std::string>;

Status check_not_configured(const Registration& registration) {
  if (registration.source == "config") return fail(Code::platform_configured, registration.name);
  return {};
}

Status check_waits(const Registration& registration, const std::string& deployment) {
  if (holds(registration.pending_deployments, deployment)) return {};
  return base::mismatch(Code::launch_deployment_unknown, shown(registration.pending_deployments), shown(deployment), "no such deployment waits");
}

}  // namespace

Result<Registration> accept_registration(RegistrationStore& store, const RegistrationId& id) {
  return store.change_registration(id, [](Registration& one) -> Status {
    one.accepted = true;
    return {};
  });
}

Result<Registration> accept_deployment(RegistrationStore& store, const RegistrationId& id, const std::string& deployment) {
  return store.change_registration(id, [&](Registration& one) -> Status {
    if (Status free = check_not_configured(one); !free) return free;
    if (Status waits = check_waits(one, deployment); !waits) return waits;
    std::erase(one.pending_deployments, deployment);
    one.deployment_ids.push_back(deployment);
    return {};
  });
}

Result<Registration> dismiss_deployment(RegistrationStore& store, const RegistrationId& id, const std::string& deployment) {
  return store.change_registration(id, [&](Registration& one) -> Status {
    if (Status waits = check_waits(one, deployment); !waits) return waits;
    std::erase(one.pending_deployments, deployment);
    return {};
  });
}

Result<Registration> allow_anonymous(RegistrationStore& store, const RegistrationId& id, const std::string& deployment, bool allowed) {
  return store.change_registration(id, [&](Registration& one) -> Status {
    if (Status free = check_not_configured(one); !free) return free;
    if (!holds(one.deployment_ids, deployment))
      return base::mismatch(Code::launch_deployment_unknown, shown(one.deployment_ids), shown(deployment));
    std::erase(one.anonymous_deployments, deployment);
    if (allowed) one.anonymous_deployments.push_back(deployment);
    return {};
  });
}

Result<Registration> rename_registration(RegistrationStore& store, const RegistrationId& id, const std::string& name) {
  if (name.empty() || name.size() > 200) return fail(Code::command_arguments, "a name has 1 to 200 bytes");
  return store.change_registration(id, [&](Registration& one) -> Status {
    if (Status free = check_not_configured(one); !free) return free;
    one.name = name;
    return {};
  });
}

Result<Registration> enable_registration(RegistrationStore& store, const RegistrationId& id, bool enabled) {
  return store.change_registration(id, [&](Registration& one) -> Status {
    if (Status free = check_not_configured(one); !free) return free;
    one.enabled = enabled;
    return {};
  });
}

Status note_deployment(RegistrationStore& store, const RegistrationId& id, const std::string& deployment) {
  const auto noted = store.change_registration(id, [&](Registration& one) -> Status {
    if (holds(one.deployment_ids, deployment) || holds(one.pending_deployments, deployment)) return {};
    if (one.pending_deployments.size() < kMaxPending) one.pending_deployments.push_back(deployment);
    return {};
  });
  if (!noted) return fail(noted.error());
  return {};
}

}  // namespace preceptor::lti
