// What a record store is sent beside what is new: what came before, what it refused and is to have again; and what its filter leaves out.
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

const xapi::Destination kFilled{"lrs", "main-id"};
constexpr std::size_t kAmple = 1 << 20;

class BackfillContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(store->save_lrs({"main", "https://lrs.example/", "u", "", "auto", "admin", true, kFilled.name}));
  }
  void seal_one(ports::NewEvent made) {
    commit({std::move(made)});
    seal();
  }
  std::optional<xapi::Batch> take(int max = 50) {
    auto batch = store->next_backfill_batch(kFilled, max, kAmple);
    EXPECT_TRUE(batch) << (batch ? "" : base::describe(batch.error()));
    return batch ? *batch : std::nullopt;
  }
  base::Status settle(const xapi::Batch& batch, const std::vector<xapi::Parked>& parked = {}, const std::optional<xapi::Receipt>& receipt = {}) {
    return store->settle_backfill(kFilled, lease("lrs/main"), batch.registration, batch.through, parked, receipt);
  }
  std::vector<std::string> drain(int max = 50) {
    std::vector<std::string> bodies;
    while (const auto batch = take(max)) {
      for (const auto& statement : batch->statements) bodies.push_back(statement.body);
      EXPECT_TRUE(settle(*batch));
    }
    return bodies;
  }
  // Of the delivery of what is new.
  std::vector<std::string> drain_new() {
    std::vector<std::string> bodies;
    while (true) {
      const auto batch = store->next_batch(kFilled, 50, kAmple);
      if (!batch || !*batch) return bodies;
      for (const auto& statement : (*batch)->statements) bodies.push_back(statement.body);
      EXPECT_TRUE(store->settle(kFilled, lease("lrs/main"), (*batch)->registration, (*batch)->through, {}, {}));
    }
  }
  xapi::Backfill state() {
    const auto found = store->backfill(kFilled);
    EXPECT_TRUE(found && *found);
    return found && *found ? **found : xapi::Backfill{};
  }
  static std::string body(const std::string& of) { return "{\"of\":\"" + of + "\"}"; }
};
PRECEPTOR_EVERY_ENGINE(BackfillContract);

TEST_P(BackfillContract, SendsWhatCameBeforeADestinationAndNothingTwice) {
  for (int seq = 1; seq <= 5; ++seq) seal_one(event("r", "a", seq, seq * 100));
  seal_one(event("other", "b", 1, 350));
  ASSERT_TRUE(store->open_destination(kFilled, false));
  seal_one(event("r", "a", 6, 600));
  seal_one(event("later", "c", 1, 601));
  EXPECT_FALSE(take()) << "none was begun";
  EXPECT_FALSE(*store->backfill(kFilled));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(300), at(700)));
  EXPECT_EQ(state().total, 4);
  EXPECT_EQ(state().done, 0);
  EXPECT_TRUE(store->todo(kFilled)->backfill);
  EXPECT_EQ(drain(2), (std::vector<std::string>{body("r/a/3"), body("r/a/4"), body("other/b/1"), body("r/a/5")})) << "in order, in parts, without what is new";
  EXPECT_EQ(state().done, 4);
  EXPECT_EQ(state().state, "running") << "until its worker says so";
  ASSERT_TRUE(store->finish_backfill(kFilled, at(800)));
  EXPECT_EQ(state().state, "done");
  EXPECT_EQ(state().ended_at, at(800));
  EXPECT_FALSE(store->todo(kFilled)->backfill);
  EXPECT_EQ(drain_new(), (std::vector<std::string>{body("r/a/6"), body("later/c/1")})) << "the other cursor is where it was";
}

TEST_P(BackfillContract, IsHeldGoesOnAndIsStopped) {
  for (int seq = 1; seq <= 4; ++seq) seal_one(event("r", "a", seq, seq));
  ASSERT_TRUE(store->open_destination(kFilled, false));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(0), at(10)));
  ASSERT_TRUE(settle(*take(1)));
  EXPECT_TRUE(*store->turn_backfill(kFilled, "running", "paused", at(11)));
  EXPECT_FALSE(*store->turn_backfill(kFilled, "running", "paused", at(11))) << "it is not running";
  EXPECT_FALSE(take());
  EXPECT_FALSE(store->todo(kFilled)->backfill);
  ASSERT_TRUE(store->finish_backfill(kFilled, at(12)));
  EXPECT_EQ(state().state, "paused");
  open();   // as after a kill
  EXPECT_EQ(state().done, 1);
  EXPECT_TRUE(*store->turn_backfill(kFilled, "paused", "running", at(13)));
  EXPECT_EQ(drain(1), (std::vector<std::string>{body("r/a/2"), body("r/a/3"), body("r/a/4")}));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(0), at(14)));
  EXPECT_TRUE(*store->turn_backfill(kFilled, "running", "stopped", at(15)));
  EXPECT_EQ(state().ended_at, at(15));
  EXPECT_FALSE(take());
}

TEST_P(BackfillContract, BegunAnewItSkipsNothingAndIsNotUndoneByWhatIsOnItsWay) {
  for (int seq = 1; seq <= 5; ++seq) seal_one(event("r", "a", seq, seq * 100));
  ASSERT_TRUE(store->open_destination(kFilled, false));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(200), at(600)));
  auto on_its_way = *take(2);
  ASSERT_TRUE(store->begin_backfill(kFilled, at(400), at(601)));
  EXPECT_EQ(state().from, at(200)) << "the first had not ended";
  const auto again = *take(2);
  EXPECT_EQ(again.statements[0].body, body("r/a/2"));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(100), at(602)));
  ASSERT_TRUE(settle(on_its_way, {}, xapi::Receipt{kFilled, on_its_way.registration, 2, 3, 2, 200, at(603)}));
  EXPECT_EQ(count("receipt"), 1);
  EXPECT_EQ(drain().size(), 5u);
  ASSERT_TRUE(store->finish_backfill(kFilled, at(604)));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(400), at(605)));
  EXPECT_EQ(drain().size(), 2u) << "one that ended is over";
}

TEST_P(BackfillContract, AnOldFenceSettlesNothing) {
  seal_one(event("r", "a", 1));
  ASSERT_TRUE(store->open_destination(kFilled, false));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(0), at(1)));
  const auto old = lease("lrs/main", "node-1");
  const auto batch = *take();
  let_run_out("lrs/main");
  lease("lrs/main", "node-2");
  EXPECT_CODE(store->settle_backfill(kFilled, old, batch.registration, batch.through, {}, {}), Code::store_conflict);
  EXPECT_CODE(store->settle_again(kFilled, old, batch.registration, {}, {}, {}), Code::store_conflict);
  EXPECT_TRUE(take());
}

TEST_P(BackfillContract, WhatItDeliversIsParkedNoLonger) {
  ASSERT_TRUE(store->open_destination(kFilled, true));
  for (int seq = 1; seq <= 4; ++seq) seal_one(event("r", "a", seq, seq));
  const auto batch = **store->next_batch(kFilled, 50, kAmple);
  std::vector<xapi::Parked> refused;
  for (const auto& statement : batch.statements) refused.push_back({kFilled, batch.registration, statement.position, statement.id, "lrs.refused", "no", at(9)});
  ASSERT_TRUE(store->settle(kFilled, lease("lrs/main"), batch.registration, batch.through, refused, {}));
  ASSERT_TRUE(store->begin_backfill(kFilled, at(2), at(10)));
  EXPECT_EQ(store->backlog(kFilled)->parked, 4) << "sending again has only begun";
  auto again = *take();
  ASSERT_EQ(again.statements.size(), 3u);
  again.through = 3;   // the second goes through, the third is refused once more, the fourth has not been sent yet
  refused[2].reason = "still no";
  ASSERT_TRUE(settle(again, {refused[2]}, xapi::Receipt{kFilled, batch.registration, 2, 2, 1, 200, at(20)}));
  const auto listed = *store->list_parked(kFilled, 10);
  ASSERT_EQ(listed.size(), 3u);
  for (const auto& row : listed) {
    EXPECT_NE(row.position, 2);
    EXPECT_EQ(row.reason, row.position == 3 ? "still no" : "no");
  }
}

TEST_P(BackfillContract, WhatWasRefusedIsSentAgainWhenAskedFor) {
  ASSERT_TRUE(store->open_destination(kFilled, true));
  for (int seq = 1; seq <= 4; ++seq) seal_one(event("r", "a", seq, seq));
  const auto batch = **store->next_batch(kFilled, 50, kAmple);
  const char* const reasons[] = {"HTTP 413: a", "HTTP 413: b", "HTTP 400: c", "HTTP 413: erased"};
  std::vector<xapi::Parked> refused;
  for (std::size_t i = 0; i < 4; ++i)
    refused.push_back({kFilled, batch.registration, batch.statements[i].position, batch.statements[i].id, "lrs.refused", reasons[i], at(9)});
  ASSERT_TRUE(store->settle(kFilled, lease("lrs/main"), batch.registration, batch.through, refused, {}));
  engine->rows("DELETE FROM rendering_body WHERE seq = 4");
  const auto groups = *store->parked_groups(kFilled);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].begins + "|" + groups[1].begins, "HTTP 400|HTTP 413");
  EXPECT_EQ(groups[1].count, 3);
  EXPECT_FALSE(*store->next_again(kFilled, 10, kAmple));
  EXPECT_EQ(*store->send_again(kFilled, {"", "lrs.refused", "HTTP 413"}), 2) << "bytes that were erased cannot be sent";
  EXPECT_EQ(*store->send_again(kFilled, {"", "lrs.conflict", ""}), 0);
  EXPECT_EQ(*store->send_again({"lrs", "another"}, {}), 0);
  EXPECT_EQ((*store->parked_groups(kFilled))[1].again, 2);
  EXPECT_TRUE(store->todo(kFilled)->again);
  const auto taken = **store->next_again(kFilled, 10, kAmple);
  ASSERT_EQ(taken.statements.size(), 2u);
  EXPECT_EQ(taken.statements[1].body, body("r/a/2")) << "the same bytes";
  refused[1].reason = "HTTP 413: still";
  ASSERT_TRUE(store->settle_again(kFilled, lease("lrs/main"), taken.registration, {taken.statements[0].id}, {refused[1]},
                                  xapi::Receipt{kFilled, taken.registration, 1, 1, 1, 200, at(30)}));
  EXPECT_EQ(store->backlog(kFilled)->parked, 3);
  EXPECT_FALSE(store->todo(kFilled)->again) << "refused once more, it waits for somebody";
  EXPECT_EQ(*store->send_again(kFilled, {refused[2].id.str(), "", ""}), 1);
  EXPECT_EQ((*store->next_again(kFilled, 10, kAmple))->statements[0].id, refused[2].id);
  EXPECT_EQ(store->receipts(kFilled, 10)->at(0).at, at(30));
}

TEST_P(BackfillContract, AFilterHoldsForAllThatIsTakenFromThenOn) {
  ASSERT_TRUE(store->open_destination(kFilled, true));
  auto unit = work({event("r", "a", 1, 1), event("r", "a", 2, 2), event("r", "b", 1, 3)});
  auto other = attempt("r", "b");
  other.unit_id = "unit-b";
  unit.attempts = {attempt("r", "a"), other};
  ASSERT_TRUE(store->commit(unit));
  const auto of_type = [](const std::string& stream, const char* type, const char* json) {
    auto made = event("r", stream, 1, 5);
    made.event.stream_kind = "person";
    made.event.payload = record::Other{type, json};
    return made;
  };
  commit({of_type("s", "survey_submitted", "{}"), of_type("t", "rca_rated", "{}"), of_type("u", "credit_claimed", R"({"activity_id":"act-1"})"),
          of_type("v", "credit_granted", R"({"grant":{"activity_id":"act-2"}})")});
  seal();
  const auto sent = [&](const xapi::LrsFilter& filter) {
    EXPECT_TRUE(store->set_lrs_filter("main", filter));
    std::string all;
    const auto batch = store->next_batch(kFilled, 50, kAmple);
    for (const auto& statement : (**batch).statements) all += statement.body.substr(9, 3) + " ";
    EXPECT_EQ((**batch).through, 7) << "what is left out is passed over";
    return all;
  };
  EXPECT_EQ(sent({}), "a/1 a/2 b/1 u/1 v/1 ") << "burden and root-cause are off until they are switched on";
  EXPECT_EQ(sent({{"answers", "credit"}, {}}), "a/1 b/1 s/1 t/1 ");
  EXPECT_EQ(sent({{}, {"unit-b", "act-2"}}), "b/1 v/1 ");
  EXPECT_EQ(sent({{"attempts"}, {"unit-a"}}), "a/2 ");
  EXPECT_EQ(store->list_lrs()->at(0).filter, (xapi::LrsFilter{{"attempts"}, {"unit-a"}}));
  ASSERT_TRUE(store->save_lrs({"main", "https://moved.example/", "u", "", "auto", "admin", true, kFilled.name}));
  EXPECT_EQ(store->list_lrs()->at(0).filter.units, std::vector<std::string>{"unit-a"}) << "a change of the connection leaves it alone";
  EXPECT_CODE(store->set_lrs_filter("nobody", {}), Code::lrs_unknown);
  EXPECT_EQ(drain_new(), std::vector<std::string>{body("r/a/2")});
  ASSERT_TRUE(store->begin_backfill(kFilled, at(0), at(10)));
  EXPECT_EQ(drain(), std::vector<std::string>{body("r/a/2")}) << "what came before passes it too";
}

TEST_P(BackfillContract, ASubscriberOfTheHostHasNoFilter) {
  const xapi::Destination host{"subscriber", "main-id"};
  ASSERT_TRUE(store->open_destination(host, true));
  ASSERT_TRUE(store->set_lrs_filter("main", {{"attempts"}, {"unit-z"}}));
  seal_one(event("r", "a", 1));
  EXPECT_EQ((**store->next_batch(host, 50, kAmple)).statements.size(), 1u);
}

}  // namespace
}  // namespace preceptor::contract
