// A site with a learner and statements that a test makes right or wrong, and record stores that keep what they are sent, in order.
#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/queues.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/server.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "web/learner/units.hpp"
#include "xapi/render.hpp"

namespace preceptor::app {

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

inline std::vector<std::string> verbs_of(const std::vector<Json>& all) {
  std::vector<std::string> out;
  for (const Json& one : all) {
    const std::string id = one["verb"]["id"];
    out.push_back(id.substr(id.rfind('/') + 1));
  }
  return out;
}

class StatementBench : public testing::Test {
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
  void learn(const std::string& named, bool known = true, const std::string& subject = "sub-1") {
    ports::UnitOfWork work;
    const ports::Person person{registration.platform, subject, base::PersonId(base::uuid_v4())};
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
    work.events = {made(row, 1, record::AttemptOpened{unit->id, unit->language, unit->hash.str(), "course", "link", 1, 5, true}, subject),
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
  void add(const std::string& name, const OrderedLrs& to, bool pseudonymised = false) {
    quiet.run("lrs add", {{"name", name}, {"endpoint", to.url()}, {"username", "u"}, {"password", "p"}, {"pseudonymised", pseudonymised}});
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

}  // namespace preceptor::app
