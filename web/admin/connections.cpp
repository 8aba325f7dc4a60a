// Connections: every registration with its state, and one with its deployments, values and switches.
#include <algorithm>
#include <map>

#include "lti/words.hpp"
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

std::string last_good_text(const std::map<std::string, base::Instant>& last, const std::string& registration, const Messages& messages) {
  const auto found = last.find(registration);
  return found == last.end() ? messages.text("admin.never_launched") : messages.text("admin.last_launch", {{"time", admin_time(found->second)}});
}

base::Result<std::map<std::string, base::Instant>> last_good(ports::Diary& diary) {
  const auto found = diary.last_good_launches();
  if (!found) return base::fail(found.error());
  std::map<std::string, base::Instant> last;
  for (const auto& one : *found) last[one.registration] = std::max(last[one.registration], one.at);
  return last;
}

std::vector<View> deployment_views(const lti::Registration& registration) {
  std::vector<View> views;
  for (const auto& id : registration.pending_deployments) {
    View view;
    view.text("id", id).flag("waits", true).flag("anonymous", false);
    views.push_back(std::move(view));
  }
  for (const auto& id : registration.deployment_ids) {
    View view;
    view.text("id", id).flag("waits", false).flag("anonymous", lti::holds(registration.anonymous_deployments, id));
    views.push_back(std::move(view));
  }
  return views;
}

void add_values(View& view, const lti::Registration& registration, const std::string& public_url) {
  view.text("issuer", registration.issuer).text("client_id", registration.client_id).text("jwks_uri", registration.jwks_uri);
  view.text("authorization_endpoint", registration.authorization_endpoint).text_if("token_endpoint", registration.token_endpoint);
  const ToolAddresses ours = tool_addresses(public_url, registration.id.str());
  view.text("tool_url", ours.launch).text("login_url", ours.login).text("keys_url", ours.keys);
}

// What changes are possible, in the state it is in.
void add_switches(View& view, const lti::Registration& registration, bool whole_site) {
  const std::string state = connection_state(registration);
  const bool configured = registration.source == "config";
  view.flag("configured", configured).flag("editable", !configured).flag("switchable", !configured && whole_site);
  view.flag("is_pending", state == "pending").flag("is_active", state == "active").flag("is_off", state == "off").text("was", state);
}

const char* done_key(const std::string& done) {
  if (done == "renamed") return "admin.done_renamed";
  if (done == "accepted") return "admin.done_accepted";
  if (done == "refused") return "admin.done_refused";
  if (done == "on") return "admin.done_on";
  if (done == "off") return "admin.done_off";
  if (done == "deployment") return "admin.done_deployment";
  if (done == "connected") return "admin.done_connected";
  if (done == "frames") return "admin.done_frames";
  return "";
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::connections(Turn& turn) {
  const auto all = seen_registrations(turn);
  if (!all) return failed(turn, all.error());
  const auto last = last_good(deps.diary);
  if (!last) return failed(turn, last.error());
  AdminPage out;
  out.title = turn.messages.text("admin.connections_title");
  out.template_name = "admin_connections";
  out.section = "connections";
  std::vector<View> rows;
  for (const auto& registration : *all) {
    View view;
    add_state(view, turn.messages, connection_state(registration));
    view.text("url", prefix + "/admin/connections/" + registration.id.str()).text("name", registration.name).text("issuer", registration.issuer);
    view.text("lms", deps.profiles.label(registration.lms, turn.messages.text("admin.lms_generic"))).text("last", last_good_text(*last, registration.id.str(), turn.messages));
    const auto waiting = static_cast<long>(registration.pending_deployments.size());
    view.text_if("waiting", waiting == 0 ? "" : turn.messages.count("admin.deployments_waiting", waiting));
    rows.push_back(std::move(view));
  }
  out.view.flag("whole_site", turn.session.whole_site()).flag("none", rows.empty()).list("rows", std::move(rows));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::connection(Turn& turn) { return connection_page(turn, done_key(turn.asked("done")), "", "", 200); }

AdminPages::Impl::Response AdminPages::Impl::connection_page(Turn& turn, const std::string& done, const std::string& name_error, const std::string& frames_error,
                                                             int status) {
  const lti::Registration& registration = *turn.registration;
  const auto last = last_good(deps.diary);
  if (!last) return failed(turn, last.error());
  AdminPage out;
  out.title = registration.name;
  out.template_name = "admin_connection";
  out.section = "connections";
  out.done = done;
  out.script = true;   // copy buttons
  View& view = out.view;
  add_state(view, turn.messages, connection_state(registration));
  view.text("url", prefix + "/admin/connections/" + registration.id.str()).text("id", registration.id.str());
  view.text("diary_url", prefix + "/admin/diary?registration=" + registration.id.str());
  view.text("lms", deps.profiles.label(registration.lms, turn.messages.text("admin.lms_generic"))).text("last", last_good_text(*last, registration.id.str(), turn.messages));
  add_values(view, registration, deps.public_url);
  add_switches(view, registration, turn.session.whole_site());
  auto deployments = deployment_views(registration);
  view.flag("no_deployments", deployments.empty()).list("deployments", std::move(deployments));
  std::string frames;
  for (const auto& origin : registration.frame_ancestors) frames += origin + "\n";
  view.text("name_value", name_error.empty() ? registration.name : turn.value("name"));
  view.text("frames_value", frames_error.empty() ? frames : turn.value("frames")).text_if("frames", frames);
  view.text_if("name_error", name_error).text_if("frames_error", frames_error).flag("any_error", status == 422);
  return page(turn, std::move(out), status);
}

}  // namespace preceptor::web
