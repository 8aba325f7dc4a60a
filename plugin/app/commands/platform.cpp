#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/invitations.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

Json as_json(const lti::Registration& registration) {
  return {{"registration", registration.id.str()}, {"name", registration.name}, {"lms", registration.lms}, {"issuer", registration.issuer},
          {"client_id", registration.client_id}, {"deployment_ids", registration.deployment_ids},
          {"pending_deployments", registration.pending_deployments}, {"anonymous_deployments", registration.anonymous_deployments},
          {"authorization_endpoint", registration.authorization_endpoint}, {"token_endpoint", registration.token_endpoint},
          {"authorization_server", registration.authorization_server}, {"jwks_uri", registration.jwks_uri}, {"scopes", registration.scopes},
          {"source", registration.source}, {"enabled", registration.enabled}, {"accepted", registration.accepted}};
}

// What the LMS needs from us, to be typed there.
std::string urls_for_lms(Site& site, const lti::Registration& registration) {
  const lti::ToolFacts tool = site.tool_facts(registration.id);
  std::string text = "Enter these in the LMS:\n"
         "  tool URL            " + tool.launch_url() + "\n"
         "  login URL           " + tool.login_url() + "\n"
         "  redirect URL        " + tool.launch_url() + "\n"
         "  content selection   " + tool.launch_url() + "   (deep linking)\n"
         "  public key set URL  " + tool.key_set_url() + "\n"
         "An LMS that cannot fetch that address takes the key itself, as PEM: preceptor keys show \"" + registration.name + "\"\n";
  if (const auto& profile = site.profiles().of(registration.lms); profile.takes_configuration())
    text += std::string(profile.label()) + " takes them all at once, as a configuration by JSON URL:\n  " + site.config().public_url_text +
            lti::configuration_path(registration.lms, registration.id.str()) + "\n";
  return text + "Then choose units where the LMS adds content, or add a link with the custom parameter unit=<id>.\n";
}

Result<lti::Registration> read(CommandContext& context) {
  lti::Registration registration;
  registration.source = "admin";
  struct Member { const char* key; std::string* into; bool required; };
  for (const Member& member : {Member{"name", &registration.name, true}, Member{"lms", &registration.lms, false},
                               Member{"issuer", &registration.issuer, true}, Member{"client_id", &registration.client_id, true},
                               Member{"authorization_endpoint", &registration.authorization_endpoint, false},
                               Member{"token_endpoint", &registration.token_endpoint, false},
                               Member{"authorization_server", &registration.authorization_server, false},
                               Member{"jwks_uri", &registration.jwks_uri, false}}) {
    const Result<std::string> value = member.required ? context.required(member.key) : context.text(member.key);
    if (!value) return fail(value.error());
    if (!value->empty()) *member.into = *value;
  }
  const lti::LmsProfiles& profiles = context.site.profiles();
  if (!profiles.has(registration.lms)) return fail(Code::command_arguments, "lms must be " + profiles.listed());
  lti::fill_endpoints(registration, profiles.of(registration.lms));
  for (const auto& [key, value] : {std::pair{"authorization_endpoint", &registration.authorization_endpoint}, {"jwks_uri", &registration.jwks_uri}})
    if (value->empty()) return fail(Code::command_arguments, std::string(key) + " is required: it does not follow from the issuer of this LMS (" + registration.lms + ")");
  for (const std::string* url : {&registration.authorization_endpoint, &registration.jwks_uri, &registration.token_endpoint}) {
    if (!url->empty() && !base::parse_url(*url)) return fail(Code::command_arguments, "\"" + *url + "\" is not a full address such as https://...");
  }
  const auto deployments = context.texts("deployment_ids");
  if (!deployments) return fail(deployments.error());
  registration.deployment_ids = *deployments;
  const auto anonymous = context.texts("anonymous_deployment_ids");
  if (!anonymous) return fail(anonymous.error());
  for (const std::string& one : *anonymous) {
    if (std::find(deployments->begin(), deployments->end(), one) == deployments->end())
      return fail(Code::command_arguments, "\"" + one + "\" is not among the deployment ids");
  }
  registration.anonymous_deployments = *anonymous;
  return registration;
}

// With an invitation the registration gets the id that the LMS was told already.
Result<lti::Registration> store(CommandContext& context, lti::Registration wanted) {
  const auto code = context.text("invitation");
  if (!code) return fail(code.error());
  if (code->empty()) return context.site.store().save_registration(wanted);
  const auto invitation = lti::open_invitation(context.site.store(), *code, context.site.clock().now());
  if (!invitation) return fail(invitation.error());
  wanted.id = invitation->registration;
  return context.site.store().register_invited(wanted, invitation->digest, context.site.clock().now());
}

std::string line_of(const lti::Registration& registration) {
  std::string line = registration.name + "  " + registration.lms + "  " + registration.issuer + "  client " + registration.client_id + "  " +
                     std::to_string(registration.deployment_ids.size()) + " deployment(s)  " + registration.source;
  if (!registration.enabled) line += "  off";
  if (!registration.accepted) line += "  waits: preceptor platform accept \"" + registration.name + "\"";
  line += "\n";
  for (const std::string& deployment : registration.pending_deployments)
    line += "  deployment " + deployment + " waits: preceptor platform accept \"" + registration.name + "\" --deployment-id " + deployment + "\n";
  return line;
}

}  // namespace

Result<int> platform_add(CommandContext& context) {
  const Result<lti::Registration> wanted = read(context);
  if (!wanted) return fail(wanted.error());
  const auto known = context.site.store().find_registration(wanted->issuer, wanted->client_id);
  if (!known) return fail(known.error());
  if (*known && (*known)->source == "config") return fail(Code::platform_configured, (*known)->name);
  const auto saved = store(context, *wanted);
  if (!saved) return fail(saved.error());
  const base::Status done = context.json ? context.print(as_json(*saved).dump(2) + "\n")
                                         : context.print("Platform \"" + saved->name + "\" is connected.\n" + urls_for_lms(context.site, *saved));
  if (!done) return fail(done.error());
  return kGood;
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
    list.push_back(as_json(registration));
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
  const auto registrations = context.site.store().list_registrations();
  if (!registrations) return fail(registrations.error());
  for (const lti::Registration& registration : *registrations) {
    if (registration.name != *name || !registration.enabled) continue;
    if (registration.source == "config") return fail(Code::platform_configured, *name);
    if (base::Status removed = context.site.store().remove_registration(registration.id); !removed) return fail(removed.error());
    if (base::Status done = context.print("Platform \"" + *name + "\" is disconnected. What was recorded stays.\n"); !done) return fail(done.error());
    return kGood;
  }
  return fail(Code::platform_unknown, "\"" + *name + "\"");
}

}  // namespace preceptor::app
