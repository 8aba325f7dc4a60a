// Settings of reports, from the configuration to the file.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/report_formats.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "tests/unit/report/sample_row.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::app {
namespace {

using base::Json;

constexpr const char* kServiceFormat = "pars-learner-json";

Json provider_with(const Json& settings) {
  return {{"provider",
           {{"name", "Example College"},
            {"accreditations", {{{"provider", "college"}, {"name", "Example College"}, {"accme_provider_id", "0001234"}, {"systems", {"ama-pra-1"}}, {"report_settings", settings}}}}}}};
}

std::string refusal(const Json& settings) {
  const auto config = parse_config(QuietSite::configuration(provider_with(settings)).dump());
  return config ? std::string() : base::describe(config.error());
}

// A site where one grant waits, and what its command line writes of it.
struct Reporting {
  explicit Reporting(const Json& settings) : quiet(provider_with(settings)) {
    auto activity = report::sample_activity();
    activity.accme_activity_id = "202212345";
    activity.designations.resize(1);
    activity.boards.clear();
    activity.language = "en";
    const base::ContentHash hash(base::sha256_hex(credit::to_json(activity)));
    EXPECT_TRUE(site().store().publish_edited({"activity", activity.id, "en", hash, credit::to_json(activity), "editor", quiet.clock->now(), activity.title}));
    const auto row = report::sample_row();
    auto grant = row.grant;
    grant.activity = hash;
    grant.state = credit::GrantState::issued;
    grant.granted_at = grant.changed_at = quiet.clock->now();
    ports::UnitOfWork work;
    work.grants = {grant};
    const auto written = site().store().commit(work);
    EXPECT_TRUE(written) << base::describe(written.error());
    EXPECT_TRUE(site().identifiers().save_profile(grant.platform, grant.person, row.profile, {"test", "a learner"}));
    EXPECT_TRUE(site().credit().enable(std::string("format:") + kServiceFormat, true, base::PersonId("staff-1"), "A. Staff"));
  }
  Site& site() { return *quiet.site; }
  std::string file() {
    const auto path = std::filesystem::temp_directory_path() / ("report-" + base::uuid_v4());
    said = quiet.run("export credit", {{"format", kServiceFormat}, {"out", path.string()}});
    std::ifstream in(path);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    std::filesystem::remove(path);
    return bytes;
  }
  QuietSite quiet;
  std::string said;
};

TEST(ReportSettings, ReachTheFile) {
  Reporting plain(Json::object());
  const auto without = plain.file();
  ASSERT_EQ(plain.quiet.code, 0) << plain.said;
  EXPECT_EQ(without.find("P-4711"), without.npos);
  EXPECT_NE(without.find("T00:00:00"), without.npos);

  Reporting set({{"pars.provider_id", "P-4711"}, {"pars.completed_form", "date"}});
  const auto with = set.file();
  ASSERT_EQ(set.quiet.code, 0) << set.said;
  EXPECT_NE(with.find("P-4711"), with.npos);
  EXPECT_EQ(with.find("T00:00:00"), with.npos);
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
