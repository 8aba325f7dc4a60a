// A record store that misbehaves: nothing is lost, nothing doubled, one bad statement stops no other.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using std::chrono::milliseconds;

class Misbehaving : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Misbehaving, EverythingArrivesOnceInOrder) {
  const std::string sub = std::string("fault-") + GetParam().first;
  stage().clear_lrs_faults();
  stage().lrs_faults(std::string("{\"next\":[") + GetParam().second + "]}");
  Browser browser;
  ASSERT_TRUE(finish(browser, browser.open(stage().lms(), "link-1", "learner-1", "en", sub)).is_receipt());
  const auto end = std::chrono::steady_clock::now() + milliseconds(20000);
  std::vector<Said> said;
  do {
    said = of_actor(read_statements(stage().statements()), sub);
    std::this_thread::sleep_for(milliseconds(50));
  } while ((said.empty() || said.back().verb != "terminated") && std::chrono::steady_clock::now() < end);
  ASSERT_FALSE(said.empty()) << stage().tool_log();
  EXPECT_EQ(said.back().verb, "terminated");
  std::set<std::string> ids;
  std::string last;
  for (const auto& one : said) {
    EXPECT_TRUE(ids.insert(one.id).second);
    EXPECT_LT(last, one.timestamp);
    last = one.timestamp;
  }
  EXPECT_NE(stage().lrs_state().find("\"waiting\":0"), std::string::npos) << "the script was not used up: " << stage().lrs_state();
  stage().clear_lrs_faults();
}
INSTANTIATE_TEST_SUITE_P(
    Faults, Misbehaving,
    testing::Values(std::pair{"Error500", R"({"do":"status","status":500,"times":2})"}, std::pair{"Busy503", R"({"do":"status","status":503,"retry_after":1})"},
                    std::pair{"TooMany429", R"({"do":"status","status":429,"retry_after":1})"}, std::pair{"TooLarge413", R"({"do":"status","status":413,"times":2})"},
                    std::pair{"ResetBefore", R"({"do":"reset_before","times":2})"}, std::pair{"ResetAfter", R"({"do":"reset_after","times":2})"},
                    std::pair{"Half", R"({"do":"half"})"}),
    [](const auto& info) { return std::string(info.param.first); });

}  // namespace
}  // namespace preceptor::flow
