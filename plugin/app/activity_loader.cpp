// Activities of content folders: what the gate refuses is left out and said, and what such an activity published before stays current.
#include <algorithm>

#include "plugin/app/site.hpp"
#include "web/burden/records.hpp"
#include "web/credit/activity_gate.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;

namespace {

// Findings that end when a member of staff stands for the rule.
bool waits_for_staff(const credit::Finding& finding) {
  return finding.refuses && (finding.rule == "system.off" || finding.rule == "board.off" || finding.rule == "board.half");
}

ports::ContentVersion activity_version(const credit::Activity& activity, base::Instant now) {
  ports::ContentVersion version;
  version.kind = "activity";
  version.id = activity.id;
  version.language = activity.language;
  version.hash = activity.hash;
  version.json = credit::to_json(activity);
  version.source = "folder";
  version.published_at = now;
  version.title = activity.title;
  return version;
}

}  // namespace

// What changed since a version was let through is no reason to take it from learners who are in it.
base::Result<std::vector<web::GateFinding>> Site::gate_of(const credit::Activity& activity, const std::vector<activity::Unit>& fresh, const Config& config) {
  const auto current = store_->current("activity", activity.id);
  if (!current) return fail(current.error());
  if (std::ranges::find(*current, activity.hash, &ports::ContentVersion::hash) != current->end()) return std::vector<web::GateFinding>();
  web::BurdenRecords figures(*store_, *store_, *store_, *store_, *store_, *clock_);
  const web::ActivityGateDeps deps{*store_, *store_, *store_, *clock_, [&config] { return config.providers; }, [this] { return credit_->enabled(); }, &figures};
  return web::look_at_activity(deps, activity, fresh);
}

base::Result<std::vector<web::GateFinding>> Site::gate_of(const activity::Unit& unit, const Config& config) {
  const auto current = store_->current("unit", unit.id);
  if (!current) return fail(current.error());
  if (std::ranges::find(*current, unit.hash, &ports::ContentVersion::hash) != current->end()) return std::vector<web::GateFinding>();
  web::BurdenRecords figures(*store_, *store_, *store_, *store_, *store_, *clock_);
  const web::ActivityGateDeps deps{*store_, *store_, *store_, *clock_, [&config] { return config.providers; }, {}, &figures};
  return web::look_at_unit(deps, unit);
}

base::Result<bool> Site::may_publish(const credit::Activity& activity, const std::vector<activity::Unit>& fresh, const Config& config) {
  const auto found = gate_of(activity, fresh, config);
  if (!found) return fail(found.error());
  for (const web::GateFinding& one : *found) {
    const bool refuses = one.finding.refuses;
    activities_wait_ = activities_wait_ || waits_for_staff(one.finding);
    log_.write(refuses ? ports::Level::warning : ports::Level::info, refuses ? "activity.refused" : "activity.warning",
               {{"activity", activity.id}, {"language", activity.language}, {"field", one.finding.field}, {"rule", one.finding.rule}, {"what", one.finding.message}});
  }
  return !web::any_refuses(*found);
}

base::Status Site::add_activities(const std::vector<credit::Activity>& activities, const std::vector<activity::Unit>& fresh, const Config& config,
                                  std::vector<ports::ContentVersion>& versions) {
  activities_wait_ = false;
  std::vector<std::pair<std::string, std::string>> seen;
  for (const credit::Activity& activity : activities) {
    const std::pair name(activity.id, activity.language);
    if (std::ranges::find(seen, name) != seen.end()) return fail(Code::content_duplicate_id, "\"" + activity.id + "\" (" + activity.language + ") stands in two content folders");
    seen.push_back(name);
    const auto may = may_publish(activity, fresh, config);
    if (!may) return fail(may.error());
    if (*may) {
      versions.push_back(activity_version(activity, clock_->now()));
      continue;
    }
    const auto before = store_->current("activity", activity.id);
    if (!before) return fail(before.error());
    for (const ports::ContentVersion& version : *before)
      if (version.language == activity.language && version.source == "folder") versions.push_back(version);
  }
  return {};
}

void Site::try_waiting_activities() {
  {
    const std::lock_guard lock(content_mutex_);
    if (!activities_wait_) return;
  }
  if (const auto done = publish_content(config()); !done) log_.write(ports::Level::warning, "activity.not_tried_again", {{"error", base::describe(done.error())}});
}

}  // namespace preceptor::app
