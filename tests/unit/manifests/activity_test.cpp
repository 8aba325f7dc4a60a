#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "content_files.hpp"
#include "core/base/digest.hpp"

namespace preceptor::manifests {
namespace {

const std::string kFront =
    "---\nid: a\nkind: activity\ntitle: T\nlanguage: en\nprovider: demo\nprovider-activity-id: X-1\nformat: enduring\nstarts: 2026-01-01\nends: 2026-12-31\n"
    "designated-on: 2025-12-01\npass-percent: 75\ncommercial-support: none\npeople: A. Planner, MD\nprofessions: physician, nurse\n";
const std::string kStatements = "## accreditation statement\nAccredited by nobody.\n## designation statement\nFor a maximum of 0.5 credits.\n";

std::string activity_text(const std::string& front = "", const std::string& body = "## credit\n- ama-pra-1: 0.5\n## bundle\n- u: 30 minutes\n") {
  return kFront + front + "---\n" + kStatements + body;
}

TEST(Activity, IsReadFromItsFile) {
  const Compiled compiled = compile(activity_text("rationale: yes\ncitations: yes\nevaluation: yes\ntest-out: yes\npartial: no\njoint: yes\njoint-provider: A clinic\njoint-provider: A school\n"
                                                  "people: B. Author\nprofessions: pharmacist\nspecialties: Surgery\nkeywords: hands\ncommendation-tags: Engages Teams\n"
                                                  "outcomes: Learner Competence, Patient Health\naccme-activity-id: 202612345\n",
                                                  "## credit\n- ama-pra-1: 0.5\n- ancc: 0.5 (pharmacology; law)\n## disclosure\nNobody has\nanything.\n\nReally.\n"
                                                  "## board ABIM\n- Medical Knowledge: 0.25\n- Practice Assessment: 0.25\n- claim-by: 2026-12-15\n"
                                                  "## board ABA\n- MOCA Part 2: 0.5\n- content-area: 02_ABAMCO:12:Airway: the basics\n"
                                                  "## bundle\n- one: 29 minutes\n- two: 1 minute (optional)\n"),
                                    "a.md");
  ASSERT_TRUE(compiled.activity) << all_lines(compiled.problems);
  const credit::Activity& one = *compiled.activity;
  EXPECT_EQ(one.provider, "demo");
  EXPECT_EQ(one.accme_activity_id, "202612345");
  EXPECT_EQ(base::format_date(one.designated_on), "2025-12-01");
  EXPECT_EQ(one.people, (std::vector<std::string>{"A. Planner, MD", "B. Author"}));
  EXPECT_EQ(one.professions, (std::vector<std::string>{"physician", "nurse", "pharmacist"}));
  EXPECT_EQ(one.outcomes, (std::vector<std::string>{"Learner Competence", "Patient Health"}));
  EXPECT_EQ(one.nonaccredited_providers, (std::vector<std::string>{"A clinic", "A school"}));
  EXPECT_TRUE(one.rationale && one.citations && one.evaluation && one.test_out && one.joint && !one.partial);
  EXPECT_EQ(one.designation_statement, "For a maximum of 0.5 credits.");
  EXPECT_EQ(one.disclosure, "Nobody has anything.\n\nReally.") << "lines run on, an empty line parts paragraphs";
  EXPECT_EQ(one.designations, (std::vector<credit::Designation>{{"ama-pra-1", {50}, {}}, {"ancc", {50}, {"pharmacology", "law"}}}));
  const credit::BoardRegistration abim{"ABIM", {{"Medical Knowledge", {25}}, {"Practice Assessment", {25}}}, *base::parse_date("2026-12-15"), {}};
  const credit::BoardRegistration aba{"ABA", {{"MOCA Part 2", {50}}}, {}, {"02_ABAMCO:12:Airway: the basics"}};
  EXPECT_EQ(one.boards, (std::vector<credit::BoardRegistration>{abim, aba}));
  EXPECT_EQ(one.bundle, (std::vector<credit::BundleUnit>{{"one", 29, true}, {"two", 1, false}}));
  EXPECT_EQ(one.hash.str(), base::sha256_hex(credit::to_json(one)));
  EXPECT_EQ(all_lines(compiled.problems), "a.md:38: warning: The rules of ancc are not confirmed: somebody of the staff must switch it on, with name and date.\n");
  EXPECT_FALSE(compiled.unit || compiled.survey);
}

TEST(Activity, HasNoComplaintWhenNothingIsWrong) {
  const Compiled compiled = compile(activity_text(), "a.md");
  EXPECT_EQ(all_lines(compiled.problems), "");
  EXPECT_TRUE(compiled.activity);
}

TEST(Activity, OrderAndBlankLinesAreNoChangeOfContentButWordsAre) {
  const auto hash = [](const std::string& text) {
    const auto compiled = compile(text, "a.md");
    EXPECT_TRUE(compiled.activity) << all_lines(compiled.problems);
    return compiled.activity ? compiled.activity->hash.str() : "";
  };
  const std::string as_written = hash(activity_text());
  EXPECT_EQ(hash(activity_text("", "\n\n## bundle\n\n- u: 30 minutes\n\n## credit\n* ama-pra-1: 0.50\n")), as_written);
  EXPECT_NE(hash(activity_text("", "## credit\n- ama-pra-1: 0.5\n## bundle\n- v: 30 minutes\n")), as_written);
}

TEST(Activity, AUnitStillCarriesNoCredit) {
  const Compiled compiled = compile(unit_text("# Case\nWords." + kQuestion, "credit: 0.5\n"), "u.md");
  EXPECT_FALSE(compiled.unit || compiled.activity);
}

class BundleFolder : public ::testing::Test {
 protected:
  BundleFolder() : root_(std::filesystem::temp_directory_path() / ("preceptor_bundle_" + std::to_string(::getpid()))) { std::filesystem::create_directories(root_); }
  ~BundleFolder() override { std::filesystem::remove_all(root_); }
  void write(const char* name, const std::string& text) { std::ofstream(root_ / name) << text; }
  std::filesystem::path root_;
};

TEST_F(BundleFolder, UnitsThatNoFileHasAreWarnedOf) {
  write("a.md", activity_text("", "## credit\n- ama-pra-1: 0.5\n## bundle\n- u: 5 minutes\n- uu: 10 minutes\n- elsewhere-in-the-editor: 15 minutes\n"));
  write("u.md", unit_text("# Case\nWords." + kQuestion));
  const auto folder = compile_folder(root_.string());
  ASSERT_TRUE(folder);
  ASSERT_EQ(folder->activities.size(), 1U) << all_lines(folder->problems);
  EXPECT_EQ(folder->activity_files, std::vector<std::string>{(root_ / "a.md").string()});
  const std::string file = (root_ / "a.md").string();
  EXPECT_EQ(all_lines(folder->problems),
            file + ":25: warning: no file of this folder has the unit \"uu\"; without it the activity is not published\n  try: - u: 10 minutes\n" + file +
                ":26: warning: no file of this folder has the unit \"elsewhere-in-the-editor\"; without it the activity is not published\n");
}

TEST_F(BundleFolder, MoreMinutesThanTheUnitSaysAreWarnedOf) {
  write("a.md", activity_text());
  write("u.md", unit_text("# Case\nWords." + kQuestion));
  const auto folder = compile_folder(root_.string());
  ASSERT_TRUE(folder);
  EXPECT_EQ(all_lines(folder->problems), (root_ / "a.md").string() +
                                             ":24: warning: the unit says 5 stated minutes, fewer than the 30 that are credited\n  try: - u: 5 minutes\n");
}

TEST_F(BundleFolder, AnActivityAndAUnitMayShareAnIdTwoActivitiesMayNot) {
  write("a.md", activity_text("", "## credit\n- ama-pra-1: 0.5\n## bundle\n- a: 30 minutes\n"));
  write("b.md", activity_text("", "## credit\n- ama-pra-1: 0.5\n## bundle\n- a: 30 minutes\n"));
  std::string unit = unit_text("# Case\nWords." + kQuestion);
  unit.replace(unit.find("id: u"), 5, "id: a");
  unit.replace(unit.find("stated-minutes: 5"), 17, "stated-minutes: 30");
  write("c.md", unit);
  const auto folder = compile_folder(root_.string());
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->activities.size(), 1U);
  EXPECT_EQ(folder->units.size(), 1U);
  ASSERT_EQ(folder->problems.size(), 1U) << all_lines(folder->problems);
  EXPECT_EQ(folder->problems[0].file, (root_ / "b.md").string());
}

TEST(SampleActivities, AreLabelledAndShareNoUnit) {
  const auto folder = compile_folder((kSource / "manifests/samples").string());
  ASSERT_TRUE(folder);
  ASSERT_EQ(folder->activities.size(), 2U) << all_lines(folder->problems);
  std::set<std::string> bundled;
  for (const credit::Activity& one : folder->activities) {
    for (const std::string* text : {&one.title, &one.description, &one.accreditation_statement, &one.designation_statement, &one.disclosure})
      EXPECT_TRUE(text->starts_with("Sample")) << *text;
    EXPECT_EQ(one.provider, "demo");
    EXPECT_EQ(one.boards.empty(), one.id == "micro-credit") << "what opens at once promises nothing to a board";
    for (const auto& part : one.bundle) {
      EXPECT_EQ(part.minutes, 5) << part.unit_id;
      EXPECT_TRUE(bundled.insert(part.unit_id).second) << part.unit_id << ": the same minutes would earn twice";
    }
  }
}

}  // namespace
}  // namespace preceptor::manifests
