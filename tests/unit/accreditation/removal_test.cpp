// What a learner took back, at its receiver; and the switch of the check of licences.
#include "tests/unit/accreditation/accreditation_room.hpp"
#include "web/credit/licence_checks.hpp"

namespace preceptor::web::testing {
namespace {

using credit::GrantState;

// Scenario 25: the offer to have it deleted, and what staff note of it.
TEST_F(Accreditation, StaffNoteThatAReceiverRemovedWhatALearnerTookBack) {
  const auto ccid = learner(1);
  ASSERT_TRUE(house->book->move(ccid, GrantState::exported, "", "upkeep"));
  ASSERT_TRUE(house->book->move(ccid, GrantState::accepted, "", "import"));
  const ports::Person person{grant(ccid).platform, "user-1", grant(ccid).person};
  auto profile = house->vault.profiles.at(person.id).second;
  profile.permission = credit::Permission{"report", "wording-1", room.clock.now(), std::nullopt};
  ASSERT_TRUE(house->book->save_profile(person, profile, {"learner", "profile page"}));
  room.sign_in(StaffRole::accreditation, "Alex Staff");
  EXPECT_FALSE(shows(show(ccid), "/staff/credits/removal")) << "the permission stands";
  EXPECT_EQ(room.post("/staff/credits/removal", {{"ccid", ccid}, {"removal", "asked"}, {"sure", "yes"}}).status, 409);
  ASSERT_TRUE(house->book->withdraw_permission(person));
  const auto offered = show(ccid);
  EXPECT_TRUE(shows(offered, "Have this record removed at its receiver.")) << offered.body;
  EXPECT_EQ(send(offered, "/staff/credits/removal", {{"sure", ""}}).status, 422);
  EXPECT_EQ(room.post("/staff/credits/removal", {{"ccid", ccid}, {"removal", "removed"}, {"sure", "yes"}}).status, 409) << "nobody asked for it";
  EXPECT_EQ(grant(ccid).state, GrantState::accepted);
  const auto asked = send(offered, "/staff/credits/removal", {{"sure", "yes"}});
  ASSERT_EQ(asked.status, 303) << asked.body;
  EXPECT_EQ(grant(ccid).state, GrantState::correcting);
  auto page = show(ccid);
  EXPECT_TRUE(shows(page, "Staff asked for this record to be removed at its receiver.") && shows(page, "Alex Staff")) << page.body;
  ASSERT_EQ(send(page, "/staff/credits/removal", {{"removal", "refused"}, {"sure", "yes"}}).status, 303);
  EXPECT_EQ(grant(ccid).state, GrantState::accepted) << "the receiver keeps it";
  ASSERT_EQ(room.post("/staff/credits/removal", {{"ccid", ccid}, {"removal", "asked"}, {"sure", "yes"}}).status, 303);
  ASSERT_EQ(room.post("/staff/credits/removal", {{"ccid", ccid}, {"removal", "removed"}, {"sure", "yes"}}).status, 303);
  EXPECT_EQ(grant(ccid).state, GrantState::withdrawn);
  page = show(ccid);
  EXPECT_TRUE(shows(page, "The receiver removed this record.")) << page.body;
  EXPECT_FALSE(shows(page, "/staff/credits/removal"));
  EXPECT_TRUE(shows(room.get("/staff/credits/taken-back"), "There is no such record."));
}

TEST_F(Accreditation, NothingIsDueOfWhoTookThePermissionBack) {
  const auto ccid = learner(1);
  room.clock.at = base::Instant(std::chrono::sys_days(report::day(2027, 3, 20)));   // the older window closes with the month
  room.sign_in(StaffRole::accreditation);
  const std::string task = "One record has a deadline soon";
  EXPECT_TRUE(shows(room.get("/staff"), task));
  const ports::Person person{grant(ccid).platform, "user-1", grant(ccid).person};
  auto profile = house->vault.profiles.at(person.id).second;
  profile.permission = credit::Permission{"report", "wording-1", room.clock.now(), std::nullopt};
  ASSERT_TRUE(house->book->save_profile(person, profile, {"learner", "profile page"}));
  ASSERT_TRUE(house->book->withdraw_permission(person));
  EXPECT_FALSE(shows(room.get("/staff"), task));
}

TEST_F(Accreditation, TheCheckOfLicencesIsSwitchedOnByName) {
  room.sign_in(StaffRole::accreditation, "Alex Staff");
  EXPECT_TRUE(shows(room.get("/staff/rules"), "CE Broker, check of licences"));
  EXPECT_TRUE(house->book->enabled()->empty());
  EXPECT_EQ(room.post("/staff/rules", {{"what", kLicenceChecks}, {"by_name", "Alex Staff"}, {"do", "on"}}).status, 303);
  const auto enabled = house->book->enabled();
  ASSERT_TRUE(enabled);
  ASSERT_EQ(enabled->size(), 1u);
  EXPECT_EQ(enabled->front().what, kLicenceChecks);
  EXPECT_EQ(enabled->front().by_name, "Alex Staff");
}

}  // namespace
}  // namespace preceptor::web::testing
