// Our signing keys: which sign, what an LMS that takes no address has to be given, and changing them over.
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

std::string state_text(const lti::SigningKey& key, const Messages& messages) {
  if (key.state == lti::KeyState::next) return messages.text("admin.key_next", {{"time", admin_time(lti::signs_from(key))}});
  if (key.state == lti::KeyState::current) return messages.text("admin.key_current", {{"time", admin_time(key.activated_at.value_or(key.created_at))}});
  return messages.text("admin.key_retired", {{"time", admin_time(key.published_until.value_or(key.created_at))}});
}

base::Result<View> key_view(const lti::SigningKey& key, const Messages& messages) {
  const auto pem = lti::public_pem(key);
  if (!pem) return base::fail(pem.error());
  View view;
  view.text("kid", key.kid).text("when", state_text(key, messages)).text("pem", *pem);
  return view;
}

}  // namespace

base::Result<View> AdminPages::Impl::keys_of(const Turn& turn, const lti::Registration& registration) {
  const auto keys = deps.keys.published(registration.id);
  if (!keys) return base::fail(keys.error());
  std::vector<View> views;
  bool changing = false;
  for (const auto& key : *keys) {
    auto view = key_view(key, turn.messages);
    if (!view) return base::fail(view.error());
    changing = changing || key.state == lti::KeyState::next;
    views.push_back(std::move(*view));
  }
  View view;
  view.text("name", registration.name).text("url", prefix + "/admin/connections/" + registration.id.str());
  view.text("key_set", tool_addresses(deps.public_url, registration.id.str()).keys).flag("changing", changing).list("keys", std::move(views));
  return view;
}

AdminPages::Impl::Response AdminPages::Impl::keys(Turn& turn) {
  const auto all = deps.registrations.list_registrations();
  if (!all) return failed(turn, all.error());
  std::vector<View> connections;
  for (const auto& registration : *all) {
    if (!registration.enabled) continue;
    auto view = keys_of(turn, registration);
    if (!view) return failed(turn, view.error());
    connections.push_back(std::move(*view));
  }
  AdminPage out;
  out.title = turn.messages.text("admin.keys_title");
  out.template_name = "admin_keys";
  out.section = "keys";
  out.script = true;
  out.done = turn.asked("done") == "rotated" ? "admin.done_rotated" : "";
  out.view.flag("none", connections.empty()).list("connections", std::move(connections));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::rotate_key(Turn& turn) {
  if (!turn.registration->enabled) return refuse(turn, base::Code::admin_form_outdated);
  const bool at_once = turn.value("at_once") == "yes";
  const auto key = deps.keys.rotate(turn.registration->id, at_once);
  if (!key) return failed(turn, key.error());
  deps.log.write(ports::Level::info, "keys.rotated", {{"registration", turn.registration->id.str()}, {"kid", key->kid}, {"at_once", at_once ? "yes" : "no"}});
  return go("/keys", "rotated");
}

}  // namespace preceptor::web
