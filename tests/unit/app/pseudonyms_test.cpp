// Record stores that get pseudonyms: what is in the statements, when they are made, and that each is made once.
#include <set>

#include "plugin/app/pseudonymiser.hpp"
#include "tests/unit/app/statement_bench.hpp"
#include "xapi/profile/profile_lines.hpp"

namespace preceptor::app {
namespace {

class PseudonymisedStore : public StatementBench {
 protected:
  // What the running server does until nothing waits, and the sealing of it.
  void pseudonymise() {
    Pseudonymiser made(site());
    for (int steps = 0;; ++steps) {
      const auto more = made.step(lease("audience"));
      ASSERT_TRUE(more) << base::describe(more.error());
      if (!*more) break;
      ASSERT_LT(steps, 50) << "it turns in a circle";
    }
    seal();
  }
  static std::set<std::string> ids_of(const std::vector<Json>& all) {
    std::set<std::string> out;
    for (const Json& one : all) out.insert(one["id"].get<std::string>());
    return out;
  }
  OrderedLrs second;
};

TEST_F(PseudonymisedStore, GetsTheSameStatementsWithoutWhatNamesTheLearner) {
  add("main", lrs);
  add("second", second, true);
  learn("sub-1");
  learn("sub-2", true, "sub-2");
  pseudonymise();
  deliver();
  ASSERT_EQ(verbs_of(lrs.held()).size(), 4u);
  const auto held = second.held();
  ASSERT_EQ(held.size(), 4u);
  for (const Json& one : held) {
    const std::string text = one.dump();
    for (const char* named : {"sub-1", "sub-2", "lms.example.org", "platform", "/course/"}) EXPECT_EQ(text.find(named), std::string::npos) << named << " in " << text;
    EXPECT_EQ(one["actor"]["account"]["homePage"], site().activity_base());
  }
  std::set<std::string> actors, registrations, open_registrations;
  for (const Json& one : held) actors.insert(one["actor"]["account"]["name"].get<std::string>());
  for (const Json& one : held) registrations.insert(one["context"]["registration"].get<std::string>());
  for (const Json& one : lrs.held()) open_registrations.insert(one["context"]["registration"].get<std::string>());
  EXPECT_EQ(actors.size(), 2u) << "one a learner";
  EXPECT_EQ(registrations.size(), 2u) << "one an attempt";
  for (const auto& one : registrations) EXPECT_FALSE(open_registrations.contains(one)) << "nor can they be joined by the attempt";
  for (const auto& one : ids_of(held)) EXPECT_FALSE(ids_of(lrs.held()).contains(one)) << "another rendering is another id";

  quiet.run("export xapi", {{"lrs", "second"}});
  EXPECT_EQ(quiet.code, -1) << "an export names accounts";
  EXPECT_EQ(second.held().size(), 4u);
}

TEST_F(PseudonymisedStore, GetsWhatCameBeforeOnABackfillAndNothingIsMadeTwice) {
  learn("sub-1");
  add("second", second, true);
  pseudonymise();
  deliver();
  EXPECT_TRUE(second.held().empty()) << "from now on";
  quiet.run("lrs backfill", {{"name", "second"}});
  ASSERT_EQ(quiet.code, kGood);
  pseudonymise();
  deliver();
  ASSERT_EQ(verbs_of(second.held()), (std::vector<std::string>{"initialized", "completed"}));
  const auto ids = ids_of(second.held());
  quiet.run("lrs backfill", {{"name", "second"}});
  ASSERT_EQ(quiet.code, kGood);
  pseudonymise();
  deliver();
  EXPECT_EQ(ids_of(second.held()), ids) << "the same, or nothing";
}

TEST_F(PseudonymisedStore, IsToldOfWhatIsSuperseded) {
  add("second", second, true);
  learn("somebody-else");
  pseudonymise();
  deliver();
  ASSERT_EQ(verbs_of(second.held()), (std::vector<std::string>{"initialized", "completed"}));
  EXPECT_EQ(rerender()["superseded"], 1);
  seal();
  pseudonymise();
  deliver();
  const auto held = second.held();
  ASSERT_EQ(verbs_of(held), (std::vector<std::string>{"initialized", "completed", "voided", "completed"}));
  EXPECT_EQ(held[2]["object"]["id"], held[1]["id"]);
  EXPECT_EQ(held[2]["context"]["registration"], held[1]["context"]["registration"]);
  EXPECT_EQ(held[3]["actor"], held[1]["actor"]);
}

TEST_F(PseudonymisedStore, WhatAnErasedPersonDidIsTakenBackThereTooAndNotMadeAgain) {
  add("main", lrs);
  add("second", second, true);
  learn("sub-1");
  pseudonymise();
  deliver();
  const auto open_ids = ids_of(lrs.held()), quiet_ids = ids_of(second.held());
  ASSERT_EQ(quiet_ids.size(), 2u);
  const Json erased = Json::parse(quiet.run("person erase", {{"platform", registration.name}, {"subject", "sub-1"}, {"void", true}, {"json", true}}));
  EXPECT_EQ(erased["taken"]["statements"], 4) << "under the account and under the pseudonym";
  EXPECT_EQ(erased["voided"], 4);
  seal();
  ASSERT_TRUE(site().store().rewind(pseudonymised_audience(), base::from_unix_ms(0))) << "as a back-fill does";
  pseudonymise();
  deliver();
  for (const auto& [store, ids] : {std::pair(&lrs, open_ids), std::pair(&second, quiet_ids)}) {
    const auto held = store->held();
    ASSERT_EQ(verbs_of(held), (std::vector<std::string>{"initialized", "completed", "voided", "voided"}));
    std::set<std::string> named;
    for (const Json& one : {held[2], held[3]}) named.insert(one["object"]["id"].get<std::string>());
    EXPECT_EQ(named, ids) << "its own, and nobody else's";
  }
  EXPECT_EQ(rerender()["looked_at"], 0) << "a voiding statement is not rendered anew";
}

TEST_F(PseudonymisedStore, EveryStatementMatchesThePublishedProfileOrVoidsOne) {
  add("main", lrs);
  add("second", second, true);
  learn("somebody-else");
  pseudonymise();
  deliver();
  EXPECT_EQ(rerender()["superseded"], 1);
  seal();
  pseudonymise();
  deliver();
  for (const OrderedLrs* store : {&lrs, &second}) {
    xapi::ProfileLines lines;
    std::int64_t line = 0;
    for (const Json& one : store->held()) {
      const auto finding = lines.statement(++line, one);
      EXPECT_FALSE(finding) << finding->message << " " << one.dump();
    }
    EXPECT_EQ(line, 4);
    for (const auto& one : lines.orders()) EXPECT_NE(one.finding.severity, xapi::Severity::profile) << one.finding.message;
    Json changed = store->held()[3];   // the one that superseded
    changed["verb"]["id"] = "http://adlnet.gov/expapi/verbs/passed";
    EXPECT_TRUE(lines.statement(5, changed)) << "a score without one";
  }
}

TEST_F(PseudonymisedStore, StaysSoWhenItsPasswordIsChanged) {
  add("second", second, true);
  add("second", second);
  EXPECT_EQ(Json::parse(quiet.run("lrs list", {{"json", true}})).at(0)["audience"], "pseudonymised");
  EXPECT_FALSE(*Pseudonymiser(site()).anything_to_do());
  learn("sub-1");
  EXPECT_TRUE(*Pseudonymiser(site()).anything_to_do());
  quiet.run("lrs off", {{"name", "second"}});
  EXPECT_FALSE(*Pseudonymiser(site()).anything_to_do()) << "nobody gets them";
}

}  // namespace
}  // namespace preceptor::app
