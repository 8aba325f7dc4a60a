// platform add: connects an LMS by hand. What is connected already is changed with --replace alone, and then said.
#include <algorithm>

#include "core/base/json.hpp"
#include "lti/invitations.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/platform_json.hpp"
#include "plugin/app/platform_checks.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;
using lti::Registration;

namespace {

struct Member {
  const char* key;
  std::string Registration::*into;
  bool required;
};
constexpr Member kMembers[] = {{"name", &Registration::name, true},
                               {"lms", &Registration::lms, false},
                               {"issuer", &Registration::issuer, true},
                               {"client_id", &Registration::client_id, true},
                               {"authorization_endpoint", &Registration::authorization_endpoint, false},
                               {"token_endpoint", &Registration::token_endpoint, false},
                               {"authorization_server", &Registration::authorization_server, false},
                               {"jwks_uri", &Registration::jwks_uri, false}};
struct List {
  const char* key;
  std::vector<std::string> Registration::*into;
};
constexpr List kLists[] = {{"deployment_ids", &Registration::deployment_ids}, {"anonymous_deployment_ids", &Registration::anonymous_deployments}};

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

// What was given and nothing else; the rest is empty.
Result<Registration> read(const CommandContext& context) {
  Registration given;
  given.lms.clear();
  for (const Member& member : kMembers) {
    auto value = member.required ? context.required(member.key) : context.text(member.key);
    if (!value) return fail(value.error());
    given.*member.into = std::move(*value);
  }
  for (const List& list : kLists) {
    auto values = context.texts(list.key);
    if (!values) return fail(values.error());
    given.*list.into = std::move(*values);
  }
  return given;
}

// What was not given stays as it was, scopes and what waits included. Deployments that are given are the ones that are let in.
Registration merged(Registration known, const Registration& given) {
  for (const Member& member : kMembers)
    if (!(given.*member.into).empty()) known.*member.into = given.*member.into;
  for (const List& list : kLists)
    if (!(given.*list.into).empty()) known.*list.into = given.*list.into;
  const auto let_in = [&](const std::string& one) { return std::ranges::find(known.deployment_ids, one) != known.deployment_ids.end(); };
  if (given.anonymous_deployments.empty()) std::erase_if(known.anonymous_deployments, [&](const std::string& one) { return !let_in(one); });
  std::erase_if(known.pending_deployments, let_in);
  known.enabled = true;
  return known;
}

Status complete(const CommandContext& context, Registration& registration) {
  const lti::LmsProfiles& profiles = context.site.profiles();
  if (!profiles.has(registration.lms)) return fail(Code::command_arguments, "lms must be " + profiles.listed());
  lti::fill_endpoints(registration, profiles.of(registration.lms));
  const auto problem = problem_of({registration.name, registration.lms, registration.issuer, registration.client_id, registration.authorization_endpoint,
                                   registration.token_endpoint, registration.jwks_uri, registration.authorization_server, registration.actor_home_page,
                                   registration.deployment_ids, registration.anonymous_deployments});
  if (problem) return fail(Code::command_arguments, problem->key + " " + problem->text);
  return {};
}

// With an invitation the registration gets the id that the LMS was told already.
Result<Registration> store(CommandContext& context, Registration wanted, const std::string& code) {
  if (code.empty()) return context.site.store().save_registration(wanted);
  const auto invitation = lti::open_invitation(context.site.store(), code, context.site.clock().now());
  if (!invitation) return fail(invitation.error());
  wanted.id = invitation->registration;
  return context.site.store().register_invited(wanted, invitation->digest, context.site.clock().now());
}

// Each member that is another now: {"name": {"from": ..., "to": ...}}.
Json changes(const Registration& before, const Registration& now) {
  Json changed = Json::object();
  const auto note = [&](const char* key, const auto& from, const auto& to) {
    if (from != to) changed[key] = {{"from", from}, {"to", to}};
  };
  for (const Member& member : kMembers) note(member.key, before.*member.into, now.*member.into);
  for (const List& list : kLists) note(list.key, before.*list.into, now.*list.into);
  note("enabled", before.enabled, now.enabled);
  return changed;
}

std::string said_of(const Registration& before, const Json& changed) {
  if (changed.empty()) return "Platform \"" + before.name + "\" is connected so already. Nothing was changed.\n";
  std::string text = "Platform \"" + before.name + "\" (" + before.id.str() + ") was changed:\n";
  for (const auto& [key, values] : changed.items()) text += "  " + key + ": " + values["from"].dump() + " became " + values["to"].dump() + "\n";
  return text;
}

// Commands that take a name cannot tell the two apart.
Status warn_of_name(const CommandContext& context, const Registration& saved) {
  const auto all = context.site.store().list_registrations();
  if (!all) return fail(all.error());
  const bool twice = std::ranges::any_of(*all, [&](const Registration& one) { return one.name == saved.name && one.id != saved.id; });
  if (!twice) return {};
  return context.tell("Another connection is called \"" + saved.name + "\" too. Commands want an id then; this one's is " + saved.id.str() +
                      ". Another name: platform add again, with --replace.\n");
}

Result<int> replace_known(CommandContext& context, const Registration& known, const Registration& given) {
  const auto saved = context.site.store().change_registration(known.id, [&](Registration& one) {
    one = merged(one, given);
    return complete(context, one);
  });
  if (!saved) return fail(saved.error());
  const Json changed = changes(known, *saved);
  Json json = platform_json(*saved);
  json["changed"] = changed;
  if (Status done = context.print(context.json ? json.dump(2) + "\n" : said_of(known, changed)); !done) return fail(done.error());
  if (Status warned = warn_of_name(context, *saved); !warned) return fail(warned.error());
  return kGood;
}

Result<int> connect(CommandContext& context, Registration wanted, const std::string& invitation) {
  if (wanted.lms.empty()) wanted.lms = "generic";
  wanted.source = "admin";
  if (Status good = complete(context, wanted); !good) return fail(good.error());
  const auto saved = store(context, std::move(wanted), invitation);
  if (!saved) return fail(saved.error());
  const Status done = context.json ? context.print(platform_json(*saved).dump(2) + "\n")
                                   : context.print("Platform \"" + saved->name + "\" is connected.\n" + urls_for_lms(context.site, *saved));
  if (!done) return fail(done.error());
  if (Status warned = warn_of_name(context, *saved); !warned) return fail(warned.error());
  return kGood;
}

}  // namespace

Result<int> platform_add(CommandContext& context) {
  const auto given = read(context);
  if (!given) return fail(given.error());
  const auto replace = context.flag("replace");
  if (!replace) return fail(replace.error());
  const auto invitation = context.text("invitation");
  if (!invitation) return fail(invitation.error());
  if (*replace && !invitation->empty()) return fail(Code::command_arguments, "an invitation makes a new connection; it cannot stand beside replace");
  const auto known = context.site.store().find_registration(given->issuer, given->client_id);
  if (!known) return fail(known.error());
  if (*known && (*known)->source == "config") return fail(Code::platform_configured, (*known)->name);
  if (!*known && *replace) return fail(Code::command_arguments, "nothing is connected by this issuer and client id, so there is nothing to replace");
  if (!*known) return connect(context, *given, *invitation);
  if (*replace) return replace_known(context, **known, *given);
  const std::string off = (*known)->enabled ? "" : ", and is switched off";
  return fail(Code::register_exists, "\"" + (*known)->name + "\" (" + (*known)->id.str() + ") has this issuer and client id" + off);
}

}  // namespace preceptor::app
