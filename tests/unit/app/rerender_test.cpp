// store rerender: what comes out otherwise today is superseded, once, and arrives at record stores in its order.
#include <algorithm>

#include "core/base/uuid.hpp"
#include "plugin/http/server.hpp"
#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/queues.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "web/learner/units.hpp"
#include "xapi/render.hpp"

namespace preceptor::app {
namespace {

using base::Json;

// Keeps what it takes, in order; refuses statements with a verb that ends so.
class OrderedLrs {
 public:
  OrderedLrs() {
    auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    server_ = std::move(*opened);
    server_->start();
  }
  ~OrderedLrs() { server_->stop(std::chrono::milliseconds(2000)); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/xAPI/"; }
  std::vector<Json> held() const {
    const std::lock_guard lock(mutex_);
    return held_;
  }
  void refuse(const std::string& verb) {
    const std::lock_guard lock(mutex_);
    refused_ = verb;
  }

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    const ports::Headers json = {{"Content-Type", "application/json"}};
    if (request.path.ends_with("/about")) return {200, json, R"({"version":["1.0.3"]})"};
    if (request.method == "GET") return {200, json, R"({"statements":[],"more":""})"};
    Json ids = Json::array();
    const Json sent = Json::parse(request.body);
    for (const Json& one : sent)
      if (!refused_.empty() && one["verb"]["id"].get<std::string>().ends_with(refused_)) return {400, json, "not this one"};
    for (const Json& one : sent) {
      held_.push_back(one);
      ids.push_back(one["id"]);
    }
    return {200, json, ids.dump()};
  }
  QuietLog log_;
  mutable std::mutex mutex_;
  std::vector<Json> held_;
  std::string refused_;
  std::unique_ptr<http::Server> server_;
};

std::vector<std::string> verbs_of(const std::vector<Json>& all) {
  std::vector<std::string> out;
  for (const Json& one : all) {
    const std::string id = one["verb"]["id"];
    out.push_back(id.substr(id.rfind('/') + 1));
  }
  return out;
}

class Rerendering : public testing::Test {
 protected:
  void SetUp() override {
    lti::Registration one;
    one.name = "Example LMS";
    one.issuer = "https://lms.example.org";
    one.client_id = "client";
    one.authorization_endpoint = "https://lms.example.org/auth";
    one.token_endpoint = "https://lms.example.org/token";
    one.jwks_uri = "https://lms.example.org/jwks";
    one.deployment_ids = {"d1"};
    auto saved = site().store().save_registration(one);
    ASSERT_TRUE(saved) << base::describe(saved.error());
    registration = std::move(*saved);
    const auto units = web::Units(site().store()).all_current();
    ASSERT_TRUE(units && !units->empty());
    unit = units->front();
  }
  // A learner who opened and completed the unit; the statement of completion names the account `named`.
  void learn(const std::string& named, bool known = true) {
    ports::UnitOfWork work;
    const ports::Person person{registration.platform, "sub-1", base::PersonId(base::uuid_v4())};
    if (known) work.persons = {person};
    ports::AttemptRow row;
    row.registration = registration.id;
    row.id = base::AttemptId(base::uuid_v4());
    row.person = person.id;
    row.unit_id = unit->id;
    row.language = unit->language;
    row.content = unit->hash;
    row.deployment_id = "d1";
    row.context_id = "course";
    row.resource_link_id = "link";
    row.opened_at = row.last_at = row.completed_at = site().clock().now();
    row.last_seq = 2;
    row.state = "completed";
    work.attempts = {row};
    work.events = {made(row, 1, record::AttemptOpened{unit->id, unit->language, unit->hash.str(), "course", "link", 1, 5, true}, "sub-1"),
                   made(row, 2, record::AttemptCompleted{std::nullopt}, named)};
    const auto done = site().store().commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
    seal();
  }
  ports::NewEvent made(const ports::AttemptRow& row, std::int64_t seq, record::Payload payload, const std::string& named) {
    ports::NewEvent out;
    out.event.stream_id = row.id.str();
    out.event.seq = seq;
    out.event.registration = row.registration;
    out.event.person = row.person;
    out.event.recorded_at = site().clock().now();
    out.event.at = out.event.recorded_at + base::Milliseconds(seq);
    out.event.payload = std::move(payload);
    xapi::RenderContext context;
    context.activity_base = site().activity_base();
    context.actor_home_page = registration.issuer;
    context.actor_name = named;
    context.registration_id = row.registration.str();
    context.context_id = row.context_id;
    context.unit = unit.get();
    auto renderings = xapi::render(out.event, context);
    EXPECT_TRUE(renderings) << base::describe(renderings.error());
    if (renderings) out.renderings = std::move(*renderings);
    return out;
  }
  ports::Lease lease(const std::string& name) {
    const auto taken = site().store().acquire_lease(name, "test", site().clock().now(), std::chrono::hours(1));
    EXPECT_TRUE(taken && *taken);
    return taken && *taken ? **taken : ports::Lease{};
  }
  void seal() {
    ASSERT_TRUE(site().store().seal_events(lease("sealer"), 100));
    quiet.clock->pass(base::Milliseconds(1000));
  }
  void add(const std::string& name, const OrderedLrs& lrs) {
    quiet.run("lrs add", {{"name", name}, {"endpoint", lrs.url()}, {"username", "u"}, {"password", "p"}});
    ASSERT_EQ(quiet.code, kGood);
  }
  // What the running server does until nothing is left, for each record store: what is new, what is sent again, a back-fill.
  void deliver() {
    const auto rows = site().active_lrs();
    ASSERT_TRUE(rows);
    for (const xapi::LrsRow& row : *rows) {
      lrs::AgainQueue again(site().store());
      lrs::BackfillQueue backfill(site().store());
      xapi::DeliveryQueue* const queues[] = {&site().store(), &again, &backfill};
      for (xapi::DeliveryQueue* queue : queues) {
        lrs::LrsDelivery delivery(*queue, {"lrs", row.store_id}, row, site().http(), site().clock(), site().log());
        const ports::Lease held = lease("lrs:" + row.name);
        for (int steps = 0; delivery.step(held).what != lrs::StepResult::What::idle; ++steps) ASSERT_LT(steps, 50) << "it turns in a circle";
      }
      ASSERT_TRUE(site().store().finish_backfill({"lrs", row.store_id}, site().clock().now()));
    }
  }
  Json rerender(Json args = Json::object()) {
    args["json"] = true;
    const std::string said = quiet.run("store rerender", args);
    EXPECT_EQ(quiet.code, kGood) << said;
    return Json::parse(said);
  }
  Site& site() { return *quiet.site; }

  QuietSite quiet{Json{{"content", Json::array({PRECEPTOR_SOURCE_DIR "/manifests/samples"})}}};
  lti::Registration registration;
  std::shared_ptr<const activity::Unit> unit;
  OrderedLrs lrs;
};

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
