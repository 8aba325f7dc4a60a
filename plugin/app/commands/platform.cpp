#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/platform_json.hpp"
#include "plugin/app/registration_named.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

std::string line_of(const lti::Registration& registration) {
  std::string line = registration.name + "  " + registration.id.str() + "  " + registration.lms + "  " + registration.issuer + "  client " +
                     registration.client_id + "  " + std::to_string(registration.deployment_ids.size()) + " deployment(s)  " + registration.source;
  if (!registration.enabled) line += "  off";
  if (!registration.accepted) line += "  waits: preceptor platform accept \"" + registration.name + "\"";
  line += "\n";
  for (const std::string& deployment : registration.pending_deployments)
    line += "  deployment " + deployment + " waits: preceptor platform accept \"" + registration.name + "\" --deployment-id " + deployment + "\n";
  return line;
}

}  // namespace

base::Json platform_json(const lti::Registration& registration) {
  return {{"registration", registration.id.str()}, {"name", registration.name}, {"lms", registration.lms}, {"issuer", registration.issuer},
          {"client_id", registration.client_id}, {"deployment_ids", registration.deployment_ids},
          {"pending_deployments", registration.pending_deployments}, {"anonymous_deployments", registration.anonymous_deployments},
          {"authorization_endpoint", registration.authorization_endpoint}, {"token_endpoint", registration.token_endpoint},
          {"authorization_server", registration.authorization_server}, {"jwks_uri", registration.jwks_uri}, {"scopes", registration.scopes},
          {"source", registration.source}, {"enabled", registration.enabled}, {"accepted", registration.accepted}};
}

// The LMSs this build knows the ways of: the one list of their names.
Result<int> platform_kinds(CommandContext& context) {
  const lti::LmsProfiles& profiles = context.site.profiles();
  Json rows = Json::object();
  std::string text;
  for (const auto& kind : profiles.kinds()) {
    const lti::LmsProfile& profile = profiles.of(kind);
    const bool endpoints = !profile.endpoints("https://lms.example.org").jwks_uri.empty();
    rows[kind] = {{"label", profile.label()}, {"issuer", profile.usual_issuer()}, {"deployment_id", profile.usual_deployment()},
                  {"endpoints_known", endpoints}, {"takes_configuration", profile.takes_configuration()}};
    text += kind + std::string(kind.size() < 12 ? 12 - kind.size() : 1, ' ') + std::string(profile.label()) +
            (endpoints ? ": its addresses follow from its issuer\n" : ": its three addresses must be given\n");
  }
  const Json json = {{"kinds", rows}, {"listed", profiles.listed()}};
  if (base::Status done = context.print(context.json ? json.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> platform_list(CommandContext& context) {
  const auto registrations = context.site.store().list_registrations();
  if (!registrations) return fail(registrations.error());
  Json list = Json::array();
  std::string text;
  for (const lti::Registration& registration : *registrations) {
    list.push_back(platform_json(registration));
    text += line_of(registration);
  }
  if (text.empty()) text = "No platform is connected yet: preceptor platform add --help\n";
  const base::Status done = context.print(context.json ? list.dump(2) + "\n" : text);
  if (!done) return fail(done.error());
  return kGood;
}

Result<int> platform_remove(CommandContext& context) {
  const Result<std::string> name = context.required("name");
  if (!name) return fail(name.error());
  const auto named = registration_named(context.site.store(), *name, Among::enabled);
  if (!named) return fail(named.error());
  if (named->source == "config") return fail(Code::platform_configured, named->name);
  if (base::Status removed = context.site.store().remove_registration(named->id); !removed) return fail(removed.error());
  const std::string text = "Platform \"" + named->name + "\" (" + named->issuer + ", client " + named->client_id + ") is disconnected. What was recorded stays.\n";
  if (base::Status done = context.print(text); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
