// What an administrator changes of a connection. A configured one is changed in the configuration file.
#include <algorithm>
#include <functional>
#include <sstream>

#include "core/base/encoding.hpp"
#include "lti/words.hpp"
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::size_t kLongestName = 100, kMostFrames = 20;

bool remove(std::vector<std::string>& from, const std::string& one) { return std::erase(from, one) > 0; }

// An origin as a CSP source: https, or http on this machine; no path, no wildcard.
std::optional<std::string> origin_of(const std::string& line) {
  const auto url = base::parse_url(line);
  if (!url || url->path.size() > 1 || !url->query.empty() || url->host.find_first_of("*;,' ") != std::string::npos) return std::nullopt;
  const bool here = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1";
  if (url->scheme != "https" && !here) return std::nullopt;
  return url->origin();
}

// False: this deployment is not in the state that the act is for.
bool change(lti::Registration& registration, const std::string& id, const std::string& to) {
  const bool waits = lti::holds(registration.pending_deployments, id), open = lti::holds(registration.deployment_ids, id);
  if (to == "accept" && waits) {
    if (!open) registration.deployment_ids.push_back(id);
    return remove(registration.pending_deployments, id);
  }
  if (to == "refuse" && waits) return remove(registration.pending_deployments, id);
  if (to == "anonymous" && open && !lti::holds(registration.anonymous_deployments, id)) {
    registration.anonymous_deployments.push_back(id);
    return true;
  }
  if (to == "named" && open) return remove(registration.anonymous_deployments, id);
  if (to != "close" || !open) return false;
  remove(registration.anonymous_deployments, id);
  return remove(registration.deployment_ids, id);
}

}  // namespace

// Reads, changes and writes in one transaction: `change` decides on what is stored now, not on what a page showed.
AdminPages::Impl::Response AdminPages::Impl::save(Turn& turn, const std::string& done, const std::function<base::Status(lti::Registration&)>& change) {
  const auto saved = deps.registrations.change_registration(turn.registration->id, change);
  if (!saved && saved.error().code == Code::admin_form_outdated) return refuse(turn, Code::admin_form_outdated);
  if (!saved) return failed(turn, saved.error());
  deps.log.write(ports::Level::info, "admin.connection_changed",
                 {{"registration", turn.registration->id.str()}, {"what", done}, {"by", turn.session.whole_site() ? "site" : "registration"}});
  return go("/connections/" + turn.registration->id.str(), done);
}

AdminPages::Impl::Response AdminPages::Impl::rename(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  const std::string name = std::string(lti::trimmed(turn.value("name")));
  const bool readable = std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
  if (name.empty() || name.size() > kLongestName || !readable)
    return connection_page(turn, "", turn.messages.text("admin.name_wrong"), "", 422);
  return save(turn, "renamed", [&](lti::Registration& registration) -> base::Status {
    registration.name = name;
    return {};
  });
}

AdminPages::Impl::Response AdminPages::Impl::switch_connection(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  const std::string to = turn.value("to");
  return save(turn, to, [&](lti::Registration& registration) -> base::Status {
    const std::string was = connection_state(registration);
    // What was seen on the page is what is changed: two administrators at once do not undo each other unseen.
    if (turn.value("was") != was) return base::fail(Code::admin_form_outdated);
    if (to == "accepted" && was == "pending") registration.accepted = true;
    else if (to == "refused" && was == "pending") registration.enabled = false;
    else if (to == "on" && was == "off") registration.enabled = true;
    else if (to == "off" && was == "active") registration.enabled = false;
    else return base::fail(Code::admin_form_outdated);
    return {};
  });
}

AdminPages::Impl::Response AdminPages::Impl::change_deployment(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  const std::string id = turn.value("deployment"), to = turn.value("to");
  return save(turn, "deployment", [&](lti::Registration& registration) -> base::Status {
    return change(registration, id, to) ? base::Status() : base::fail(Code::admin_form_outdated);
  });
}

AdminPages::Impl::Response AdminPages::Impl::change_frames(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  std::vector<std::string> origins;
  std::istringstream lines(turn.value("frames"));
  for (std::string line; std::getline(lines, line);) {
    line = std::string(lti::trimmed(line));
    if (line.empty()) continue;
    const auto origin = origin_of(line);
    if (!origin || origins.size() >= kMostFrames)
      return connection_page(turn, "", "", turn.messages.text("admin.frames_wrong", {{"line", std::string(base::utf8_prefix(line, 100))}}), 422);
    origins.push_back(*origin);
  }
  return save(turn, "frames", [&](lti::Registration& registration) -> base::Status {
    registration.frame_ancestors = origins;
    return {};
  });
}

}  // namespace preceptor::web
