// What only PostgreSQL can suffer: a server that goes away, several nodes, other writers, its own idea of order.
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "adapters/store/engine.hpp"
#include "adapters/store/connection.hpp"
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"

namespace preceptor::contract {
namespace {

class PostgresqlStore : public testing::Test {
 protected:
  void SetUp() override {
    if (!engine.why_not().empty()) GTEST_SKIP() << "not run: " << engine.why_not();
    store = open();
    ASSERT_TRUE(store);
  }
  std::unique_ptr<store::Store> open() {
    auto opened = store::Store::open(engine.options(), clock, log);
    EXPECT_TRUE(opened) << base::describe(opened.error());
    return opened ? std::move(*opened) : nullptr;
  }
  // Ends every session of the schema's stores, as an administrator may.
  void end_sessions() {
    const std::string of_ours = " FROM pg_stat_activity WHERE application_name = 'preceptor' AND pid <> pg_backend_pid()";
    engine.rows("SELECT pg_terminate_backend(pid)" + of_ours);
    for (int i = 0; i < 500 && engine.rows("SELECT COUNT(*)" + of_ours)[0][0] != "0"; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::set<std::string> streams_of_one_event() {
    std::set<std::string> found;
    for (const auto& row : engine.rows("SELECT stream_id, COUNT(*) FROM event GROUP BY stream_id")) {
      EXPECT_EQ(row[1], "1") << row[0];
      found.insert(row[0]);
    }
    return found;
  }

  PostgresqlEngine engine;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> store;
};

TEST_F(PostgresqlStore, EveryTextColumnComparesBytes) {
  const std::string columns = "FROM information_schema.columns WHERE table_schema = '" + engine.schema() + "' AND data_type = 'text'";
  EXPECT_GT(std::stoi(engine.rows("SELECT COUNT(*) " + columns)[0][0]), 100);
  EXPECT_EQ(engine.rows("SELECT table_name, column_name " + columns + " AND collation_name IS DISTINCT FROM 'C'"), (std::vector<std::vector<std::string>>{}));
}

TEST_F(PostgresqlStore, FourOpenersAtOnceMigrateOnce) {
  PostgresqlEngine fresh;
  std::atomic<int> opened{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto one = store::Store::open(fresh.options(), clock, log);
      if (one) ++opened;
      else ADD_FAILURE() << base::describe(one.error());
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
  EXPECT_EQ(fresh.rows("SELECT COUNT(*) - COUNT(DISTINCT version) FROM schema_version")[0][0], "0");
}

TEST_F(PostgresqlStore, RefusesANewerSchemaAndLeavesItAsItIs) {
  engine.rows("INSERT INTO schema_version VALUES (9999, 0)");
  const auto opened = store::Store::open(engine.options(), clock, log);
  EXPECT_CODE(opened, Code::store_newer_schema);
  EXPECT_EQ(engine.rows("SELECT MAX(version) FROM schema_version")[0][0], "9999");
}

TEST_F(PostgresqlStore, ADatabaseOfSomethingElseIsNamedSoAndLeftAsItIs) {
  PostgresqlEngine others;
  others.rows("CREATE TABLE orders (id bigint)");
  const auto opened = store::Store::open(others.options(), clock, log);
  EXPECT_CODE(opened, Code::store_unopened);
  EXPECT_NE(opened.error().detail.find("belongs to something else"), std::string::npos) << opened.error().detail;
  EXPECT_EQ(others.rows("SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(quote_ident(current_schema()))")[0][0], "1");
  others.rows("DROP TABLE orders");
  EXPECT_TRUE(store::Store::open(others.options(), clock, log));
}

TEST_F(PostgresqlStore, ARightThatIsMissingIsNamedWithWhatToDo) {
  PostgresqlEngine fresh;
  fresh.rows("CREATE ROLE preceptor_without_rights");
  fresh.rows("GRANT USAGE ON SCHEMA " + fresh.schema() + " TO preceptor_without_rights");
  auto options = fresh.options();
  options.url += "%20-c%20role%3Dpreceptor_without_rights";   // as whom the session works; the address ends with the options of the session
  const auto opened = store::Store::open(options, clock, log);
  fresh.rows("DROP OWNED BY preceptor_without_rights");
  fresh.rows("DROP ROLE preceptor_without_rights");
  EXPECT_CODE(opened, Code::store_unopened);
  EXPECT_NE(opened.error().detail.find("GRANT USAGE, CREATE ON SCHEMA"), std::string::npos) << opened.error().detail;
  EXPECT_NE(opened.error().detail.find("42501"), std::string::npos) << opened.error().detail;
}

TEST_F(PostgresqlStore, AnAddressThatLeadsNowhereIsNamedWithoutItsPassword) {
  for (const std::string url : {"postgresql://u:verysecret@127.0.0.1:1/db", "postgresql://u:verysecret@[::1/db", "postgresql://u:verysecret@127.0.0.1:1/db?sslmode=nonsense"}) {
    const auto opened = store::Store::open({url, 1}, clock, log);
    EXPECT_CODE(opened, Code::store_unopened);
    EXPECT_EQ(base::describe(opened.error()).find("verysecret"), std::string::npos) << base::describe(opened.error());
  }
  EXPECT_EQ(log.all().find("verysecret"), std::string::npos);
}

TEST_F(PostgresqlStore, SessionsThatTheServerEndedAreReplaced) {
  ASSERT_TRUE(store->commit(work({event("r", uuid("a"), 1)})));
  end_sessions();
  EXPECT_TRUE(store->commit(work({event("r", uuid("a"), 2)})));
  for (int i = 0; i < 8; ++i) {   // every read connection comes by
    const auto events = store->load_events(base::RegistrationId("r"), uuid("a"));
    ASSERT_TRUE(events) << base::describe(events.error());
    EXPECT_EQ(events->size(), 2u);
  }
}

TEST_F(PostgresqlStore, WhatWasAcceptedBeforeACrashIsThereAfterIt) {
  std::atomic<bool> stop{false};
  std::atomic<int> accepted{0};
  std::mutex mutex;
  std::set<std::string> kept, refused;   // streams, as their writers were told; in neither: nobody could tell
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&, i] {
      for (int seq = 1; !stop; ++seq) {
        const std::string stream = "s" + std::to_string(i) + "-" + std::to_string(seq);
        const auto done = store->commit(work({event("r", stream, 1)}));
        if (done) ++accepted;
        if (!done && done.error().code == Code::store_unanswered) continue;
        const std::lock_guard lock(mutex);
        (done ? kept : refused).insert(stream);
      }
    });
  while (accepted < 50) std::this_thread::yield();
  engine.cluster().crash_and_restart();
  EXPECT_EQ(engine.why_not(), "");   // no ASSERT: the writers are to be joined
  const int before = accepted;
  for (int i = 0; i < 300 && accepted < before + 50; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  stop = true;
  for (auto& writer : writers) writer.join();
  EXPECT_GE(accepted, before + 50) << "writing goes on when the database is back";
  // By name: commits that were kept and never answered for would make up for lost ones in a total.
  const std::set<std::string> found = streams_of_one_event();
  for (const auto& stream : kept) EXPECT_TRUE(found.contains(stream)) << stream << " was accepted";
  for (const auto& stream : refused) EXPECT_FALSE(found.contains(stream)) << stream << " was refused, and written all the same";
  // A commit whose answer was lost is asked for, so that nobody is left in doubt, unless the database was away for too long.
  if (log.all().find("store.outcome_unknown") == std::string::npos) { EXPECT_EQ(found, kept); }
}

TEST_F(PostgresqlStore, TheOutcomeOfATransactionIsKnownAfterwards) {
  const std::string place = engine.options().url;
  const auto one = store::Connection::open(store::postgresql_engine(), place, store::Connection::Use::write);
  const auto other = store::Connection::open(store::postgresql_engine(), place, store::Connection::Use::read);
  one->begin();
  const std::string kept = one->transaction();
  one->run("site/put", {{"key", "a"}, {"value", "b"}});
  EXPECT_EQ(other->outcome(kept), std::nullopt);
  one->commit();
  EXPECT_EQ(other->outcome(kept), true);
  one->begin();
  const std::string dropped = one->transaction();
  one->run("site/put", {{"key", "a"}, {"value", "c"}});
  one->rollback();
  EXPECT_EQ(other->outcome(dropped), false);
}

// Somebody else's transaction that began first and ends last: its rows get later positions, and no cursor has passed them.
TEST_F(PostgresqlStore, ALateCommitIsNeverSkipped) {
  ASSERT_TRUE(store->commit(work({without_statement(event("r", uuid("z"), 1))})));
  PostgresqlSession late(engine.options().url);
  late.rows("BEGIN; INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash) "
            "SELECT registration, 'a-late-stream', 1, stream_kind, person, type, at, recorded_at, statements, body, hash FROM event");
  const auto lease = store->acquire_lease("sealer", "node-1", clock.now(), std::chrono::seconds(30));
  ASSERT_TRUE(lease && *lease);
  EXPECT_EQ(store->seal_events(**lease, 100).value_or(-1), 1);
  EXPECT_EQ(store->seal_events(**lease, 100).value_or(-1), 0);
  late.rows("COMMIT");
  EXPECT_TRUE(store->anything_unsealed().value_or(false));
  EXPECT_EQ(store->seal_events(**lease, 100).value_or(-1), 1);
  EXPECT_EQ(engine.rows("SELECT stream_id, position FROM event ORDER BY position"),
            (std::vector<std::vector<std::string>>{{uuid("z"), "1"}, {"a-late-stream", "2"}}));
}

TEST_F(PostgresqlStore, TwoNodesWriteAndSealAtOnceAndNothingIsLostOrDoubled) {
  const auto second = open();
  ASSERT_TRUE(second);
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      store::Store& node = i % 2 ? *second : *store;
      for (int seq = 1; seq <= 20; ++seq) {
        EXPECT_TRUE(node.commit(work({event("r", "s" + std::to_string(i), seq)})));
        ports::UnitOfWork once;
        once.one_use = {{"state", "round-" + std::to_string(seq), std::to_string(i), at(1000)}};
        if (node.commit(once)) ++won;
        EXPECT_TRUE(node.write_diary({at(0), "L-" + std::to_string(i), "login", "r", "ok", "", "", "", "", 0}));   // numbered MAX + 1
        const auto lease = node.acquire_lease("sealer", i % 2 ? "node-2" : "node-1", clock.now(), base::Milliseconds(0));   // taken over every time
        ASSERT_TRUE(lease) << base::describe(lease.error());
        if (*lease) {
          const auto sealed = node.seal_events(**lease, 10);   // the other node may have taken it meanwhile
          EXPECT_TRUE(sealed || sealed.error().code == Code::store_conflict);
        }
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 20);
  const auto lease = store->acquire_lease("sealer", "node-1", clock.now(), std::chrono::seconds(30));
  ASSERT_TRUE(lease && *lease);
  while (store->seal_events(**lease, 100).value_or(0) > 0) {
  }
  EXPECT_EQ(engine.rows("SELECT COUNT(*), MIN(position), MAX(position), COUNT(DISTINCT position) FROM event")[0],
            (std::vector<std::string>{"160", "1", "160", "160"}));
  EXPECT_EQ(engine.rows("SELECT COUNT(*) FROM diary")[0][0], "160");
}

TEST_F(PostgresqlStore, AWaitingAnswerSaysNeitherWhenItCameNorWithWhichToken) {
  for (const char* key : {"m", "z", "a"})
    ASSERT_TRUE(store->add_to_pool({key, "form", "unit", {}, "{}"}, std::string("token of ") + key, at(1000), at(0)));
  EXPECT_EQ(engine.rows("SELECT COUNT(DISTINCT xmin::text), COUNT(*) FROM survey_pool")[0], (std::vector<std::string>{"1", "3"}));
  EXPECT_EQ(engine.rows("SELECT id FROM survey_pool ORDER BY ctid"), (std::vector<std::vector<std::string>>{{"a"}, {"m"}, {"z"}}));
}

TEST_F(PostgresqlStore, ATextWithAZeroByteIsRefusedAndNotCutOff) {
  const auto done = store->site_value_once("key", std::string("before\0after", 12));
  EXPECT_CODE(done, Code::store_failed);
  EXPECT_FALSE(*store->site_value("key"));
}

TEST_F(PostgresqlStore, AnErrorNeverRepeatsWhatWasBound) {
  engine.rows("ALTER TABLE person ADD CONSTRAINT none CHECK (subject = '')");
  ports::UnitOfWork unit;
  unit.persons = {{base::PlatformId("pl"), "very private subject", base::PersonId("p")}};
  const auto done = store->commit(unit);
  EXPECT_CODE(done, Code::store_failed);
  EXPECT_EQ(base::describe(done.error()).find("private"), std::string::npos) << base::describe(done.error());
  EXPECT_NE(done.error().detail.find("23514 in record/insert_person"), std::string::npos) << done.error().detail;
  EXPECT_EQ(log.all().find("private"), std::string::npos);
}

}  // namespace
}  // namespace preceptor::contract
