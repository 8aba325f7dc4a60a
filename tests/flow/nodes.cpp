#include "tests/flow/nodes.hpp"

#include <filesystem>
#include <sstream>
#include <thread>
#include <utility>

#include "core/base/json.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::flow {

using base::Json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// To other servers as ever.
class Nodes::Way : public ports::HttpClient {
 public:
  Way(Nodes& nodes, std::function<int()> choose) : nodes_(nodes), choose_(std::move(choose)) {}
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    const std::string& site = nodes_.stage_->tool();
    if (!request.url.starts_with(site + "/")) return nodes_.http_->send(request);
    ports::OutboundRequest moved = request;
    moved.url = nodes_.urls_.at(place(choose_())) + request.url.substr(site.size());
    return nodes_.http_->send(moved);
  }

 private:
  Nodes& nodes_;
  std::function<int()> choose_;
};

Nodes::Nodes() {
  for (auto& line : lines_) line = std::make_unique<fakes::CuttableLine>(cluster_.port());
  for (auto& takes_part : rotation_) takes_part = true;
  http::ClientOptions options;
  options.allow_loopback = true;
  http_ = http::make_client(options);
  fakes::StageLms lms;
  lms.store = store_url(0);
  lms.units = {"published-later=Published later"};   // what a test publishes: link-4
  stage_ = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR, std::vector<std::string>{}, lms);
  urls_[0] = stage_->tool();
  for (int node = 1; node < kCount; ++node) {
    configure(node);
    start(node);
  }
}

std::string Nodes::store_url(int node) const {
  std::string url = cluster_.schema_url(schema_, "&application_name=node" + std::to_string(node));
  const std::string there = "@127.0.0.1:" + std::to_string(cluster_.port()) + "/";
  return url.replace(url.find(there), there.size(), "@127.0.0.1:" + std::to_string(lines_.at(place(node))->port()) + "/");
}

// The same but for where it listens and the line it has.
void Nodes::configure(int node) {
  Json config = Json::parse(fakes::read_file(configuration(0)));
  const std::string at = "127.0.0.1:" + std::to_string(fakes::free_port());
  config["listen"] = at;
  config["store"] = store_url(node);
  // The folder of text keys by another path, as where it is mounted elsewhere.
  const std::string keys = stage_->folder() + "/keys-of-node" + std::to_string(node);
  std::filesystem::create_symlink(config["vault"]["key_file"].get<std::string>() + ".texts", keys);
  config["vault"]["text_keys"] = keys;
  urls_.at(place(node)) = "http://" + at;
  fakes::write_file(configuration(node), config.dump(2));
}

std::string Nodes::log(int node) const { return fakes::read_file(stage_->folder() + (node == 0 ? "/tool.log" : "/node" + std::to_string(node) + ".log")); }

bool Nodes::ready(int node) {
  ports::OutboundRequest probe;
  probe.url = urls_.at(place(node)) + "/readyz";
  probe.timeout = milliseconds(2000);
  const auto answer = http_->send(probe);
  return answer && answer->status == 200;
}

void Nodes::kill(int node) {
  if (node == 0) stage_->kill_tool();
  else processes_.at(place(node)).kill_now();
}

void Nodes::start(int node) {
  if (node == 0) return stage_->start_tool();
  const std::string log_file = stage_->folder() + "/node" + std::to_string(node) + ".log";
  processes_.at(place(node)).start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", configuration(node)}, log_file, true);
}

void Nodes::cut(int node) {
  lines_.at(place(node))->cut();
  fakes::PostgresqlSession(cluster_.url("")).rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'node" + std::to_string(node) + "'");
}

fakes::Browser Nodes::browser(std::function<int()> choose) { return fakes::Browser(std::make_shared<Way>(*this, std::move(choose))); }

int Nodes::next() {
  for (int tries = 0; tries < kCount; ++tries) {
    const int node = static_cast<int>(turn_++ % kCount);
    if (rotation_.at(place(node))) return node;
  }
  return 0;
}

// Who a holder is begins with the machine and ends with its process id, when that began, and a random part.
Nodes::Held Nodes::lease(const std::string& name) {
  Held held;
  for (const auto& row : fakes::PostgresqlSession(cluster_.schema_url(schema_))
                             .rows("SELECT holder, fence FROM lease WHERE name = '" + name + "' AND expires_at > extract(epoch FROM clock_timestamp()) * 1000")) {
    std::istringstream words(row.at(0));
    std::string machine, process;
    words >> machine >> process;
    held.fence = std::stoll(row.at(1));
    for (int node = 0; node < kCount; ++node)
      if (pid(node) > 0 && process == std::to_string(pid(node))) held.node = node;
  }
  return held;
}

std::string Nodes::sender_lease(const std::string& store) {
  const auto rows = fakes::PostgresqlSession(cluster_.schema_url(schema_)).rows("SELECT name FROM lease WHERE name LIKE 'lrs:" + store + "#%'");
  return rows.empty() ? std::string() : rows.at(0).at(0);
}

Nodes::Held Nodes::await_other(const std::string& name, const Held& before, milliseconds patience) {
  const auto end = steady_clock::now() + patience;
  Held now = lease(name);
  while ((now.node == -1 || now.node == before.node || now.fence <= before.fence) && steady_clock::now() < end) {
    std::this_thread::sleep_for(milliseconds(50));
    now = lease(name);
  }
  return now;
}

}  // namespace preceptor::flow
