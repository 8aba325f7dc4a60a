// The database goes away under a running site and comes back: nothing is said to be kept that is not, nothing is kept twice, and nobody restarts anything.
#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <utility>

#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

constexpr const char* kTriedAgain = "Nothing you entered is lost: try again.";

bool within(std::chrono::seconds patience, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

TEST(PostgresqlOutage, AnAnswerIsKeptOnceOrAskedForAgain) {
  fakes::Stage stage(PRECEPTOR_BUILD_DIR);
  fakes::PostgresqlCluster& cluster = fakes::PostgresqlCluster::shared();
  Accepted accepted;
  Browser browser, other;
  Page page = browser.open(stage.lms(), "link-1", "learner-1", "en", "outage");
  ASSERT_NE(page.form(), nullptr) << page.body;
  accepted.opened.insert("outage");
  base::Fields sent;
  page = browser.answer(page, fakes::first_option(), &sent);
  ASSERT_NE(page.form(), nullptr) << page.body;
  note_answers(accepted, "outage", sent, page);

  cluster.crash();
  const Page refused = browser.answer(page, fakes::first_option());
  EXPECT_EQ(refused.first_status, 503) << "nothing can have been kept";
  EXPECT_NE(refused.body.find(kTriedAgain), std::string::npos) << refused.body;
  const Page kept_out = other.open(stage.lms(), "link-1", "learner-1", "en", "meanwhile");
  EXPECT_EQ(kept_out.status, 503) << kept_out.body;
  EXPECT_NE(kept_out.body.find(kTriedAgain), std::string::npos) << kept_out.body;
  EXPECT_EQ(browser.get(stage.tool() + "/readyz").status, 503) << "a load balancer sends people elsewhere";
  cluster.come_back();
  ASSERT_EQ(cluster.why_not(), "");

  EXPECT_TRUE(within(std::chrono::seconds(30), [&] { return browser.get(stage.tool() + "/readyz").status == 200; })) << stage.tool_log();
  // The same page, sent again.
  const Page last = walk(browser, page, "outage", accepted);
  ASSERT_TRUE(last.is_receipt()) << last.status << "\n" << last.body;
  EXPECT_TRUE(walk(other, other.open(stage.lms(), "link-1", "learner-1", "en", "meanwhile"), "meanwhile", accepted).is_receipt());
  check_record(accepted, await_settled(stage, accepted, std::chrono::seconds(40)));
  check_seals(stage);
}

}  // namespace
}  // namespace preceptor::flow
