// Three servers of one site on PostgreSQL, each a process with a line of its own to the database, and the ways to them.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/ports/http_client.hpp"
#include "tests/fakes/cuttable_line.hpp"
#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/stage.hpp"

namespace preceptor::flow {

class Nodes {
 public:
  static constexpr int kCount = 3;
  // Starts the stage and its nodes; the cluster must run. Throws std::runtime_error with a program's output when one does not start.
  Nodes();

  fakes::Stage& stage() { return *stage_; }
  bool ready(int node);                      // its /readyz answers 200
  void kill(int node);                       // SIGKILL
  void start(int node);                      // and waits until it is ready
  // Resets its connections to the database and refuses new ones, on both sides.
  void cut(int node);
  void mend(int node) { lines_.at(place(node))->mend(); }
  // What a load balancer does that looks at /readyz.
  void in_rotation(int node, bool takes_part) { rotation_.at(place(node)) = takes_part; }
  std::string log(int node) const;

  // A browser whose requests to public_url go to the node that `choose` names.
  fakes::Browser browser(std::function<int()> choose);
  fakes::Browser by_turns() {
    return browser([this] { return next(); });
  }

  struct Held {
    int node = -1;                           // -1: nobody of ours holds it now
    std::int64_t fence = 0;
  };
  Held lease(const std::string& name);
  // Who sends to the record store of that name in the configuration, and under which lease; "" when nobody ever did.
  std::string sender_lease(const std::string& store);
  Held sender(const std::string& store) { return lease(sender_lease(store)); }
  // Waits until a node other than `before.node` holds it, under a higher fence; what is true when the time is over.
  Held await_other(const std::string& name, const Held& before, std::chrono::milliseconds patience);

 private:
  class Way;
  static std::size_t place(int node) { return static_cast<std::size_t>(node); }
  std::string store_url(int node) const;
  std::string configuration(int node) const { return stage_->folder() + (node == 0 ? "/preceptor.json" : "/node" + std::to_string(node) + ".json"); }
  pid_t pid(int node) const { return node == 0 ? stage_->tool_pid() : processes_.at(place(node)).pid(); }
  void configure(int node);
  int next();

  fakes::PostgresqlCluster& cluster_ = fakes::PostgresqlCluster::shared();
  std::string schema_ = cluster_.make_schema();
  std::array<std::unique_ptr<fakes::CuttableLine>, kCount> lines_;
  std::unique_ptr<fakes::Stage> stage_;      // whose tool is node 0, at public_url
  std::array<fakes::Process, kCount> processes_;
  std::array<std::string, kCount> urls_;
  std::array<std::atomic<bool>, kCount> rotation_;
  std::atomic<unsigned> turn_{0};
  std::shared_ptr<ports::HttpClient> http_;
};

}  // namespace preceptor::flow
