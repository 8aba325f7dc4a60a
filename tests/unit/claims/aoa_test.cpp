// Scenario 30 (credit.md 10.1): AMA credit is granted, and the page says what AOA makes of it.
#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

TEST(Aoa, NamesTheCreditOnThePageAndTheCertificate) {
  Clinic clinic;
  const auto receipt = clinic.done_units(3, "physician");
  clinic.claim(receipt);
  const std::string root = Clinic::personal(receipt);
  ASSERT_EQ(clinic.course.records.credit.rows.size(), 1u);
  auto grant = clinic.course.records.credit.rows.begin()->second;
  EXPECT_EQ(grant.system, "ama-pra-1");
  for (const std::string& place : {root, root + "/certificate/" + grant.certificate}) {
    const auto page = clinic.get(place);
    EXPECT_TRUE(has(page, "AOA is said to name this AOA Category 2-B")) << page.body;
    EXPECT_TRUE(has(page, "does not count towards a minimum of AOA Category 1-A"));
  }
  grant.profession = "nurse";
  clinic.course.records.credit.write(grant);
  EXPECT_FALSE(has(clinic.get(root + "/certificate/" + grant.certificate), "AOA"));
}

}  // namespace
}  // namespace preceptor::web::testing
