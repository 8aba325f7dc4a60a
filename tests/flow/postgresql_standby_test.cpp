// Every commit waits for a standby that is away, as with synchronous_standby_names: more learners wait than there are handlers, and still the program says
// that it lives, that it is not ready, and to everybody to try again; it stops when it is told to, and what was accepted is there.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/json.hpp"
#include "plugin/http/client.hpp"
#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/fakes/program.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kWaitingLearners = 20;                 // more than handlers
constexpr seconds kAtOnce{2}, kReadyBound{4}; // of /healthz, which waits for nothing, and of /readyz, which waits for two seconds: on a busy machine
constexpr seconds kAnswered{45};              // twenty seconds behind a commit, twenty of its own, and room
constexpr seconds kStopped{40}, kStartEnded{10}, kOnceItIsBack{40};

bool told_to_try_again(const Page& page) { return page.first_status == 503 && page.body.find("Nothing you entered is lost: try again.") != std::string::npos; }

// Whether the page asks again, with each choice that was sent.
bool keeps_what_was_sent(const Page& page, const base::Fields& sent) {
  const auto holds = [&](const std::string& name, const std::string& value) {
    for (const auto& form : page.forms)
      for (const auto& control : form.controls)
        if (control.name == name && control.value == value && (control.checked || (control.type != "radio" && control.type != "checkbox"))) return true;
    return false;
  };
  return std::all_of(sent.begin(), sent.end(), [&](const auto& field) { return !field.first.starts_with("q.") || holds(field.first, field.second); });
}

bool comes_within(seconds patience, const std::function<bool()>& condition) {
  const auto end = steady_clock::now() + patience;
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return true;
}

// A browser waits for longer than ten seconds.
class PatientClient final : public ports::HttpClient {
 public:
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    ports::OutboundRequest patient = request;
    patient.timeout = seconds(90);
    return client_->send(patient);
  }

 private:
  static http::ClientOptions options() {
    http::ClientOptions made;
    made.allow_loopback = true;
    return made;
  }
  std::shared_ptr<ports::HttpClient> client_ = http::make_client(options());
};

class PostgresqlStandby : public testing::Test {
 protected:
  struct Learner {
    std::string sub;
    Browser browser{std::make_shared<PatientClient>()};
    Page page;
    base::Fields sent;
    Page refused;
  };

  void SetUp() override {
    for (int i = 0; i < kWaitingLearners; ++i) {
      auto one = std::make_unique<Learner>();
      one->sub = "waits-" + std::to_string(i);
      one->page = one->browser.open(stage_.lms(), "link-1", "learner-1", "en", one->sub);
      ASSERT_NE(one->page.form(), nullptr) << one->page.body;
      accepted_.opened.insert(one->sub);
      base::Fields sent;
      Page after = one->browser.answer(one->page, fakes::first_option(), &sent);
      ASSERT_NE(after.form(), nullptr) << after.body;
      note_answers(accepted_, one->sub, sent, after);
      one->page = std::move(after);
      learners_.push_back(std::move(one));
    }
  }
  void TearDown() override {
    cluster_.ask_for_standby(false);
    for (auto& thread : clicks_) thread.join();
  }

  // Everybody sends the page they have, at the same time.
  void all_answer() {
    for (const auto& learner : learners_)
      clicks_.emplace_back([this, own = learner.get()] {
        own->refused = own->browser.answer(own->page, fakes::first_option(), &own->sent);
        ++ended_;
      });
  }
  int status_within(const std::string& path, seconds bound) {
    const auto begin = steady_clock::now();
    const int status = outside_.get(stage_.tool() + path).status;
    EXPECT_LT(steady_clock::now() - begin, bound) << path;
    return status;
  }
  bool a_commit_waits() {
    return comes_within(seconds(20), [&] {
      return fakes::PostgresqlSession(stage_.store().url())
                 .rows("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'preceptor' AND wait_event = 'SyncRep'")[0][0] != "0";
    });
  }
  void all_go_on() {
    for (const auto& learner : learners_) {
      if (learner->page.is_receipt()) accepted_.receipts.insert(learner->sub);
      else EXPECT_TRUE(walk(learner->browser, learner->page, learner->sub, accepted_).is_receipt()) << learner->sub;
    }
    check_record(accepted_, await_settled(stage_, accepted_, kOnceItIsBack));
    const fakes::Program program(PRECEPTOR_BUILD_DIR, stage_.folder());
    EXPECT_EQ(program.run({"store", "check"}), 0) << program.said();
  }

  fakes::PostgresqlCluster& cluster_ = fakes::PostgresqlCluster::shared();
  fakes::Stage stage_{PRECEPTOR_BUILD_DIR};
  std::vector<std::unique_ptr<Learner>> learners_;
  std::vector<std::thread> clicks_;
  std::atomic<int> ended_{0};
  Browser outside_;
  Accepted accepted_;
};

TEST_F(PostgresqlStandby, EverybodyIsAnsweredWhileNoCommitEnds) {
  cluster_.ask_for_standby(true);
  all_answer();
  ASSERT_TRUE(a_commit_waits()) << "every commit was answered: nothing was tried";
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(status_within("/healthz", kAtOnce), 200) << "whoever restarts what does not live has no reason to";
    EXPECT_NE(status_within("/readyz", kReadyBound), 0);
  }
  ASSERT_TRUE(comes_within(kAnswered, [&] { return ended_ == kWaitingLearners; })) << ended_ << " of " << kWaitingLearners << " were answered";
  EXPECT_EQ(status_within("/healthz", kAtOnce), 200);
  EXPECT_EQ(status_within("/readyz", kReadyBound), 503) << "a load balancer sends people elsewhere";
  for (const auto& learner : learners_) {
    EXPECT_TRUE(told_to_try_again(learner->refused)) << learner->refused.first_status << "\n" << learner->refused.body;
    EXPECT_TRUE(keeps_what_was_sent(learner->refused, learner->sent)) << "the page again, with what was chosen\n" << learner->refused.body;
  }
  EXPECT_NE(stage_.tool_log().find("store.write_given_up"), std::string::npos);

  cluster_.ask_for_standby(false);
  ASSERT_TRUE(comes_within(kOnceItIsBack, [&] { return outside_.get(stage_.tool() + "/readyz").status == 200; })) << stage_.tool_log();
  for (auto& thread : clicks_) thread.join();
  clicks_.clear();
  all_go_on();
}

TEST_F(PostgresqlStandby, TheProgramStopsWhileNoCommitEnds) {
  cluster_.ask_for_standby(true);
  all_answer();
  ASSERT_TRUE(a_commit_waits()) << "every commit was answered: nothing was tried";
  const auto begin = steady_clock::now();
  EXPECT_EQ(stage_.stop_tool(kStopped), 0) << "an orderly end: " << stage_.tool_log();
  EXPECT_LT(steady_clock::now() - begin, kStopped);
  for (auto& thread : clicks_) thread.join();
  clicks_.clear();

  cluster_.ask_for_standby(false);
  stage_.start_tool();
  all_go_on();
}

// Whoever has the turn to write keeps it, as a node does that waits for its standby: the first thing of a start is to wait for that turn.
TEST(PostgresqlStart, AStartThatWaitsEndsWhenItIsToldTo) {
  fakes::PostgresqlCluster& cluster = fakes::PostgresqlCluster::shared();
  const fakes::TemporaryFolder folder;
  const fakes::SiteStore store(folder.path());
  Json config{{"public_url", "http://127.0.0.1:1"}, {"listen", "127.0.0.1:" + std::to_string(fakes::free_port())}, {"allow_loopback", true}};
  store.into(config);
  const std::string file = folder.path() + "/preceptor.json";
  fakes::write_file(file, config.dump());
  const auto waits = [&] {
    return fakes::PostgresqlSession(cluster.url("")).rows("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'preceptor' AND wait_event = 'advisory'")[0][0] != "0";
  };
  fakes::PostgresqlSession other(store.url());
  other.rows("BEGIN");
  other.rows("SELECT pg_advisory_xact_lock(80114, CAST(to_regnamespace(quote_ident(current_schema())) AS oid)::int)");
  for (const int signal : {SIGTERM, SIGINT}) {
    const std::string log = folder.path() + "/log" + std::to_string(signal);
    fakes::Process serve;
    serve.start({std::string(PRECEPTOR_BUILD_DIR) + "/preceptor", "serve", "--config", file}, log, false);
    ASSERT_TRUE(comes_within(seconds(20), waits)) << fakes::read_file(log);
    const auto begin = steady_clock::now();
    ::kill(serve.pid(), signal);
    ASSERT_TRUE(comes_within(kStartEnded, [&] { return !serve.running(); })) << "it does not end";
    EXPECT_EQ(serve.stop(), 3) << fakes::read_file(log);
    EXPECT_LT(steady_clock::now() - begin, kStartEnded);
    EXPECT_NE(fakes::read_file(log).find("preceptor: asked to stop while it started"), std::string::npos) << fakes::read_file(log);
    // Its session may wait on: the server looks for a program that is gone only when it has something to say.
    // By a session of its own: a transaction sees the sessions that were there when it first looked.
    fakes::PostgresqlSession(cluster.url("")).rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'preceptor' AND pid <> pg_backend_pid()");
    ASSERT_TRUE(comes_within(seconds(20), [&] { return !waits(); }));
  }
  other.rows("ROLLBACK");
  fakes::Process serve;
  serve.start({std::string(PRECEPTOR_BUILD_DIR) + "/preceptor", "serve", "--config", file}, folder.path() + "/log", true);
  EXPECT_EQ(serve.stop(), 0) << fakes::read_file(folder.path() + "/log");
}

}  // namespace
}  // namespace preceptor::flow
