// What a record store is sent: what came before, what it refused, what its filter lets through; and its secret.
#include <algorithm>

#include "plugin/app/lrs_desk.hpp"
#include "tests/unit/app/lrs_bench.hpp"

namespace preceptor::app {
namespace {

class LrsSending : public LrsBench {};

TEST_F(LrsSending, ABackfillSendsWhatCameBefore) {
  record("old");
  const std::string second = base::format_rfc3339(site().clock().now());
  record("newer");
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  EXPECT_TRUE(listed()["backfill"].is_null());
  quiet.run("lrs backfill", {{"name", "main"}, {"pause", true}});
  EXPECT_EQ(quiet.code, -1) << "there is none";
  EXPECT_NE(quiet.run("lrs backfill", {{"name", "main"}, {"from", second}}).find("are sent to \"main\" by the running server"), std::string::npos);
  EXPECT_EQ(listed()["waiting"], 0) << "beside what is new";
  EXPECT_EQ(listed()["backfill"]["total"], 1);
  EXPECT_NE(quiet.run("lrs backfill", {{"name", "main"}, {"pause", true}}).find("Paused"), std::string::npos);
  record("meanwhile");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"meanwhile"});
  EXPECT_EQ(listed()["backfill"]["state"], "paused");
  EXPECT_EQ((quiet.run("lrs backfill", {{"name", "main"}, {"resume", true}}), quiet.code), kGood);
  deliver();
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"meanwhile", "newer"}));
  EXPECT_EQ(listed()["backfill"]["state"], "done");
  EXPECT_EQ(listed()["answers"][0]["status"], 200);
  EXPECT_EQ((quiet.run("lrs backfill", {{"name", "main"}}), quiet.code), kGood);
  EXPECT_EQ((quiet.run("lrs backfill", {{"name", "main"}, {"stop", true}}), quiet.code), kGood);
  deliver();
  EXPECT_FALSE(lrs.held().contains("old")) << "stopped";
  EXPECT_EQ((quiet.run("lrs backfill", {{"name", "main"}}), quiet.code), kGood);
  deliver();
  EXPECT_TRUE(lrs.held().contains("old")) << "without a day: everything";
  for (const Json& wrong : {Json{{"name", "elsewhere"}}, Json{{"name", "main"}, {"from", "yesterday"}}, Json{{"name", "main"}, {"pause", true}, {"stop", true}},
                            Json{{"name", "main"}, {"from", second}, {"pause", true}}}) {
    quiet.run("lrs backfill", wrong);
    EXPECT_EQ(quiet.code, -1) << wrong.dump();
  }
}

TEST_F(LrsSending, WhatWasRefusedIsSentAgainOnceTheCauseIsMended) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  lrs.refuse("refused");
  record("refused");
  record("fine");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"fine"});
  const Json parked = listed();
  EXPECT_EQ(parked["parked"], 1);
  EXPECT_EQ(parked["parked_statements"][0]["code"], "lrs.refused");
  EXPECT_EQ(parked["parked_statements"][0]["reason"], "HTTP 400: not this one");
  const std::string advice = "mend the cause, then preceptor lrs resend main sends them again";
  const std::string told = quiet.run("check");
  EXPECT_NE(told.find(advice), std::string::npos) << told;

  const auto resend = [&](Json more) {
    more["name"] = "main";
    return quiet.run("lrs resend", more);
  };
  EXPECT_NE(resend(Json::object()).find("1 statement(s) are sent to \"main\" again"), std::string::npos);
  deliver();
  EXPECT_EQ(listed()["parked"], 1) << "nothing was mended";
  EXPECT_EQ(listed()["parked_statements"][0]["again"], false) << "it is not tried for ever";
  lrs.refuse("");   // the cause is mended
  resend({{"code", "lrs.conflict"}});
  EXPECT_EQ(quiet.code, -1) << "nothing was parked for that";
  resend({{"statement", parked["parked_statements"][0]["statement"]}, {"code", "lrs.refused"}});
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(listed()["parked"], 1) << "until it has arrived";
  deliver();
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"fine", "refused"}));
  EXPECT_EQ(listed()["parked"], 0);
  EXPECT_EQ(quiet.run("check").find(advice), std::string::npos) << "nothing is left to warn of";
}

TEST_F(LrsSending, AFilterIsShownChangedAndHolds) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  record("a1");
  record("b1", "unit-b");
  const std::string asked = quiet.run("lrs filter", {{"name", "main"}});
  EXPECT_EQ(asked, "\"main\" gets attempts, answers, results, commitments, credit of every unit and activity.\n");
  const std::string set = quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"attempts", "burden"}}, {"units", {"unit-b"}}});
  EXPECT_EQ(set, "\"main\" gets attempts, burden of unit-b, from now on.\nAnswers about burden and released anonymous surveys leave this site from now on. "
                 "Free text never does. Send what came before: preceptor lrs backfill main\n");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"b1"}) << "what waited passes the new filter";
  quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"answers"}}, {"every_unit", true}});
  record("a2");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"b1"});
  EXPECT_EQ(listed()["filter"]["units"], Json::array());
  quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"everything"}}});
  EXPECT_EQ(quiet.code, -1);
  quiet.run("lrs filter", {{"name", "main"}, {"units", {"a,b"}}});
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(LrsSending, AUnitThatNobodyKnowsIsSaidWithTheNearestOne) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  const auto publish = [&](const std::string& kind, const std::string& id, char hash) {
    EXPECT_TRUE(site().store().publish_edited({kind, id, "en", base::ContentHash(std::string(64, hash)), "{}", "editor", site().clock().now(), id}));
  };
  const auto filter = [&](const Json& units) { return quiet.run("lrs filter", {{"name", "main"}, {"units", units}}); };
  EXPECT_EQ(filter({"opioid-saftey"}).find("published"), std::string::npos) << "content may come later than its filter";
  publish("unit", "opioid-safety", 'b');
  publish("activity", "opioids", 'c');
  const std::string told = filter({"opioid-saftey", "opioids"});
  EXPECT_EQ(quiet.code, kGood) << told;
  EXPECT_NE(told.find("No unit or activity \"opioid-saftey\" was ever published here"), std::string::npos) << told;
  EXPECT_NE(told.find("Did you mean \"opioid-safety\"?"), std::string::npos) << told;
  EXPECT_EQ(told.find("\"opioids\""), std::string::npos) << "an activity is known too: " << told;
  const std::string checked = quiet.run("check");
  EXPECT_NE(checked.find("warning filter of main: no unit or activity \"opioid-saftey\""), std::string::npos) << checked;
  EXPECT_NE(filter({"zzz"}).find("Published here: opioid-safety, opioids."), std::string::npos);
  EXPECT_TRUE(site().store().withdraw_content(base::ContentHash(std::string(64, 'b'))).value_or(false));
  EXPECT_EQ(filter({"opioid-safety"}).find("was ever published"), std::string::npos) << "its statements are there still";
  EXPECT_EQ(quiet.run("check").find("filter of main"), std::string::npos);
}

TEST_F(LrsSending, SwitchedOffItWaitsAndSwitchedOnItGetsEverything) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  EXPECT_EQ((quiet.run("lrs off", {{"name", "main"}}), quiet.code), kGood);
  EXPECT_EQ(listed()["enabled"], false);
  EXPECT_TRUE(site().active_lrs()->empty());
  record("meanwhile");
  add("/xAPI/");   // a new password, say
  EXPECT_EQ(listed()["enabled"], false) << "changing it switches nothing on";
  EXPECT_EQ((quiet.run("lrs on", {{"name", "main"}}), quiet.code), kGood);
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"meanwhile"});
  quiet.run("lrs off", {{"name", "elsewhere"}});
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(LrsSending, AStoreOfTheFileIsSwitchedAndChangedThere) {
  quiet.apply(Json{{"lrs", Json::array({{{"name", "main"}, {"endpoint", lrs.url("/first/")}, {"username", "u"}, {"password", "p"}}})}});
  quiet.run("lrs off", {{"name", "main"}});
  EXPECT_EQ(quiet.code, -1);
  EXPECT_EQ((quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"results"}}}), quiet.code), kGood) << "what it gets is said here";
  quiet.apply(Json{{"lrs", Json::array({{{"name", "main"}, {"endpoint", lrs.url("/first/")}, {"username", "u"}, {"password", "q"}}})}});
  EXPECT_TRUE(std::ranges::count(listed()["filter"]["kinds_off"], "answers") == 1) << "a reload leaves it alone";
}

TEST_F(LrsSending, ASecretIsNotSentToAnAddressItWasNotTypedFor) {
  LrsDesk desk(site());
  web::StoreDraft draft{"main", lrs.url("/xAPI/"), "u", "auto", base::Secret("hush"), false};
  ASSERT_EQ(desk.save(draft, web::RecordStores::Save::add)->problem, web::StoreProblem::none);
  EXPECT_EQ(desk.save(draft, web::RecordStores::Save::add)->problem, web::StoreProblem::taken);
  const auto password = [&] { return site().active_lrs()->at(0).password; };
  draft.password.reset();
  draft.username = "other";
  ASSERT_EQ(desk.save(draft, web::RecordStores::Save::change)->problem, web::StoreProblem::none);
  EXPECT_EQ(password(), "hush") << "left empty, it stays";
  EXPECT_EQ(site().active_lrs()->at(0).username, "other");
  draft.endpoint = lrs.url("/elsewhere/");
  for (const bool same : {false, true}) {
    draft.same_store = same;
    EXPECT_EQ(desk.save(draft, web::RecordStores::Save::change)->problem, web::StoreProblem::password);
  }
  EXPECT_EQ(site().active_lrs()->at(0).endpoint, lrs.url("/xAPI/"));
  const auto shown = desk.load("main");
  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->has_password);
  EXPECT_EQ(shown->row.password, "");
  draft.name = "nobody";
  EXPECT_EQ(desk.save(draft, web::RecordStores::Save::change).error().code, base::Code::lrs_unknown);
  draft.name = std::string(101, 'n');
  EXPECT_EQ(desk.save(draft, web::RecordStores::Save::add)->problem, web::StoreProblem::name);
}

TEST_F(LrsSending, ATestAsksTheStoreAlsoWhenItIsSwitchedOff) {
  add("/xAPI/");
  quiet.run("lrs off", {{"name", "main"}});
  const Json found = Json::parse(quiet.run("lrs test", {{"name", "main"}, {"json", true}}));
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(found["fault"], "none");
  EXPECT_EQ(found["version"], "1.0.3");
  quiet.run("lrs test", {{"name", "elsewhere"}});
  EXPECT_EQ(quiet.code, -1);
}

}  // namespace
}  // namespace preceptor::app
