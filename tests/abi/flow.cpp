// A host that loads the library, hands requests over under a path prefix, and is handed every statement.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/abi/host.hpp"

namespace preceptor::abi_test {
namespace {

std::string verb(const std::string& statement) {
  const std::string id = base::Json::parse(statement)["verb"]["id"].get<std::string>();
  return id.substr(id.rfind('/') + 1);
}

class Subscribed : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(host.open()) << host.error(); }
  // Waits until the learner's last statement is sealed.
  std::vector<std::string> record_of_a_finished_unit(const std::string& subject) {
    const fakes::Page receipt = host.finish_unit(subject);
    EXPECT_TRUE(receipt.is_receipt()) << receipt.status << receipt.body;
    std::vector<std::string> all;
    for (int i = 0; i < 500; ++i) {
      all = host.exported();
      // Hers: somebody else's may be the last while hers are not sealed yet.
      if (!all.empty() && verb(all.back()) == "terminated" && all.back().find('"' + subject + '"') != std::string::npos) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return all;
  }
  Host host;
};

TEST_F(Subscribed, GetsEveryStatementOfAFlowAndNoneTwice) {
  Items items;
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", Items::take, &items), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  const auto record = record_of_a_finished_unit("reader");
  ASSERT_GE(record.size(), 4u);
  EXPECT_EQ(verb(record.front()), "initialized");
  EXPECT_EQ(verb(record.back()), "terminated");
  ASSERT_TRUE(items.await(record.size())) << items.taken().size() << " of " << record.size();
  EXPECT_EQ(items.taken(), record) << "the same bytes in the same order";
  for (const std::string& statement : record) {
    EXPECT_EQ(statement.find("Test Person"), std::string::npos);
    EXPECT_EQ(statement.find("person@"), std::string::npos);
  }
}

TEST_F(Subscribed, WhatIsNotAcknowledgedComesAgain) {
  Items items(2);
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", Items::take, &items), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  const auto record = record_of_a_finished_unit("reader");
  ASSERT_FALSE(record.empty());
  ASSERT_TRUE(items.await(record.size()));
  EXPECT_EQ(items.taken(), record);
  EXPECT_EQ(items.refused(), (std::vector<std::string>{record.front(), record.front()}));
}

TEST_F(Subscribed, TheCursorOutlivesTheProcessAndFromIsIgnoredForAKnownName) {
  Items before;
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", Items::take, &before), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  const auto first = record_of_a_finished_unit("first");
  ASSERT_TRUE(before.await(first.size()));
  ASSERT_EQ(preceptor_unsubscribe(host.p, "host"), 0) << host.error();
  host.close();

  ASSERT_TRUE(host.open()) << host.error();
  Items known, all, now;
  EXPECT_LT(preceptor_subscribe(host.p, "new", "statements", "some token", Items::take, &all), 0);
  EXPECT_LT(preceptor_subscribe(host.p, "new", "statements", nullptr, Items::take, &all), 0);
  EXPECT_NE(host.error().find("subscribe.from"), std::string::npos) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", nullptr, Items::take, &known), 0) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "all", "statements", "start", Items::take, &all), 0) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "now", "statements", "now", Items::take, &now), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  const auto both = record_of_a_finished_unit("second");
  ASSERT_GT(both.size(), first.size());
  const std::vector<std::string> second(both.begin() + static_cast<std::ptrdiff_t>(first.size()), both.end());
  ASSERT_TRUE(all.await(both.size()) && known.await(second.size()) && now.await(second.size()));
  EXPECT_EQ(all.taken(), both);
  EXPECT_EQ(known.taken(), second);
  EXPECT_EQ(now.taken(), second);
}

TEST_F(Subscribed, GetsAGradeForEachFinishedAttemptOnceAcknowledged) {
  Items items(1), other;
  ASSERT_EQ(preceptor_subscribe(host.p, "book", "grades", "start", Items::take, &items), 0) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", Items::take, &other), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  record_of_a_finished_unit("reader");
  ASSERT_TRUE(items.await(1));
  EXPECT_EQ(items.refused(), items.taken()) << "the same bytes again until they are acknowledged";
  const auto grade = base::Json::parse(items.taken().at(0));
  EXPECT_EQ(grade["user_id"], "reader");
  EXPECT_EQ(grade["issuer"], host.platform.issuer);
  EXPECT_EQ(grade["client_id"], host.platform.client_id);
  EXPECT_EQ(grade["deployment_id"], host.platform.deployment_id);
  EXPECT_EQ(grade["score_given"], 1);
  EXPECT_EQ(grade["score_maximum"], 1);
  EXPECT_EQ(grade["attempt_number"], 1);
  EXPECT_TRUE(grade["result"].contains("passed")) << grade.dump();
  const std::string id = grade["id"];
  EXPECT_EQ(id.substr(0, id.find('/')), grade["attempt"]);
  EXPECT_EQ(items.taken().at(0).find("Test Person"), std::string::npos);
  EXPECT_EQ(host.status()["subscriptions"][0]["topic"], "grades");
}

TEST_F(Subscribed, ANewNameBeginsBehindThePlaceOfAnother) {
  Items first, next, none;
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", Items::take, &first), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  const auto before = record_of_a_finished_unit("first");
  ASSERT_TRUE(first.await(before.size()));
  std::string place;
  const auto settled = [&] {
    char* text = nullptr;
    if (preceptor_status(host.p, &text) != 0) return false;
    const auto row = base::Json::parse(text)["subscriptions"][0];
    preceptor_free(text);
    place = row["place"];
    return row["waiting"] == 0;
  };
  for (int i = 0; i < 200 && !settled(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(25));
  const auto both = record_of_a_finished_unit("second");
  ASSERT_EQ(preceptor_subscribe(host.p, "next", "statements", place.c_str(), Items::take, &next), 0) << host.error();
  ASSERT_TRUE(next.await(both.size() - before.size()));
  EXPECT_EQ(next.taken(), std::vector<std::string>(both.begin() + static_cast<std::ptrdiff_t>(before.size()), both.end()));
  EXPECT_LT(preceptor_subscribe(host.p, "spoilt", "statements", (place + "*").c_str(), Items::take, &none), 0);
  EXPECT_NE(host.error().find("subscribe.from"), std::string::npos) << host.error();
}

TEST_F(Subscribed, GradesHaveADurableCursorAndANameBelongsToOneTopic) {
  Items before;
  ASSERT_EQ(preceptor_subscribe(host.p, "book", "grades", "start", Items::take, &before), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  record_of_a_finished_unit("first");
  record_of_a_finished_unit("second");
  ASSERT_TRUE(before.await(2));
  ASSERT_EQ(preceptor_unsubscribe(host.p, "book"), 0) << host.error();
  Items known, now, all, none;
  EXPECT_LT(preceptor_subscribe(host.p, "book", "statements", "start", Items::take, &none), 0);
  EXPECT_NE(host.error().find("another topic"), std::string::npos) << host.error();
  EXPECT_LT(preceptor_subscribe(host.p, "book", "credit", "start", Items::take, &none), 0);
  EXPECT_NE(host.error().find("another topic"), std::string::npos) << host.error();
  EXPECT_EQ(preceptor_subscribe(host.p, "points", "credit", "start", Items::take, &none), 0) << host.error();
  EXPECT_LT(preceptor_subscribe(host.p, "marks", "points", "start", Items::take, &none), 0);
  EXPECT_NE(host.error().find("subscribe.topic_unknown"), std::string::npos) << host.error();
  host.close();

  ASSERT_TRUE(host.open()) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "book", "grades", "start", Items::take, &known), 0) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "late", "grades", "now", Items::take, &now), 0) << host.error();
  ASSERT_EQ(preceptor_subscribe(host.p, "whole", "grades", "start", Items::take, &all), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  record_of_a_finished_unit("third");
  ASSERT_TRUE(known.await(1) && now.await(1) && all.await(3));
  EXPECT_EQ(base::Json::parse(known.taken().at(0))["user_id"], "third");
  EXPECT_EQ(known.taken(), now.taken());
  EXPECT_EQ(all.taken(), (std::vector<std::string>{before.taken().at(0), before.taken().at(1), known.taken().at(0)})) << "the same bytes in the same order";
}

struct Asking {
  preceptor_instance* p;
  std::atomic<bool> inside{false}, leave{false};
  std::atomic<int> status{-2}, reload{-2}, stop{-2}, subscribe{-2}, unsubscribe{-2};
};

int ask(void* user, const char*) {
  auto* asking = static_cast<Asking*>(user);
  asking->inside = true;
  while (!asking->leave) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));   // the stop waits for us by now
  char* text = nullptr;
  asking->status = preceptor_status(asking->p, &text);
  preceptor_free(text);
  asking->reload = preceptor_reload(asking->p, "{}");
  asking->subscribe = preceptor_subscribe(asking->p, "other", "statements", "now", ask, user);
  asking->unsubscribe = preceptor_unsubscribe(asking->p, "host");
  asking->stop = preceptor_stop(asking->p, 10);
  return 0;
}

TEST_F(Subscribed, ASubscriberMayAskWhileTheInstanceStopsAndNeitherWaitsForTheOther) {
  Asking asking{host.p};
  ASSERT_EQ(preceptor_subscribe(host.p, "host", "statements", "start", ask, &asking), 0) << host.error();
  ASSERT_EQ(preceptor_start(host.p), 0) << host.error();
  record_of_a_finished_unit("reader");
  for (int i = 0; i < 500 && !asking.inside; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE(asking.inside);
  asking.leave = true;
  EXPECT_EQ(preceptor_stop(host.p, 1000), 0) << host.error();
  EXPECT_EQ(asking.status, 0);
  EXPECT_LT(asking.reload, 0);
  EXPECT_LT(asking.subscribe, 0);
  EXPECT_LT(asking.unsubscribe, 0);
  EXPECT_LT(asking.stop, 0);
}

}  // namespace
}  // namespace preceptor::abi_test
