// Activities of a content folder: published when nothing stands in the way, left out otherwise, and what was published stays.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/unit/app/quiet_site.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::app {
namespace {

namespace fs = std::filesystem;

// The samples, copied so that they can be changed.
struct SampleSite {
  explicit SampleSite(base::Json provider = {}) : folder(fs::temp_directory_path() / ("preceptor_activity_" + std::to_string(::getpid()))) {
    fs::copy(fs::path(PRECEPTOR_SOURCE_DIR) / "manifests/samples", folder);
    base::Json config = {{"content", {folder.string()}}};
    if (!provider.is_null()) config["provider"] = std::move(provider);
    quiet.emplace(config);
  }
  ~SampleSite() { fs::remove_all(folder); }
  // As a reload with these providers.
  void apply(const std::vector<credit::Provider>& providers) {
    auto config = parse_config(QuietSite::configuration({{"content", {folder.string()}}}).dump());
    ASSERT_TRUE(config);
    config->providers = providers;
    const auto done = quiet->site->apply(*config);
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  void change(const std::string& from, const std::string& to) {
    const fs::path file = folder / "micro-credit.md";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    ASSERT_NE(text.find(from), std::string::npos);
    std::ofstream(file) << text.replace(text.find(from), from.size(), to);
  }
  // Titles of the current activities.
  std::vector<std::string> titles() {
    std::vector<std::string> all;
    const auto current = quiet->site->store().list_current("activity");
    for (const auto& version : current.value()) {
      EXPECT_EQ(credit::activity_from_json(version.json)->hash, version.hash);
      all.push_back(version.title);
    }
    return all;
  }

  fs::path folder;
  std::optional<QuietSite> quiet;
};

const credit::Provider kDemo{"demo", "Demo provider", "", {"ama-pra-1"}, "UTC", true};
const std::vector<std::string> kPublished = {"Sample: six small questions"}, kNone;

TEST(ActivityLoader, AnInstallationWithoutItsProviderLeavesItOut) {
  SampleSite site;
  EXPECT_EQ(site.titles(), kNone);
  EXPECT_EQ(site.quiet->site->store().list_current("unit")->size(), 12U) << "units are published all the same";
  credit::Provider other = kDemo;
  other.systems = {"ancc"};
  site.apply({other});
  EXPECT_EQ(site.titles(), kNone) << "not accredited for that credit";
  other = kDemo;
  other.sample = false;
  site.apply({other});
  EXPECT_EQ(site.titles(), kNone) << "nobody has disclosed";
}

TEST(ActivityLoader, ATrialPublishesTheSample) {
  SampleSite site;
  site.apply({kDemo});
  EXPECT_EQ(site.titles(), kPublished);
}

TEST(ActivityLoader, WhatIsRefusedLaterLeavesWhatWasPublished) {
  SampleSite site;
  site.apply({kDemo});
  site.change("title: Sample: six small questions", "title: Sample: changed");
  site.change("- five-moments:", "- no-such-unit:");
  site.apply({kDemo});
  EXPECT_EQ(site.titles(), kPublished);
  site.change("- no-such-unit:", "- five-moments:");
  site.apply({kDemo});
  EXPECT_EQ(site.titles(), std::vector<std::string>{"Sample: changed"});
}

// Half a credit at a board of whole points: refused until somebody stands for the rule, then open without a restart.
TEST(ActivityLoader, WhatWaitedForARuleOpensWhenStaffStandForIt) {
  SampleSite site({{"name", "Demo provider"}, {"accreditations", {{{"provider", "demo"}, {"name", "Demo provider"}, {"systems", {"ama-pra-1"}}, {"sample", true}}}}});
  EXPECT_EQ(site.titles(), kPublished);
  auto& opened = *site.quiet->site;
  opened.try_waiting_activities();
  EXPECT_EQ(site.titles(), kPublished) << "nobody has stood for it";
  ASSERT_TRUE(opened.credit().enable("rule:ABP.half", true, base::PersonId("staff-1"), "A. Member"));
  opened.try_waiting_activities();
  EXPECT_EQ(site.titles(), (std::vector<std::string>{kPublished[0], "Sample: five questions on children"}));
  site.change("title: Sample: six small questions", "title: Sample: half edited");
  opened.try_waiting_activities();
  EXPECT_EQ(site.titles()[0], kPublished[0]) << "nothing waits: folders are left alone";
}

// What `preceptor check` says of content; the rest of it calls nobody here.
std::string checked(SampleSite& site) { return site.quiet->run("check"); }

TEST(ActivityLoader, CheckNamesWhatIsRefusedWithEachReason) {
  SampleSite site;
  const std::string line = "warning activity micro-credit (en): not published:";
  const auto refused = checked(site);
  const auto at = refused.find(line);
  ASSERT_NE(at, refused.npos) << refused;
  EXPECT_NE(refused.find("\"demo\" is no provider", at), refused.npos) << "the accreditation that is missing: " << refused;
  EXPECT_NE(refused.find("disclos", at), refused.npos) << "and the disclosures, in the same line: " << refused;
  site.apply({kDemo});
  EXPECT_EQ(checked(site).find("activity micro-credit"), std::string::npos) << "published, so nothing is said";
  site.change("- five-moments:", "- no-such-unit:");
  const auto edited = checked(site);
  EXPECT_NE(edited.find("no-such-unit", edited.find(line)), edited.npos) << "an edit that waits for a reload: " << edited;
}

TEST(ActivityLoader, AFileThatGoesTakesItsActivityAlong) {
  SampleSite site;
  site.apply({kDemo});
  fs::remove(site.folder / "micro-credit.md");
  site.apply({kDemo});
  EXPECT_EQ(site.titles(), kNone);
}

}  // namespace
}  // namespace preceptor::app
