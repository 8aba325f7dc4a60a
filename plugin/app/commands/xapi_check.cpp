#include <cstdio>
#include <memory>

#include "core/base/json.hpp"
#include "core/base/visible.hpp"
#include "plugin/app/commands/command.hpp"
#include "xapi/check.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

std::string as_text(const xapi::CheckReport& report, const std::string& file, bool house) {
  std::string text;
  for (const xapi::LineFinding& found : report.findings) {
    text += base::visible(file) + ":" + std::to_string(found.line) + ": " + (xapi::fails(found.finding, house) ? "error" : "warning") + ": rule " +
            std::to_string(found.finding.rule) + " (" + std::string(xapi::name(found.finding.severity)) + ") " +
            (found.finding.path.empty() ? "" : base::visible(found.finding.path) + ": ") + base::visible(found.finding.message) +
            (found.statement_id.empty() ? "" : " [" + base::visible(found.statement_id) + "]") + "\n";
  }
  const auto all = static_cast<std::size_t>(report.failures + report.warnings);
  if (all > report.findings.size()) text += std::to_string(all - report.findings.size()) + " more findings are counted, not listed.\n";
  return text + std::to_string(report.lines) + " statement(s), " + std::to_string(report.statements_bad) + " bad, " + std::to_string(report.failures) +
         " error(s), " + std::to_string(report.warnings) + " warning(s)\n";
}

Json as_json(const xapi::CheckReport& report, bool house) {
  Json findings = Json::array();
  for (const xapi::LineFinding& found : report.findings) {
    findings.push_back({{"line", found.line}, {"statement", base::visible(found.statement_id)}, {"rule", found.finding.rule}, {"severity", std::string(xapi::name(found.finding.severity))},
                        {"error", xapi::fails(found.finding, house)}, {"path", base::visible(found.finding.path)}, {"message", base::visible(found.finding.message)}});
  }
  return {{"statements", report.lines}, {"bad", report.statements_bad}, {"errors", report.failures}, {"warnings", report.warnings}, {"findings", findings}};
}

}  // namespace

Result<int> xapi_check(CommandContext& context) {
  const auto path = context.required("file");
  if (!path) return fail(path.error());
  const auto version = context.text("version");
  if (!version) return fail(version.error());
  if (!version->empty() && *version != "1.0.3" && *version != "2.0") return fail(Code::command_arguments, "version must be 1.0.3 or 2.0");
  const auto wants_house = context.flag("house");
  if (!wants_house) return fail(wants_house.error());
  const bool house = *wants_house;
  const auto wants_profile = context.flag("profile");
  if (!wants_profile) return fail(wants_profile.error());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path->c_str(), "rbe"), std::fclose);
  if (!file) return fail(Code::command_arguments, *path + " cannot be read");
  const xapi::CheckReport report = xapi::check_lines(
      [&file](char* buffer, std::size_t size) { return std::fread(buffer, 1, size, file.get()); },
      *version == "2.0" ? xapi::Version::v2_0 : xapi::Version::v1_0_3, house, *wants_profile, context.site.clock().now());
  if (std::ferror(file.get()) != 0) return fail(Code::command_arguments, *path + " cannot be read to its end");
  if (base::Status done = context.print(context.json ? as_json(report, house).dump(2) + "\n" : as_text(report, *path, house)); !done) return fail(done.error());
  return report.good() ? kGood : kRed;
}

}  // namespace preceptor::app
