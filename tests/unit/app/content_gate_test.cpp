// Content folders at the gate of AI-assisted units: what is refused, what stays, and what a trial shows all the same.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/burden/pilot.hpp"
#include "plugin/app/commands/check.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "tests/unit/credit/sample_activity.hpp"

namespace preceptor::app {
namespace {

struct GateFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("preceptor-gate-" + std::to_string(::getpid()));
  GateFolder() { std::filesystem::create_directories(path); }
  ~GateFolder() { std::filesystem::remove_all(path); }
  void write(const std::string& id, const std::string& ai, const std::string& words = "Words.") const {
    std::ofstream(path / (id + ".md")) << "---\nid: " << id << "\nkind: unit\ntitle: T\nlanguage: en\nstated-minutes: 5\npass: 0\nobjectives: O\nreferences: R\nauthor: Ana\n"
                                       << "disclosure: none\ncommercial-support: none\nai: " << ai << "\ngap: gap-1\nformat: enduring material\nreview-by: 2030-11-01\n---\n# Case\n\n"
                                       << words << "\n\n## ? q | single\nWhich?\n- One\n- Two\n";
  }
  base::Json config(bool trial) const {
    return {{"public_url", trial ? "http://127.0.0.1:1" : "https://cme.example.org"}, {"allow_loopback", trial}, {"content", {path.string()}}};
  }
};

std::string published(QuietSite& site) {
  std::string ids;
  const auto all = site.site->store().list_current("unit");
  EXPECT_TRUE(all);
  for (const auto& version : *all) ids += version.id + " ";
  return ids;
}

void freeze_pilot(QuietSite& site, const std::string& units) {
  const std::string file = "id: p1\ntitle: T\nunits: " + units + "\ncomparator: other\nmetric: active_minutes lower 0.5\nstarts: 2030-01-01\nends: 2030-02-01\n";
  const auto read = burden::read_pilot(file);
  ASSERT_TRUE(read.problems.empty());
  ports::UnitOfWork work;
  ports::Projection row;
  row.kind = "pilot";
  row.id = "p1";
  row.updated_at = site.clock->now();
  row.body = base::canonical_json({{"file", file}, {"hash", burden::pilot_hash(read.pilot)}, {"at", base::to_unix_ms(site.clock->now())}, {"by", "Pat"}});
  work.projections = {row};
  ASSERT_TRUE(site.site->store().commit(work));
}

// What `preceptor check` says where no content is, held against what comes of following it.
TEST(ContentGate, TheAdviceAboutSamplesIsTrue) {
  const auto with_samples = [](bool trial) {
    return base::Json{{"public_url", trial ? "http://127.0.0.1:1" : "https://cme.example.org"}, {"allow_loopback", trial}, {"content", {PRECEPTOR_SOURCE_DIR "/manifests/samples"}}};
  };
  QuietSite empty, site(with_samples(false)), trial(with_samples(true));
  EXPECT_EQ(published(site), "");
  EXPECT_NE(published(trial).find("apixaban-dose "), std::string::npos);
  std::vector<CheckLine> lines;
  check_content(*empty.site, lines);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].next.find("only a trial with allow_loopback publishes them"), std::string::npos) << lines[0].next;
}

TEST(ContentGate, AFolderPublishesNoUnitOfAModelWithoutReviewerAndFrozenPilot) {
  const GateFolder folder;
  folder.write("by-hand", "none");
  folder.write("by-model", "drafted it; some model; Bo");
  QuietSite site(folder.config(false));
  EXPECT_EQ(published(site), "by-hand ");
  freeze_pilot(site, "by-model");
  site.apply(folder.config(false));
  EXPECT_EQ(published(site), "by-hand by-model ");
  // A new version without a reviewer is refused; the one before stays.
  folder.write("by-model", "drafted it again; some model", "Other words.");
  site.apply(folder.config(false));
  EXPECT_EQ(published(site), "by-hand by-model ");
  const auto current = site.site->store().current("unit", "by-model");
  ASSERT_TRUE(current && current->size() == 1u);
  EXPECT_NE(current->front().json.find("Words."), std::string::npos);
}

// A current activity of the provider "demo", from 2026-01-01 to 2026-12-31, with this unit alone.
void bundle(QuietSite& site, const std::string& unit) {
  auto activity = credit::sample_activity();
  activity.bundle = {{unit, 5, true}};
  const std::string json = credit::to_json(activity);
  const auto read = credit::activity_from_json(json);
  ASSERT_TRUE(read);
  ASSERT_TRUE(site.site->store().publish_edited({"activity", activity.id, "en", read->hash, json, "editor", site.clock->now(), activity.title}));
}

bool published_says(QuietSite& site, const std::string& unit, const std::string& words) {
  const auto current = site.site->store().current("unit", unit);
  EXPECT_TRUE(current && current->size() == 1u);
  return current && !current->empty() && current->front().json.find(words) != std::string::npos;
}

TEST(ContentGate, ANewVersionOfAUnitThatStandsInAnActivityWithCreditIsAskedWhatTheActivityWas) {
  const GateFolder folder;
  const auto config = folder.config(false);
  const std::vector<credit::Provider> sample{{"demo", "Demo provider", "", {"ama-pra-1"}, "UTC", true}};
  folder.write("by-model", "drafted it; some model; Bo");
  QuietSite site(config);
  freeze_pilot(site, "by-model");
  site.apply(config);
  ASSERT_TRUE(published_says(site, "by-model", "Words."));
  bundle(site, "by-model");
  site.apply(config);
  EXPECT_TRUE(published_says(site, "by-model", "Words.")) << "what is current stays";
  folder.write("by-model", "drafted it again; some model; Bo", "Second words.");
  site.apply(config);
  EXPECT_TRUE(published_says(site, "by-model", "Words.")) << "the pilot has not improved anything";
  site.apply(config, sample);
  EXPECT_TRUE(published_says(site, "by-model", "Second words.")) << "a sample's credit is none: warned of";
  folder.write("by-model", "drafted it again; some model; Bo", "Third words.");
  site.apply(config);
  EXPECT_TRUE(published_says(site, "by-model", "Second words."));
  site.clock->at = *base::parse_rfc3339("2027-01-02T12:00:00Z");
  site.apply(config);
  EXPECT_TRUE(published_says(site, "by-model", "Third words.")) << "the activity is over";
}

TEST(ContentGate, LintWarnsOfACaseThatNobodyDecided) {
  const GateFolder folder;
  folder.write("by-hand", "none");
  QuietSite site;
  const std::string printed = site.run("content lint", {{"paths", {folder.path.string()}}});
  EXPECT_EQ(site.code, kGood) << printed;
  EXPECT_NE(printed.find("\"gap\" gap-1: Decide the root-cause case"), std::string::npos) << printed;
}

TEST(ContentGate, ATrialShowsThem) {
  const GateFolder folder;
  folder.write("by-model", "drafted it");
  QuietSite site(folder.config(true));
  EXPECT_EQ(published(site), "by-model ");
}

}  // namespace
}  // namespace preceptor::app
