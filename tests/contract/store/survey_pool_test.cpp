// Anonymous answers: they wait, leave all at once with their events, and go unreleased when they waited too long.
#include <algorithm>
#include <tuple>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

burden::PoolRow answer(const std::string& key, const std::string& unit = "") {
  return {key, "form", unit, burden::CareerStage::trainee, "{\"mb1\":[\"" + key.substr(0, 1) + "\"]}"};
}

ports::NewEvent submitted(const std::string& name) {
  ports::NewEvent made;
  made.event.stream_id = uuid(name);
  made.event.registration = base::RegistrationId(ports::kNoRegistration);
  made.event.person = base::PersonId(uuid("actor " + name));
  made.event.at = made.event.recorded_at = at(0);
  made.event.payload = record::Other{"survey_submitted", "{\"form_hash\":\"form\"}"};
  return made;
}

class PoolContract : public StoreContract {
 protected:
  std::vector<std::string> keys() {
    std::vector<std::string> out;
    const auto waiting = store->waiting_answers();
    if (!waiting) return {base::describe(waiting.error())};
    for (const auto& row : *waiting) out.push_back(row.key);
    return out;
  }
  base::Status add(const burden::PoolRow& row, const std::string& token, std::int64_t month = 0) { return store->add_to_pool(row, token, at(1000), at(month)); }
};
PRECEPTOR_EVERY_ENGINE(PoolContract);

TEST_P(PoolContract, AnswersWaitByKeyNotByTimeAndComeBackWhole) {
  ASSERT_TRUE(add(answer("c", "u1"), "t1"));
  ASSERT_TRUE(add(answer("a"), "t2"));
  ASSERT_TRUE(add(answer("b"), "t3"));
  open();
  EXPECT_EQ(keys(), (std::vector<std::string>{"a", "b", "c"}));
  const auto row = store->waiting_answers()->back();
  EXPECT_EQ(std::tie(row.form_hash, row.unit_hash, row.answers), std::tuple("form", "u1", "{\"mb1\":[\"c\"]}"));
  EXPECT_EQ(row.stage, burden::CareerStage::trainee);
}

TEST_P(PoolContract, ATokenIsGoodForOneAnswer) {
  ASSERT_TRUE(add(answer("a"), "t1"));
  EXPECT_CODE(add(answer("b"), "t1"), Code::store_already_used);
  EXPECT_EQ(keys(), std::vector<std::string>{"a"});
  EXPECT_TRUE(*store->is_token_used("t1"));
  EXPECT_FALSE(*store->is_token_used("t2"));
}

TEST_P(PoolContract, WhatIsReleasedLeavesThePoolAndJoinsTheRecordTogether) {
  ASSERT_TRUE(add(answer("a"), "t1"));
  ASSERT_TRUE(add(answer("b"), "t2"));
  EXPECT_CODE(store->release_answers({"a", "gone"}, {submitted("one")}), Code::store_conflict);
  EXPECT_EQ(keys(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(store->released_answers("", 10)->empty());
  ASSERT_TRUE(store->release_answers({"a", "b"}, {submitted("one"), submitted("two")}));
  EXPECT_TRUE(keys().empty());
  const auto released = store->released_answers("", 10);
  ASSERT_TRUE(released);
  ASSERT_EQ(released->size(), 2u);
  EXPECT_LT((*released)[0].stream_id, (*released)[1].stream_id);
  EXPECT_EQ(store->released_answers((*released)[0].stream_id, 10)->size(), 1u);
  EXPECT_EQ(store->released_answers("", 1)->size(), 1u);
  EXPECT_TRUE(*store->anything_unsealed());
}

TEST_P(PoolContract, PoolsThatStayedSmallAreForgottenAsAWholeAndTokensByTheirTime) {
  ASSERT_TRUE(add(answer("a", "old"), "t1", 0));
  ASSERT_TRUE(add(answer("b", "old"), "t2", 90));   // later, into the same pool
  ASSERT_TRUE(add(answer("c", "new"), "t3", 90));
  EXPECT_EQ(*store->forget_answers(at(0), at(0)), 0);
  EXPECT_EQ(*store->forget_answers(at(50), at(500)), 2);
  EXPECT_EQ(keys(), std::vector<std::string>{"c"});
  EXPECT_TRUE(*store->is_token_used("t1"));
  ASSERT_TRUE(add(answer("d", "old"), "t4", 200));   // a new pool of that name begins anew
  EXPECT_EQ(*store->forget_answers(at(150), at(1000)), 1);
  EXPECT_EQ(keys(), std::vector<std::string>{"d"});
  EXPECT_FALSE(*store->is_token_used("t1"));
}

}  // namespace
}  // namespace preceptor::contract
