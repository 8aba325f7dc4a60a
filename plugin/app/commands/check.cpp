#include "plugin/app/commands/check.hpp"

#include <sys/statvfs.h>

#include <filesystem>
#include <fstream>

#include "adapters/lrs/probe.hpp"
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/filter_units.hpp"
#include "plugin/app/listeners.hpp"
#include "web/learner/facts.hpp"

namespace preceptor::app {

using base::Json;
using base::Result;

namespace {

constexpr std::uint64_t kLittleSpace = 200ULL << 20;

CheckLine check_store(Site& site) {
  const auto version = site.store().schema_version();
  if (!version) return red_line("store", version.error());
  if (site.store().path().empty()) return {"store", "good", "schema " + std::to_string(*version) + " in PostgreSQL", ""};
  struct statvfs disk {};
  const std::string folder = std::filesystem::path(site.store().path()).parent_path().string();
  if (statvfs(folder.c_str(), &disk) != 0) return {"store", "warning", "the free space of " + folder + " cannot be read", "Check the folder's permissions."};
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (free < kLittleSpace) return {"store", "red", std::to_string(free >> 20) + " MiB are left on the store's disk", "Free space; nothing else is needed."};
  return {"store", "good", "schema " + std::to_string(*version) + ", " + std::to_string(free >> 20) + " MiB free", ""};
}

CheckLine platform_line(const lti::Registration& registration, const base::Result<lti::KeySetProbe>& found) {
  const std::string what = "platform " + registration.name;
  if (!found) return {what, "red", "its key set at " + registration.jwks_uri + ": " + describe(found.error()), std::string(info(found.error().code).fix)};
  if (found->kids.empty()) return {what, "red", "its key set at " + registration.jwks_uri + " holds no usable key", "It must publish an RSA key of 2048 bits for RS256."};
  if (!registration.pending_deployments.empty())
    return {what, "warning", std::to_string(registration.pending_deployments.size()) + " deployment(s) wait", "preceptor platform list shows them; preceptor platform accept NAME --deployment-id ID lets one in."};
  if (registration.deployment_ids.empty() && registration.source != "config")
    return {what, "warning", "its deployment comes with the first launch", "Open a unit in the LMS once, then accept the deployment."};
  if (registration.deployment_ids.empty()) return {what, "red", "no deployment may launch", "Add the deployment id shown in the LMS."};
  return {what, "good", std::to_string(found->kids.size()) + " key(s), " + std::to_string(registration.deployment_ids.size()) + " deployment(s)", ""};
}

void check_platform(Site& site, const lti::Registration& registration, std::vector<CheckLine>& lines) {
  std::vector<CheckLine> own;
  if (!registration.accepted) {
    own.push_back({"platform " + registration.name, "warning", "it registered itself and waits", "preceptor platform accept \"" + registration.name + "\""});
  } else {
    const auto found = site.keys().probe(registration);
    own.push_back(platform_line(registration, found));
    if (found) own.push_back(clock_line(registration.name, found->clock_ahead));
    const auto blocked = blocked_frames(site.store(), registration.id, site.clock().now());
    own.push_back(blocked ? frames_line(registration.name, web::frame_ancestors(registration, ""), *blocked) : red_line("frames of " + registration.name, blocked.error()));
  }
  for (CheckLine& line : own) {
    line.registration = registration.id.str();
    lines.push_back(std::move(line));
  }
}

void check_platforms(Site& site, std::vector<CheckLine>& lines, const std::function<bool()>& go_on) {
  const auto registrations = site.store().list_registrations();
  if (!registrations) {
    lines.push_back(red_line("platforms", registrations.error()));
    return;
  }
  bool any = false;
  for (const lti::Registration& registration : *registrations) {
    if (!registration.enabled) continue;
    any = true;
    if (!go_on()) return;
    check_platform(site, registration, lines);
    if (!go_on()) return;
    check_keys(site, registration, lines);
  }
  if (!any) lines.push_back({"platforms", "warning", "no LMS is connected", "preceptor platform add --help"});
}

void check_lrs(Site& site, std::vector<CheckLine>& lines, const std::function<bool()>& go_on) {
  const auto add = [&lines](CheckLine line) {
    line.page = "stores";
    lines.push_back(std::move(line));
  };
  const auto rows = site.active_lrs();
  if (!rows) return add(red_line("record stores", rows.error()));
  if (rows->empty()) add({"record stores", "warning", "no LRS is connected; statements are kept here", "preceptor lrs add --help"});
  for (const xapi::LrsRow& row : *rows) {
    if (!go_on()) return;
    const lrs::Probe found = lrs::probe(site.http(), row);
    const auto backlog = site.store().backlog({"lrs", row.store_id});
    if (found.good && !backlog) {
      add(red_line("LRS " + row.name, backlog.error()));
      continue;
    }
    StoreFacts facts{found.good, found.version, found.cause, found.next, backlog ? *backlog : xapi::DeliveryStore::Backlog{}};
    // A row of figures that cannot be read takes nothing from the test.
    if (const auto failed = site.delivery_history().why_it_waits(row.store_id, facts.backlog)) facts.failed = *failed;
    add(store_line(row.name, facts, site.clock().now()));
    const auto unknown = unknown_units(site.store(), row.filter);
    if (!unknown) add(red_line("filter of " + row.name, unknown.error()));
    for (const UnknownUnit& one : unknown.value_or(std::vector<UnknownUnit>{}))
      add({"filter of " + row.name, "warning", "no unit or activity \"" + one.id + "\" was ever published here: nothing of it is sent", one.hint + " preceptor lrs filter sets it anew."});
  }
}

void check_outbound(Site& site, std::vector<CheckLine>& lines) {
  const Config config = site.config();
  if (config.allow_loopback) lines.push_back({"outbound allow_loopback", "warning", "http on this machine is allowed", "Remove allow_loopback before real people use it."});
  for (const std::string& entry : config.outbound_allow) {
    lines.push_back({"outbound allow " + entry, "good", "may be called although it is private or plain http", ""});
  }
  if (!config.outbound_ca_file.empty()) {
    const bool readable = static_cast<bool>(std::ifstream(config.outbound_ca_file));
    lines.push_back({"outbound ca_file", readable ? "good" : "red", config.outbound_ca_file + (readable ? " is used beside the system's" : " cannot be read"),
                     readable ? "" : "Check the path and its permissions."});
  }
  if (!config.outbound_proxy.empty()) lines.push_back({"outbound proxy", "good", "calls go through " + config.outbound_proxy, ""});
}

void check_listeners(Site& site, std::vector<CheckLine>& lines) {
  const Config config = site.config();
  const std::vector<std::string> waiting = site.needs_restart();
  for (const std::string& key : waiting) lines.push_back({"configuration " + key, "warning", "was changed and is not in force yet", "Restart the server."});
  if (!config.metrics_listen.empty()) {
    const auto good = check_listener(config, config.metrics_listen);
    lines.push_back(good ? CheckLine{"metrics", "good", "listens on " + config.metrics_listen, ""} : red_line("metrics", good.error()));
  }
  if (const auto good = check_listener(config, config.listen); !good) return lines.push_back(red_line("listener", good.error()));
  const std::string where = config.listen.empty() ? "no listener: a host hands requests over" : "listens on " + config.listen;
  const std::string how = !config.tls_cert_file.empty() ? " with TLS" : config.trusted_proxies.empty() ? "" : " behind a proxy";
  lines.push_back({"listener", "good", where + how + ", public address " + config.public_url_text, ""});
}

}  // namespace

std::vector<CheckLine> run_checks(Site& site, const std::function<bool()>& go_on) {
  std::vector<CheckLine> lines;
  check_listeners(site, lines);
  check_address(site, lines);
  if (!go_on()) return lines;
  lines.push_back(check_store(site));
  check_safekeeping(site, lines);
  check_shared_folders(site, lines);
  check_content(site, lines);
  check_platforms(site, lines, go_on);
  check_launches(site, lines);
  check_grades(site, lines);
  check_lrs(site, lines, go_on);
  check_sending(site, lines);
  check_outbound(site, lines);
  return lines;
}

std::string lines_json(const std::vector<CheckLine>& lines) {
  Json rows = Json::array();
  for (const CheckLine& line : lines) rows.push_back({{"what", line.what}, {"state", line.state}, {"cause", line.cause}, {"next", line.next}});
  return rows.dump(2);
}

Result<int> check_command(CommandContext& context) {
  const std::vector<CheckLine> lines = run_checks(context.site);
  std::string text;
  bool any_red = false;
  for (const CheckLine& line : lines) {
    any_red = any_red || line.state == "red";
    text += line.state + std::string(line.state.size() < 8 ? 8 - line.state.size() : 1, ' ') + line.what + ": " + line.cause + "\n";
    if (!line.next.empty()) text += "        " + line.next + "\n";
  }
  if (base::Status done = context.print(context.json ? lines_json(lines) + "\n" : text); !done) return base::fail(done.error());
  return any_red ? kRed : kGood;
}

}  // namespace preceptor::app
