// What monitoring reads: the page at its own address and among the pages, who gets it, and that its names are the documented ones; and the log, by request.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "plugin/http/client.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;

const std::string kTool = PRECEPTOR_BUILD_DIR "/preceptor";
const std::string kRoot = PRECEPTOR_SOURCE_DIR;
const std::string kToken = "0123456789abcdef0123456789abcdef";

std::set<std::string> names_in(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), expression), end; found != end; ++found) names.insert((*found)[1]);
  return names;
}

std::set<std::string> documented() { return names_in(fakes::read_file(kRoot + "/docs/operations/metrics.md"), R"(\| `(preceptor_[a-z_]+)` \|)"); }

class Metrics : public testing::Test {
 protected:
  void serve(const Json& metrics, const char* level = "info") {
    fakes::write_file(folder_.path() + "/token", kToken + "\n");
    Json config = {
        {"public_url", "http://127.0.0.1:" + std::to_string(port_) + "/cme"}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true},
        {"metrics", metrics}, {"log", {{"level", level}}},
        {"lrs", {{{"name", "Nobody there"}, {"endpoint", "http://127.0.0.1:" + std::to_string(fakes::free_port()) + "/"}, {"username", "u"}, {"password", "p"}}}},
        {"platforms", {{{"name", "Campus"}, {"issuer", "https://lms.example.org"}, {"client_id", "c"}, {"authorization_endpoint", "https://lms.example.org/a"},
                        {"token_endpoint", "https://lms.example.org/t"}, {"jwks_uri", "https://lms.example.org/k"}, {"deployment_ids", {"1"}}}}}};
    store_.into(config);
    fakes::write_file(folder_.path() + "/preceptor.json", config.dump());
    process_.start({kTool, "serve", "--config", folder_.path() + "/preceptor.json"}, folder_.path() + "/log", true);
  }
  // What the log says so far, a line each.
  std::vector<Json> log_lines() const {
    std::vector<Json> lines;
    std::istringstream text(fakes::read_file(folder_.path() + "/log"));
    for (std::string line; std::getline(text, line);)
      if (line.starts_with("{")) lines.push_back(Json::parse(line));
    return lines;
  }
  ports::OutboundResponse ask(int port, const std::string& path, const std::string& token = {}, const std::string& method = "GET") {
    http::ClientOptions options;
    options.allow_loopback = true;
    ports::OutboundRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(port) + path;
    if (!token.empty()) request.headers = {{"Authorization", token}};
    const auto answer = http::make_client(options)->send(request);
    EXPECT_TRUE(answer) << request.url << ": " << (answer ? "" : describe(answer.error())) << fakes::read_file(folder_.path() + "/log");
    return answer.value_or(ports::OutboundResponse{});
  }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore store_{folder_.path()};
  fakes::Process process_;
  int port_ = fakes::free_port(), own_ = fakes::free_port();
};

TEST_F(Metrics, AtAnAddressOfItsOwn) {
  serve({{"listen", "127.0.0.1:" + std::to_string(own_)}});
  EXPECT_EQ(ask(port_, "/cme/u/handle-of-somebody").status, 404);
  EXPECT_EQ(ask(port_, "/cme/metrics").status, 404) << "not among the pages";
  EXPECT_EQ(ask(own_, "/cme/readyz").status, 404) << "and no page is beside it";
  EXPECT_EQ(ask(own_, "/metrics", {}, "POST").status, 405);
  const auto page = ask(own_, "/metrics");
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(*ports::header(page.headers, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line : {"preceptor_store_up 1\n", "preceptor_requests_total{area=\"unit\",status=\"4xx\"} 1\n", "preceptor_request_seconds_count{area=\"unit\"} 1\n",
                           "preceptor_lrs_waiting_statements{lrs=\"Nobody there\"} 0\n", "preceptor_lrs_parked_statements{lrs=\"Nobody there\"} 0\n",
                           "platform=\"Campus\"", "state=\"refused\"} 0\n", "preceptor_unreadable_parts 0\n"})
    EXPECT_NE(page.body.find(line), std::string::npos) << line << page.body;
  EXPECT_EQ(page.body.find("handle-of-somebody"), std::string::npos);
  const auto known = documented();
  for (const std::string& name : names_in(page.body, R"(# TYPE (preceptor_[a-z_]+) )")) EXPECT_TRUE(known.contains(name)) << name << " is not in docs/operations/metrics.md";
}

TEST_F(Metrics, AmongThePagesForWhoHasTheToken) {
  serve({{"token_file", folder_.path() + "/token"}});
  EXPECT_EQ(ask(port_, "/cme/metrics").status, 401);
  EXPECT_EQ(ask(port_, "/cme/metrics", "Bearer " + kToken + "0").status, 401);
  EXPECT_EQ(ask(port_, "/cme/metrics", "Basic " + kToken).status, 401);
  EXPECT_EQ(ask(port_, "/metrics", "Bearer " + kToken).status, 404) << "below the path of public_url";
  EXPECT_EQ(ask(port_, "/cme/metrics", "Bearer " + kToken).status, 200);
}

TEST_F(Metrics, AnOwnAddressMayAskForTheTokenToo) {
  serve({{"listen", "127.0.0.1:" + std::to_string(own_)}, {"token_file", folder_.path() + "/token"}});
  EXPECT_EQ(ask(own_, "/metrics").status, 401);
  EXPECT_EQ(ask(own_, "/metrics", "Bearer " + kToken).status, 200);
  EXPECT_EQ(ask(port_, "/cme/metrics", "Bearer " + kToken).status, 404);
}

TEST_F(Metrics, TheLogTellsByIdWhatWasSaidOfWhichRequest) {
  serve({{"listen", "127.0.0.1:" + std::to_string(own_)}}, "debug");
  EXPECT_EQ(ask(port_, "/cme/u/handle-of-somebody/receipt").status, 404);
  EXPECT_EQ(ask(port_, "/cme/lti/launch", {}, "POST").status, 400);
  EXPECT_EQ(ask(port_, "/cme/lti/launch", {}, "POST").status, 400);
  std::set<std::string> answered, refused;
  for (const Json& line : log_lines()) {
    EXPECT_EQ(line.dump().find("handle-of-somebody"), std::string::npos) << line;
    if (line["event"] == "request" && line["status"] != "200") {
      EXPECT_TRUE(answered.insert(line["request"].get<std::string>()).second) << "an id twice: " << line;
    }
    if (line["event"] == "launch.refused") {
      ASSERT_TRUE(line.contains("request")) << line;
      EXPECT_TRUE(refused.insert(line["request"].get<std::string>()).second) << line;
    }
    if (line["event"] == "started") {
      EXPECT_FALSE(line.contains("request")) << line;
    }
  }
  EXPECT_EQ(answered.size(), 3U);
  EXPECT_EQ(refused.size(), 2U);
  for (const std::string& id : refused) EXPECT_TRUE(answered.contains(id)) << id;
}

TEST(MetricNames, TheTableAndTheRulesNameWhatThereIs) {
  const auto known = documented();
  const std::string source = fakes::read_file(kRoot + "/plugin/app/metrics.cpp") + fakes::read_file(kRoot + "/plugin/app/request_counts.cpp");
  EXPECT_EQ(names_in(source, R"re("(preceptor_[a-z_]+)")re"), known);
  const auto used = names_in(fakes::read_file(kRoot + "/docs/operations/alerts.yml"), R"(\b(preceptor_[a-z_]+))");
  EXPECT_GE(used.size(), 8U);
  for (const std::string& name : used) {
    const std::string family = name.ends_with("_bucket") ? name.substr(0, name.size() - 7) : name;
    EXPECT_TRUE(known.contains(family)) << name << " of alerts.yml is no metric";
  }
}

}  // namespace
}  // namespace preceptor::flow
