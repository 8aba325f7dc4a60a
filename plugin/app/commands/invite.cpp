#include "core/base/json.hpp"
#include "lti/invitations.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

Result<int> hours_of(const CommandContext& context) {
  const auto text = context.text("hours");
  if (!text) return fail(text.error());
  if (text->empty()) return lti::kDefaultInvitationHours;
  const bool digits = text->size() <= 4 && text->find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::stoi(*text) : 0;   // 0 is refused with the right words
}

// The kinds that take a configuration by address, of those the invitation may be for.
std::vector<std::string> configured_kinds(const lti::LmsProfiles& profiles, const std::string& lms) {
  std::vector<std::string> kinds = profiles.kinds();
  std::erase_if(kinds, [&](const std::string& kind) { return !profiles.of(kind).takes_configuration() || (!lms.empty() && kind != lms); });
  return kinds;
}

std::string for_people(const std::string& base, const lti::NewInvitation& made, const lti::LmsProfiles& profiles) {
  std::string text = "Paste this address where the LMS asks for a tool's registration URL. It works once, until " +
                     base::format_rfc3339(made.invitation.expires) + ":\n  " + base + made.path() + "\n";
  for (const auto& kind : configured_kinds(profiles, made.invitation.lms))
    text += std::string(profiles.of(kind).label()) + " without Dynamic Registration takes this configuration instead (LTI 1.3, by JSON URL); connect it afterwards with\n"
            "preceptor platform add --invitation " + made.code + " ...:\n  " + base + lti::configuration_path(kind, made.code) + "\n";
  return text + "What the LMS registers waits until you accept it: preceptor platform list, then preceptor platform accept NAME.\n";
}

}  // namespace

Result<int> invite_command(CommandContext& context) {
  const auto lms = context.text("lms");
  const auto name = context.text("name");
  const auto hours = hours_of(context);
  if (!lms || !name || !hours) return fail(!lms ? lms.error() : !name ? name.error() : hours.error());
  const auto made = lti::invite(context.site.store(), context.site.clock(), context.site.profiles(), *lms, *name, *hours);
  if (!made) return fail(made.error());
  const std::string base = context.site.config().public_url_text;
  Json configurations = Json::object();
  for (const auto& kind : configured_kinds(context.site.profiles(), made->invitation.lms)) configurations[kind] = base + lti::configuration_path(kind, made->code);
  const Json json = {{"url", base + made->path()}, {"configurations", configurations}, {"invitation", made->code},
                     {"registration", made->invitation.registration.str()}, {"expires", base::format_rfc3339(made->invitation.expires)}};
  const base::Status done = context.print(context.json ? json.dump(2) + "\n" : for_people(base, *made, context.site.profiles()));
  if (!done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
