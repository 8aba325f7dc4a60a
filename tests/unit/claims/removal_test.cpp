// Scenario 25 (credit.md 10.1), as the learner sees it: a report that is taken back at its receiver leaves the credit and its certificate.
#include <string>
#include <string_view>

#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

TEST(Removal, IsToldAndLeavesTheCertificate) {
  Clinic clinic;
  const auto receipt = clinic.done_units(3, "physician");
  clinic.claim(receipt);
  const std::string root = Clinic::personal(receipt);
  ASSERT_EQ(clinic.course.records.credit.rows.size(), 1u);
  const auto grant = clinic.course.records.credit.rows.begin()->second;
  const std::string certificate = root + "/certificate/" + grant.certificate;
  using credit::GrantState;
  const auto move = [&](GrantState to, std::string_view reason) { EXPECT_TRUE(clinic.book.move(grant.ccid, to, std::string(reason), "staff")) << credit::name(to); };
  move(GrantState::exported, {});
  move(GrantState::accepted, {});
  move(GrantState::correcting, credit::kRemovalAsked);
  EXPECT_TRUE(has(clinic.get(root), "The removal of this report was asked for."));
  move(GrantState::withdrawn, credit::kRemovedThere);
  EXPECT_TRUE(has(clinic.get(root), "This report was removed at its receiver; your certificate stands."));
  EXPECT_FALSE(has(clinic.get(certificate), "This certificate was withdrawn."));
  auto row = clinic.course.records.credit.rows.begin()->second;
  row.reason = "granted by mistake";
  clinic.course.records.credit.write(row);
  EXPECT_TRUE(has(clinic.get(certificate), "This certificate was withdrawn."));
}

}  // namespace
}  // namespace preceptor::web::testing
