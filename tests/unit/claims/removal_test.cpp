// Scenario 25 (credit.md 10.1), as the learner sees it: a report that is taken back at its receiver leaves the credit and its certificate.
#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

TEST(Removal, IsToldAndLeavesTheCertificate) {
  Clinic clinic;
  const auto receipt = clinic.done_units(3, "physician");
  clinic.claim(receipt);
  const std::string root = Clinic::personal(receipt);
  ASSERT_EQ(clinic.course.records.credit.rows.size(), 1u);
  auto grant = clinic.course.records.credit.rows.begin()->second;
  grant.state = credit::GrantState::correcting;
  grant.reason = credit::kRemovalAsked;
  clinic.course.records.credit.write(grant);
  EXPECT_TRUE(has(clinic.get(root), "The receiver was asked to remove this report."));
  grant.state = credit::GrantState::withdrawn;
  grant.reason = credit::kRemovedThere;
  clinic.course.records.credit.write(grant);
  EXPECT_TRUE(has(clinic.get(root), "This report was removed at its receiver; your certificate stands."));
  EXPECT_FALSE(has(clinic.get(root + "/certificate/" + grant.certificate), "This certificate was withdrawn."));
  grant.reason = "granted by mistake";
  clinic.course.records.credit.write(grant);
  EXPECT_TRUE(has(clinic.get(root + "/certificate/" + grant.certificate), "This certificate was withdrawn."));
}

}  // namespace
}  // namespace preceptor::web::testing
