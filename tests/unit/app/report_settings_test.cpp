// Settings of reports, from the configuration to the file.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "plugin/app/report_formats.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

Json provider_with(const Json& settings) {
  return {{"provider",
           {{"name", "Example College"},
            {"accreditations", {{{"provider", "college"}, {"name", "Example College"}, {"accme_provider_id", "0001234"}, {"systems", {"ama-pra-1"}}, {"report_settings", settings}}}}}}};
}

std::string refusal(const Json& settings) {
  const auto config = parse_config(QuietSite::configuration(provider_with(settings)).dump());
  return config ? std::string() : base::describe(config.error());
}

TEST(ReportSettings, OnlyWhatAFormatReadsIsTaken) {
  EXPECT_EQ(refusal({{"cpe.uan:anticoagulation-2026", "0798-9999-18-246-H04-P"}, {"cebroker.profession.nurse", "12"}, {"pars.additional_types", "on"}}), "");
  const auto unknown = refusal({{"pars.provider", "1"}});
  EXPECT_NE(unknown.find("provider.accreditations[0].report_settings[\"pars.provider\"]"), unknown.npos) << unknown;
  EXPECT_NE(unknown.find("did you mean \"pars.provider_id\"?"), unknown.npos) << unknown;
  for (const auto& one : report_settings()) EXPECT_NE(unknown.find(one.name), unknown.npos) << one.name << " is not listed: " << unknown;
  EXPECT_NE(refusal({{"cpe.uan:", "1"}}), "") << "of no activity";
  EXPECT_NE(refusal({{"pars.additional_types", "On"}}).find("must be one of: on"), std::string::npos);
  EXPECT_NE(refusal({{"pars.provider_id", ""}}), "");
  EXPECT_NE(refusal({{"pars.provider_id", 1234}}), "");
}

// docs/reports.md lists every setting, and none that nobody reads.
TEST(ReportSettings, AreInThePapers) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/reports.md");
  const std::string paper(std::istreambuf_iterator<char>(in), {});
  for (const auto& one : report_settings()) EXPECT_NE(paper.find("`" + std::string(one.name) + "`"), paper.npos) << one.name;
}

}  // namespace
}  // namespace preceptor::app
