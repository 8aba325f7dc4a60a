#include "tests/fakes/stage.hpp"

#include <filesystem>
#include <stdexcept>
#include <thread>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::fakes {

namespace {

using base::Json;
using std::chrono::milliseconds;

}  // namespace

Stage::Stage(std::string build, std::vector<std::string> wrapper, const StageLms& kind) : build_(std::move(build)), wrapper_(std::move(wrapper)) {
  http::ClientOptions options;
  options.allow_loopback = true;
  http_ = http::make_client(options);
  tool_port_ = free_port();
  tool_url_ = "http://127.0.0.1:" + std::to_string(tool_port_);
  std::vector<std::string> lms_command{build_ + "/preceptor-demo-lms", "--lms", kind.character, "--listen", "127.0.0.1:0", "--state", folder() + "/lms",
                                       "--print-json", "--test-hooks"};
  if (kind.registered) lms_command.insert(lms_command.end(), {"--tool", tool_url_});
  for (const auto& unit : kind.units) lms_command.insert(lms_command.end(), {"--unit", unit});
  lms_.start(lms_command, folder() + "/lms.log", true);
  lrs_.start({build_ + "/preceptor-demo-lrs", "--listen", "127.0.0.1:0", "--file", folder() + "/statements.jsonl", "--print-json", "--test-hooks"},
             folder() + "/lrs.log", true);
  lms_ready_ = lms_.ready_line();
  const Json lms = Json::parse(lms_ready_);
  const Json lrs = Json::parse(lrs_.ready_line());
  lms_url_ = lms["url"].get<std::string>();
  lms_loopback_ = "http://127.0.0.1" + lms_url_.substr(lms_url_.rfind(':'), lms_url_.rfind('/') - lms_url_.rfind(':'));
  lrs_url_ = lrs["url"].get<std::string>();
  lrs_authorization_ = "Basic " + base::base64_encode(lrs["username"].get<std::string>() + ":" + lrs["password"].get<std::string>());
  write_configuration(lms, lrs, kind);
  start_tool();
}

void Stage::write_configuration(const Json& lms, const Json& lrs, const StageLms& kind) {
  Json platform{{"name", "Demo"}, {"lms", kind.character}, {"deployment_ids", {lms["deployment_id"]}}};
  for (const char* name : {"issuer", "client_id", "authorization_endpoint", "token_endpoint", "jwks_uri"}) platform[name] = lms[name];
  const Json destination{{"name", "demo"}, {"endpoint", lrs["endpoint"]}, {"username", lrs["username"]}, {"password", lrs["password"]}, {"version", "auto"}};
  Json folders = {std::string(PRECEPTOR_SOURCE_DIR) + "/manifests/samples"};
  if (!kind.units.empty()) folders.push_back(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/units");
  Json config{{"public_url", tool_url_},
              {"listen", "127.0.0.1:" + std::to_string(tool_port_)},
              {"content", folders},
              {"platforms", kind.registered ? Json::array({platform}) : Json::array()},
              {"lrs", {destination}},
              {"allow_loopback", true},
              {"session", {{"requests_per_minute", 100000}, {"launches_per_minute", 100000}}}};
  if (kind.store.empty()) {
    store_.into(config);
  } else {
    const std::string key = folder() + "/site.key";
    write_file(key, std::string(64, 'a') + "\n");
    std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    config["store"] = kind.store;
    config["vault"] = {{"key_file", key}};
  }
  write_file(folder() + "/preceptor.json", config.dump(2));
}

void Stage::start_tool_without_waiting() {
  std::vector<std::string> command = wrapper_;
  for (const auto& part : {build_ + "/preceptor", std::string("serve"), std::string("--config"), folder() + "/preceptor.json"}) command.push_back(part);
  tool_.start(command, folder() + "/tool.log", false);
}

void Stage::start_tool() {
  start_tool_without_waiting();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    if (!tool_.running()) throw std::runtime_error("preceptor serve ended at once; its log:\n" + tool_log());
    ports::OutboundRequest probe;
    probe.url = tool_url_ + "/readyz";
    probe.timeout = milliseconds(1000);
    const auto answer = http_->send(probe);
    if (answer && answer->status == 200) return;
    std::this_thread::sleep_for(milliseconds(10));
  }
  throw std::runtime_error("preceptor serve did not get ready in 20 s; its log:\n" + tool_log());
}

std::string Stage::call(const std::string& method, const std::string& url, const std::string& body) {
  ports::OutboundRequest request;
  request.method = method;
  request.url = url;
  request.body = body;
  request.max_response_bytes = 64 << 20;
  request.headers = {{"Authorization", lrs_authorization_}, {"X-Experience-API-Version", "2.0.0"}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  const auto answer = http_->send(request);
  if (!answer) throw std::runtime_error(url + ": " + base::describe(answer.error()));
  if (answer->status != 200) throw std::runtime_error(url + " answered " + std::to_string(answer->status) + ": " + answer->body);
  return answer->body;
}

void Stage::next_launch(const std::string& hook) { call("POST", lms_loopback_ + "/_next", hook); }
std::size_t Stage::next_service_answer(const std::string& hook) {
  return Json::parse(call("POST", lms_loopback_ + "/_service", hook))["waiting"].get<std::size_t>();
}
std::string Stage::lms_state() { return call("GET", lms_loopback_ + "/_state", ""); }
void Stage::lrs_faults(const std::string& script) { call("POST", lrs_url_ + "_faults", script); }
std::string Stage::lrs_state() { return call("GET", lrs_url_ + "_faults", ""); }
void Stage::rotate_platform_key() { call("POST", lms_loopback_ + "/_rotate_key", "{}"); }

Page Stage::post_statements(const std::string& body) {
  ports::OutboundRequest request;
  request.method = "POST";
  request.url = lrs_url_ + "xAPI/statements";
  request.body = body;
  request.headers = {{"Authorization", lrs_authorization_}, {"X-Experience-API-Version", "1.0.3"}, {"Content-Type", "application/json"}};
  const auto answer = http_->send(request);
  Page page;
  if (!answer) return page;
  page.status = answer->status;
  page.body = answer->body;
  return page;
}

void Stage::clear_lrs_faults() { call("DELETE", lrs_url_ + "_faults", ""); }

std::vector<std::string> Stage::statements() {
  std::vector<std::string> all;
  std::string url = lrs_url_ + "xAPI/statements?ascending=true&limit=500";
  while (true) {
    const Json page = Json::parse(call("GET", url, ""));
    for (const auto& statement : page["statements"]) all.push_back(statement.dump());
    const auto more = page.value("more", "");
    if (more.empty()) return all;
    url = lrs_url_ + more.substr(1);
  }
}

std::size_t Stage::await_statements(std::size_t count, milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::size_t there = 0;
  do {
    there = Json::parse(call("GET", lrs_url_ + "events", ""))["count"].get<std::size_t>();
    if (there >= count) return there;
    std::this_thread::sleep_for(milliseconds(20));
  } while (std::chrono::steady_clock::now() < end);
  return there;
}

std::vector<DiaryLine> Stage::diary() {
  std::vector<DiaryLine> lines;
  for (auto& row : store_.rows("SELECT code, step, reason, detail, expected, received FROM diary ORDER BY id DESC"))
    lines.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5)});
  return lines;
}

}  // namespace preceptor::fakes
