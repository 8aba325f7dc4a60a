// `preceptor check` on content folders: what is published, what is left out, and what the gates keep out.
#include <algorithm>

#include "manifests/compile.hpp"
#include "plugin/app/commands/check.hpp"
#include "web/credit/activity_gate.hpp"

namespace preceptor::app {
namespace {

// Units of a folder that the gate of AI-assisted units kept out (content_loader.cpp): compiled, and not in the store.
base::Result<int> kept_out(Site& site, const std::vector<activity::Unit>& units) {
  int count = 0;
  for (const auto& unit : units) {
    const auto known = site.store().by_hash(unit.hash);
    if (!known) return base::fail(known.error());
    count += *known ? 0 : 1;
  }
  return count;
}

// Activities that the gate refuses, each with what it lacks. Their units are asked of the store, as learners would get them.
void check_activities(Site& site, const Config& config, const std::vector<credit::Activity>& activities, std::vector<CheckLine>& lines) {
  for (const auto& activity : activities) {
    const std::string what = "activity " + activity.id + " (" + activity.language + ")";
    const auto found = site.gate_of(activity, {}, config);
    if (!found) {
      lines.push_back(red_line(what, found.error()));
      continue;
    }
    std::string reasons;
    for (const web::GateFinding& one : *found)
      if (one.finding.refuses) reasons += "\n        - " + one.finding.message;
    if (!reasons.empty()) lines.push_back({what, "warning", "not published:" + reasons, "Mend its file or the configuration, then reload; until then what it published before stays."});
  }
}

}  // namespace

void check_content(Site& site, std::vector<CheckLine>& lines) {
  const Config config = site.config();
  if (config.content.empty()) lines.push_back({"content", "warning", "no content folder is configured", "Write a unit (docs/content.md) and name its folder in content. The samples that come with the installation show the form: nobody has reviewed them, and only a trial with allow_loopback publishes them."});
  for (const std::string& path : config.content) {
    const auto folder = manifests::compile_folder(path);
    if (!folder) {
      lines.push_back(red_line("content " + path, folder.error()));
      continue;
    }
    const auto errors = std::count_if(folder->problems.begin(), folder->problems.end(), [](const auto& problem) { return problem.weight == manifests::Weight::error; });
    const auto waiting = kept_out(site, folder->units);
    if (!waiting) {
      lines.push_back(red_line("content " + path, waiting.error()));
      continue;
    }
    const std::string counts = std::to_string(folder->units.size() - static_cast<std::size_t>(*waiting)) + " unit(s) published";
    if (errors > 0) lines.push_back({"content " + path, "red", counts + ", " + std::to_string(errors) + " error(s) leave files out", "Run preceptor content lint " + path + "."});
    else if (*waiting > 0)
      lines.push_back({"content " + path, "warning", counts + ", " + std::to_string(*waiting) + " made with a model's help kept out", "The log says what each lacks: a reviewer, a frozen pilot (/staff/burden/pilots). Then reload."});
    else if (folder->units.empty()) lines.push_back({"content " + path, "warning", "the folder holds no unit", "Put *.md files there and reload."});
    else lines.push_back({"content " + path, "good", counts, ""});
    check_activities(site, config, folder->activities, lines);
  }
}

}  // namespace preceptor::app
