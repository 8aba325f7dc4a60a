#include <algorithm>
#include <array>

#include "core/base/json.hpp"
#include "lti/words.hpp"
#include "web/page.hpp"
#include "web/registration/impl.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

using base::Json;
using Texts = std::vector<std::string>;

// Any site may frame these: the LMS is not known yet when the page is opened, and the page shows nothing that is not its own.
constexpr const char* kAnyone = "*";

// One line of the form and what it stands for in the request.
struct Ask {
  const char* name;
  bool lti::RegistrationWishes::*wish;
  bool (*is_in)(const Json& request);
  bool on = true;   // when the page is opened
};

bool has_claim(const Json& request, const char* claim) {
  const auto claims = request.at(lti::kToolMember).at("claims").get<Texts>();
  return lti::holds(claims, claim);
}
bool has_any_scope(const Json& request, const Texts& wanted) {
  const auto scopes = lti::scopes_of(request);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) { return lti::holds(scopes, one); });
}
bool has_message(const Json& request, std::string_view type) {
  const Json& messages = request.at(lti::kToolMember).at("messages");
  return std::any_of(messages.begin(), messages.end(), [&](const Json& one) { return one.at("type") == type; });
}

constexpr std::array kAsks = {
    Ask{"names", &lti::RegistrationWishes::names, [](const Json& request) { return has_claim(request, "name"); }},
    Ask{"email", &lti::RegistrationWishes::email, [](const Json& request) { return has_claim(request, "email"); }, false},
    Ask{"roster", &lti::RegistrationWishes::roster, [](const Json& request) { return has_any_scope(request, lti::roster_scopes()); }},
    Ask{"grades", &lti::RegistrationWishes::grades, [](const Json& request) { return has_any_scope(request, lti::grade_scopes()); }},
    Ask{"deep_linking", &lti::RegistrationWishes::deep_linking,
        [](const Json& request) { return has_message(request, lti::kDeepLinkingRequest); }},
};

// "https://canvas.instructure.com/lti/link_selection" -> "link_selection".
std::string bare_placement(const std::string& placement) {
  const auto slash = placement.rfind('/');
  return slash == std::string::npos ? placement : placement.substr(slash + 1);
}

std::string placement_label(const std::string& placement, const Messages& messages) {
  const std::string key = "register.place." + bare_placement(placement);
  return messages.has(key) ? messages.text(key) : bare_placement(placement);
}

std::string lms_name(const Prepared& prepared, const lti::LmsProfiles& profiles, const Messages& messages) {
  const auto site = base::parse_url(prepared.platform.account_origin.empty() ? prepared.platform.issuer : prepared.platform.account_origin);
  const std::string host = site ? site->host : prepared.platform.issuer;
  const std::string label = profiles.label(prepared.kind, messages.text("register.lms"));
  if (prepared.platform.account_name.empty()) return messages.text("register.who", {{"lms", label}, {"site", host}});
  return messages.text("register.who.account", {{"lms", label}, {"site", host}, {"account", prepared.platform.account_name}});
}

std::vector<View> ask_views(const Json& request, const Messages& messages) {
  std::vector<View> views;
  for (const Ask& ask : kAsks) {
    if (!ask.is_in(request)) continue;
    const std::string key = "register.ask." + std::string(ask.name);
    View view;
    view.text("name", ask.name).text("label", messages.text(key)).text("why", messages.text(key + ".why")).flag("on", ask.on);
    views.push_back(std::move(view));
  }
  return views;
}

// One placement alone is the same as the line for choosing units.
std::vector<View> placement_views(const Json& request, const Messages& messages) {
  std::vector<View> views;
  const auto placements = lti::placements_of(request);
  if (placements.size() < 2) return views;
  for (const auto& placement : placements) {
    View view;
    view.text("name", placement).text("label", placement_label(placement, messages));
    views.push_back(std::move(view));
  }
  return views;
}

ports::HttpResponse page_of(const char* name, const View& view, std::string title, const Messages& messages, int status = 200) {
  Page page;
  page.status = status;
  page.title = std::move(title);
  page.body_html = render(name, messages, view);
  page.frame_ancestors = kAnyone;
  page.script = std::string_view(name) == "registered";
  page.script_asset = "assets/register.js";
  return respond(messages, std::move(page));
}

}  // namespace

ports::HttpResponse confirmation_page(const Prepared& prepared, const Json& request, const lti::LmsProfiles& profiles, const std::string& form_token,
                                      const Messages& messages) {
  const std::string title = messages.text(prepared.known ? "register.title.update" : "register.title");
  auto placements = placement_views(request, messages);
  View view;
  view.text("title", title).text("who", lms_name(prepared, profiles, messages)).text("form", form_token);
  view.text_if("updates", prepared.known ? messages.text("register.updates", {{"name", prepared.known->name}}) : "");
  // What only this LMS is asked for.
  const std::string more = "register.more." + prepared.kind;
  view.text_if("more", messages.has(more) ? messages.text(more) : "");
  view.flag("has_places", !placements.empty());
  view.list("asks", ask_views(request, messages)).list("places", std::move(placements));
  return page_of("register", view, title, messages);
}

ports::HttpResponse done_page(const lti::Registration& registration, bool updated, const lti::LmsProfile& profile, const Messages& messages) {
  const std::string title = messages.text(updated ? "registered.title.update" : "registered.title");
  std::vector<View> steps;
  for (const auto& key : profile.next_steps()) {
    View step;
    step.text("step", messages.text(key));
    steps.push_back(std::move(step));
  }
  View view;
  view.text("title", title).text("name", registration.name);
  view.text_if("waits", registration.accepted ? "" : messages.text("registered.waits", {{"name", registration.name}}));
  view.text_if("later", registration.deployment_ids.empty() ? messages.text("registered.deployment_later") : "");
  view.list("steps", std::move(steps));
  return page_of("registered", view, title, messages);
}

ports::HttpResponse busy_page(const base::Fields& form, const Messages& messages) {
  const std::string title = messages.text("register.busy.title");
  std::vector<View> fields;
  for (const auto& [name, value] : form) {
    View field;
    field.text("name", name).text("value", value);
    fields.push_back(std::move(field));
  }
  View view;
  view.text("title", title).list("fields", std::move(fields));
  return page_of("registering", view, title, messages, 202);
}

ports::HttpResponse refused_page(const base::Error& error, const std::string& code, const Messages& messages) {
  const auto& info = base::info(error.code);
  const std::string key = "error." + std::string(info.name);
  const std::string sentence = messages.has(key) ? messages.text(key) : std::string(info.user);
  View view;
  view.text("sentence", sentence).text("fix", std::string(info.fix)).text("code", code);
  view.text_if("detail", error.detail).text_if("expected", error.expected).text_if("received", error.received);
  return page_of("register_refused", view, sentence, messages, info.status);
}

lti::RegistrationWishes read_wishes(const base::Fields& form, const Json& request) {
  const auto asked = base::field_values(form, "ask");
  const auto places = base::field_values(form, "place");
  lti::RegistrationWishes wishes;
  for (const Ask& ask : kAsks) wishes.*ask.wish = lti::holds(asked, ask.name);
  const auto offered = lti::placements_of(request);
  if (offered.size() < 2) return wishes;
  for (const auto& placement : offered)
    if (!lti::holds(places, placement)) wishes.refused_placements.push_back(placement);
  return wishes;
}

}  // namespace preceptor::web
