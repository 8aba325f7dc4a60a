// Published units are found by the words of the gap they answer, in the case's words and not only their own.
#include "web/ask/shelf.hpp"

#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

TEST(Shelf, AUnitIsFoundByTheGapOfItsCase) {
  fakes::MemoryContent content;
  fakes::StillClock clock;
  auto with_case = sample_unit(), without = sample_unit();
  with_case.id = "answers-a-case";
  with_case.gap = "0d6f7c1e-0000-4000-8000-000000000001";
  without.gap = "none (sample)";
  ASSERT_TRUE(content.publish_folder({version_of(with_case), version_of(without)}));
  std::string asked_for;
  Shelf shelf(content, clock, [&](const std::string& id) -> base::Result<std::string> {
    asked_for += id + " ";
    return std::string("Vancomycin troughs are drawn at the wrong hour.");
  });
  const auto stock = shelf.stock();
  ASSERT_TRUE(stock);
  EXPECT_EQ(asked_for, with_case.gap + " ");
  const auto found = (*stock)->index.search("When is a vancomycin trough drawn?", "en");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].unit_id, "answers-a-case");
  EXPECT_TRUE((*Shelf(content, clock).stock())->index.search("When is a vancomycin trough drawn?", "en").empty());
}

TEST(Shelf, AStoreThatFailsIsNoEmptyGap) {
  fakes::MemoryContent content;
  fakes::StillClock clock;
  auto unit = sample_unit();
  unit.gap = "0d6f7c1e-0000-4000-8000-000000000001";
  ASSERT_TRUE(content.publish_folder({version_of(unit)}));
  Shelf shelf(content, clock, [](const std::string&) -> base::Result<std::string> { return base::fail(base::Code::store_failed, "gone"); });
  EXPECT_EQ(shelf.stock().error().code, base::Code::store_failed);
}

}  // namespace
}  // namespace preceptor::web::testing
