// What an administrator changes of a connection. A configured one is changed in the configuration file.
#include <algorithm>
#include <sstream>

#include "core/base/encoding.hpp"
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::size_t kLongestName = 100, kMostFrames = 20;

bool remove(std::vector<std::string>& from, const std::string& one) { return std::erase(from, one) > 0; }

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// An origin as a CSP source: https, or http on this machine; no path, no wildcard.
std::optional<std::string> origin_of(const std::string& line) {
  const auto url = base::parse_url(line);
  if (!url || url->path.size() > 1 || !url->query.empty() || url->host.find_first_of("*;,' ") != std::string::npos) return std::nullopt;
  const bool here = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1";
  if (url->scheme != "https" && !here) return std::nullopt;
  return url->origin();
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::save(Turn& turn, const std::string& done) {
  // Not save_registration: that keeps waiting deployments which come empty, and a refused one must go.
  const auto saved = deps.registrations.change_registration(turn.registration->id, [&](lti::Registration& stored) -> base::Status {
    stored = *turn.registration;
    return {};
  });
  if (!saved) return failed(turn, saved.error());
  deps.log.write(ports::Level::info, "admin.connection_changed",
                 {{"registration", turn.registration->id.str()}, {"what", done}, {"by", turn.session.whole_site() ? "site" : "registration"}});
  return go("/connections/" + turn.registration->id.str(), done);
}

AdminPages::Impl::Response AdminPages::Impl::rename(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  const std::string name = trimmed(turn.value("name"));
  const bool readable = std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
  if (name.empty() || name.size() > kLongestName || !readable)
    return connection_page(turn, "", turn.messages.text("admin.name_wrong"), "", 422);
  turn.registration->name = name;
  return save(turn, "renamed");
}

AdminPages::Impl::Response AdminPages::Impl::switch_connection(Turn& turn) {
  lti::Registration& registration = *turn.registration;
  if (registration.source == "config") return refuse(turn, Code::platform_configured);
  const std::string was = connection_state(registration), to = turn.value("to");
  // What was seen on the page is what is changed: two administrators at once do not undo each other unseen.
  if (turn.value("was") != was) return refuse(turn, Code::admin_form_outdated);
  if (to == "accepted" && was == "pending") registration.accepted = true;
  else if (to == "refused" && was == "pending") registration.enabled = false;
  else if (to == "on" && was == "off") registration.enabled = true;
  else if (to == "off" && was == "active") registration.enabled = false;
  else return refuse(turn, Code::admin_form_outdated);
  return save(turn, to);
}

AdminPages::Impl::Response AdminPages::Impl::change_deployment(Turn& turn) {
  lti::Registration& registration = *turn.registration;
  if (registration.source == "config") return refuse(turn, Code::platform_configured);
  const std::string id = turn.value("deployment"), to = turn.value("to");
  const auto among = [&](const std::vector<std::string>& all) { return std::find(all.begin(), all.end(), id) != all.end(); };
  const bool waits = among(registration.pending_deployments), open = among(registration.deployment_ids);
  bool changed = false;
  if (to == "accept" && waits) {
    changed = remove(registration.pending_deployments, id);
    if (!open) registration.deployment_ids.push_back(id);
  } else if (to == "refuse" && waits) {
    changed = remove(registration.pending_deployments, id);
  } else if (to == "anonymous" && open && !among(registration.anonymous_deployments)) {
    registration.anonymous_deployments.push_back(id);
    changed = true;
  } else if (to == "named" && open) {
    changed = remove(registration.anonymous_deployments, id);
  } else if (to == "close" && open) {
    changed = remove(registration.deployment_ids, id);
    remove(registration.anonymous_deployments, id);
  }
  return changed ? save(turn, "deployment") : refuse(turn, Code::admin_form_outdated);
}

AdminPages::Impl::Response AdminPages::Impl::change_frames(Turn& turn) {
  if (turn.registration->source == "config") return refuse(turn, Code::platform_configured);
  std::vector<std::string> origins;
  std::istringstream lines(turn.value("frames"));
  for (std::string line; std::getline(lines, line);) {
    line = trimmed(line);
    if (line.empty()) continue;
    const auto origin = origin_of(line);
    if (!origin || origins.size() >= kMostFrames)
      return connection_page(turn, "", "", turn.messages.text("admin.frames_wrong", {{"line", std::string(base::utf8_prefix(line, 100))}}), 422);
    origins.push_back(*origin);
  }
  turn.registration->frame_ancestors = std::move(origins);
  return save(turn, "frames");
}

}  // namespace preceptor::web
