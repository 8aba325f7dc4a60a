// The commands of record stores, `export xapi` to one, and what they do to the place of the normal delivery.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/queues.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/server.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

// Keeps every statement it is sent, at any address below it; answers 400 to those it is told to refuse.
class KeepingLrs {
 public:
  KeepingLrs() {
    auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    server_ = std::move(*opened);
    server_->start();
  }
  ~KeepingLrs() { server_->stop(std::chrono::milliseconds(2000)); }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  // "of" of each statement, sorted.
  std::set<std::string> held() const {
    const std::lock_guard lock(mutex_);
    return held_;
  }
  void refuse(const std::string& of) {
    const std::lock_guard lock(mutex_);
    refused_ = of;
  }

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    const ports::Headers json = {{"Content-Type", "application/json"}};
    if (request.path.ends_with("/about")) return {200, json, R"({"version":["1.0.3"]})"};
    if (request.method == "GET") return {200, json, R"({"statements":[],"more":""})"};
    Json ids = Json::array();
    const Json sent = Json::parse(request.body);
    for (const Json& statement : sent)
      if (statement["of"] == refused_) return {400, json, "not this one"};
    for (const Json& statement : sent) {
      held_.insert(statement["of"].get<std::string>());
      ids.push_back(statement["id"]);
    }
    return {200, json, ids.dump()};
  }
  QuietLog log_;
  mutable std::mutex mutex_;
  std::set<std::string> held_;
  std::string refused_;
  std::unique_ptr<http::Server> server_;
};

class LrsCommands : public testing::Test {
 protected:
  // One sealed statement {"of": name} of an attempt at that unit.
  void record(const std::string& name, const std::string& unit = "unit-a") {
    ports::NewEvent made;
    made.event.stream_id = base::uuid_v4();
    made.event.seq = 1;
    made.event.registration = base::RegistrationId("r1");
    made.event.person = base::PersonId("p1");
    made.event.at = made.event.recorded_at = site().clock().now();
    made.event.payload = record::AttemptOpened{unit, "en", std::string(64, 'a'), "course", "link", 1, 5, true};
    record::Rendering statement;
    statement.id = record::rendering_id(made.event, "t", 1, "identified");
    statement.template_name = "t";
    statement.body = Json{{"id", statement.id.str()}, {"of", name}}.dump();
    made.renderings = {statement};
    ports::AttemptRow row;
    row.registration = made.event.registration;
    row.id = base::AttemptId(made.event.stream_id);
    row.person = made.event.person;
    row.unit_id = unit;
    row.language = "en";
    row.content = base::ContentHash(std::string(64, 'a'));
    row.deployment_id = "d1";
    row.context_id = "course";
    row.resource_link_id = "link";
    row.n = ++attempts_;
    row.opened_at = row.last_at = made.event.at;
    row.last_seq = 1;
    row.stated_minutes = 5;
    ports::UnitOfWork work;
    work.events = {made};
    work.attempts = {row};
    ASSERT_TRUE(site().store().commit(work));
    ASSERT_TRUE(site().store().seal_events(lease("sealer"), 100));
    quiet.clock->pass(base::Milliseconds(1000));
  }
  ports::Lease lease(const std::string& name) {
    const auto taken = site().store().acquire_lease(name, "test", site().clock().now(), std::chrono::hours(1));
    EXPECT_TRUE(taken && *taken);
    return taken && *taken ? **taken : ports::Lease{};
  }
  Site& site() { return *quiet.site; }
  std::string add(const std::string& path, Json more = Json::object()) {
    more.update({{"name", "main"}, {"endpoint", lrs.url(path)}, {"username", "u"}, {"password", "p"}});
    return quiet.run("lrs add", more);
  }
  // As `lrs list` says.
  Json listed() { return Json::parse(quiet.run("lrs list", {{"json", true}})).at(0); }
  // What the running server does until nothing is left: what is new, what is sent again, a back-fill.
  void deliver() {
    const auto rows = site().active_lrs();
    ASSERT_TRUE(rows && rows->size() == 1u);
    const xapi::Destination destination{"lrs", rows->at(0).store_id};
    lrs::AgainQueue again(site().store());
    lrs::BackfillQueue backfill(site().store());
    xapi::DeliveryQueue* const queues[] = {&site().store(), &again, &backfill};
    for (xapi::DeliveryQueue* queue : queues) {
      lrs::LrsDelivery delivery(*queue, destination, rows->at(0), site().http(), site().clock(), site().log());
      const ports::Lease held = lease("lrs:main");
      int steps = 0;
      for (; steps < 50; ++steps) {
        const auto step = delivery.step(held);
        ASSERT_NE(step.what, lrs::StepResult::What::wait) << base::describe(*step.last_error);
        if (step.what == lrs::StepResult::What::idle) break;
      }
      ASSERT_LT(steps, 50) << "it turns in a circle";
    }
    ASSERT_TRUE(site().store().finish_backfill(destination, site().clock().now()));
  }

  KeepingLrs lrs;
  QuietSite quiet;
  int attempts_ = 0;
};

TEST_F(LrsCommands, AnExportToARecordStoreMovesNoCursor) {
  record("a1");
  record("b1", "unit-b");
  EXPECT_NE(add("/xAPI/").find("gets every statement from now on"), std::string::npos);
  record("a2");
  record("b2", "unit-b");
  ASSERT_EQ(listed()["waiting"], 2);
  EXPECT_EQ(quiet.run("export xapi", {{"lrs", "main"}, {"unit", "unit-b"}}), "2 statements sent to \"main\", 0 refused.\n");
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"b1", "b2"})) << "that unit, from before the store was connected too";
  EXPECT_EQ(listed()["waiting"], 2) << "the normal delivery has its place still";
  deliver();
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"a2", "b1", "b2"}));
  EXPECT_EQ(listed()["waiting"], 0);

  lrs.refuse("a1");
  const std::string refused = quiet.run("export xapi", {{"lrs", "main"}, {"unit", "unit-a"}});
  EXPECT_EQ(quiet.code, kRed);
  EXPECT_NE(refused.find("2 statements sent to \"main\", 1 refused.\nFirst refusal: "), std::string::npos) << refused;
  EXPECT_EQ(listed()["parked"], 0) << "an export parks nothing";
  quiet.run("export xapi", {{"lrs", "elsewhere"}});
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(LrsCommands, ABackfillSendsWhatCameBefore) {
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

TEST_F(LrsCommands, WhatWasRefusedIsSentAgainOnceTheCauseIsMended) {
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

TEST_F(LrsCommands, AFilterIsShownChangedAndHolds) {
  EXPECT_EQ((add("/xAPI/"), quiet.code), kGood);
  record("a1");
  record("b1", "unit-b");
  const std::string asked = quiet.run("lrs filter", {{"name", "main"}});
  EXPECT_EQ(asked, "\"main\" gets attempts, answers, results, commitments, credit of every unit and activity.\n");
  const std::string set = quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"attempts", "burden"}}, {"units", {"unit-b"}}});
  EXPECT_EQ(set, "\"main\" gets attempts, burden of unit-b, from now on.\n");
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

TEST_F(LrsCommands, SwitchedOffItWaitsAndSwitchedOnItGetsEverything) {
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

TEST_F(LrsCommands, AStoreOfTheFileIsSwitchedAndChangedThere) {
  quiet.apply(Json{{"lrs", Json::array({{{"name", "main"}, {"endpoint", lrs.url("/first/")}, {"username", "u"}, {"password", "p"}}})}});
  quiet.run("lrs off", {{"name", "main"}});
  EXPECT_EQ(quiet.code, -1);
  EXPECT_EQ((quiet.run("lrs filter", {{"name", "main"}, {"kinds", {"results"}}}), quiet.code), kGood) << "what it gets is said here";
  quiet.apply(Json{{"lrs", Json::array({{{"name", "main"}, {"endpoint", lrs.url("/first/")}, {"username", "u"}, {"password", "q"}}})}});
  EXPECT_TRUE(std::ranges::count(listed()["filter"]["kinds_off"], "answers") == 1) << "a reload leaves it alone";
}

TEST_F(LrsCommands, ANewAddressIsANewCursorUnlessItIsSaidToBeTheSameStore) {
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  record("a");
  EXPECT_EQ(listed()["waiting"], 1);
  add("/moved/", {{"same_store", true}});
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(listed()["endpoint"], lrs.url("/moved/"));
  EXPECT_EQ(listed()["waiting"], 1) << "it goes on where delivery was";
  ASSERT_EQ((add("/other/"), quiet.code), kGood);
  EXPECT_EQ(listed()["waiting"], 0) << "another store gets what is recorded from now on";
  record("b");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"b"});
}

TEST_F(LrsCommands, AStoreThatIsAddedAgainGoesOnAndSaysSo) {
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  ASSERT_EQ((quiet.run("lrs remove", {{"name", "main"}}), quiet.code), kGood);
  record("meanwhile");
  const std::string nobody = add("/moved/", {{"same_store", true}});
  EXPECT_EQ(quiet.code, -1);
  EXPECT_NE(nobody.find("no record store \"main\" is connected"), std::string::npos) << nobody;
  const std::string again = add("/first/");
  EXPECT_NE(again.find("goes on where its delivery was"), std::string::npos) << again;
  EXPECT_EQ(listed()["waiting"], 1);
}

TEST_F(LrsCommands, AConfiguredStoreMovesWithSameStoreAs) {
  const auto configured = [&](const std::string& path, Json more = Json::object()) {
    more.update({{"name", "main"}, {"endpoint", lrs.url(path)}, {"username", "u"}, {"password", "p"}});
    return Json{{"lrs", Json::array({more})}};
  };
  quiet.apply(configured("/first/"));
  record("a");
  EXPECT_EQ(listed()["waiting"], 1);
  quiet.apply(configured("/moved", {{"same_store_as", lrs.url("/first")}}));
  EXPECT_EQ(listed()["endpoint"], lrs.url("/moved/"));
  EXPECT_EQ(listed()["waiting"], 1) << "it goes on where delivery was";
  quiet.apply(configured("/again/", {{"same_store_as", lrs.url("/first/")}}));
  EXPECT_EQ(listed()["waiting"], 1) << "a second move names the first address still";
  quiet.apply(configured("/other/"));
  EXPECT_EQ(listed()["waiting"], 0) << "another address is another store";
  EXPECT_NE(add("/x/", {{"same_store", true}}).find("same_store_as"), std::string::npos);
  EXPECT_EQ(quiet.code, -1);
}

}  // namespace
}  // namespace preceptor::app
