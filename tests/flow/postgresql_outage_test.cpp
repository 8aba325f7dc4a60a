// The database goes away under a running site and comes back: nothing is said to be kept that is not, nothing is kept twice, and nobody restarts anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <thread>

#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

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
  Browser browser;
  Page page = browser.open(stage.lms(), "link-1", "learner-1", "en", "outage");
  ASSERT_NE(page.form(), nullptr) << page.body;
  page = browser.answer(page, fakes::first_option());
  ASSERT_NE(page.form(), nullptr) << page.body;

  cluster.crash();
  const Page refused = browser.answer(page, fakes::first_option());
  EXPECT_NE(refused.first_status, 303) << "nothing can have been kept";
  EXPECT_EQ(browser.get(stage.tool() + "/readyz").status, 503) << "a load balancer sends people elsewhere";
  cluster.come_back();
  ASSERT_EQ(cluster.why_not(), "");

  EXPECT_TRUE(within(std::chrono::seconds(30), [&] { return browser.get(stage.tool() + "/readyz").status == 200; })) << stage.tool_log();
  page = browser.answer(page, fakes::first_option());   // the same page, sent again
  ASSERT_TRUE(finish(browser, page).is_receipt()) << page.status << "\n" << page.body;
  std::vector<Said> said;
  EXPECT_TRUE(within(std::chrono::seconds(40), [&] {
    said = of_actor(read_statements(stage.statements()), "outage");
    return !said.empty() && said.back().verb == "terminated";
  })) << stage.tool_log();
  const auto seen = verbs(said);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "initialized"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1);
  std::set<std::string> ids;
  std::set<std::pair<std::string, std::string>> answered;
  for (const auto& one : said) {
    EXPECT_TRUE(ids.insert(one.id).second);
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert({one.verb, one.object}).second) << one.object << " was recorded twice"; }
  }
}

}  // namespace
}  // namespace preceptor::flow
