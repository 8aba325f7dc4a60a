// The page of evidence bundles: what is asked for reaches the maker, and its file or its refusal reaches the reader.
#include "tests/unit/accreditation/accreditation_room.hpp"

namespace preceptor::web::testing {
namespace {

class EvidencePages : public Accreditation {
 protected:
  EvidencePages() { room.sign_in(StaffRole::accreditation, "Alex Staff"); }
};

TEST_F(EvidencePages, ABundleIsMadeOfTheDaysAskedForTheLastOneIncluded) {
  const auto page = room.get("/staff/evidence");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(shows(page, "thumb-1") && shows(page, "preceptor verify evidence.zip --thumbprint thumb-1")) << page.body;
  const auto made = room.post("/staff/evidence", {{"from", "2026-11-01"}, {"to", "2026-11-30"}, {"unit", "unit-a"}});
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.body, "a bundle");
  EXPECT_EQ(header_of(made, "Content-Type"), "application/zip");
  EXPECT_NE(header_of(made, "Content-Disposition").find("evidence-2026-11-01-2026-11-30.zip"), std::string::npos);
  EXPECT_EQ(house->bundle_filter.from, *base::parse_rfc3339("2026-11-01T00:00:00Z"));
  EXPECT_EQ(house->bundle_filter.to, *base::parse_rfc3339("2026-12-01T00:00:00Z"));
  EXPECT_EQ(house->bundle_filter.unit_id, "unit-a");
  EXPECT_FALSE(house->bundle_maker.empty()) << "the log says who";
  EXPECT_EQ(room.post("/staff/evidence").status, 200);
  EXPECT_FALSE(house->bundle_filter.from || house->bundle_filter.to) << "empty days are no limit";
}

TEST_F(EvidencePages, DaysThatAreNoneAndBundlesTooLargeAreSaidInAPage) {
  for (const auto& [from, to] : {std::pair{"2026-11-02", "2026-11-01"}, {"yesterday", ""}, {"", "2026-02-30"}, {"2026-11-01T00:00:00Z", ""}}) {
    const auto answer = room.post("/staff/evidence", {{"from", from}, {"to", to}, {"unit", "<b>"}});
    EXPECT_EQ(answer.status, 422) << from << " " << to;
    EXPECT_TRUE(shows(answer, "Those are not two days in that order."));
    EXPECT_EQ(answer.body.find("<b>"), std::string::npos) << "what was typed is escaped";
  }
  EXPECT_TRUE(house->bundle_maker.empty());
  house->bundle_problem = base::Code::bundle_too_large;
  const auto large = room.post("/staff/evidence");
  EXPECT_EQ(large.status, 413);
  EXPECT_TRUE(shows(large, "too much for a download")) << large.body;
  house->bundle_problem = base::Code::store_failed;
  EXPECT_EQ(room.post("/staff/evidence").status, 503);
}

}  // namespace
}  // namespace preceptor::web::testing
