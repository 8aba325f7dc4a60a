#include "core/base/digest.hpp"
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using SealingContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(SealingContract);

using Rows = std::vector<std::vector<std::string>>;

TEST_P(SealingContract, GivesGapFreePositionsByStreamAndSeqInEachRegistration) {
  commit({event("r1", "b", 1), event("r1", "b", 2)});
  commit({event("r1", "a", 1), event("r2", "z", 1)});
  commit({event("r1", "a", 2), event("r1", "b", 3)});
  EXPECT_EQ(seal(), 6);
  EXPECT_EQ(engine->rows("SELECT registration, position, stream_id, seq FROM event ORDER BY registration, position"),
            (Rows{{"r1", "1", "a", "1"}, {"r1", "2", "a", "2"}, {"r1", "3", "b", "1"}, {"r1", "4", "b", "2"}, {"r1", "5", "b", "3"},
                  {"r2", "1", "z", "1"}}));
  EXPECT_EQ(seal(), 0);
}

TEST_P(SealingContract, SaysWhetherAnythingWaitsForItsSeal) {
  EXPECT_FALSE(*store->anything_unsealed());
  commit({event("r", "a", 1)});
  EXPECT_TRUE(*store->anything_unsealed());
  seal();
  EXPECT_FALSE(*store->anything_unsealed());
}

TEST_P(SealingContract, ALateCommitGetsALaterPosition) {
  commit({event("r", "m", 1)});
  EXPECT_EQ(seal(), 1);
  commit({event("r", "a", 1, -5000)});
  EXPECT_EQ(seal(), 1);
  EXPECT_EQ(engine->rows("SELECT stream_id FROM event ORDER BY position"), (Rows{{"m"}, {"a"}}));
}

TEST_P(SealingContract, NeverSealsBeforeAPredecessorAndDoesNotLetItBlockOthers) {
  commit({event("r", "a", 2), event("r", "a", 3), event("r", "a", 4)});  // 1 is not there yet
  commit({event("r", "b", 1), event("r", "b", 2)});
  EXPECT_EQ(seal(2), 2) << "the waiting ones come first in order, and must not use up the limit";
  EXPECT_EQ(engine->rows("SELECT stream_id, seq FROM event WHERE position IS NOT NULL ORDER BY position"), (Rows{{"b", "1"}, {"b", "2"}}));
  commit({event("r", "a", 1)});
  EXPECT_EQ(seal(), 4);
  EXPECT_EQ(engine->rows("SELECT seq FROM event WHERE stream_id = 'a' ORDER BY position"), (Rows{{"1"}, {"2"}, {"3"}, {"4"}}));
}

TEST_P(SealingContract, SmallBatchesGiveTheSameGapFreeOrder) {
  for (int seq = 1; seq <= 7; ++seq) commit({event("r", "a", seq), event("r", "b", seq)});
  int total = 0;
  for (int sealed = seal(3); sealed > 0; sealed = seal(3)) {
    EXPECT_LE(sealed, 3);
    total += sealed;
  }
  EXPECT_EQ(total, 14);
  EXPECT_EQ(engine->rows("SELECT MIN(position), MAX(position), COUNT(DISTINCT position) FROM event")[0],
            (std::vector<std::string>{"1", "14", "14"}));
}

// The chain is computed here again from what lies in the tables, with nothing of the store's own arithmetic.
TEST_P(SealingContract, TheChainOfSealsVerifiesFromTheTablesAlone) {
  for (int seq = 1; seq <= 5; ++seq) commit({event("r", "a", seq), without_statement(event("r", "b", seq))});
  seal(4);
  commit({event("r", "c", 1)});
  seal();
  std::string previous(record::kFirstSeal);
  std::int64_t position = 0;
  for (const auto& row : engine->rows("SELECT stream_id, seq, body, hash, seal, position FROM event ORDER BY position")) {
    std::vector<std::string> digests;
    for (const auto& r : engine->rows("SELECT b.body, r.sha256 FROM rendering r JOIN rendering_body b ON b.stream_id = r.stream_id AND b.seq = r.seq "
                                      "AND b.ordinal = r.ordinal WHERE r.stream_id = '" + row[0] + "' AND r.seq = " + row[1] + " ORDER BY r.ordinal")) {
      digests.push_back(base::sha256_hex(r[0]));
      EXPECT_EQ(digests.back(), r[1]);
    }
    EXPECT_EQ(row[3], record::event_hash(row[2], digests));
    previous = record::seal(previous, ++position, row[3]);
    EXPECT_EQ(row[4], previous);
    EXPECT_EQ(row[5], std::to_string(position));
  }
  EXPECT_EQ(position, 11);
  EXPECT_EQ(engine->rows("SELECT seal FROM seal_head")[0][0], previous);
}

TEST_P(SealingContract, AnOldFenceSealsNothing) {
  commit({event("r", "a", 1)});
  const auto old = lease("sealer", "node-1");
  let_run_out("sealer");
  const auto taken = lease("sealer", "node-2");
  EXPECT_GT(taken.fence, old.fence);
  EXPECT_CODE(store->seal_events(old, 10), Code::store_conflict);
  EXPECT_EQ(count("event WHERE position IS NOT NULL"), 0);
  EXPECT_EQ(*store->seal_events(taken, 10), 1);
}

TEST_P(SealingContract, ErasedBytesLeaveTheChainWhole) {
  commit({event("r", "a", 1)});
  seal();
  engine->rows("DELETE FROM rendering_body");
  const auto row = engine->rows("SELECT e.body, e.hash, e.seal, r.sha256 FROM event e JOIN rendering r ON r.stream_id = e.stream_id")[0];
  EXPECT_EQ(row[1], record::event_hash(row[0], {row[3]}));
  EXPECT_EQ(row[2], record::seal(record::kFirstSeal, 1, row[1]));
}

TEST_P(SealingContract, EventsOfOneTypeAreTakenInTheSealedOrderAndTheCursorPassesTheOthers) {
  const xapi::Destination grades{"grades", "book"};
  ASSERT_TRUE(store->open_destination(grades, true));
  const auto completed = [](const std::string& stream, int seq) {
    auto made = without_statement(event("r", stream, seq));
    made.event.payload = record::AttemptCompleted{};
    return made;
  };
  const std::string a = uuid("a"), b = uuid("b");
  for (const auto& one : {event("r", a, 1), event("r", b, 1), completed(b, 2), event("r", a, 2), completed(a, 3)}) {
    commit({one});
    seal();
  }
  const auto take_events = [&](int max) { return **store->next_events(grades, {"attempt_completed"}, max); };
  auto batch = take_events(2);
  EXPECT_TRUE(batch.events.empty());
  EXPECT_EQ(batch.through, 2) << "nothing among these, and the cursor may pass them";
  const auto settled = [&](std::int64_t through) { return store->settle(grades, lease("grades/book"), batch.registration, through, {}, {}); };
  ASSERT_TRUE(settled(2));
  batch = take_events(10);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[0].position, 3);
  EXPECT_EQ(record::event_id(*record::event_from_json(batch.events[0].json)), b + "/2");
  EXPECT_EQ(batch.events[1].position, 5);
  ASSERT_TRUE(settled(3));
  EXPECT_EQ(take_events(10).events.size(), 1u);
  ASSERT_TRUE(settled(5));
  EXPECT_FALSE(*store->next_events(grades, {"attempt_completed"}, 10));
  const xapi::Destination both{"credit", "all"};
  ASSERT_TRUE(store->open_destination(both, true));
  EXPECT_EQ((**store->next_events(both, {"attempt_opened", "attempt_completed"}, 10)).events.size(), 4u);
  EXPECT_EQ((**store->next_events(both, {"attempt"}, 10)).events.size(), 0u) << "a part of a name is no name";
}

}  // namespace
}  // namespace preceptor::contract
