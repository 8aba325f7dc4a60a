// Where a record stands before it leaves, as staff see it: ready, or held and for what; checked again when they mend it or ask.
#include "tests/unit/accreditation/accreditation_room.hpp"

namespace preceptor::web::testing {
namespace {

TEST_F(Accreditation, AHeldRecordIsInTheWorkListUntilItIsMended) {
  const auto ccid = learner(1);
  house->vault.profiles.begin()->second.second.birth_day.clear();
  room.sign_in(StaffRole::accreditation, "Alex Staff");
  const char* task = "One record cannot be reported yet";
  EXPECT_FALSE(shows(room.get("/staff"), task)) << "nobody looked yet";
  auto record = show(ccid);
  ASSERT_EQ(send(record, "/staff/credits/validate", {}).status, 303);
  EXPECT_TRUE(shows(room.get("/staff"), task));
  const auto list = room.get("/staff/credits");
  EXPECT_TRUE(shows(list, "· Held")) << list.body;
  const auto held = room.get("/staff/credits/held");
  EXPECT_TRUE(shows(held, "V03") && shows(held, "Month and day of birth are missing.")) << "the field, the rule and what to do: " << held.body;
  record = show(ccid);
  EXPECT_TRUE(shows(record, "Held, since") && shows(record, "Alex Staff")) << "the history says who looked: " << record.body;

  ASSERT_TRUE(house->book->number_activity(id, "202212345", base::PersonId("00000000-0000-4000-8000-000000000099")));
  room.clock.pass(base::Milliseconds(5000));   // activities are read again
  ASSERT_EQ(send(show(ccid, "fix"), "/staff/credits/fix", {{"birth_day", "02/29"}, {"do", "save"}}).status, 303);
  record = show(ccid);
  EXPECT_TRUE(shows(record, "Ready to be reported, since")) << record.body;
  EXPECT_TRUE(shows(record, "V03")) << "what held it stays in its history";
  EXPECT_FALSE(shows(room.get("/staff"), task));
  EXPECT_TRUE(shows(room.get("/staff/credits/held"), "No record is held."));
  EXPECT_TRUE(shows(room.get("/staff/credits"), "Ready to be reported"));
  EXPECT_EQ(grant(ccid).state, credit::GrantState::issued) << "nothing moved, nothing was priced again";
  EXPECT_EQ(grant(ccid).amount, credit::Amount{100});
}

TEST_F(Accreditation, OnlyAccreditationStaffCheckARecordAgain) {
  const auto ccid = learner(1);
  room.sign_in(StaffRole::reader);
  EXPECT_EQ(room.post("/staff/credits/validate", {{"ccid", ccid}}).status, room.post("/staff/credits/names", {{"ccid", ccid}}).status);
  EXPECT_FALSE(room.records.events.contains(credit::validation_stream(ccid)));
}

}  // namespace
}  // namespace preceptor::web::testing
