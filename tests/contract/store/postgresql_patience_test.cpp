// A commit that waits for a standby which is away does not end; whoever asked for it is answered all the same, and what they wrote is there or not, never half.
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"

namespace preceptor::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kServerLongestWrite{1500}, kServerFarTooLong{15'000};
constexpr int kWritersAtOnce = 16;

class PostgresqlPatience : public testing::Test {
 protected:
  void SetUp() override {
    if (!engine.why_not().empty()) GTEST_SKIP() << "not run: " << engine.why_not();
    auto options = engine.options();
    options.longest_write = kServerLongestWrite;
    auto opened = store::Store::open(options, clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store = std::move(*opened);
  }
  void TearDown() override {
    if (engine.why_not().empty()) engine.cluster().ask_for_standby(false);   // before the store goes, and before its schema is dropped
  }
  // Two events of one attempt: both are kept, or none.
  base::Status write(const std::string& stream) { return store->commit(work({event("r", uuid(stream), 1), event("r", uuid(stream), 2)})); }
  std::set<std::string> one_that_is_kept() {
    EXPECT_TRUE(write("kept"));
    return {uuid("kept")};
  }
  // Writes until a commit no longer ends. What was said to be kept is in `kept`.
  base::Error write_until_refused(const std::string& name, std::set<std::string>& kept) {
    const auto end = steady_clock::now() + std::chrono::seconds(20);
    for (int i = 0; steady_clock::now() < end; ++i) {
      const auto begin = steady_clock::now();
      const auto done = write(name + std::to_string(i));
      EXPECT_LT(steady_clock::now() - begin, kServerFarTooLong);
      if (!done) return done.error();
      kept.insert(uuid(name + std::to_string(i)));
    }
    ADD_FAILURE() << "every commit was answered: nothing was tried";
    return {};
  }

  PostgresqlEngine engine;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> store;
};

TEST_F(PostgresqlPatience, ACommitThatDoesNotEndIsLeftAndIsWholeOrNotAtAll) {
  std::set<std::string> kept = one_that_is_kept();
  engine.cluster().ask_for_standby(true);
  const base::Error unknown = write_until_refused("one-", kept);
  EXPECT_EQ(unknown.code, Code::store_unanswered) << base::describe(unknown);
  EXPECT_NE(log.all().find(" commit=unknown"), std::string::npos) << log.all();

  // Behind it nobody waits, and reading goes on.
  const auto begin = steady_clock::now();
  const auto refused = write("not-tried");
  EXPECT_CODE(refused, Code::store_failed);
  EXPECT_CODE(store->schema_version(), Code::store_failed);
  EXPECT_TRUE(store->load_events(base::RegistrationId("r"), uuid("kept")));
  EXPECT_LT(steady_clock::now() - begin, kServerFarTooLong);

  engine.cluster().ask_for_standby(false);
  const auto end = steady_clock::now() + std::chrono::seconds(20);
  while (!write("after") && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(store->schema_version());
  std::set<std::string> found;
  for (const auto& row : engine.rows("SELECT stream_id, COUNT(*) FROM event GROUP BY stream_id")) {
    EXPECT_EQ(row[1], "2") << "never half";
    found.insert(row[0]);
  }
  for (const auto& stream : kept) EXPECT_TRUE(found.contains(stream)) << "what was said to be kept is";
  EXPECT_TRUE(found.contains(uuid("after")));
  EXPECT_FALSE(found.contains(uuid("not-tried")));
}

TEST_F(PostgresqlPatience, WhoWaitsBehindItIsRefusedInTimeAndNotWritten) {
  std::set<std::string> kept = one_that_is_kept();
  std::mutex mutex;
  std::set<std::string> unknown, refused;
  engine.cluster().ask_for_standby(true);
  std::vector<std::thread> writers;
  for (int i = 0; i < kWritersAtOnce; ++i)
    writers.emplace_back([&, i] {
      std::set<std::string> own;   // stays empty
      const std::string name = "w" + std::to_string(i) + "-";
      const base::Error error = write_until_refused(name, own);
      const std::string last = uuid(name + std::to_string(own.size()));
      const std::lock_guard lock(mutex);
      kept.merge(own);
      (error.code == Code::store_unanswered ? unknown : refused).insert(last);
    });
  for (auto& writer : writers) writer.join();
  EXPECT_FALSE(unknown.empty());
  EXPECT_EQ(unknown.size() + refused.size(), static_cast<std::size_t>(kWritersAtOnce));

  engine.cluster().ask_for_standby(false);
  const auto end = steady_clock::now() + std::chrono::seconds(20);
  while (!write("after") && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(20));
  std::set<std::string> found;
  for (const auto& row : engine.rows("SELECT stream_id, COUNT(*) FROM event GROUP BY stream_id")) {
    EXPECT_EQ(row[1], "2") << "never half";
    found.insert(row[0]);
  }
  for (const auto& stream : kept) EXPECT_TRUE(found.contains(stream));
  for (const auto& stream : refused) EXPECT_FALSE(found.contains(stream)) << "refused, and written all the same";
}

// As at the end of the program: nobody waits any more, and the commit is the server's.
TEST_F(PostgresqlPatience, AStoreClosesWhileItsCommitDoesNotEnd) {
  std::set<std::string> kept = one_that_is_kept();
  engine.cluster().ask_for_standby(true);
  write_until_refused("one-", kept);
  store->hurry(true);
  const auto begin = steady_clock::now();
  store.reset();
  EXPECT_LT(steady_clock::now() - begin, kServerFarTooLong);
  for (const auto& stream : kept) EXPECT_EQ(engine.rows("SELECT COUNT(*) FROM event WHERE stream_id = '" + stream + "'")[0][0], "2");
}

}  // namespace
}  // namespace preceptor::contract
