#include <filesystem>
#include <fstream>

#include "core/activity/onward/recall.hpp"
#include "core/base/json.hpp"
#include "manifests/compile.hpp"
#include "plugin/app/commands/command.hpp"
#include "web/rca/gate_desk.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kMostBytes = 256 * 1024;

// No error: what is past its review is still read, and a clock must not break a build.
void add_overdue(const activity::Unit& unit, const std::string& file, base::Date today, std::vector<manifests::Problem>& problems) {
  if (onward::may_start(unit.review_by, today) == onward::MayStart::yes) return;
  problems.push_back({manifests::Weight::warning, file, 1, "\"review-by\" " + unit.review_by + " is past: the unit can be read, but not be newly started for credit", ""});
}

// A unit is written after its case was decided: said from the first draft on, and refused only of an activity with credit.
base::Status add_undecided(Site& site, const activity::Unit& unit, const std::string& file, std::vector<manifests::Problem>& problems) {
  web::CaseBook cases(site.store(), site.store(), site.clock());
  const auto warned = web::gap_warnings_of(cases, unit.gap, base::utc_date(site.clock().now()));
  if (!warned) return fail(warned.error());
  for (const auto& one : *warned) problems.push_back({manifests::Weight::warning, file, 1, "\"gap\" " + unit.gap + ": " + activity::plain(one.what_to_do), ""});
  return {};
}

// What the text alone cannot tell.
base::Status add_facts(Site& site, const activity::Unit& unit, const std::string& file, std::vector<manifests::Problem>& problems) {
  add_overdue(unit, file, base::utc_date(site.clock().now()), problems);
  return add_undecided(site, unit, file, problems);
}

Result<std::vector<manifests::Problem>> lint(const std::string& path, Site& site, int& units) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Result<manifests::Folder> folder = manifests::compile_folder(path);
    if (!folder) return fail(folder.error());
    units += static_cast<int>(folder->units.size());
    for (std::size_t i = 0; i < folder->units.size(); ++i)
      if (auto done = add_facts(site, folder->units[i], folder->files[i], folder->problems); !done) return fail(done.error());
    return std::move(folder->problems);
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Code::content_unreadable, path + " cannot be read");
  std::string text(kMostBytes + 1, '\0');   // one more than a unit may have is enough to refuse it
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return fail(Code::content_unreadable, path + " cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  manifests::Compiled compiled = manifests::compile(text, path);
  units += compiled.unit ? 1 : 0;
  if (compiled.unit)
    if (auto done = add_facts(site, *compiled.unit, path, compiled.problems); !done) return fail(done.error());
  return std::move(compiled.problems);
}

Json as_json(const manifests::Problem& problem) {
  Json row = {{"file", problem.file}, {"line", problem.line}, {"message", problem.message},
              {"weight", problem.weight == manifests::Weight::error ? "error" : "warning"}};
  if (!problem.corrected.empty()) row["corrected"] = problem.corrected;
  return row;
}

}  // namespace

Result<int> content_lint(CommandContext& context) {
  auto paths = context.texts("paths");
  if (!paths) return fail(paths.error());
  if (paths->empty()) paths = context.site.config().content;
  if (paths->empty()) return fail(Code::command_arguments, "name the files or folders to check");
  int units = 0, errors = 0, warnings = 0;
  Json rows = Json::array();
  std::string text;
  for (const std::string& path : *paths) {
    const auto problems = lint(path, context.site, units);
    if (!problems) return fail(problems.error());
    for (const manifests::Problem& problem : *problems) {
      (problem.weight == manifests::Weight::error ? errors : warnings) += 1;
      rows.push_back(as_json(problem));
      text += manifests::format(problem) + "\n";
    }
  }
  text += std::to_string(units) + " unit(s) good, " + std::to_string(errors) + " error(s), " + std::to_string(warnings) + " warning(s)\n";
  const Json report = {{"units", units}, {"errors", errors}, {"warnings", warnings}, {"problems", rows}};
  if (base::Status done = context.print(context.json ? report.dump(2) + "\n" : text); !done) return fail(done.error());
  return errors == 0 ? kGood : kRed;
}

}  // namespace preceptor::app
