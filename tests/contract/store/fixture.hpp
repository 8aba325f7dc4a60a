// What the store contract tests share: a store on a fresh database, a clock that stands, and short ways to make rows.
#pragma once
#include <gtest/gtest.h>

#include <mutex>

#include "core/base/uuid.hpp"
#include "tests/contract/store/engine.hpp"

namespace preceptor::contract {

using base::Code;

inline base::Instant at(std::int64_t ms) { return base::from_unix_ms(1'700'000'000'000 + ms); }

class StandingClock final : public ports::Clock {
 public:
  base::Instant now() const override { return at(0) + offset; }
  base::Milliseconds offset{0};
};

class KeptLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(event);
    for (const auto& [name, value] : fields) lines_.back().append(" ").append(name).append("=").append(value);
  }
  std::string all() {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& line : lines_) text += line + "\n";
    return text;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

// A stream id that can be read back as an event: those are UUIDs.
inline std::string uuid(const std::string& name) { return base::uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", name); }

// An event whose one statement's bytes name it, so that tests can read the order off the bytes.
inline ports::NewEvent event(const std::string& registration, const std::string& stream, std::int64_t seq, std::int64_t ms = 0) {
  ports::NewEvent made;
  made.event.stream_id = stream;
  made.event.seq = seq;
  made.event.registration = base::RegistrationId(registration);
  made.event.person = base::PersonId("person-" + stream);
  made.event.at = made.event.recorded_at = at(ms);
  if (seq == 1)
    made.event.payload = record::AttemptOpened{"unit-a", "en", std::string(64, 'a'), "course", "link", 1, 5, true};
  else
    made.event.payload = record::QuestionAnswered{"q" + std::to_string(seq), 1, {{"a"}, "", "", false}, true};
  record::Rendering statement;
  statement.id = record::rendering_id(made.event, "t", 1, "identified");
  statement.template_name = "t";
  statement.body = "{\"of\":\"" + registration + "/" + stream + "/" + std::to_string(seq) + "\"}";
  made.renderings.push_back(std::move(statement));
  return made;
}

inline ports::NewEvent without_statement(ports::NewEvent made) {
  made.renderings.clear();
  return made;
}

inline ports::UnitOfWork work(std::vector<ports::NewEvent> events) {
  ports::UnitOfWork made;
  made.events = std::move(events);
  return made;
}

inline ports::AttemptRow attempt(const std::string& registration, const std::string& id, const std::string& person = "p1", int n = 1) {
  ports::AttemptRow row;
  row.registration = base::RegistrationId(registration);
  row.id = base::AttemptId(id);
  row.person = base::PersonId(person);
  row.unit_id = "unit-a";
  row.language = "en";
  row.content = base::ContentHash(std::string(64, 'a'));
  row.deployment_id = "d1";
  row.context_id = "course";
  row.resource_link_id = "link";
  row.n = n;
  row.opened_at = row.last_at = at(0);
  row.last_seq = 1;
  row.stated_minutes = 5;
  return row;
}

// The link of the attempts above.
inline ports::LinkKey link(const std::string& registration, const std::string& deployment = "d1") {
  return {base::RegistrationId(registration), deployment, "course", "link"};
}

class StoreContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    engine = make_engine(GetParam());
    if (const std::string why = engine->why_not(); !why.empty()) GTEST_SKIP() << "not run: " << why;
    open();
  }
  void open() {
    store.reset();
    auto opened = store::Store::open(engine->options(), clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store = std::move(*opened);
  }
  void commit(std::vector<ports::NewEvent> events) {
    const auto done = store->commit(work(std::move(events)));
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  ports::Lease lease(const std::string& name, const std::string& holder = "node-1") {
    const auto taken = store->acquire_lease(name, holder, clock.now(), std::chrono::seconds(30));
    EXPECT_TRUE(taken && *taken);
    return taken && *taken ? **taken : ports::Lease{};
  }
  // As when its time is over, whichever clock it runs by.
  void let_run_out(const std::string& name) { engine->rows("UPDATE lease SET expires_at = 1 WHERE name = '" + name + "'"); }
  int seal(int limit = 1000) {
    const auto done = store->seal_events(lease("sealer"), limit);
    EXPECT_TRUE(done) << base::describe(done.error());
    return done.value_or(-1);
  }
  int count(const std::string& table) { return std::stoi(engine->rows("SELECT COUNT(*) FROM " + table)[0][0]); }

  std::unique_ptr<Engine> engine;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> store;
};

#define EXPECT_CODE(result, wanted)                                               \
  do {                                                                            \
    const auto& given = (result);                                                 \
    ASSERT_FALSE(given) << "expected " << base::info(wanted).name;                \
    EXPECT_EQ(base::info(given.error().code).name, base::info(wanted).name) << base::describe(given.error()); \
  } while (false)

#define PRECEPTOR_EVERY_ENGINE(suite) INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(engine_names()))

}  // namespace preceptor::contract
