// What exports read: sealed statements of one registration, behind a place, up to another, whatever was erased.
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

class ExportContract : public StoreContract {
 protected:
  std::vector<std::int64_t> positions(const xapi::ExportFilter& filter, std::int64_t after, std::int64_t after_ordinal, std::int64_t through, int limit = 100) {
    std::vector<std::int64_t> found;
    const auto rows = store->export_window(filter, "r", after, after_ordinal, through, limit);
    EXPECT_TRUE(rows);
    if (!rows) return found;
    for (const auto& row : *rows) found.push_back(row.position);
    return found;
  }
  using At = std::vector<std::int64_t>;
};
PRECEPTOR_EVERY_ENGINE(ExportContract);

TEST_P(ExportContract, ReadsAWindowInOrderAndOnlyWhatIsSealed) {
  commit({event("r", "a", 1, 0), event("r", "a", 2, 1000), without_statement(event("r", "a", 3, 2000)), event("r", "a", 4, 3000), event("r", "a", 5, 4000)});
  commit({event("q", "b", 1, 0)});
  EXPECT_EQ(positions({}, 0, 0, 1000), At{}) << "not sealed";
  seal();
  EXPECT_EQ(positions({}, 0, 0, 1000), (At{1, 2, 4, 5}));
  EXPECT_EQ(positions({}, 0, 0, 4), (At{1, 2, 4}));
  EXPECT_EQ(positions({}, 2, -1, 1000), (At{2, 4, 5})) << "nothing of position 2 was read";
  EXPECT_EQ(positions({}, 2, 1'000'000, 1000), (At{4, 5})) << "all of it was";
  EXPECT_EQ(positions({}, 0, 0, 1000, 2), (At{1, 2}));
  const auto rows = store->export_window({}, "r", 0, 0, 1000, 1);
  ASSERT_TRUE(rows && rows->size() == 1u);
  EXPECT_EQ(rows->at(0).body, "{\"of\":\"r/a/1\"}");
  xapi::ExportFilter filter;
  filter.from = at(1000);
  filter.to = at(4000);
  EXPECT_EQ(positions(filter, 0, 0, 1000), (At{2, 4}));
  filter = {};
  filter.registration = "q";
  EXPECT_EQ(positions(filter, 0, 0, 1000), At{});
}

TEST_P(ExportContract, AnErasedPersonsStatementIsARowWithoutBytes) {
  commit({event("r", "a", 1), event("r", "c", 1)});
  seal();
  engine->rows("DELETE FROM rendering_body WHERE stream_id = 'c'");
  const auto rows = store->export_window({}, "r", 0, 0, 1000, 100);
  ASSERT_TRUE(rows && rows->size() == 2u);
  for (const auto& row : *rows) {
    EXPECT_EQ(row.body.has_value(), row.person == "person-a");
    EXPECT_EQ(row.type, "attempt_opened");
  }
}

TEST_P(ExportContract, SelectsByUnitAndPerson) {
  auto made = work({event("r", "a", 1), event("r", "b", 1)});
  made.events[0].event.person = base::PersonId("somebody");
  made.attempts = {attempt("r", "a")};
  ASSERT_TRUE(store->commit(made));
  seal();
  xapi::ExportFilter filter;
  filter.unit_id = "unit-a";
  EXPECT_EQ(positions(filter, 0, 0, 1000).size(), 1u) << "the other has no attempt";
  filter = {};
  filter.person = "somebody";
  EXPECT_EQ(positions(filter, 0, 0, 1000).size(), 1u);
  filter.person = "' OR '1'='1";
  EXPECT_EQ(positions(filter, 0, 0, 1000), At{});
}

}  // namespace
}  // namespace preceptor::contract
