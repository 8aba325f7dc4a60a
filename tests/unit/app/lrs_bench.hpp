// A record store that keeps what it is sent, and a site whose commands and deliveries a test runs itself.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>

#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/queues.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/server.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {

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

class LrsBench : public testing::Test {
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

}  // namespace preceptor::app
