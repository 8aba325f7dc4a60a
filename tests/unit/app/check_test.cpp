// `preceptor check` on a whole site: its own https address, a platform whose clock is off, backups and exports.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <regex>
#include <thread>

#include "core/base/json.hpp"
#include "plugin/app/application.hpp"
#include "plugin/http/response_text.hpp"
#include "plugin/http/socket.hpp"
#include "tests/fakes/certificates.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_platform.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;
using std::chrono::hours;
using std::chrono::seconds;

// The system's authorities have no part here and take a tenth of a second to read for each client.
[[maybe_unused]] const int kNoSystemAuthorities = ::setenv("SSL_CERT_FILE", "/dev/null", 1);

class RealTime : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

class Unlogged : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

// A platform's key set, sent with a Date of its own: our server always tells the time.
class WrongClock {
 public:
  explicit WrongClock(seconds ahead) : ahead_(ahead), listener_(*http::open_listener("127.0.0.1:0")) {
    thread_ = std::thread([this] { serve(); });
  }
  ~WrongClock() {
    stopping_ = true;
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port) + "/jwks"; }

 private:
  void serve() {
    while (!stopping_) {
      if (!http::wait_ready(listener_.socket.get(), false, http::Clock::now() + std::chrono::milliseconds(20))) continue;
      const http::Fd peer(::accept(listener_.socket.get(), nullptr, nullptr));
      char request[4096];
      if (!peer || ::recv(peer.get(), request, sizeof request, 0) <= 0) continue;
      const std::string body = platform_.jwks();
      const std::string answer = "HTTP/1.1 200 OK\r\nDate: " + http::http_date(std::chrono::system_clock::now() + ahead_) +
                                 "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      EXPECT_EQ(::send(peer.get(), answer.data(), answer.size(), MSG_NOSIGNAL), static_cast<ssize_t>(answer.size()));
    }
  }
  const seconds ahead_;
  inline static const fakes::TestPlatform platform_;   // one key for all of them
  http::Listener listener_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

struct Said {
  int code = -1;
  std::string text;
};

// A site that serves itself over TLS on loopback.
class HttpsSite {
 public:
  HttpsSite(seconds from, seconds until, bool known, const std::string& jwks_uri) {
    const fakes::TestAuthority authority("Example CA");
    const auto pair = authority.issue("localhost", from, until);
    fakes::write_file(path("cert.pem"), pair.certificate);
    fakes::write_file(path("key.pem"), pair.key);
    fakes::write_file(path("ca.pem"), authority.pem());
    const std::string port = std::to_string(fakes::free_port());
    Json config = {{"public_url", "https://localhost:" + port + "/cme"}, {"listen", "127.0.0.1:" + port}, {"allow_loopback", true},
                   {"store", "sqlite:" + path("preceptor.db")},
                   {"tls", {{"cert_file", path("cert.pem")}, {"key_file", path("key.pem")}}},
                   {"platforms", {{{"name", "LMS"}, {"issuer", "https://lms.example.org"}, {"client_id", "client-1"}, {"deployment_ids", {"1"}},
                                   {"authorization_endpoint", "https://lms.example.org/auth"}, {"token_endpoint", "https://127.0.0.1:1/token"},
                                   {"jwks_uri", jwks_uri}}}}};
    if (known) config["outbound"] = {{"ca_file", path("ca.pem")}};
    auto opened = Application::open(config.dump(), std::make_shared<Unlogged>(), std::make_shared<RealTime>());
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    app_ = std::move(*opened);
    if (auto started = app_->start(); !started) throw std::runtime_error(base::describe(started.error()));
  }
  ~HttpsSite() { EXPECT_TRUE(app_->stop(std::chrono::milliseconds(5000))); }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  Said run(const std::string& command, const Json& args = Json::object()) {
    Said said;
    CommandIo io;
    io.write = [&](int, std::string_view bytes) {
      said.text += bytes;
      return true;
    };
    const auto code = app_->command(command, args.dump(), io);
    if (code) said.code = *code;
    else said.text += base::describe(code.error());
    return said;
  }
  // By name, of one run.
  std::map<std::string, Json> lines() {
    std::map<std::string, Json> found;
    for (const auto& line : Json::parse(run("check", {{"json", true}}).text)) found[line["what"]] = line;
    return found;
  }

 private:
  fakes::TemporaryFolder folder_;
  std::unique_ptr<Application> app_;
};

bool matches(const Json& line, const std::string& state, const std::string& cause) {
  return line["state"] == state && std::regex_search(line["cause"].get<std::string>(), std::regex(cause));
}

TEST(Check, LooksAtItsOwnAddressAndAtThePlatformsClock) {
  const WrongClock lms(seconds(300));
  HttpsSite site(-hours(24 * 20), hours(24 * 70), true, lms.url());
  auto lines = site.lines();
  const auto printed = site.run("check");
  EXPECT_EQ(printed.code, 1) << "something is red";
  for (const auto& [what, line] : lines) {
    if (what == "clock of LMS" || what == "store") continue;   // seconds and free space move between two runs
    EXPECT_NE(printed.text.find(what + ": " + line["cause"].get<std::string>()), std::string::npos) << line;
  }
  EXPECT_TRUE(matches(lines["certificate"], "good", "^valid until .*, 6?[0-9] days left, signed by Example CA$")) << lines["certificate"];
  EXPECT_TRUE(matches(lines["public address"], "good", "/cme answers and is this site$")) << lines["public address"];
  EXPECT_TRUE(matches(lines["framing"], "good", "nothing on the way")) << lines["framing"];
  EXPECT_TRUE(matches(lines["frames of LMS"], "good", "inside https://lms.example.org and")) << lines["frames of LMS"];
  EXPECT_TRUE(matches(lines["clock of LMS"], "red", "^is (299|300|301) seconds ahead of ours, so launches or grades are refused$")) << lines["clock of LMS"];
  EXPECT_TRUE(matches(lines["database"], "good", "read through, nothing is damaged")) << lines["database"];
  EXPECT_TRUE(matches(lines["backups"], "warning", "none was made")) << lines["backups"];
  EXPECT_TRUE(matches(lines["exports"], "good", "none was made yet")) << lines["exports"];
}

TEST(Check, EachOutboundSettingHasALine) {
  const fakes::TemporaryFolder folder;
  const std::string ca = folder.path() + "/ca.pem";
  fakes::write_file(ca, fakes::TestAuthority("Example CA").pem());
  QuietSite quiet{Json{{"outbound", {{"allow", {"lrs.internal.example", "10.20.0.0/16"}}, {"ca_file", ca}, {"proxy", "http://127.0.0.1:1"}}}}};
  const auto lines = [&] {
    std::map<std::string, Json> found;
    for (const auto& line : Json::parse(quiet.run("check", {{"json", true}})))
      if (line["what"].get<std::string>().starts_with("outbound")) found[line["what"]] = line;
    return found;
  };
  auto set = lines();
  EXPECT_EQ(set.size(), 5u) << "allow_loopback, two of allow, ca_file, proxy";
  EXPECT_TRUE(matches(set["outbound allow_loopback"], "warning", "^http on this machine is allowed$"));
  for (const char* entry : {"lrs.internal.example", "10.20.0.0/16"})
    EXPECT_TRUE(matches(set["outbound allow " + std::string(entry)], "good", "may be called although it is private or plain http")) << entry;
  EXPECT_TRUE(matches(set["outbound ca_file"], "good", "^" + ca + " is used beside the system's$")) << set["outbound ca_file"];
  EXPECT_TRUE(matches(set["outbound proxy"], "good", "^calls go through http://127.0.0.1:1$")) << set["outbound proxy"];

  ASSERT_EQ(std::remove(ca.c_str()), 0);
  set = lines();
  EXPECT_TRUE(matches(set["outbound ca_file"], "red", "^" + ca + " cannot be read$")) << "it went while the server runs: " << set["outbound ca_file"];
  EXPECT_EQ(set["outbound ca_file"]["next"], "Check the path and its permissions.");
}

TEST(Check, ListenersAreReadAsServeReadsThem) {
  const fakes::TemporaryFolder folder;
  const std::string cert = folder.path() + "/cert.pem";
  const auto lines_of = [](QuietSite& quiet) {
    std::map<std::string, Json> found;
    for (const auto& line : Json::parse(quiet.run("check", {{"json", true}}))) found[line["what"]] = line;
    return found;
  };
  QuietSite without{Json{{"listen", "127.0.0.1:8480"}, {"tls", {{"cert_file", cert}, {"key_file", cert}}}}};
  auto lines = lines_of(without);
  EXPECT_EQ(without.code, kRed);
  EXPECT_TRUE(matches(lines["listener"], "red", "cert.pem")) << lines["listener"];
  // An address for documentation (RFC 5737), which no machine has.
  QuietSite elsewhere{Json{{"trusted_proxies", {"10.0.0.0/8"}}, {"listen", "127.0.0.1:8480"}, {"metrics", {{"listen", "192.0.2.1:9480"}}}}};
  lines = lines_of(elsewhere);
  EXPECT_TRUE(matches(lines["listener"], "good", "listens on 127.0.0.1:8480 behind a proxy")) << lines["listener"];
  EXPECT_TRUE(matches(lines["metrics"], "red", "192.0.2.1:9480")) << lines["metrics"];
  EXPECT_FALSE(lines["metrics"]["next"].get<std::string>().empty());
  elsewhere.apply({{"trusted_proxies", {"10.0.0.0/8"}}, {"listen", "127.0.0.1:8480"}, {"metrics", {{"listen", "127.0.0.1:9480"}}}});
  lines = lines_of(elsewhere);
  EXPECT_TRUE(matches(lines["configuration metrics"], "warning", "not in force")) << lines["configuration metrics"];
}

TEST(Check, AReloadRefusesWhatTheNextStartWould) {
  const fakes::TemporaryFolder folder;
  const auto with = [](const Json& more) { return QuietSite::configuration(more).dump(); };
  auto app = *Application::open(with({{"listen", "127.0.0.1:0"}}), std::make_shared<Unlogged>(), std::make_shared<RealTime>());
  ASSERT_TRUE(app->start());
  const auto code_of = [&](const Json& more) {
    const auto done = app->reload(with(more));
    return done ? std::string() : std::string(base::info(done.error().code).name);
  };
  const std::string cert = folder.path() + "/cert.pem";
  EXPECT_EQ(code_of({{"listen", "127.0.0.1:0"}, {"tls", {{"cert_file", cert}, {"key_file", cert}}}}), base::info(base::Code::tls_unusable).name);
  EXPECT_EQ(code_of({{"listen", "127.0.0.1:0"}, {"trusted_proxies", {"10.0.0.0/8"}}, {"metrics", {{"listen", "192.0.2.1:9480"}}}}), base::info(base::Code::listen_failed).name);
  EXPECT_EQ(Json::parse(app->status_json())["needs_restart"], Json::array());
  EXPECT_EQ(code_of({{"listen", "127.0.0.1:0"}, {"trusted_proxies", {"10.0.0.0/8"}}}), "");
  EXPECT_EQ(Json::parse(app->status_json())["needs_restart"], Json::array({"trusted_proxies"}));
  EXPECT_EQ(code_of({{"listen", "127.0.0.1:0"}}), "");
  EXPECT_EQ(Json::parse(app->status_json())["needs_restart"], Json::array()) << "as it is in force";
  EXPECT_TRUE(app->stop(std::chrono::milliseconds(5000)));
}

TEST(Check, SaysWhatIsWrongWithTheCertificate) {
  const WrongClock lms(seconds(0));
  const struct {
    seconds from, until;
    bool known;
    const char *state, *cause;
    bool asked;   // what answers there is looked at too
  } rows[] = {
      {-hours(24 * 80), hours(24 * 10), true, "warning", ", (9|10) days left", true},
      {-hours(24 * 90), -hours(24), true, "red", "expired on", false},
      {-hours(24), hours(24 * 60), false, "red", "chain .* is incomplete; 1 certificate came", false},
  };
  for (const auto& row : rows) {
    HttpsSite site(row.from, row.until, row.known, lms.url());
    auto lines = site.lines();
    EXPECT_TRUE(matches(lines["certificate"], row.state, row.cause)) << lines["certificate"];
    EXPECT_FALSE(lines["certificate"]["next"].get<std::string>().empty());
    EXPECT_EQ(lines.contains("public address"), row.asked);
    EXPECT_TRUE(matches(lines["clock of LMS"], "good", "agrees with ours")) << lines["clock of LMS"];
  }
}

TEST(Check, KnowsTheLastBackupAndTheLastExport) {
  const WrongClock lms(seconds(0));
  HttpsSite site(-hours(24), hours(24 * 60), true, lms.url());
  EXPECT_NE(site.run("store backup").text.find("file is required"), std::string::npos);
  const auto made = site.run("store backup", {{"file", site.path("copy.db")}});
  EXPECT_EQ(made.code, 0) << made.text;
  EXPECT_NE(made.text.find("The key file " + site.path("preceptor.db.key") + " is not in it"), std::string::npos) << made.text;
  const auto again = site.run("store backup", {{"file", site.path("copy.db")}});
  EXPECT_EQ(again.code, 2) << again.text;
  EXPECT_NE(again.text.find("is there already"), std::string::npos) << again.text;
  const auto row = Json::parse(site.run("store backup", {{"file", site.path("copy2.db")}, {"json", true}}).text);
  EXPECT_GT(row["bytes"].get<long>(), 4096);

  EXPECT_EQ(site.run("export xapi", {{"out", site.path("no/such/folder.jsonl")}}).code, 2);
  auto lines = site.lines();
  EXPECT_TRUE(matches(lines["backups"], "good", "the last was made 20.*Z, less than an hour ago")) << lines["backups"];
  EXPECT_TRUE(matches(lines["exports"], "good", "none was made yet")) << "a failed one does not count";
  EXPECT_EQ(site.run("export xapi", {{"out", site.path("out.jsonl")}}).code, 0);
  EXPECT_TRUE(matches(site.lines()["exports"], "good", "the last was made 20")) << site.run("check").text;
}

}  // namespace
}  // namespace preceptor::app
