// A second record store, connected by hand: a month is back-filled with a pause and a kill in between, one statement is refused, mended and sent
// again, a filter holds, one statement that it fails on is told from a store that fails, and a request that it never answers ends with our patience. Needs no
// LMS: the record is written into the store before the program starts.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/store/store.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/server.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;

class NoLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

class RealClock final : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

// A record store of statements {"id", "of"}: takes all or none of a request, keeps the bytes of each id, and can hold back an answer after it stored.
class HoldingLrs {
 public:
  HoldingLrs() {
    auto opened = http::Server::open(options(), [this](const ports::HttpRequest& request) { return answer(request); }, log_);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    server_ = std::move(*opened);
    server_->start();
  }
  ~HoldingLrs() {
    let_go();
    server_->stop(milliseconds(2000));
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/xAPI/"; }
  std::set<std::string> held() const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> all;
    for (const auto& [id, bytes] : held_) all.insert(Json::parse(bytes)["of"].get<std::string>());
    return all;
  }
  std::string bytes_of(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, bytes] : held_)
      if (Json::parse(bytes)["of"] == of) return bytes;
    return {};
  }
  int changed() const {   // how often an id came with other bytes
    const std::lock_guard lock(mutex_);
    return changed_;
  }
  std::size_t came_again() const {   // statements that came once more
    const std::lock_guard lock(mutex_);
    return came_again_;
  }
  void refuse(const std::string& of) {
    const std::lock_guard lock(mutex_);
    refused_ = of;
  }
  // Every request with that statement in it is answered so.
  void fail_on(const std::string& of, int status, const std::string& words) {
    const std::lock_guard lock(mutex_);
    failing_ = of;
    failure_ = {status, {{"Content-Type", "text/plain"}}, words};
  }
  // Every request for statements is answered so; 0: none.
  void answer_everything(int status, const std::string& words) {
    const std::lock_guard lock(mutex_);
    everything_ = {status, {{"Content-Type", "text/plain"}}, words};
  }
  // The next request whose statements are stored gets no answer until let_go(); those behind it are answered.
  void hold_next() {
    const std::lock_guard lock(mutex_);
    hold_ = true;
    holding_ = false;
  }
  bool holding() const {
    const std::lock_guard lock(mutex_);
    return holding_;
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    hold_ = holding_ = false;
    changed_hold_.notify_all();
  }

 private:
  static http::ServerOptions options() {
    http::ServerOptions made;
    made.max_body_bytes = [](std::string_view, std::string_view) { return std::size_t{4} << 20; };
    return made;
  }
  ports::HttpResponse answer(const ports::HttpRequest& request) {
    const ports::Headers json = {{"Content-Type", "application/json"}};
    if (request.path.ends_with("/about")) return {200, json, R"({"version":["1.0.3"]})"};
    std::unique_lock lock(mutex_);
    if (everything_.status != 0) return everything_;
    if (request.method == "GET" && request.query.find("tatementId=") != std::string::npos) return {404, json, "{}"};
    if (request.method == "GET") return {200, json, R"({"statements":[],"more":""})"};
    Json ids = Json::array();
    const Json sent = Json::parse(request.body);
    for (const Json& statement : sent)
      if (statement["of"] == refused_) return {400, json, "over the size limit of this store"};
    for (const Json& statement : sent)
      if (statement["of"] == failing_) return failure_;
    for (const Json& statement : sent) {
      const std::string id = statement["id"], bytes = statement.dump();
      const auto [known, fresh] = held_.emplace(id, bytes);
      if (!fresh) ++came_again_;
      if (!fresh && known->second != bytes) ++changed_;
      ids.push_back(id);
    }
    if (hold_ && !sent.empty()) {
      hold_ = false;
      holding_ = true;
      changed_hold_.wait(lock, [this] { return !holding_; });
    }
    return {200, json, ids.dump()};
  }
  NoLog log_;
  mutable std::mutex mutex_;
  std::condition_variable changed_hold_;
  std::map<std::string, std::string> held_;   // id -> bytes
  std::string refused_, failing_;
  ports::HttpResponse failure_, everything_{0, {}, {}};
  int changed_ = 0;
  std::size_t came_again_ = 0;
  bool hold_ = false, holding_ = false;
  std::unique_ptr<http::Server> server_;
};

constexpr int kDays = 60, kADay = 10;

class SecondLrs : public testing::Test {
 protected:
  void SetUp() override {
    const std::string at = "127.0.0.1:" + std::to_string(port_);
    Json config{{"public_url", "http://" + at}, {"listen", at}, {"allow_loopback", true}};
    place_.into(config);
    fakes::write_file(path("preceptor.json"), config.dump());
    fakes::write_file(path("secret"), "hush");
    ASSERT_EQ(run({"lrs", "list"}), 0) << said();   // makes the store
    auto opened = store::Store::open({place_.url()}, clock_, log_);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store_ = std::move(*opened);
    begin_ = clock_.now() - std::chrono::hours(24 * kDays);
    const auto lease = store_->acquire_lease("sealer", "the test", clock_.now(), std::chrono::seconds(30));
    ASSERT_TRUE(lease && *lease);
    for (int day = 0; day < kDays; ++day) {   // sealed day by day, as it would have been
      for (int n = 0; n < kADay; ++n) record(name_of(day, n), begin_ + std::chrono::hours(24 * day) + std::chrono::minutes(n));
      ASSERT_TRUE(store_->seal_events(**lease, kADay));
    }
    ASSERT_TRUE(store_->release_lease(**lease));
    serve_.start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", path("preceptor.json")}, path("log"), true);
    ASSERT_EQ(run({"lrs", "add", "second", "--endpoint", lrs_.url(), "--username", "u", "--password-file", path("secret")}), 0) << said();
  }
  static std::string name_of(int day, int n) { return std::to_string(day) + "/" + std::to_string(n); }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string said() const { return fakes::read_file(path("said")); }
  int run(std::vector<std::string> words) {
    fakes::write_file(path("said"), "");
    words.insert(words.begin(), PRECEPTOR_BUILD_DIR "/preceptor");
    words.insert(words.end(), {"--config", path("preceptor.json")});
    fakes::Process process;
    process.start(words, path("said"), false);
    for (int i = 0; i < 1000 && process.running(); ++i) std::this_thread::sleep_for(milliseconds(10));
    return process.stop();
  }
  Json listed() {
    EXPECT_EQ(run({"lrs", "list", "--json"}), 0) << said();
    return Json::parse(said()).at(0);
  }
  // One event with its statement; `answer`: of the kind "answers", else of the kind "attempts".
  void record(const std::string& of, base::Instant at, bool answer = true) { commit({event_of(of, at, answer)}); }
  ports::NewEvent event_of(const std::string& of, base::Instant at, bool answer = true) {
    ports::NewEvent made;
    made.event.stream_id = base::uuid_v4();
    made.event.seq = 1;
    made.event.registration = base::RegistrationId("r1");
    made.event.person = base::PersonId("p1");
    made.event.at = made.event.recorded_at = at;
    if (answer) made.event.payload = record::QuestionAnswered{"q", 1, {{"a"}, "", "", false}, true};
    else made.event.payload = record::AttemptOpened{"unit-a", "en", std::string(64, 'a'), "course", "link", 1, 5, true};
    record::Rendering statement;
    statement.id = record::rendering_id(made.event, "t", 1, "identified");
    statement.template_name = "t";
    statement.body = Json{{"context", {{"registration", made.event.stream_id}}}, {"id", statement.id.str()}, {"of", of}}.dump();
    bodies_[of] = statement.body;
    made.renderings = {statement};
    return made;
  }
  void commit(std::vector<ports::NewEvent> events) {
    ports::UnitOfWork work;
    work.events = std::move(events);
    const auto done = store_->commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  static bool wait_for(const std::function<bool()>& there, milliseconds patience = milliseconds(60000)) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!there()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return true;
  }
  std::string log_of_tool() const { return fakes::read_file(path("log")); }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore place_{folder_.path()};
  int port_ = fakes::free_port();
  NoLog log_;
  RealClock clock_;
  HoldingLrs lrs_;
  base::Instant begin_{};
  std::map<std::string, std::string> bodies_;   // of each name, what went into the store
  std::unique_ptr<store::Store> store_;
  fakes::Process serve_;
};

TEST_F(SecondLrs, AMonthWithAPauseAKillAndARefusalArrivesOnce) {
  const int first_day = kDays - 30;
  std::set<std::string> wanted;
  for (int day = first_day; day < kDays; ++day)
    for (int n = 0; n < kADay; ++n) wanted.insert(name_of(day, n));
  const std::string planted = name_of(kDays - 2, 3);
  lrs_.refuse(planted);

  // The first hundred are stored there and not answered yet when the back-fill is held.
  lrs_.hold_next();
  ASSERT_EQ(run({"lrs", "backfill", "second", "--from", base::format_rfc3339(begin_ + std::chrono::hours(24 * first_day))}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return lrs_.holding(); })) << log_of_tool();
  ASSERT_EQ(run({"lrs", "backfill", "second", "--pause"}), 0) << said();
  lrs_.let_go();
  ASSERT_TRUE(wait_for([&] { return listed()["backfill"]["done"] == 100; })) << said();
  EXPECT_EQ(listed()["backfill"]["total"], 300);
  EXPECT_EQ(listed()["backfill"]["state"], "paused");
  record("new", clock_.now());
  ASSERT_TRUE(wait_for([&] { return lrs_.held().contains("new"); })) << "new statements do not wait for it\n" << log_of_tool();
  EXPECT_EQ(lrs_.held().size(), 101u) << "nothing else was sent meanwhile";

  // The next hundred are stored there, and the program is gone before it hears of it.
  lrs_.hold_next();
  ASSERT_EQ(run({"lrs", "backfill", "second", "--resume"}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return lrs_.holding(); })) << log_of_tool();
  serve_.kill_now();
  lrs_.let_go();
  EXPECT_EQ(listed()["backfill"]["done"], 100) << "it does not know";
  serve_.start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", path("preceptor.json")}, path("log"), true);
  ASSERT_TRUE(wait_for([&] { return listed()["backfill"]["state"] == "done"; })) << said() << log_of_tool();

  Json state = listed();
  ASSERT_EQ(state["parked"], 1) << state.dump();
  EXPECT_EQ(state["parked_statements"][0]["reason"], "HTTP 400: over the size limit of this store");
  wanted.insert("new");
  wanted.erase(planted);
  EXPECT_EQ(lrs_.held(), wanted) << "that month, whole, and nothing before it";
  EXPECT_EQ(lrs_.changed(), 0) << "what came twice came with the same bytes";

  lrs_.refuse("");   // the store's administrator raised the limit
  ASSERT_EQ(run({"lrs", "resend", "second", "--statement", state["parked_statements"][0]["statement"]}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return listed()["parked"] == 0; })) << said();
  wanted.insert(planted);
  EXPECT_EQ(lrs_.held(), wanted);
  EXPECT_EQ(lrs_.bytes_of(planted), bodies_[planted]) << "the same bytes";
  EXPECT_EQ(listed()["answers"][0]["statements"], 1) << "what the store said is kept";
  EXPECT_EQ(serve_.stop(), 0);
}

TEST_F(SecondLrs, AFilterHoldsFromNowOnForWhatIsNewAndWhatCameBefore) {
  ASSERT_EQ(run({"lrs", "filter", "second", "--kind", "attempts"}), 0) << said();
  record("answer", clock_.now());
  record("opened", clock_.now(), false);
  ASSERT_TRUE(wait_for([&] { return lrs_.held().contains("opened"); })) << log_of_tool();
  ASSERT_EQ(run({"lrs", "backfill", "second"}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return listed()["backfill"]["state"] == "done"; })) << said();
  EXPECT_EQ(lrs_.held(), std::set<std::string>{"opened"}) << "answers are switched off";
  ASSERT_EQ(run({"lrs", "filter", "second", "--kind", "answers"}), 0) << said();
  ASSERT_EQ(run({"lrs", "backfill", "second", "--from", base::format_rfc3339(begin_ + std::chrono::hours(24 * (kDays - 1)))}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return lrs_.held().size() == 12u; })) << "the last day's ten and the newer answer\n" << log_of_tool();
  EXPECT_EQ(serve_.stop(), 0);
}

// The worst of its silences: it has the statements, and the answer never comes. What goes again meets what is there already.
TEST_F(SecondLrs, WhatItStoredAndNeverAnsweredGoesAgainAfterOurPatienceAndIsThereOnce) {
  lrs_.hold_next();
  std::vector<ports::NewEvent> together;   // in one commit, so that they are sealed together and go in one request
  std::set<std::string> wanted;
  for (int i = 0; i < 10; ++i) {
    const std::string name = "silent " + std::to_string(i);
    wanted.insert(name);
    together.push_back(event_of(name, clock_.now()));
  }
  commit(std::move(together));
  ASSERT_TRUE(wait_for([&] { return lrs_.holding(); })) << log_of_tool();
  EXPECT_EQ(lrs_.held(), wanted);
  EXPECT_EQ(lrs_.came_again(), 0u);
  ASSERT_TRUE(wait_for([&] { return lrs_.came_again() >= wanted.size(); })) << log_of_tool();
  EXPECT_TRUE(lrs_.holding()) << "the first request has no answer yet: our patience alone ended it";
  EXPECT_NE(log_of_tool().find("outbound.timeout"), std::string::npos) << log_of_tool();
  lrs_.let_go();   // to nobody

  ASSERT_TRUE(wait_for([&] { return listed()["waiting"] == 0; })) << said() << log_of_tool();
  EXPECT_EQ(listed()["parked"], 0) << said();
  EXPECT_EQ(lrs_.held(), wanted);
  EXPECT_EQ(lrs_.came_again(), wanted.size()) << "once more, and no oftener";
  EXPECT_EQ(lrs_.changed(), 0);
  for (const std::string& one : wanted) EXPECT_EQ(lrs_.bytes_of(one), bodies_[one]) << "the same bytes";
  EXPECT_EQ(serve_.stop(), 0);
}

TEST_F(SecondLrs, WhatItAlwaysFailsOnIsNamedThenParkedAndTheRestArrives) {
  lrs_.fail_on("bad", 500, "E11000 a key may not contain a dot");
  record("bad", clock_.now());
  ASSERT_TRUE(wait_for([&] { return listed()["last_error"].is_object(); })) << log_of_tool();
  const Json waiting = listed();
  EXPECT_EQ(waiting["last_error"]["words"], "HTTP 500: E11000 a key may not contain a dot");
  EXPECT_EQ(waiting["last_error"]["statements"], 1);
  EXPECT_EQ(waiting["parked"], 0) << "while it is alone nobody can tell it from a store that is down";
  ASSERT_EQ(run({"lrs", "list"}), 0) << said();
  EXPECT_NE(said().find("the store's words: HTTP 500: E11000"), std::string::npos) << said();
  EXPECT_EQ(log_of_tool().find("E11000"), std::string::npos) << "a store's words are in no log";

  const std::set<std::string> others{"after 1", "after 2", "after 3"};
  for (const std::string& one : others) record(one, clock_.now());
  ASSERT_TRUE(wait_for([&] { return listed()["waiting"] == 0; })) << said() << log_of_tool();
  EXPECT_EQ(lrs_.held(), others);
  const Json state = listed();
  ASSERT_EQ(state["parked"], 1) << state.dump();
  EXPECT_EQ(state["parked_statements"][0]["statement"], waiting["last_error"]["statement"]);
  EXPECT_EQ(state["parked_statements"][0]["code"], "lrs.refused");
  EXPECT_EQ(state["parked_statements"][0]["reason"], "HTTP 500 (again and again, while the store takes others): E11000 a key may not contain a dot");
  EXPECT_TRUE(state["last_error"].is_null());

  lrs_.fail_on("", 0, "");
  ASSERT_EQ(run({"lrs", "resend", "second"}), 0) << said();
  ASSERT_TRUE(wait_for([&] { return listed()["parked"] == 0; })) << said();
  EXPECT_TRUE(lrs_.held().contains("bad"));
  EXPECT_EQ(lrs_.changed(), 0);
  EXPECT_EQ(serve_.stop(), 0);
}

TEST_F(SecondLrs, AQuotaThatIsUsedUpParksNothingAndTheTestSaysSo) {
  lrs_.answer_everything(402, "the monthly quota is used up");
  std::set<std::string> wanted;
  for (int i = 0; i < 12; ++i) {
    wanted.insert("n" + std::to_string(i));
    record("n" + std::to_string(i), clock_.now());
  }
  ASSERT_TRUE(wait_for([&] { return listed()["waiting"] == 12 && listed()["last_error"].is_object(); })) << said() << log_of_tool();
  const Json state = listed();
  EXPECT_EQ(state["last_error"]["words"], "HTTP 402: the monthly quota is used up");
  EXPECT_EQ(state["parked"], 0);
  EXPECT_NE(run({"lrs", "test", "second"}), 0) << said();
  EXPECT_NE(said().find("HTTP 402: the monthly quota is used up"), std::string::npos) << said();
  EXPECT_NE(run({"check"}), 0);
  EXPECT_NE(said().find("LRS second: Refused: the store answers GET about"), std::string::npos) << said();

  lrs_.answer_everything(0, "");
  ASSERT_EQ(serve_.stop(), 0);   // after a restart it is tried at once
  serve_.start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", path("preceptor.json")}, path("log"), true);
  ASSERT_TRUE(wait_for([&] { return listed()["waiting"] == 0; })) << said() << log_of_tool();
  EXPECT_EQ(lrs_.held(), wanted);
  EXPECT_EQ(listed()["parked"], 0);
  EXPECT_EQ(serve_.stop(), 0);
}

}  // namespace
}  // namespace preceptor::flow
