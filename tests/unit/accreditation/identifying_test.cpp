// What accreditation staff type is looked through for patients before it is kept.
#include "tests/unit/accreditation/accreditation_room.hpp"

namespace preceptor::web::testing {
namespace {

const std::string kPatientNamed = "Asked by MRN 4471234", kOutWithIt = "Take out what could identify a patient.";

TEST_F(Accreditation, AReasonThatNamesAPatientIsNotKept) {
  const auto ccid = learner(1);
  ASSERT_TRUE(house->book->move(ccid, credit::GrantState::exported, "", "upkeep"));
  room.sign_in(StaffRole::accreditation);
  const auto events = room.records.events.size();
  const auto refused = room.post("/staff/credits/record", {{"ccid", ccid}, {"reason", kPatientNamed}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, kOutWithIt) && shows(refused, kPatientNamed)) << refused.body;
  EXPECT_EQ(room.records.credit.rows.size(), 1u);
  EXPECT_EQ(room.records.events.size(), events);
  const auto names = room.post("/staff/credits/names", {{"ccid", ccid}, {"by_name", kPatientNamed}});
  EXPECT_EQ(names.status, 422);
  EXPECT_TRUE(shows(names, kOutWithIt)) << names.body;
}

TEST_F(Accreditation, NorAreTheWordsOfWhoStandsForARule) {
  room.sign_in(StaffRole::accreditation);
  const auto refused = room.post("/staff/rules", {{"what", "board:ABTS"}, {"by_name", kPatientNamed}, {"do", "on"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, kOutWithIt)) << refused.body;
  EXPECT_FALSE(shows(room.get("/staff/rules"), "4471234"));
}

}  // namespace
}  // namespace preceptor::web::testing
