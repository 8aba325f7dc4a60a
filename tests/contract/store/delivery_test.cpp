#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

const xapi::Destination kMain{"lrs", "main"};
constexpr std::size_t kRoom = 1 << 20;

class DeliveryContract : public StoreContract {
 protected:
  void seal_one(ports::NewEvent made) {
    commit({std::move(made)});
    seal();
  }
  std::optional<xapi::Batch> take(int max = 50, std::size_t bytes = kRoom) {
    auto batch = store->next_batch(kMain, max, bytes);
    EXPECT_TRUE(batch) << (batch ? "" : base::describe(batch.error()));
    return batch ? *batch : std::nullopt;
  }
  base::Status settle(const xapi::Batch& batch, const std::vector<xapi::Parked>& parked = {}, const std::optional<xapi::Receipt>& receipt = {}) {
    return store->settle(kMain, lease("lrs/main"), batch.registration, batch.through, parked, receipt);
  }
  // Takes and settles until nothing waits; the bodies in the order they came.
  std::vector<std::string> drain(int max = 50) {
    std::vector<std::string> bodies;
    while (const auto batch = take(max)) {
      for (const auto& statement : batch->statements) bodies.push_back(statement.body);
      EXPECT_TRUE(settle(*batch));
    }
    return bodies;
  }
  static std::string body(const std::string& of) { return "{\"of\":\"" + of + "\"}"; }
};
PRECEPTOR_EVERY_ENGINE(DeliveryContract);

TEST_P(DeliveryContract, TakesSealedRowsOnlyAndOnlyForOpenDestinations) {
  commit({event("r", "a", 1)});
  EXPECT_FALSE(take()) << "not opened";
  ASSERT_TRUE(store->open_destination(kMain, true));
  EXPECT_FALSE(take()) << "not sealed";
  seal();
  const auto batch = take();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->registration.str(), "r");
  EXPECT_EQ(batch->through, 1);
  ASSERT_EQ(batch->statements.size(), 1u);
  EXPECT_EQ(batch->statements[0].body, body("r/a/1"));
  EXPECT_EQ(batch->statements[0].position, 1);
  EXPECT_EQ(batch->statements[0].id, event("r", "a", 1).renderings[0].id);
  EXPECT_EQ(take()->through, 1) << "unsettled rows are given again";
  ASSERT_TRUE(settle(*batch));
  EXPECT_FALSE(take());
}

TEST_P(DeliveryContract, SaysWhetherAnythingWaitsBehindACursor) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  EXPECT_FALSE(*store->anything_waiting(kMain));
  commit({event("r", "a", 1)});
  EXPECT_FALSE(*store->anything_waiting(kMain)) << "not sealed";
  seal();
  EXPECT_TRUE(*store->anything_waiting(kMain));
  EXPECT_FALSE(*store->anything_waiting({"lrs", "unknown"}));
  drain();
  EXPECT_FALSE(*store->anything_waiting(kMain));
}

TEST_P(DeliveryContract, StartsFromTheBeginningOrFromNow) {
  seal_one(event("r", "a", 1));
  const xapi::Destination now{"lrs", "now"};
  ASSERT_TRUE(store->open_destination(kMain, true));
  ASSERT_TRUE(store->open_destination(now, false));
  EXPECT_TRUE(*store->has_destination(now));
  EXPECT_FALSE(*store->has_destination({"subscriber", "now"}));
  EXPECT_FALSE(*store->next_batch(now, 10, kRoom));
  ASSERT_TRUE(store->open_destination(now, true)) << "a known destination is left alone";
  EXPECT_FALSE(*store->next_batch(now, 10, kRoom));
  seal_one(event("r", "a", 2));
  seal_one(event("later", "x", 1));
  EXPECT_EQ((*store->next_batch(now, 10, kRoom))->statements[0].body, body("later/x/1")) << "recorded first, by its clock";
  EXPECT_EQ(drain().size(), 3u);
}

TEST_P(DeliveryContract, ServesTheRegistrationThatWaitedLongest) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  commit({event("r1", "a", 1, 30), event("r1", "a", 2, 31), event("r2", "b", 1, 10), event("r3", "c", 1, 20)});
  seal();
  EXPECT_EQ(drain(), (std::vector<std::string>{body("r2/b/1"), body("r3/c/1"), body("r1/a/1"), body("r1/a/2")}));
}

TEST_P(DeliveryContract, KeepsToTheLimitsAndNeverSplitsAnEvent) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  for (int seq = 1; seq <= 4; ++seq) seal_one(event("r", "a", seq, seq));
  EXPECT_EQ(take(3)->statements.size(), 3u);
  EXPECT_EQ(take(3)->through, 3);
  const std::size_t one = body("r/a/1").size();
  EXPECT_EQ(take(50, 2 * one)->through, 2);
  EXPECT_EQ(take(50, 1)->statements.size(), 1u) << "at least one";
  auto twin = event("r", "b", 1, 9);
  twin.renderings.push_back(twin.renderings[0]);
  twin.renderings[1].id = base::StatementId(base::uuid_v4());
  seal_one(twin);
  drain(1);
  seal_one(event("r", "b", 2, 10));
  EXPECT_EQ(take(1)->statements.size(), 1u);
}

TEST_P(DeliveryContract, AnEventWithTwoStatementsIsTakenWhole) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  auto twin = event("r", "b", 1);
  twin.renderings.push_back(twin.renderings[0]);
  twin.renderings[1].id = base::StatementId(base::uuid_v4());
  seal_one(twin);
  const auto batch = take(1);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->statements.size(), 2u) << "a cursor cannot stand inside an event";
}

TEST_P(DeliveryContract, PassesOverEventsWithoutStatementsErasedBytesAndOtherAudiences) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  std::vector<ports::NewEvent> quiet;
  for (int seq = 1; seq <= 30; ++seq) quiet.push_back(without_statement(event("r", "a", seq)));
  commit(std::move(quiet));
  auto other = event("r", "b", 1);
  other.renderings[0].audience = "pseudonymised";
  commit({other, event("r", "c", 1), event("r", "d", 1)});
  seal();
  engine->rows("DELETE FROM rendering_body WHERE stream_id = 'c'");
  EXPECT_EQ(drain(2), (std::vector<std::string>{body("r/d/1")}));
}

TEST_P(DeliveryContract, ASignatureGoesAlongWhereverItsStatementGoes) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  auto made = event("r", "a", 1);
  made.renderings[0].signature = "head.payload.signature";
  commit({made, event("r", "a", 2, 5)});
  seal();
  const auto batch = take();
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->statements.size(), 2u);
  EXPECT_EQ(batch->statements[0].signature, "head.payload.signature");
  EXPECT_EQ(batch->statements[1].signature, "");
  EXPECT_EQ(take(50, batch->statements[0].body.size() + batch->statements[1].body.size())->statements.size(), 1u) << "its bytes count";
  ASSERT_TRUE(settle(*batch, {{kMain, batch->registration, 1, batch->statements[0].id, "lrs.refused", "HTTP 415", at(50)}}));
  ASSERT_EQ(*store->send_again(kMain, {}), 1);
  const auto again = store->next_again(kMain, 10, kRoom);
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->statements.at(0).signature, "head.payload.signature");
  ASSERT_TRUE(store->begin_backfill(kMain, at(0), at(60)));
  const auto backfill = store->next_backfill_batch(kMain, 10, kRoom);
  ASSERT_TRUE(backfill && *backfill);
  EXPECT_EQ((*backfill)->statements.at(0).signature, "head.payload.signature");
  std::vector<std::string> exported;
  ASSERT_TRUE(store->export_statements({}, [&](const xapi::QueuedStatement& one) {
    exported.push_back(one.signature);
    return true;
  }));
  EXPECT_EQ(exported, (std::vector<std::string>{"head.payload.signature", ""}));
}

TEST_P(DeliveryContract, SettlingMovesCursorParksAndKeepsTheReceiptTogether) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  commit({event("r", "a", 1), event("r", "a", 2, 5)});
  seal();
  auto backlog = *store->backlog(kMain);
  EXPECT_EQ(backlog.waiting, 2);
  EXPECT_EQ(backlog.oldest, at(0));
  EXPECT_FALSE(backlog.last_delivered);
  const auto batch = take();
  const xapi::Parked parked{kMain, batch->registration, 2, batch->statements[1].id, "lrs.refused", std::string(3000, 'x'), at(50)};
  ASSERT_TRUE(settle(*batch, {parked}, xapi::Receipt{kMain, batch->registration, 1, 2, 1, 200, at(60)}));
  backlog = *store->backlog(kMain);
  EXPECT_EQ(backlog.waiting, 0);
  EXPECT_EQ(backlog.parked, 1);
  EXPECT_FALSE(backlog.oldest);
  EXPECT_EQ(backlog.last_delivered, at(60));
  const auto listed = store->list_parked(kMain, 10);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ((*listed)[0].id, parked.id);
  EXPECT_EQ((*listed)[0].code, "lrs.refused");
  EXPECT_EQ((*listed)[0].reason.size(), 2000u);
  EXPECT_EQ((*listed)[0].position, 2);
  EXPECT_EQ((*listed)[0].at, at(50));
  EXPECT_EQ(count("receipt"), 1);
}

TEST_P(DeliveryContract, SumsWhatWasSettledInAStretchOfTime) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  for (int seq = 1; seq <= 3; ++seq) {
    seal_one(event("r", "a", seq));
    const auto batch = take();
    ASSERT_TRUE(batch);
    std::vector<xapi::Parked> parked;
    if (seq == 3) parked.push_back({kMain, batch->registration, 3, batch->statements[0].id, "lrs.refused", "HTTP 400", at(30)});
    const xapi::Receipt receipt{kMain, batch->registration, seq, seq, seq, 200, at(10 * seq)};
    ASSERT_TRUE(settle(*batch, parked, parked.empty() ? std::optional(receipt) : std::nullopt));
  }
  const auto between = [&](int after, int until) {
    const auto found = store->settled_between(kMain, at(after), at(until));
    EXPECT_TRUE(found);
    return found ? std::pair(found->delivered, found->refused) : std::pair<std::int64_t, std::int64_t>(-1, -1);
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(between(0, 30), Pair(3, 1));
  EXPECT_EQ(between(10, 20), Pair(2, 0)) << "after the first instant, up to the second";
  EXPECT_EQ(between(20, 29), Pair(0, 0));
  EXPECT_EQ(store->settled_between({"lrs", "another"}, at(0), at(60))->delivered, 0);
}

TEST_P(DeliveryContract, AnOldFenceSettlesNothing) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  seal_one(event("r", "a", 1));
  const auto old = lease("lrs/main", "node-1");
  const auto batch = take();
  let_run_out("lrs/main");
  lease("lrs/main", "node-2");
  const xapi::Parked parked{kMain, batch->registration, 1, batch->statements[0].id, "lrs.refused", "", at(1)};
  EXPECT_CODE(store->settle(kMain, old, batch->registration, batch->through, {parked}, xapi::Receipt{kMain, batch->registration, 1, 1, 1, 200, at(1)}),
              Code::store_conflict);
  EXPECT_EQ(count("cursor") + count("parked") + count("receipt"), 0);
  EXPECT_TRUE(take());
}

TEST_P(DeliveryContract, PartsOfABatchCanBeSettledOneAfterAnother) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  for (int seq = 1; seq <= 4; ++seq) seal_one(event("r", "a", seq, seq));
  auto batch = *take();
  for (const std::int64_t through : {2, 3, 4}) {
    batch.through = through;
    ASSERT_TRUE(settle(batch));
    EXPECT_EQ(store->backlog(kMain)->waiting, 4 - through);
  }
  batch.through = 1;
  ASSERT_TRUE(settle(batch));
  EXPECT_EQ(store->backlog(kMain)->waiting, 0) << "never backwards";
}

TEST_P(DeliveryContract, ForgettingADestinationForgetsItsCursorsAndParkedRows) {
  ASSERT_TRUE(store->open_destination(kMain, true));
  seal_one(event("r", "a", 1));
  const auto batch = *take();
  ASSERT_TRUE(settle(batch, {{kMain, batch.registration, 1, batch.statements[0].id, "lrs.refused", "", at(1)}}));
  ASSERT_TRUE(store->forget_destination(kMain));
  EXPECT_FALSE(*store->has_destination(kMain));
  EXPECT_FALSE(take());
  EXPECT_TRUE(store->list_parked(kMain, 10)->empty());
  ASSERT_TRUE(store->open_destination(kMain, true));
  EXPECT_EQ(drain().size(), 1u);
}

TEST_P(DeliveryContract, KeepsRecordStoresAndNoConfiguredPassword) {
  xapi::LrsRow row{"main", "https://lrs.example/xAPI/", "user", "secret", "2.0", "config", true, "id-1"};
  ASSERT_TRUE(store->save_lrs(row));
  row.name = "second";
  row.source = "admin";
  row.enabled = false;
  ASSERT_TRUE(store->save_lrs(row));
  row.endpoint = "https://new.example/";
  ASSERT_TRUE(store->save_lrs(row));
  const auto listed = store->list_lrs();
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ((*listed)[0].password, "");
  EXPECT_EQ((*listed)[1].password, "secret");
  EXPECT_EQ((*listed)[1].endpoint, "https://new.example/");
  EXPECT_EQ((*listed)[1].username + (*listed)[1].version + (*listed)[1].store_id, "user2.0id-1");
  EXPECT_FALSE((*listed)[1].enabled);
  ASSERT_TRUE(store->remove_lrs("second"));
  EXPECT_CODE(store->remove_lrs("second"), Code::lrs_unknown);
  EXPECT_EQ(store->list_lrs()->size(), 1u);
}

TEST_P(DeliveryContract, ExportsInOrderAcrossPagesAndByEachFilter) {
  std::vector<ports::NewEvent> many;
  for (int seq = 1; seq <= 250; ++seq) many.push_back(event("r1", "a", seq, seq));
  auto unit = work(many);
  unit.attempts = {attempt("r1", "a", "person-a")};
  ASSERT_TRUE(store->commit(unit));
  auto other = attempt("r2", "b", "person-b");
  other.unit_id = "unit-b";
  other.context_id = "";
  unit = work({event("r2", "b", 1, 7), event("r2", "b", 2, 900)});
  unit.attempts = {other};
  ASSERT_TRUE(store->commit(unit));
  seal();
  commit({event("r1", "unsealed", 1)});
  const auto run = [&](const xapi::ExportFilter& filter, std::size_t stop_after = 10'000) {
    std::vector<std::string> bodies;
    const auto done = store->export_statements(filter, [&](const xapi::QueuedStatement& s) {
      bodies.push_back(s.body);
      return bodies.size() < stop_after;
    });
    EXPECT_TRUE(done);
    return bodies;
  };
  const auto all = run({});
  ASSERT_EQ(all.size(), 252u);
  for (int i = 0; i < 250; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], body("r1/a/" + std::to_string(i + 1)));
  EXPECT_EQ(all[251], body("r2/b/2"));
  EXPECT_EQ(run({}, 3).size(), 3u);
  EXPECT_EQ(run({.from = at(249), .to = at(250)}).size(), 1u) << "from <= at < to";
  EXPECT_EQ(run({.from = at(249)}).size(), 3u);
  EXPECT_EQ(run({.to = at(2)}).size(), 1u);
  EXPECT_EQ(run({.unit_id = "unit-b"}).size(), 2u);
  EXPECT_EQ(run({.context_id = "course"}).size(), 250u);
  EXPECT_EQ(run({.registration = "r2"}).size(), 2u);
  EXPECT_EQ(run({.person = "person-b"}).size(), 2u);
  EXPECT_TRUE(run({.unit_id = "unit-b", .registration = "r1"}).empty());
}

}  // namespace
}  // namespace preceptor::contract
