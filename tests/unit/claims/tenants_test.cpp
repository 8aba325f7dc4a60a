// Credit belongs to a person of one platform: the same subject of another one has none of it, and cannot reach it.
#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

TEST(CreditTenants, TheSameSubjectOfAnotherPlatformIsAnotherPerson) {
  Clinic clinic;
  const auto mine = clinic.done_units(3, "physician");
  ASSERT_EQ(clinic.claim(mine).status, 303) << mine.body;
  ASSERT_EQ(clinic.grants().size(), 1u);
  const string code = clinic.grants().front().certificate, root = Clinic::personal(mine);
  ASSERT_FALSE(code.empty());
  EXPECT_EQ(clinic.get(root).status, 200);

  auto& registration = clinic.course.registrations.registrations[0];
  const auto first = registration;
  registration.id = base::RegistrationId("r2");
  registration.platform = base::PlatformId("p2");
  EXPECT_EQ(clinic.get(root).status, 404) << "a handle of a connection that is gone";
  const auto theirs = clinic.done_units(1, "physician");
  EXPECT_TRUE(has(theirs, "5 of 15 minutes to the next 0.25")) << "asked for the profession anew, and nothing was brought along" << theirs.body;
  const string other = Clinic::personal(theirs);
  ASSERT_NE(other, root);
  EXPECT_EQ(clinic.get(other + "/certificate/" + code).status, 404);
  for (const char* place : {"", "/transcript", "/mine.json"}) {
    const auto page = clinic.get(other + place);
    EXPECT_EQ(page.status, 200) << place;
    EXPECT_EQ(page.body.find(code), string::npos) << place;
  }
  EXPECT_EQ(clinic.course.records.persons.size(), 2u);
  registration = first;
  EXPECT_EQ(clinic.get(root).status, 200) << "the first person's is as it was";
}

}  // namespace
}  // namespace preceptor::web::testing
