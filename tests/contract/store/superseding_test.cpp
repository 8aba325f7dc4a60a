// A statement that another stands in the place of: sent to nobody any more, and voided where it was sent.
#include "core/record/erasure.hpp"
#include "core/record/rendering.hpp"
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

const xapi::Destination kHad{"lrs", "main"};
const xapi::Destination kLate{"lrs", "late"};
constexpr std::size_t kMuch = 1 << 20;

class SupersedingContract : public StoreContract {
 protected:
  // An event with a voiding statement and a new one in the old one's place, as store rerender makes it.
  static ports::NewEvent superseding(const std::string& stream, const base::StatementId& old_id, const std::string& name, std::int64_t ms) {
    auto made = event("r", stream, 1, ms);
    record::Rendering& now = made.renderings[0];
    now.body = "new " + name;
    now.supersedes = old_id;
    record::Rendering voiding = now;
    voiding.id = base::StatementId(base::uuid_v4());
    voiding.template_name = "voided";
    voiding.body = "void " + name;
    made.renderings.insert(made.renderings.begin(), voiding);
    return made;
  }
  static std::vector<std::string> bodies(const base::Result<std::optional<xapi::Batch>>& batch) {
    std::vector<std::string> out;
    EXPECT_TRUE(batch);
    if (batch && *batch)
      for (const auto& one : (*batch)->statements) out.push_back(one.body);
    return out;
  }
  xapi::Destination store_of(const std::string& name, const std::string& audience, std::vector<std::string> kinds_off) {
    xapi::LrsRow row;
    row.name = name;
    row.endpoint = "https://" + name + ".example.org/xAPI/";
    row.store_id = name + "#1";
    row.audience = audience;
    EXPECT_TRUE(store->save_lrs(row));
    EXPECT_TRUE(store->set_lrs_filter(name, {std::move(kinds_off), {}}));
    EXPECT_TRUE(store->open_destination({"lrs", row.store_id}, true));
    return {"lrs", row.store_id};
  }
  // The statement of a kind that was made of an event, as the worker of such audiences makes it; its bytes are its stream's name.
  static ports::NewEvent made_for(const std::string& stream, const std::string& audience, const std::string& kind) {
    auto made = event("r", stream, 1, 5);
    made.event.stream_kind = "site";
    made.event.payload = record::Other{record::kStatementsMade, R"({"kind":")" + kind + R"(","seq":2,"stream_id":"a","type":"question_answered","unit_id":"unit-a"})"};
    made.renderings[0].audience = audience + ":" + kind;
    made.renderings[0].body = stream;
    made.renderings[0].id = base::StatementId(base::uuid_v4());
    return made;
  }
  std::vector<std::string> sent(const xapi::Destination& to) { return bodies(store->next_batch(to, 10, kMuch)); }
  std::vector<std::string> in_force() {
    std::vector<std::string> out;
    EXPECT_TRUE(store->walk_in_force({}, [&](const xapi::StatementInForce& one) {
      out.push_back(one.body);
      return true;
    }));
    return out;
  }
};
PRECEPTOR_EVERY_ENGINE(SupersedingContract);

TEST_P(SupersedingContract, IsVoidedWhereItWasSentAndReplacedEverywhere) {
  using Bodies = std::vector<std::string>;
  const auto one = event("r", "a", 1), two = event("r", "b", 1, 5);
  ASSERT_TRUE(store->open_destination(kHad, true));
  commit({one, two});
  seal();
  const auto first = store->next_batch(kHad, 10, kMuch);
  ASSERT_TRUE(first && *first && (*first)->statements.size() == 2u);
  const xapi::Parked refused{kHad, base::RegistrationId("r"), 2, (*first)->statements[1].id, "lrs.refused", "HTTP 400", at(7)};
  const xapi::Receipt receipt{kHad, base::RegistrationId("r"), 1, 1, 1, 200, at(7)};
  ASSERT_TRUE(store->settle(kHad, lease("lrs/main"), base::RegistrationId("r"), 2, {refused}, receipt));
  ASSERT_TRUE(store->open_destination(kLate, false));

  commit({superseding("x", (*first)->statements[0].id, "one", 10), superseding("y", (*first)->statements[1].id, "two", 11)});
  seal();
  EXPECT_EQ(*store->send_again(kHad, {}), 0) << "what is parked and superseded is not sent again";
  const auto next = store->next_batch(kHad, 10, kMuch);
  EXPECT_EQ(bodies(next), (Bodies{"void one", "new one", "new two"})) << "what was refused needs no voiding";
  EXPECT_EQ(bodies(store->next_batch(kLate, 10, kMuch)), (Bodies{"new one", "new two"})) << "it never had the old ones";
  ASSERT_TRUE(next && *next);
  EXPECT_EQ(store->list_parked(kHad, 10)->size(), 1u);
  ASSERT_TRUE(store->settle(kHad, lease("lrs/main"), (*next)->registration, (*next)->through, {}, std::nullopt));
  EXPECT_TRUE(store->list_parked(kHad, 10)->empty()) << "its place was taken";

  ASSERT_TRUE(store->begin_backfill(kLate, at(0), at(20)));
  EXPECT_EQ(bodies(store->next_backfill_batch(kLate, 10, kMuch)), Bodies{}) << "nor are they sent later";
  EXPECT_EQ(in_force(), (Bodies{"new one", "new two"}));
}

TEST_P(SupersedingContract, WhatTakesBackGoesToEveryStoreOfItsAudienceWhateverTheFilterSays) {
  using Bodies = std::vector<std::string>;
  xapi::LrsRow row;
  row.name = "late";
  row.endpoint = "https://lrs.example.org/xAPI/";
  row.store_id = kLate.name;
  ASSERT_TRUE(store->save_lrs(row));
  xapi::LrsFilter elsewhere;
  elsewhere.units = {"another-unit"};
  ASSERT_TRUE(store->set_lrs_filter(row.name, elsewhere));
  ASSERT_TRUE(store->open_destination(kLate, true));
  auto taking_back = event("r", "a", 2, 5);
  taking_back.event.payload = record::statement_voided(event("r", "a", 1).renderings[0].id);
  taking_back.renderings[0].template_name = record::kVoidingTemplate;
  taking_back.renderings[0].body = "void";
  auto quiet = taking_back;
  quiet.event.stream_id = "b";
  quiet.event.seq = 1;
  quiet.renderings[0].id = base::StatementId(base::uuid_v4());
  quiet.renderings[0].audience = "pseudonymised";
  commit({event("r", "a", 1), taking_back, quiet});
  seal();
  EXPECT_EQ(bodies(store->next_batch(kLate, 10, kMuch)), Bodies{"void"}) << "no receipt, and another unit";
  EXPECT_EQ(in_force(), Bodies{"{\"of\":\"r/a/1\"}"}) << "nothing is rendered anew in a voiding statement's place";
}

TEST_P(SupersedingContract, StatementsOfAKindWithAnAudienceOfItsOwnGoWhereItIsOn) {
  using Bodies = std::vector<std::string>;
  const auto none = store_of("none", "identified", {"burden", "root-cause"}), burden = store_of("burden", "identified", {"attempts", "answers", "root-cause"});
  const auto both = store_of("both", "identified", {"attempts"}), quiet = store_of("quiet", "pseudonymised", {"root-cause"});
  const xapi::Destination host{"subscriber", "host-1"};
  ASSERT_TRUE(store->open_destination(host, true));
  commit({event("r", "a", 1), made_for("b1", "identified", "burden"), made_for("c1", "identified", "root-cause"), made_for("q1", "pseudonymised", "burden"), made_for("q2", "pseudonymised", "root-cause")});
  seal();
  const std::string open = "{\"of\":\"r/a/1\"}";
  EXPECT_EQ(sent(none), Bodies{open});
  EXPECT_EQ(sent(burden), Bodies{"b1"}) << "whatever it gets of the event it was made of";
  EXPECT_EQ(sent(both), (Bodies{"b1", "c1"}));
  EXPECT_EQ(sent(quiet), Bodies{"q1"});
  EXPECT_EQ(sent(host), Bodies{open}) << "a subscriber gets none";
  ASSERT_TRUE(store->set_lrs_filter("burden", {{"attempts"}, {"unit-b"}}));
  EXPECT_EQ(sent(burden), Bodies{}) << "of another unit";
  ASSERT_TRUE(store->set_lrs_filter("burden", {{"attempts"}, {"unit-a"}}));
  EXPECT_EQ(sent(burden), (Bodies{"b1", "c1"}));
}

TEST_P(SupersedingContract, StatementsOfAKindAreSentAgainWhileItIsOnAndTakenBackWhereTheyWereSent) {
  using Bodies = std::vector<std::string>;
  const auto none = store_of("none", "identified", {"burden", "root-cause"}), burden = store_of("burden", "identified", {"attempts"}), both = store_of("both", "identified", {"attempts"});
  const auto of_burden = made_for("b1", "identified", "burden");
  commit({event("r", "a", 1), of_burden});
  seal();
  const std::string open = "{\"of\":\"r/a/1\"}";
  EXPECT_EQ(sent(both), Bodies{"b1"});
  const auto whole = store->next_batch(burden, 10, kMuch);
  ASSERT_TRUE(whole && *whole);
  const auto position = (*whole)->statements[0].position;
  ASSERT_TRUE(store->settle(burden, lease("lrs/burden"), base::RegistrationId("r"), (*whole)->through, {},
                            xapi::Receipt{burden, base::RegistrationId("r"), position, position, 1, 200, at(7)}));
  ASSERT_TRUE(store->settle(both, lease("lrs/both"), base::RegistrationId("r"), (*whole)->through,
                            {{both, base::RegistrationId("r"), position, of_burden.renderings[0].id, "lrs.refused", "HTTP 400", at(7)}}, std::nullopt));
  ASSERT_TRUE(store->set_lrs_filter("both", {{"burden"}, {}}));
  EXPECT_EQ(*store->send_again(both, {}), 0);
  ASSERT_TRUE(store->set_lrs_filter("both", {{"attempts"}, {}}));
  EXPECT_EQ(*store->send_again(both, {}), 1);
  EXPECT_EQ(bodies(store->next_again(both, 10, kMuch)), Bodies{"b1"});
  ASSERT_TRUE(store->set_lrs_filter("both", {{"burden"}, {}}));
  EXPECT_EQ(bodies(store->next_again(both, 10, kMuch)), Bodies{});
  auto taking_back = event("r", "b1", 2, 9);
  taking_back.event.stream_kind = "site";
  taking_back.event.payload = record::statement_voided(of_burden.renderings[0].id);
  taking_back.renderings[0].template_name = record::kVoidingTemplate;
  taking_back.renderings[0].audience = "identified:burden";
  taking_back.renderings[0].supersedes = of_burden.renderings[0].id;
  taking_back.renderings[0].body = "void";
  commit({taking_back});
  seal();
  ASSERT_TRUE(store->set_lrs_filter("burden", {{"burden"}, {}}));
  EXPECT_EQ(sent(burden), Bodies{"void"}) << "it had it, whatever its filter says today";
  EXPECT_EQ(sent(both), Bodies{}) << "it refused it";
  EXPECT_EQ(sent(none), Bodies{open}) << "it never had it";
}

TEST_P(SupersedingContract, ARecordStoreGetsTheRenderingsOfItsAudience) {
  using Bodies = std::vector<std::string>;
  xapi::LrsRow row;
  row.name = "quiet";
  row.endpoint = "https://lrs.example.org/xAPI/";
  row.store_id = "quiet#1";
  row.audience = "pseudonymised";
  ASSERT_TRUE(store->save_lrs(row));
  ASSERT_TRUE(store->list_lrs()->at(0).pseudonymised());
  const xapi::Destination quiet{"lrs", row.store_id};
  ASSERT_TRUE(store->open_destination(quiet, true));
  ASSERT_TRUE(store->open_destination(kHad, true));
  auto made = event("r", "a", 1);
  const base::StatementId open_id = made.renderings[0].id;
  made.renderings.push_back(made.renderings[0]);
  made.renderings[1].id = base::StatementId(base::uuid_v4());
  made.renderings[1].audience = "pseudonymised";
  made.renderings[1].body = "somebody";
  commit({made});
  seal();
  EXPECT_EQ(bodies(store->next_batch(kHad, 10, kMuch)), Bodies{"{\"of\":\"r/a/1\"}"});
  EXPECT_EQ(bodies(store->next_batch(quiet, 10, kMuch)), Bodies{"somebody"});
  const xapi::Parked before{quiet, base::RegistrationId("r"), 1, open_id, "lrs.refused", "HTTP 400", at(7)};
  ASSERT_TRUE(store->settle(quiet, lease("lrs/quiet"), base::RegistrationId("r"), 1, {before}, std::nullopt));
  EXPECT_EQ(*store->send_again(quiet, {}), 0) << "what was refused before it was pseudonymised names the account";
  EXPECT_EQ(bodies(store->next_batch(quiet, 10, kMuch)), Bodies{});
  ASSERT_TRUE(store->rewind(quiet, at(1)));
  EXPECT_EQ(bodies(store->next_batch(quiet, 10, kMuch)), Bodies{}) << "nothing was recorded since";
  ASSERT_TRUE(store->rewind(quiet, at(0)));
  EXPECT_EQ(bodies(store->next_batch(quiet, 10, kMuch)), Bodies{"somebody"});
}

TEST_P(SupersedingContract, WalksWhatIsInForceByTimeRegistrationAndTemplate) {
  std::vector<ports::NewEvent> many;
  for (int seq = 1; seq <= 250; ++seq) many.push_back(event("r", "a", seq, seq));
  commit(std::move(many));
  commit({event("q", "b", 1, 1000)});
  EXPECT_TRUE(in_force().empty()) << "not sealed";
  seal();
  EXPECT_EQ(in_force().size(), 251u) << "over the end of a page";
  const auto count = [&](const xapi::WalkFilter& filter) {
    int seen = 0;
    EXPECT_TRUE(store->walk_in_force(filter, [&](const xapi::StatementInForce& one) {
      EXPECT_EQ(one.template_name, "t");
      EXPECT_EQ(one.version, 1);
      return ++seen < 200;
    }));
    return seen;
  };
  EXPECT_EQ(count({}), 200) << "stopped";
  EXPECT_EQ(count({at(10), at(20), {}, {}}), 10);
  EXPECT_EQ(count({{}, {}, "q", {}}), 1);
  EXPECT_EQ(count({{}, {}, {}, "t"}), 200);
  EXPECT_EQ(count({{}, {}, {}, "u"}), 0);
}

}  // namespace
}  // namespace preceptor::contract
