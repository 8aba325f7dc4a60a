// By which clock a lease runs: the machine's own on SQLite, the server's on PostgreSQL, where a node whose clock is wrong takes nothing too early.
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

constexpr base::Milliseconds kClockedLease{10'000};

TEST(LeaseClock, OnSqliteALeaseRunsByTheClockOfItsMachine) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  const auto opened = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  store::Store& store = **opened;
  const auto first = store.acquire_lease("l", "a", at(0), kClockedLease);
  ASSERT_TRUE(first && *first);
  EXPECT_FALSE(*store.acquire_lease("l", "b", at(9'999), kClockedLease)) << "held still";
  ASSERT_TRUE(*store.acquire_lease("l", "a", at(5'000), kClockedLease));
  EXPECT_FALSE(*store.acquire_lease("l", "b", at(14'999), kClockedLease)) << "the renewal counts";
  EXPECT_EQ(store.lease_holders(at(14'999))->size(), 1u);
  EXPECT_TRUE(store.lease_holders(at(15'000))->empty()) << "what ran out is held by nobody";
  const auto second = store.acquire_lease("l", "b", at(15'000), kClockedLease);
  ASSERT_TRUE(second && *second);
  EXPECT_GT((*second)->fence, (*first)->fence);
}

class PostgresqlLeaseClock : public testing::Test {
 protected:
  void SetUp() override {
    if (!engine_.why_not().empty()) GTEST_SKIP() << "not run: " << engine_.why_not();
    ahead_clock_.offset = std::chrono::minutes(10);
    behind_clock_.offset = -std::chrono::minutes(10);
    right_ = open(clock_);
    ahead_ = open(ahead_clock_);
    behind_ = open(behind_clock_);
    ASSERT_TRUE(right_ && ahead_ && behind_);
  }
  std::unique_ptr<store::Store> open(const StandingClock& clock) {
    auto opened = store::Store::open(engine_.options(), clock, log_);
    EXPECT_TRUE(opened) << base::describe(opened.error());
    return opened ? std::move(*opened) : nullptr;
  }
  // Held by node "right"; the others ask while it is renewed.
  std::optional<ports::Lease> take(store::Store& node, const StandingClock& clock, const std::string& holder, base::Milliseconds life = kClockedLease) {
    const auto taken = node.acquire_lease("sealer", holder, clock.now(), life);
    EXPECT_TRUE(taken) << base::describe(taken.error());
    return taken ? *taken : std::nullopt;
  }

  PostgresqlEngine engine_;
  StandingClock clock_, ahead_clock_, behind_clock_;
  KeptLog log_;
  std::unique_ptr<store::Store> right_, ahead_, behind_;
};

TEST_F(PostgresqlLeaseClock, ANodeWhoseClockIsTenMinutesAheadTakesNothingThatIsRenewed) {
  const auto first = take(*right_, clock_, "right");
  ASSERT_TRUE(first);
  for (int round = 0; round < 3; ++round) {
    EXPECT_FALSE(take(*ahead_, ahead_clock_, "ahead"));
    EXPECT_FALSE(take(*behind_, behind_clock_, "behind"));
    EXPECT_EQ(ahead_->lease_holders(ahead_clock_.now())->size(), 1u) << "nor does it think that nobody has it";
    const auto renewed = take(*right_, clock_, "right");
    ASSERT_TRUE(renewed);
    EXPECT_EQ(renewed->fence, first->fence);
  }
  EXPECT_TRUE(right_->seal_events(*first, 10));
}

// Its own renewals last as long as everybody's, neither ten minutes longer nor not at all.
TEST_F(PostgresqlLeaseClock, ANodeWithAWrongClockHoldsALeaseAsLongAsTheOthers) {
  for (const auto& [node, clock] : {std::pair{ahead_.get(), &ahead_clock_}, std::pair{behind_.get(), &behind_clock_}}) {
    ASSERT_TRUE(take(*node, *clock, "wrong"));
    EXPECT_FALSE(take(*right_, clock_, "right")) << "held";
    const auto left = engine_.rows("SELECT expires_at - FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) FROM lease WHERE name = 'sealer'");
    EXPECT_LE(std::stod(left[0][0]), 10'000);
    EXPECT_GT(std::stod(left[0][0]), 0);
    ASSERT_TRUE(take(*node, *clock, "wrong", base::Milliseconds(0)));
    ASSERT_TRUE(take(*right_, clock_, "right", base::Milliseconds(0))) << "run out";
  }
}

// The holder that was taken over has the fence of before: neither seals nor moves a cursor, whatever its clock says.
TEST_F(PostgresqlLeaseClock, AHolderThatWasTakenOverWritesNothing) {
  ASSERT_TRUE(right_->commit(work({event("r", "a", 1)})));
  const auto old = take(*ahead_, ahead_clock_, "ahead", base::Milliseconds(0));
  ASSERT_TRUE(old);
  const auto now = take(*right_, clock_, "right");
  ASSERT_TRUE(now);
  EXPECT_GT(now->fence, old->fence);
  EXPECT_CODE(ahead_->seal_events(*old, 10), Code::store_conflict);
  const xapi::Destination main{"lrs", "main"};
  ASSERT_TRUE(right_->open_destination(main, true));
  EXPECT_EQ(right_->seal_events(*now, 10).value_or(-1), 1);
  EXPECT_CODE(ahead_->settle(main, *old, base::RegistrationId("r"), 1, {}, {}), Code::store_conflict);
  EXPECT_EQ(engine_.rows("SELECT COUNT(*) FROM cursor")[0][0], "0");
}

}  // namespace
}  // namespace preceptor::contract
