// What record stores were sent over time, counted on an opened site as the upkeep does, and the console's page of it.
#include "tests/unit/app/console.hpp"
#include "tests/unit/app/lrs_bench.hpp"
#include "web/pipelines/delivery_history.hpp"

namespace preceptor::app {
namespace {

using std::chrono::minutes;

class DeliveryOverTime : public LrsBench {
 protected:
  web::StoreHistory history() {
    const auto rows = site().store().list_lrs();
    EXPECT_TRUE(rows && !rows->empty());
    const auto found = site().delivery_history().of(rows && !rows->empty() ? rows->front().store_id : std::string());
    EXPECT_TRUE(found) << base::describe(found.error());
    return found.value_or(web::StoreHistory{});
  }
  void count_after(base::Milliseconds passed) {
    quiet.clock->pass(passed);
    ASSERT_TRUE(site().tend_delivery_history());
  }
};

TEST_F(DeliveryOverTime, IsCountedEveryTenMinutesAndNoOftener) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  record("one");
  record("two");
  count_after(minutes(1));
  ASSERT_EQ(history().samples.size(), 1u);
  EXPECT_EQ(history().samples[0].waiting, 2);
  deliver();
  count_after(minutes(9));
  EXPECT_EQ(history().samples.size(), 1u) << "not yet";
  count_after(minutes(1));
  const auto kept = history().samples;
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[1].waiting, 0);
  EXPECT_EQ(kept[1].delivered, 2);
  count_after(web::kHistoryKept + minutes(1));
  EXPECT_EQ(history().samples.size(), 1u) << "what is older goes";
  EXPECT_EQ(history().samples[0].delivered, 0);
}

TEST_F(DeliveryOverTime, RefusedAndFailedTriesAreCountedOnce) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  count_after(minutes(0));
  lrs.refuse("refused");
  record("refused");
  deliver();
  const std::string store = site().store().list_lrs()->front().store_id;
  const base::Error error{base::Code::outbound_connect, std::string(400, 'x'), {}, {}};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(site().delivery_history().note_failed(store, error));
  const base::Instant failed = quiet.clock->now();
  for (int i = 0; i < 2; ++i) count_after(minutes(10));
  const auto found = history();
  ASSERT_EQ(found.samples.size(), 3u);
  EXPECT_EQ(found.samples[1].refused, 1);
  EXPECT_EQ(found.samples[1].again, 3);
  EXPECT_EQ(found.samples[2].refused + found.samples[2].again, 0) << "once";
  EXPECT_EQ(found.failed_at, failed);
  EXPECT_TRUE(found.error.starts_with("outbound.connect")) << found.error;
  EXPECT_LE(found.error.size(), 300u);
}

// A store that takes nothing says why for as long as that is why: with what went out, and its own words, which are in no log.
TEST_F(DeliveryOverTime, WhyItWaitsIsListedUntilItGoesOn) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  record("one");
  EXPECT_TRUE(listed()["last_error"].is_null());
  const std::string store = site().store().list_lrs()->front().store_id;
  const base::Error error{base::Code::lrs_refused, "HTTP 402: the store takes nothing now, whatever is sent", {}, {}};
  ASSERT_TRUE(site().delivery_history().note_failed(store, error, xapi::FailedTry{"id-of-it", 1, "HTTP 402: quota " + std::string(400, 'x')}));
  const Json told = listed()["last_error"];
  ASSERT_TRUE(told.is_object()) << told.dump();
  EXPECT_EQ(told["statement"], "id-of-it");
  EXPECT_EQ(told["statements"], 1);
  EXPECT_TRUE(told["words"].get<std::string>().starts_with("HTTP 402: quota "));
  EXPECT_LE(told["words"].get<std::string>().size(), 300u);
  EXPECT_NE(quiet.run("lrs list").find("whatever is sent (statement id-of-it); the store's words: HTTP 402: quota"), std::string::npos) << quiet.run("lrs list");
  quiet.clock->pass(minutes(1));
  deliver();
  EXPECT_TRUE(listed()["last_error"].is_null()) << "nothing waits";
  record("two");
  EXPECT_TRUE(listed()["last_error"].is_null()) << "it went on since";
}

TEST_F(DeliveryOverTime, StaffSeeItForADayAndForAWeek) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  record("one");
  count_after(minutes(0));
  deliver();
  count_after(minutes(10));
  ConsoleBrowser staff(quiet, "/staff");
  staff.sign_in_staff(ConsoleBrowser::add(quiet, web::StaffRole::reader, "Member"));
  const auto day = staff.get("/staff/pipelines"), week = staff.get("/staff/pipelines", "span=week");
  EXPECT_TRUE(says(day, "In the last 24 hours, at most 1 statements waited for a record store at once.")) << day.body;
  EXPECT_TRUE(says(day, "In the last 24 hours, 1 statements were delivered, 0 tries failed and were made again, and 0 statements were refused.")) << day.body;
  EXPECT_TRUE(says(week, "In the last 7 days, at most 1 statements")) << week.body;
  EXPECT_TRUE(says(week, "/staff/pipelines/csv/queue?span=week")) << week.body;
  const auto csv = staff.get("/staff/pipelines/csv/queue", "span=week");
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 29) << csv.body;
  EXPECT_TRUE(says(csv, "\"main\"")) << csv.body;
  EXPECT_EQ(staff.get("/staff/pipelines/csv/settled").status, 200);
}

TEST_F(DeliveryOverTime, IsNotCountedWhileAStoreIsOff) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  quiet.run("lrs off", {{"name", "main"}});
  ASSERT_EQ(quiet.code, kGood);
  count_after(minutes(10));
  EXPECT_TRUE(history().samples.empty());
}

}  // namespace
}  // namespace preceptor::app
