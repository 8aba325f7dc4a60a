// Connect an LMS: an invitation, which is one address to paste; or, for an LMS that cannot register a tool by itself, five values each way.
#include "lti/invitations.hpp"
#include "lti/words.hpp"
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr const char* kAnyLms = "generic";

std::string known_lms(const std::string& asked, const lti::LmsProfiles& profiles) { return profiles.has(asked) ? asked : kAnyLms; }

// The message in the words of one LMS where the catalogues have it, else the general one; empty when there is neither.
std::string own_text(const std::string& key, const std::string& lms, const Messages& messages) {
  for (const auto& one : {key + "." + lms, key})
    if (messages.has(one)) return messages.text(one);
  return {};
}

void add_lms(View& view, const std::string& lms, const lti::LmsProfile& profile, const Messages& messages) {
  std::vector<View> steps;
  for (const auto& key : profile.connect_steps()) {
    View step;
    step.text("step", messages.text(key));
    steps.push_back(std::move(step));
  }
  view.list("steps", std::move(steps)).flag("takes_configuration", profile.takes_configuration()).text("lms_value", lms);
  view.text("configuration", own_text("admin.configuration", lms, messages)).text("configuration_why", own_text("admin.configuration_why", lms, messages));
  view.text_if("older", own_text("admin.older", lms, messages));
}

// https, or http on this machine for trials. Whether it may be called is decided when it is.
bool is_address(const std::string& text) {
  const auto url = base::parse_url(text);
  return url && (url->scheme == "https" || url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1");
}

bool is_plain(const std::string& text, std::size_t longest) {
  if (text.empty() || text.size() > longest) return false;
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 32) return false;
  return true;
}

// What is copied from a page often brings spaces along.

struct Field {
  const char* name;
  std::string lti::Registration::*into;
  bool address;
};
constexpr Field kFields[] = {
    {"issuer", &lti::Registration::issuer, true},
    {"client_id", &lti::Registration::client_id, false},
    {"authorization_endpoint", &lti::Registration::authorization_endpoint, true},
    {"token_endpoint", &lti::Registration::token_endpoint, true},
    {"jwks_uri", &lti::Registration::jwks_uri, true},
};
constexpr const char* kAnyIssuer = "https://lms.example.org";
constexpr std::size_t kLongestUrl = 1000, kLongestId = 255;   // a deployment id has at most 255 characters (LTI core 5.3.3)

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::connect(Turn& turn) {
  AdminPage out;
  out.title = turn.messages.text("admin.connect_title");
  out.template_name = "admin_connect";
  out.section = "connect";
  std::vector<View> kinds;
  for (const auto& kind : deps.profiles.kinds()) {
    View view;
    view.text("kind", kind).text("label", deps.profiles.label(kind, turn.messages.text("admin.lms_other"))).flag("first", kinds.empty());
    kinds.push_back(std::move(view));
  }
  out.view.list("kinds", std::move(kinds));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::invite(Turn& turn) {
  const std::string lms = known_lms(turn.value("lms"), deps.profiles);
  const auto made = lti::invite(deps.invitations, deps.clock, deps.profiles, lms == kAnyLms ? "" : lms, turn.value("name").substr(0, kLongestId), lti::kDefaultInvitationHours);
  if (!made) return failed(turn, made.error());
  deps.log.write(ports::Level::info, "admin.invited", {{"registration", made->invitation.registration.str()}});
  return invited(turn, made->code, made->invitation, lms, {}, 200);
}

// The page of one invitation. `problem`: what was wrong with the values typed back; nothing was saved then.
AdminPages::Impl::Response AdminPages::Impl::invited(Turn& turn, const std::string& code, const lti::Invitation& invitation, const std::string& lms,
                                                     const std::string& problem, int status) {
  AdminPage out;
  out.title = turn.messages.text("admin.invited_title");
  out.template_name = "admin_invited";
  out.section = "connect";
  out.script = true;
  View& view = out.view;
  add_lms(view, lms, deps.profiles.of(lms), turn.messages);
  view.text("invite_url", deps.public_url + "/lti/register/" + code).text("configuration_url", deps.public_url + lti::configuration_path(lms, code));
  view.text("expires", turn.messages.text("admin.invited_until", {{"time", admin_time(invitation.expires)}}));
  const ToolAddresses ours = tool_addresses(deps.public_url, invitation.registration.str());
  view.text("tool_url", ours.launch).text("login_url", ours.login).text("keys_url", ours.keys).text("invitation", code);
  view.text_if("problem", problem).flag("open", !problem.empty()).text("name_value", turn.value("name")).text("deployment_value", turn.value("deployment"));
  for (const Field& field : kFields) view.text(std::string(field.name) + "_value", turn.value(field.name));
  view.flag("endpoints_needed", deps.profiles.of(lms).endpoints(kAnyIssuer).jwks_uri.empty());
  return page(turn, std::move(out), status);
}

AdminPages::Impl::Response AdminPages::Impl::connect_by_hand(Turn& turn) {
  const std::string code = turn.value("invitation"), lms = known_lms(turn.value("lms"), deps.profiles);
  const auto invitation = lti::open_invitation(deps.invitations, code, deps.clock.now());
  if (!invitation) return failed(turn, invitation.error());
  const auto wrong = [&](const std::string& problem) { return invited(turn, code, *invitation, lms, problem, 422); };
  lti::Registration registration;
  registration.id = invitation->registration;
  registration.lms = lms;
  registration.source = "admin";
  registration.name = turn.value("name");
  if (registration.name.empty() || registration.name.size() > 100) return wrong(turn.messages.text("admin.name_wrong"));
  for (const Field& field : kFields) {
    registration.*(field.into) = std::string(lti::trimmed(turn.value(field.name)));
  }
  lti::fill_endpoints(registration, deps.profiles.of(lms));
  for (const Field& field : kFields) {
    const std::string& value = registration.*(field.into);
    const std::string key = std::string("admin.") + field.name;
    const bool good = field.address ? is_plain(value, kLongestUrl) && is_address(value) : is_plain(value, kLongestId);
    if (!good) return wrong(turn.messages.text("admin.value_wrong", {{"field", turn.messages.text(key)}}));
  }
  if (const std::string deployment = turn.value("deployment"); !deployment.empty()) {
    if (!is_plain(deployment, kLongestId)) return wrong(turn.messages.text("admin.value_wrong", {{"field", turn.messages.text("admin.deployment_id")}}));
    registration.deployment_ids = {deployment};
  }
  const auto saved = deps.registrations.register_invited(registration, invitation->digest, deps.clock.now());
  if (!saved && saved.error().code == Code::register_exists) return wrong(turn.messages.text("admin.connection_exists"));
  if (!saved) return failed(turn, saved.error());
  deps.log.write(ports::Level::info, "admin.connected", {{"registration", saved->id.str()}, {"lms", lms}});
  return go("/connections/" + saved->id.str(), "connected");
}

}  // namespace preceptor::web
