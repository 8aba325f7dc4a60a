// Content folders -> published versions. A file with errors is left out and said so; the rest is published. What such a file published before stays
// current, so that a slip in an edit takes no unit away from learners.
#include "core/burden/pilot.hpp"
#include "manifests/compile.hpp"
#include "plugin/app/site.hpp"
#include "web/credit/activity_gate.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;

namespace {

ports::ContentVersion version_of(const activity::Survey& survey, base::Instant now) {
  ports::ContentVersion version;
  version.kind = "survey";
  version.id = survey.form.id;
  version.language = survey.form.language;
  version.hash = survey.hash;
  version.json = activity::to_json(survey);
  version.source = "folder";
  version.published_at = now;
  version.title = survey.form.title;
  return version;
}

const ports::ContentVersion* same_id(const std::vector<ports::ContentVersion>& versions, const ports::ContentVersion& version) {
  for (const ports::ContentVersion& other : versions)
    if (other.kind == version.kind && other.id == version.id && other.language == version.language) return &other;
  return nullptr;
}

std::string joined(const std::vector<web::GateFinding>& findings) {
  std::string text;
  for (const auto& one : findings) text += (text.empty() ? "" : " ") + one.finding.message;
  return text;
}

}  // namespace

// The gate of AI-assisted units (core/burden/pilot_gate.cpp). A trial on this machine's own loopback shows what would be refused, and teaches nobody.
base::Result<bool> Site::may_publish(const activity::Unit& unit, const Config& config) {
  if (!burden::read_ai_line(unit.id, unit.author, unit.ai).assisted()) return true;
  const auto found = gate_of(unit, config);
  if (!found) return fail(found.error());
  if (found->empty()) return true;
  const bool refuses = web::any_refuses(*found), stops = refuses && !config.allow_loopback;
  log_.write(stops ? ports::Level::error : ports::Level::warning, stops ? "content.gate_refused" : refuses ? "content.gate_waived" : "content.gate_warning",
             {{"unit", unit.id}, {"language", unit.language}, {"what", joined(*found)}});
  return !stops;
}

base::Status Site::publish_content(const Config& config) {
  const std::lock_guard lock(content_mutex_);
  std::vector<ports::ContentVersion> versions;
  std::vector<activity::Unit> units;             // of all folders: a bundle may reach across them
  std::vector<credit::Activity> activities;
  bool complete = true;
  for (const std::string& path : config.content) {
    const base::Result<manifests::Folder> folder = manifests::compile_folder(path);
    if (!folder) return fail(folder.error());
    for (const manifests::Problem& problem : folder->problems) {
      const bool error = problem.weight == manifests::Weight::error;
      complete = complete && !error;
      log_.write(error ? ports::Level::error : ports::Level::info, error ? "content.left_out" : "content.warning",
                 {{"file", problem.file}, {"line", std::to_string(problem.line)}, {"what", problem.message}});
    }
    for (const activity::Unit& unit : folder->units) {
      const auto may = may_publish(unit, config);
      if (!may) return fail(may.error());
      if (!*may) {
        complete = false;   // as with a file that has errors: what it published before stays
        continue;
      }
      ports::ContentVersion version;
      version.kind = "unit";
      version.id = unit.id;
      version.language = unit.language;
      version.hash = unit.hash;
      version.json = activity::to_json(unit);
      version.source = "folder";
      version.published_at = clock_->now();
      version.title = unit.title;
      if (same_id(versions, version)) return fail(Code::content_duplicate_id, "\"" + version.id + "\" (" + version.language + ") stands in two content folders");
      versions.push_back(std::move(version));
      units.push_back(unit);
    }
    activities.insert(activities.end(), folder->activities.begin(), folder->activities.end());
    for (const activity::Survey& survey : folder->surveys) {
      ports::ContentVersion version = version_of(survey, clock_->now());
      if (same_id(versions, version)) return fail(Code::content_duplicate_id, "\"" + version.id + "\" (" + version.language + ") stands in two content folders");
      versions.push_back(std::move(version));
    }
  }
  if (base::Status done = add_activities(activities, units, config, versions); !done) return done;
  // The forms that come with the program, where no folder has its own wording of them.
  for (const activity::Survey& survey : manifests::shipped_surveys())
    if (ports::ContentVersion version = version_of(survey, clock_->now()); !same_id(versions, version)) versions.push_back(std::move(version));
  if (!complete) log_.write(ports::Level::warning, "content.removal_waits", {{"why", "nothing is withdrawn while a file has errors"}});
  return store_->publish_folder(versions, complete);
}

}  // namespace preceptor::app
