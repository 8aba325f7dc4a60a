// Content folders -> published versions. A file with errors is left out and said so; the rest is published. What such a file published before stays
// current, so that a slip in an edit takes no unit away from learners.
#include "manifests/compile.hpp"
#include "plugin/app/site.hpp"

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

}  // namespace

base::Status Site::publish_content(const Config& config) {
  std::vector<ports::ContentVersion> versions;
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
    }
    for (const activity::Survey& survey : folder->surveys) {
      ports::ContentVersion version = version_of(survey, clock_->now());
      if (same_id(versions, version)) return fail(Code::content_duplicate_id, "\"" + version.id + "\" (" + version.language + ") stands in two content folders");
      versions.push_back(std::move(version));
    }
  }
  // The forms that come with the program, where no folder has its own wording of them.
  for (const activity::Survey& survey : manifests::shipped_surveys())
    if (ports::ContentVersion version = version_of(survey, clock_->now()); !same_id(versions, version)) versions.push_back(std::move(version));
  if (!complete) log_.write(ports::Level::warning, "content.removal_waits", {{"why", "nothing is withdrawn while a file has errors"}});
  return store_->publish_folder(versions, complete);
}

}  // namespace preceptor::app
