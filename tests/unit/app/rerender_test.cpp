// store rerender: what comes out otherwise today is superseded, once, and arrives at record stores in its order.
#include "tests/unit/app/statement_bench.hpp"

namespace preceptor::app {
namespace {

class Rerendering : public StatementBench {};

TEST_F(Rerendering, SupersedesWhatDiffersAndVoidsItWhereItWasSent) {
  add("main", lrs);
  learn("somebody-else");
  deliver();
  ASSERT_EQ(verbs_of(lrs.held()), (std::vector<std::string>{"initialized", "completed"}));
  const Json old = lrs.held().at(1);

  for (int again = 0; again < 2; ++again) {
    const Json counted = rerender({{"dry_run", true}});
    EXPECT_EQ(counted["looked_at"], 2);
    EXPECT_EQ(counted["by_kind"], (Json{{"completed", 1}}));
    EXPECT_EQ(counted["differs"], (Json{{"actor", 1}})) << "nothing was written: it counts the same again";
  }
  EXPECT_EQ(rerender()["superseded"], 1);
  EXPECT_EQ(rerender()["superseded"], 0) << "before it is sealed, and";
  seal();
  const Json after = rerender();
  EXPECT_EQ(after["superseded"], 0) << "after: it comes out as it is stored";
  EXPECT_EQ(after["looked_at"], 2) << "the old one is in force no longer";

  deliver();
  const auto held = lrs.held();
  ASSERT_EQ(verbs_of(held), (std::vector<std::string>{"initialized", "completed", "voided", "completed"}));
  EXPECT_EQ(held[2]["object"], (Json{{"objectType", "StatementRef"}, {"id", old["id"]}}));
  Json now = held[3];
  EXPECT_NE(now["id"], old["id"]);
  EXPECT_EQ(now["actor"]["account"]["name"], "sub-1");
  now["id"] = old["id"];
  now["actor"] = old["actor"];
  EXPECT_EQ(now, old) << "nothing else differs, the time neither";

  OrderedLrs second;
  add("second", second);
  quiet.run("lrs backfill", {{"name", "second"}});
  ASSERT_EQ(quiet.code, kGood);
  deliver();
  EXPECT_EQ(verbs_of(second.held()), (std::vector<std::string>{"initialized", "completed"})) << "who never had the old one hears nothing of it";
  EXPECT_EQ(second.held().at(1)["id"], held[3]["id"]);
}

TEST_F(Rerendering, WhatIsParkedIsSupersededWithoutAVoiding) {
  add("main", lrs);
  lrs.refuse("completed");
  learn("somebody-else");
  deliver();
  ASSERT_EQ(verbs_of(lrs.held()), (std::vector<std::string>{"initialized"}));
  ASSERT_EQ(Json::parse(quiet.run("lrs list", {{"json", true}})).at(0)["parked"], 1);
  EXPECT_EQ(rerender()["superseded"], 1);
  seal();
  quiet.run("lrs resend", {{"name", "main"}});
  EXPECT_EQ(quiet.code, -1) << "the old bytes are not sent again";
  lrs.refuse("");
  deliver();
  ASSERT_EQ(verbs_of(lrs.held()), (std::vector<std::string>{"initialized", "completed"}));
  EXPECT_EQ(lrs.held().at(1)["actor"]["account"]["name"], "sub-1");
  EXPECT_EQ(Json::parse(quiet.run("lrs list", {{"json", true}})).at(0)["parked"], 0);
}

TEST_F(Rerendering, AFilterGoesByWhatTheStatementTells) {
  add("main", lrs);
  learn("somebody-else");
  deliver();
  EXPECT_EQ(rerender()["superseded"], 1);
  seal();
  quiet.run("lrs filter", {{"name", "main"}, {"kinds", Json::array({"answers"})}});
  ASSERT_EQ(quiet.code, kGood);
  deliver();
  EXPECT_EQ(lrs.held().size(), 2u) << "attempts are switched off";
}

TEST_F(Rerendering, WaitsForBackfillsAndLooksOnlyWhereItIsTold) {
  add("main", lrs);
  learn("somebody-else");
  EXPECT_EQ(rerender({{"kind", "earned"}})["looked_at"], 0);
  EXPECT_EQ(rerender({{"registration", "none"}})["looked_at"], 0);
  EXPECT_EQ(rerender({{"from", "2100-01-01"}})["looked_at"], 0);
  deliver();
  quiet.run("lrs backfill", {{"name", "main"}});
  ASSERT_EQ(quiet.code, kGood);
  const std::string said = quiet.run("store rerender");
  EXPECT_EQ(quiet.code, kRed);
  EXPECT_NE(said.find("is being sent what came before"), std::string::npos) << said;
  EXPECT_EQ(rerender({{"dry_run", true}})["superseded"], 1) << "counting is always possible";
}

TEST_F(Rerendering, WhatCannotBeMadeAnyMoreStaysAsItIs) {
  learn("somebody-else", false);   // nobody knows the person's account any more
  const Json told = rerender();
  EXPECT_EQ(told["unmakeable"], 2);
  EXPECT_EQ(told["superseded"], 0);
}

}  // namespace
}  // namespace preceptor::app
