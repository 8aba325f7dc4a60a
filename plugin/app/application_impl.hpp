// What an Application is made of, for its own files alone: application.cpp (its life), application_turns.cpp (what its workers do at each turn).
#pragma once
#include <atomic>
#include <mutex>

#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "plugin/app/application.hpp"
#include "plugin/app/credit_senders.hpp"
#include "plugin/app/deliveries.hpp"
#include "plugin/app/export_worker.hpp"
#include "plugin/app/grades.hpp"
#include "plugin/app/inside_maker.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/pseudonymiser.hpp"
#include "plugin/app/readiness.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/subscriptions.hpp"
#include "plugin/app/worker.hpp"
#include "plugin/http/server.hpp"

namespace preceptor::app {

struct Application::Impl {
  // Before the site on purpose: the store's writer may still wake the sealer while the site is being closed.
  std::unique_ptr<Worker> sealer, upkeep, platform_keys, audience, stores;
  std::unique_ptr<Site> site;
  std::unique_ptr<Readiness> readiness;     // after the site, which it looks at
  std::string prefix;                       // of public_url at open: it changes with a restart only
  std::unique_ptr<Pseudonymiser> pseudonymiser;
  std::unique_ptr<InsideMaker> inside_maker;
  std::unique_ptr<Leases> leases;
  std::mutex life_mutex;                    // start, stop, reload
  std::atomic<bool> started{false};         // written under life_mutex
  std::unique_ptr<Subscriptions> subscriptions;
  std::unique_ptr<Deliveries> deliveries;
  std::unique_ptr<GradeSender> grade_sender;
  std::unique_ptr<Grades> grades;
  std::unique_ptr<CreditSenders> credit_senders;
  std::unique_ptr<ExportWorker> exports;
  std::unique_ptr<http::Server> server, metrics_server;
  base::Instant opened_at{};                // of this process
  std::atomic<int> port{0};                 // of the server while it runs; status may be asked at any time
  bool metrics_among_pages = false;
  base::Secret metrics_token;
  int upkeep_ticks = 0;

  std::chrono::milliseconds seal_turn();
  std::chrono::milliseconds upkeep_turn();
  std::chrono::milliseconds platform_keys_turn();
  std::chrono::milliseconds audience_turn();
  std::chrono::milliseconds stores_turn();
  base::Status open_server(const Config& config);
  base::Status open_metrics_server(const Config& config);
  ports::HttpResponse answer(const ports::HttpRequest& request);   // path without prefix
  void ask_workers_to_stop();
  void stop_workers();
  ports::HttpResponse answer_with_prefix(const ports::HttpRequest& request);
};

}  // namespace preceptor::app
