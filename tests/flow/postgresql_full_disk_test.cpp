// The disk under PostgreSQL is full while learners answer: what was said to be kept is, who is refused is told so kindly, and once there is room the same
// form is taken and nothing is twice. In two ways: a table that cannot grow, while the server runs on, and the server's own log, without which it stops.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/fakes/program.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

constexpr int kUnderWay = 12;   // learners; what they answer needs more room than the tables' last pages have
constexpr std::uintmax_t kLogFile = 16 << 20, kPartOfAPage = 4096;
constexpr std::chrono::seconds kSettled{30};

// Rows that were taken back: they are in the table's file, and never were in the table. Ten thousand make it larger than a file of the server's log.
constexpr const char* kInflate =
    "ALTER TABLE event SET (autovacuum_enabled = false);"
    "BEGIN;"
    "INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash) "
    "SELECT 'filler', 'filler', n, 'filler', 'filler', 'filler', 0, 0, 0, repeat('x', 1900), '' FROM generate_series(1, 10000) n;"
    "ROLLBACK";

bool told_kindly(const Page& page) { return page.first_status == 503 && page.body.find("Nothing you entered is lost: try again.") != std::string::npos; }

// Whether the page asks again, with each choice that was sent.
bool asks_again(const Page& page, const base::Fields& sent) {
  const auto holds = [&](const std::string& name, const std::string& value) {
    for (const auto& form : page.forms)
      for (const auto& control : form.controls)
        if (control.name == name && control.value == value && (control.checked || (control.type != "radio" && control.type != "checkbox"))) return true;
    return false;
  };
  return std::all_of(sent.begin(), sent.end(), [&](const auto& field) { return !field.first.starts_with("q.") || holds(field.first, field.second); });
}

class PostgresqlFullDisk : public testing::Test {
 protected:
  struct UnderWay {
    std::string sub;
    Browser browser;
    Page page;
  };
  void SetUp() override {
    for (int i = 0; i < kUnderWay; ++i) {
      UnderWay& one = learners_.emplace_back();
      one.sub = "full-" + std::to_string(i);
      one.page = open_as(one.browser, one.sub);
      ASSERT_NE(one.page.form(), nullptr) << one.page.body;
      accepted_.opened.insert(one.sub);
    }
  }
  void TearDown() override { cluster_.lift_limit(); }   // the cluster is other tests' too

  Page open_as(Browser& browser, const std::string& sub) { return browser.open(stage_.lms(), "link-1", "learner-1", "en", sub); }
  int ready() { return outside_.get(stage_.tool() + "/readyz").status; }
  bool ready_again() {
    const auto end = std::chrono::steady_clock::now() + kSettled;
    while (ready() != 200 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return ready() == 200;
  }
  // Everybody answers page after page, one after the other, until somebody is refused; who keeps the page that was refused. Null: there was room for all.
  UnderWay* answer_until_refused(base::Fields& sent, Page& refused) {
    for (UnderWay& one : learners_)
      for (int pages = 0; pages < 12 && one.page.form(); ++pages) {
        Page after = one.browser.answer(one.page, fakes::first_option(), &sent);
        if (after.first_status != 303) {
          refused = std::move(after);
          return &one;
        }
        note_answers(accepted_, one.sub, sent, after);
        one.page = std::move(after);
      }
    return nullptr;
  }
  // With room again: everybody goes on from the page they have, the one who was refused with the same answers.
  void end_well() {
    for (UnderWay& one : learners_) {
      if (one.page.is_receipt()) accepted_.receipts.insert(one.sub);
      else EXPECT_TRUE(walk(one.browser, one.page, one.sub, accepted_).is_receipt()) << one.sub;
    }
    EXPECT_TRUE(walk(late_, open_as(late_, "late"), "late", accepted_).is_receipt());
    check_record(accepted_, await_settled(stage_, accepted_, kSettled));
    const fakes::Program program(PRECEPTOR_BUILD_DIR, stage_.folder());
    EXPECT_EQ(program.run({"store", "check"}), 0) << program.said();
    EXPECT_EQ(ready(), 200);
  }

  fakes::PostgresqlCluster& cluster_ = fakes::PostgresqlCluster::shared();
  fakes::Stage stage_{PRECEPTOR_BUILD_DIR};
  std::vector<UnderWay> learners_;
  Browser outside_, late_;
  Accepted accepted_;
};

TEST_F(PostgresqlFullDisk, ATableThatCannotGrowRefusesAndNothingElse) {
  fakes::PostgresqlSession past_the_tool(stage_.store().url());
  past_the_tool.rows(kInflate);
  const auto size = static_cast<std::uintmax_t>(std::stoull(past_the_tool.rows("SELECT pg_relation_size('event')").at(0).at(0)));
  ASSERT_GT(size, kLogFile) << "the limit would meet the server's log first";
  cluster_.limit_files(size + kPartOfAPage);

  base::Fields sent;
  Page refused;
  ASSERT_NE(answer_until_refused(sent, refused), nullptr) << "the table grew: nothing was tried";
  EXPECT_TRUE(told_kindly(refused)) << refused.status << refused.body;
  EXPECT_TRUE(asks_again(refused, sent)) << "the page again, with what was chosen\n" << refused.body;
  const Page late = open_as(late_, "late");   // a smaller row may still find a place
  if (late.status == 200) accepted_.opened.insert("late");
  else EXPECT_TRUE(told_kindly(late)) << late.status << late.body;
  EXPECT_NE(stage_.tool_log().find("the database's disk is full"), std::string::npos) << "the operator is told why";

  cluster_.lift_limit();
  end_well();
}

TEST_F(PostgresqlFullDisk, AServerThatCannotWriteItsLogStopsAndLosesNothing) {
  cluster_.limit_files(kPartOfAPage);
  base::Fields sent;
  Page refused;
  ASSERT_NE(answer_until_refused(sent, refused), nullptr) << "the log was written: nothing was tried";
  EXPECT_TRUE(told_kindly(refused)) << refused.status << refused.body;
  const Page late = open_as(late_, "late");
  EXPECT_TRUE(told_kindly(late)) << late.status << late.body;
  EXPECT_EQ(ready(), 503);

  // An operator makes room and starts it; nobody touches the tool.
  cluster_.crash();
  cluster_.come_back();
  ASSERT_EQ(cluster_.why_not(), "");
  ASSERT_TRUE(ready_again()) << stage_.tool_log();
  end_well();
}

}  // namespace
}  // namespace preceptor::flow
