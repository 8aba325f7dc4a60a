#include <atomic>
#include <thread>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using ConcurrencyContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(ConcurrencyContract);

template <class Work>
void in_threads(int count, const Work& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&, i] { work(i); });
  for (auto& thread : threads) thread.join();
}

TEST_P(ConcurrencyContract, ExactlyOneOfSixteenUsesATokenFirst) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> won{0}, used{0};
    in_threads(16, [&](int i) {
      ports::UnitOfWork unit = work({event("r", uuid(std::to_string(round) + "-" + std::to_string(i)), 1)});
      unit.one_use = {{"state", "round-" + std::to_string(round), std::to_string(i), at(1000)}};
      const auto done = store->commit(unit);
      if (done)
        ++won;
      else if (done.error().code == Code::store_already_used)
        ++used;
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(used, 15);
    const auto winner = store->find_one_use("state", "round-" + std::to_string(round));
    ASSERT_TRUE(winner && *winner);
    for (int i = 0; i < 16; ++i) {  // a loser's event is not there
      const auto events = store->load_events(base::RegistrationId("r"), uuid(std::to_string(round) + "-" + std::to_string(i)));
      ASSERT_TRUE(events) << base::describe(events.error());
      EXPECT_EQ(events->empty(), **winner != std::to_string(i));
    }
  }
}

TEST_P(ConcurrencyContract, AConflictFailsItsOwnUnitOnly) {
  commit({event("r", "taken", 1)});
  std::atomic<int> good{0}, conflicts{0};
  in_threads(16, [&](int i) {
    for (int j = 0; j < 25; ++j) {
      const bool bad = (i + j) % 3 == 0;
      const auto stream = std::to_string(i) + "-" + std::to_string(j);
      auto unit = work({event("r", stream, 1)});
      if (bad) unit.events.push_back(event("r", "taken", 1));
      const auto done = store->commit(unit);
      if (done && !bad) ++good;
      if (!done && bad && done.error().code == Code::store_conflict) ++conflicts;
    }
  });
  EXPECT_EQ(good + conflicts, 400);
  EXPECT_EQ(count("event"), good + 1);
}

TEST_P(ConcurrencyContract, EveryThreadReadsItsOwnWritesAtOnce) {
  std::atomic<int> missed{0};
  in_threads(8, [&](int i) {
    for (int seq = 1; seq <= 30; ++seq) {
      if (!store->commit(work({event("r", uuid(std::to_string(i)), seq)}))) ++missed;
      const auto read = store->load_events(base::RegistrationId("r"), uuid(std::to_string(i)));
      if (!read || read->size() != static_cast<std::size_t>(seq)) ++missed;
    }
  });
  EXPECT_EQ(missed, 0);
}

TEST_P(ConcurrencyContract, TellsOfCommitsThatAddEventsOnly) {
  std::atomic<int> told{0};
  store->on_commit([&] { ++told; });
  ASSERT_TRUE(store->save_draft({base::RegistrationId("r"), base::AttemptId("a"), 1, 1, ""}));
  commit({event("r", "s", 1)});
  EXPECT_FALSE(store->commit(work({event("r", "s", 1)})));
  ASSERT_TRUE(store->site_value_once("x", "y"));  // the callback may come after its commit's answer, but before a later job's
  EXPECT_EQ(told, 1);
}

TEST_P(ConcurrencyContract, SealingWhileSixteenThreadsCommitLosesNothing) {
  std::atomic<bool> stop{false};
  const auto held = lease("sealer");
  std::thread sealer([&] {
    while (!stop) EXPECT_TRUE(store->seal_events(held, 50));
  });
  in_threads(16, [&](int i) {
    for (int seq = 1; seq <= 20; ++seq) EXPECT_TRUE(store->commit(work({event(i % 2 ? "r1" : "r2", "s" + std::to_string(i), seq)})));
  });
  stop = true;
  sealer.join();
  while (seal(100) > 0) {
  }
  for (const char* registration : {"r1", "r2"}) {
    const auto facts = engine->rows(std::string("SELECT COUNT(*), MIN(position), MAX(position), COUNT(DISTINCT position) FROM event WHERE registration = '") +
                                    registration + "'")[0];
    EXPECT_EQ(facts, (std::vector<std::string>{"160", "1", "160", "160"}));
  }
  EXPECT_TRUE(engine->rows("SELECT 1 FROM event a JOIN event b ON a.registration = b.registration AND a.stream_id = b.stream_id "
                           "AND a.seq < b.seq AND a.position > b.position").empty());
}

}  // namespace
}  // namespace preceptor::contract
