#include "lti/registration_changes.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/registration_named.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;

namespace {

// The deployment that is meant: the one named, or the only one that waits. Empty: none waits.
Result<std::string> deployment_of(const lti::Registration& registration, const std::string& named) {
  if (!named.empty()) return named;
  const auto& waiting = registration.pending_deployments;
  if (waiting.size() > 1) return fail(Code::command_arguments, "several deployments wait: name one with --deployment-id (platform list shows them)");
  return waiting.empty() ? std::string() : waiting.front();
}

}  // namespace

Result<int> platform_accept(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto named = context.text("deployment_id");
  if (!named) return fail(named.error());
  const auto registration = registration_named(context.site.store(), *name, Among::all);
  if (!registration) return fail(registration.error());
  std::string done;
  if (!registration->accepted) {
    if (auto accepted = lti::accept_registration(context.site.store(), registration->id); !accepted) return fail(accepted.error());
    done = "Platform \"" + registration->name + "\" (" + registration->issuer + ") may launch units now.\n";
    if (registration->deployment_ids.empty()) done += "Its deployment comes with the first launch and has to be accepted once more.\n";
  }
  const auto deployment = deployment_of(*registration, *named);
  if (!deployment) return fail(deployment.error());
  if (!deployment->empty()) {
    if (auto accepted = lti::accept_deployment(context.site.store(), registration->id, *deployment); !accepted) return fail(accepted.error());
    done += "Deployment " + *deployment + " of \"" + registration->name + "\" may launch units now.\n";
  }
  if (done.empty()) done = "Nothing of \"" + registration->name + "\" waits.\n";
  if (base::Status printed = context.print(done); !printed) return fail(printed.error());
  return kGood;
}

}  // namespace preceptor::app
