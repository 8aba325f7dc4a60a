// export licences and import licences, over a site with one learner: off, a file out, answers in, and what the record's checks say then.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "tests/unit/report/sample_row.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_desk.hpp"
#include "web/credit/licence_checks.hpp"

namespace preceptor::app {
namespace {

using base::Json;

// A site where one physician has a credit, a profile and a licence.
struct Licences {
  Licences() : quiet(settings()), path(std::filesystem::temp_directory_path() / ("licences-" + base::uuid_v4())) {
    auto activity = report::sample_activity();
    activity.designations.resize(1);
    activity.boards.clear();
    activity.language = "en";
    const base::ContentHash hash(base::sha256_hex(credit::to_json(activity)));
    EXPECT_TRUE(site().store().publish_edited({"activity", activity.id, "en", hash, credit::to_json(activity), "editor", quiet.clock->now(), activity.title}));
    grant.activity = hash;
    grant.state = credit::GrantState::issued;
    grant.granted_at = grant.changed_at = quiet.clock->now();
    ports::UnitOfWork work;
    work.grants = {grant};
    EXPECT_TRUE(site().store().commit(work));
    save(row.profile);
  }
  ~Licences() { std::filesystem::remove(path); }
  static Json settings() {
    return {{"provider",
             {{"name", "Example College"},
              {"accreditations",
               {{{"provider", "college"}, {"name", "Example College"}, {"accme_provider_id", "0001234"}, {"systems", {"ama-pra-1"}}, {"report_settings", {{"cebroker.profession.physician", "MD"}}}}}}}}};
  }
  Site& site() { return *quiet.site; }
  void save(const credit::Profile& profile) { EXPECT_TRUE(site().identifiers().save_profile(grant.platform, grant.person, profile, {"test", "a learner"})); }
  void switch_on() { EXPECT_TRUE(site().credit().enable(web::kLicenceChecks, true, base::PersonId("staff-1"), "A. Staff")); }
  std::string asked(const Json& more = Json::object()) {
    Json args = {{"out", path.string()}};
    args.update(more);
    said = quiet.run("export licences", args);
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string answered(const std::string& licensee, bool dry_run = false) {
    std::ofstream(path, std::ios::binary) << "<licensees>" << licensee << "</licensees>";
    return quiet.run("import licences", {{"file", path.string()}, {"dry_run", dry_run}});
  }
  // What the record's checks say of the licence: "licence_invalid ME"; empty: nothing.
  std::string finding() {
    const auto found = site().export_desk().check_grant(grant.ccid, "test");
    EXPECT_TRUE(found);
    if (!found) return "failed";
    const auto one = std::ranges::find_if(*found, [](const auto& each) { return each.key.starts_with("licence_"); });
    if (one == found->end()) return {};
    EXPECT_EQ(one->weight, report::Weight::warn);
    return one->key + " " + one->value;
  }
  QuietSite quiet;
  std::filesystem::path path;
  report::LearnerRow row = report::sample_row();
  credit::Grant grant = row.grant;
  std::string said;
};

constexpr const char* kLicenceRefused =
    R"(<licensee valid="false" ErrorCode="80" Message="Invalid license number"><licensee_profession>MD</licensee_profession><cebroker_state>ME</cebroker_state><license>0012345</license></licensee>)";
constexpr const char* kLicenceGood = R"(<licensee valid="true" first_name="MARIA" last_name="BEISPIEL"><license>0012345</license></licensee>)";
constexpr const char* kSomebodyElse = R"(<licensee valid="true" first_name="NOBODY" last_name="KNOWN"><license>0012345</license></licensee>)";

TEST(LicenceCommands, AreOffUntilStaffSwitchThemOn) {
  Licences room;
  EXPECT_EQ(room.asked(), "");
  EXPECT_EQ(room.quiet.code, -1);
  EXPECT_NE(room.said.find("report.format_off"), std::string::npos) << room.said;
  EXPECT_NE(room.said.find("format:cebroker-licences"), std::string::npos) << room.said;
  const auto said = room.answered(kLicenceRefused);
  EXPECT_EQ(room.quiet.code, -1);
  EXPECT_NE(said.find("report.format_off"), std::string::npos) << said;
  EXPECT_EQ(room.finding(), "");
}

TEST(LicenceCommands, AskForLearnersWhoPermitIt) {
  Licences room;
  room.switch_on();
  EXPECT_EQ(room.asked(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<licensees upload_key=\"\">\n"
            " <licensee>\n"
            "  <licensee_profession>MD</licensee_profession>\n"
            "  <cebroker_state>ME</cebroker_state>\n"
            "  <license>0012345</license>\n"
            " </licensee>\n"
            "</licensees>\n")
      << room.said;
  EXPECT_EQ(room.quiet.code, 0);
  EXPECT_EQ(room.asked({{"activity", "another"}}).find("0012345"), std::string::npos) << "its learners have no credit here";
  auto profile = room.row.profile;
  profile.permission->withdrawn_at = room.quiet.clock->now();
  room.save(profile);
  EXPECT_EQ(room.asked().find("0012345"), std::string::npos);
  EXPECT_NE(room.said.find("without permission, licence number or cebroker.profession: 1"), std::string::npos) << room.said;
}

TEST(LicenceCommands, AnswersStandAmongTheChecksOfTheRecord) {
  Licences room;
  room.switch_on();
  room.answered(kLicenceRefused, true);
  EXPECT_EQ(room.quiet.code, 1);
  EXPECT_EQ(room.finding(), "") << "a dry run notes nothing";
  const auto said = room.answered(kLicenceRefused);
  EXPECT_EQ(room.quiet.code, 1);
  EXPECT_EQ(said.find("0012345"), std::string::npos) << "the number is the learner's";
  EXPECT_EQ(room.finding(), "licence_invalid ME");
  room.answered(kSomebodyElse);
  EXPECT_EQ(room.finding(), "licence_name ME");
  room.answered(kLicenceGood);
  EXPECT_EQ(room.quiet.code, 0);
  EXPECT_EQ(room.finding(), "");
}

TEST(LicenceCommands, AChangedProfileIsAskedAnew) {
  Licences room;
  room.switch_on();
  room.answered(kLicenceRefused);
  auto profile = room.row.profile;
  profile.licences = {{"ME", "MD0012345"}};
  profile.changed_at = room.quiet.clock->now() + std::chrono::seconds(1);
  room.save(profile);
  EXPECT_EQ(room.finding(), "");
}

TEST(LicenceCommands, WhatIsUnclearChangesNothing) {
  Licences room;
  room.switch_on();
  for (const char* answer : {R"(<licensee valid="false" ErrorCode="12"><license>0012345</license></licensee>)", R"(<licensee valid="false" ErrorCode="80"><license>1</license></licensee>)",
                             R"(<licensee valid="false" ErrorCode="80"><cebroker_state>FL</cebroker_state><license>0012345</license></licensee>)"}) {
    room.answered(answer);
    EXPECT_EQ(room.quiet.code, 1) << answer;
    EXPECT_EQ(room.finding(), "") << answer;
  }
  auto profile = room.row.profile;
  profile.licences = {{"ME", "0012345"}, {"NH", "0012345"}};
  room.save(profile);
  room.answered(R"(<licensee valid="false" ErrorCode="80"><license>0012345</license></licensee>)");
  EXPECT_EQ(room.finding(), "") << "of which state?";
}

}  // namespace
}  // namespace preceptor::app
