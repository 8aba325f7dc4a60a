#include <atomic>
#include <map>
#include <thread>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using AdminContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(AdminContract);

const base::RegistrationId kRegistration("r1");

TEST_P(AdminContract, ALinkIsThereUntilItRunsOut) {
  ASSERT_TRUE(store->save_admin_link({"link", kRegistration, at(1000)}));
  open();
  const auto found = store->find_admin_link("link", at(999));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->registration, kRegistration);
  EXPECT_EQ((*found)->expires_at, at(1000));
  EXPECT_FALSE(*store->find_admin_link("link", at(1000)));
  EXPECT_FALSE(*store->find_admin_link("other", at(0)));
}

TEST_P(AdminContract, ALinkForAMemberOfStaffBeginsASessionOfTheirs) {
  ASSERT_TRUE(store->save_admin_link({"link", {}, at(1000), "member-1"}));
  EXPECT_EQ((*store->find_admin_link("link", at(0)))->member, "member-1");
  EXPECT_EQ(store->begin_admin_session("link", "session", at(10), at(5000))->member, "member-1");
  open();
  EXPECT_EQ((*store->find_admin_session("session"))->member, "member-1");
}

TEST_P(AdminContract, ALinkSaysWhoseItIsAndSoDoesItsSession) {
  ASSERT_TRUE(store->save_admin_link({"link", {}, at(1000), {}, "holder-1"}));
  open();
  EXPECT_EQ((*store->find_admin_link("link", at(0)))->holder, "holder-1");
  EXPECT_EQ(store->begin_admin_session("link", "session", at(10), at(5000))->holder, "holder-1");
  EXPECT_EQ((*store->find_admin_session("session"))->holder, "holder-1");
}

TEST_P(AdminContract, ALinkBeginsOneSession) {
  ASSERT_TRUE(store->save_admin_link({"link", kRegistration, at(1000)}));
  const auto begun = store->begin_admin_session("link", "session", at(10), at(5000));
  ASSERT_TRUE(begun) << base::describe(begun.error());
  EXPECT_EQ(begun->registration, kRegistration);
  EXPECT_CODE(store->begin_admin_session("link", "another", at(11), at(5000)), Code::admin_link_used);
  EXPECT_FALSE(*store->find_admin_session("another"));
  EXPECT_FALSE(*store->find_admin_link("link", at(11)));
  open();
  const auto found = store->find_admin_session("session");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->registration, kRegistration);
  EXPECT_EQ((*found)->begun_at, at(10));
  EXPECT_EQ((*found)->seen_at, at(10));
  EXPECT_EQ((*found)->ends_at, at(5000));
  ASSERT_TRUE(store->touch_admin_session("session", at(20)));
  EXPECT_EQ((*store->find_admin_session("session"))->seen_at, at(20));
  ASSERT_TRUE(store->end_admin_session("session"));
  EXPECT_FALSE(*store->find_admin_session("session"));
  EXPECT_TRUE(store->touch_admin_session("session", at(30)));
  EXPECT_FALSE(*store->find_admin_session("session")) << "a session that ended does not come back";
}

TEST_P(AdminContract, ALinkThatRanOutOrWasNeverMadeBeginsNothing) {
  ASSERT_TRUE(store->save_admin_link({"link", {}, at(1000)}));
  EXPECT_CODE(store->begin_admin_session("link", "session", at(1000), at(5000)), Code::admin_link_used);
  EXPECT_CODE(store->begin_admin_session("forged", "session", at(0), at(5000)), Code::admin_link_used);
  EXPECT_EQ(count("admin_session"), 0);
}

TEST_P(AdminContract, OfManyAtOnceOneWins) {
  ASSERT_TRUE(store->save_admin_link({"link", {}, at(1000)}));
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i)
      callers.emplace_back([&, i] { won += store->begin_admin_session("link", "session-" + std::to_string(i), at(10), at(5000)) ? 1 : 0; });
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(count("admin_session"), 1);
}

TEST_P(AdminContract, WhatRanOutIsForgotten) {
  ASSERT_TRUE(store->save_admin_link({"old", {}, at(10)}));
  ASSERT_TRUE(store->save_admin_link({"one", {}, at(10'000)}));
  ASSERT_TRUE(store->save_admin_link({"two", {}, at(10'000)}));
  ASSERT_TRUE(store->begin_admin_session("one", "first", at(0), at(500)));
  ASSERT_TRUE(store->begin_admin_session("two", "second", at(500), at(9000)));
  EXPECT_EQ(count("admin_link"), 0);
  EXPECT_FALSE(*store->find_admin_session("first"));
  EXPECT_TRUE(*store->find_admin_session("second"));
}

TEST_P(AdminContract, TheDiaryIsReadByCodeAndByRegistration) {
  const auto write = [&](const std::string& code, const std::string& registration, const std::string& reason, int ms) {
    ports::DiaryEntry entry;
    entry.at = at(ms);
    entry.code = code;
    entry.step = "launch";
    entry.registration = registration;
    entry.reason = reason;
    ASSERT_TRUE(store->write_diary(entry));
  };
  write("L-AAAA", "r1", "launch.nonce", 1);
  write("", "r1", "ok", 2);
  write("L-BBBB", "", "login.issuer_unknown", 3);
  write("L-AAAA", "r2", "launch.issuer", 4);
  write("", "r1", "ok", 5);
  const auto reasons = [&](const ports::DiaryFilter& filter, int limit = 10) {
    std::string all;
    const auto found = store->read_diary(filter, limit);
    EXPECT_TRUE(found);
    for (const auto& entry : found.value_or(std::vector<ports::DiaryEntry>())) all += entry.reason + " ";
    return all;
  };
  EXPECT_EQ(reasons({}), "ok launch.issuer login.issuer_unknown ok launch.nonce ");
  EXPECT_EQ(reasons({}, 2), "ok launch.issuer ");
  EXPECT_EQ(reasons({"r1", "", 0}), "ok ok launch.nonce ");
  EXPECT_EQ(reasons({"", "", 0}), "login.issuer_unknown ");
  EXPECT_EQ(reasons({std::nullopt, "L-AAAA", 0}), "launch.issuer launch.nonce ");
  EXPECT_EQ(reasons({"r1", "L-AAAA", 0}), "launch.nonce ");
  const auto newest = store->read_diary({}, 2);
  ASSERT_TRUE(newest);
  EXPECT_EQ(reasons({std::nullopt, "", newest->back().id}), "login.issuer_unknown ok launch.nonce ");
  const auto good = store->last_good_launches();
  ASSERT_TRUE(good);
  ASSERT_EQ(good->size(), 1u);
  EXPECT_EQ(good->front().registration, "r1");
  EXPECT_EQ(good->front().at, at(5));
}

TEST_P(AdminContract, TheLastGoodLaunchIsKnownForEachDeployment) {
  const auto worked = [&](const std::string& deployment, std::int64_t ms) {
    ports::DiaryEntry entry;
    entry.at = at(ms);
    entry.registration = "r1";
    entry.reason = "ok";
    entry.received = deployment;
    ASSERT_TRUE(store->write_diary(entry));
  };
  worked("deployment 1", 1);
  worked("deployment 2", 2);
  worked("deployment 1", 3);
  std::map<std::string, base::Instant> last;
  const auto good = store->last_good_launches();
  ASSERT_TRUE(good);
  for (const auto& one : *good) last[one.deployment] = one.at;
  EXPECT_EQ(last, (std::map<std::string, base::Instant>{{"deployment 1", at(3)}, {"deployment 2", at(2)}}));
}

TEST_P(AdminContract, AWatchForALaunchIsSharedAndRunsOut) {
  const base::RegistrationId one("one"), two("two");
  EXPECT_FALSE(*store->launches_watched(one, at(0)));
  ASSERT_TRUE(store->watch_launches(one, at(0)));
  EXPECT_TRUE(*store->launches_watched(one, at(59'999)));
  EXPECT_FALSE(*store->launches_watched(one, at(60'000)));
  EXPECT_FALSE(*store->launches_watched(two, at(0)));
  ASSERT_TRUE(store->watch_launches(one, at(40'000))) << "looked again";
  EXPECT_TRUE(*store->launches_watched(one, at(99'999)));
  ASSERT_TRUE(store->forget_expired(at(99'999)));
  EXPECT_TRUE(*store->launches_watched(one, at(99'999)));
  ASSERT_TRUE(store->forget_expired(at(100'000)));
  EXPECT_FALSE(*store->launches_watched(one, at(99'999))) << "forgotten";
}

}  // namespace
}  // namespace preceptor::contract
