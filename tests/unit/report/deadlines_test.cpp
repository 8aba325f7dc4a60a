#include "core/report/deadlines.hpp"

#include <gtest/gtest.h>

#include "sample_row.hpp"

namespace preceptor::report {
namespace {

TEST(Deadlines, DaysOfBoardsAndTheYear) {
  const auto rules = sample_rules();
  auto grant = sample_row().grant;
  grant.boards = {{"ABIM", {{"Medical Knowledge", {100}}}, {}, {}}, {"ABS", {{"CME", {100}}}, {}, {}}};
  const auto found = deadlines_of(grant, rules);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].board + base::format_date(found[0].day), "ABS2026-07-30");
  EXPECT_EQ(found[1].board + base::format_date(found[1].day), "ABIM2026-12-31");
}

TEST(Deadlines, TheWorkListHoldsWhatIsStillToDo) {
  const auto rules = sample_rules();
  std::vector<credit::Grant> grants;
  const auto add = [&](const char* ccid, credit::GrantState state, const char* system) {
    auto grant = sample_row().grant;
    grant.ccid = ccid;
    grant.state = state;
    grant.system = system;
    grant.boards = {{"ABS", {{"CME", {100}}}, {}, {}}};
    grants.push_back(grant);
  };
  add("waits", credit::GrantState::issued, "ama-pra-1");
  add("refused", credit::GrantState::rejected, "ama-pra-1");
  add("done", credit::GrantState::accepted, "ama-pra-1");
  add("nobody's", credit::GrantState::issued, "participation");
  add("unwanted", credit::GrantState::correcting, "ama-pra-1");
  grants.back().reason = credit::kRemovalAsked;
  std::vector<std::string> told;
  for (const auto& one : due(grants, rules, day(2026, 7, 20), false, 30)) told.push_back(one.ccid);
  EXPECT_EQ(told, (std::vector<std::string>{"refused", "waits"}));
  EXPECT_TRUE(due(grants, rules, day(2026, 7, 20), false, 5).empty());
  // The window's own day is listed when it comes near.
  const auto window = due(grants, rules, day(2027, 3, 20), false, 30);
  ASSERT_EQ(window.size(), 4U);
  EXPECT_EQ(window.back().kind, Deadline::Kind::window);
  EXPECT_EQ(window.back().day, day(2027, 3, 31));
}

}  // namespace
}  // namespace preceptor::report
