// The program as an operator meets it: exit codes, SIGHUP, SIGTERM.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <thread>

#include "core/base/json.hpp"
#include "plugin/http/client.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;

const std::string kProgram = PRECEPTOR_BUILD_DIR "/preceptor";
const std::string kSamples = PRECEPTOR_SOURCE_DIR "/manifests/samples";

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(10));
  return condition();
}

class Program : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  Json config() const {
    Json made{{"public_url", "http://127.0.0.1:" + std::to_string(port_)}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true}, {"content", {path("content")}}};
    store_.into(made);
    return made;
  }
  void SetUp() override {
    std::filesystem::create_directory(path("content"));
    std::filesystem::copy_file(kSamples + "/apixaban-dose.md", path("content/apixaban-dose.md"));
    fakes::write_file(path("preceptor.json"), config().dump());
    fakes::write_file(path("broken.md"), "# no front matter\n");
    fakes::write_file(path("broken.json"), "{\"store\": ");
    fakes::write_file(path("bad.jsonl"), "{\"id\": 7}\n");
    fakes::write_file(path("quiz.gift"), "Sure?{T}\n\nBad{\n");
    fakes::write_file(path("broken.xml"), "<quiz>\n<question>");
  }
  // Runs to the end; the exit code. What it said is in said().
  int run(std::vector<std::string> arguments) {
    std::filesystem::remove(path("said"));
    for (auto& word : arguments)
      if (word.starts_with("@")) word = path(word.substr(1));
    arguments.insert(arguments.begin(), kProgram);
    fakes::Process process;
    process.start(arguments, path("said"), false);
    EXPECT_TRUE(soon([&] { return !process.running(); })) << arguments[1] << " does not end";
    return process.stop();
  }
  std::string said() const { return fakes::read_file(path("said")); }
  int ask(const std::string& page) const {
    http::ClientOptions options;
    options.allow_loopback = true;
    ports::OutboundRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(port_) + page;
    const auto answer = http::make_client(options)->send(request);
    return answer ? answer->status : 0;
  }

  struct Case {
    std::vector<std::string> arguments;
    int code;
    const char* says;
  };
  void expect(std::initializer_list<Case> cases) {
    for (const Case& c : cases) {
      EXPECT_EQ(run(c.arguments), c.code) << c.arguments[0] << ": " << said();
      EXPECT_NE(said().find(c.says), std::string::npos) << c.arguments[0] << ": " << said();
    }
  }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore store_{folder_.path()};
  int port_ = fakes::free_port();
};

TEST_F(Program, NamesTheWordItDoesNotKnowTheNearestAndWhereTheListIs) {
  expect({Case{{"exprot", "xapi"}, 2, "\"exprot\" is no command of preceptor: did you mean export?\n  what to do: preceptor --help lists its commands."},
          Case{{"dance"}, 2, "\"dance\" is no command of preceptor\n  what to do: preceptor --help"},
          Case{{"lrs", "lits", "--config", "@preceptor.json"}, 2, "\"lits\" is no command of preceptor lrs: did you mean list?\n  what to do: preceptor lrs --help lists its commands."},
          Case{{"lrs", "list", "--confg", "@preceptor.json"}, 2, "there is no option --confg of preceptor lrs list: did you mean --config?\n  what to do: preceptor lrs list --help lists what it takes."},
          Case{{"lrs", "list", "main", "--config", "@preceptor.json"}, 2, "\"main\" is one word too many for preceptor lrs list"},
          Case{{"--verbose"}, 2, "there is no option --verbose of preceptor"}, Case{{"lrs", "list"}, 2, "--config"}, Case{{"lrs"}, 2, "subcommand"}});
  EXPECT_EQ(run({"lrs", "add", "--pasword=hush-hush"}), 2);
  EXPECT_EQ(said().find("hush"), std::string::npos) << said();
}

TEST_F(Program, AnswersWithTheDocumentedExitCodes) {
  expect({Case{{"--help"}, 0, "Exit codes"}, Case{{"serve", "--help"}, 0, "Exit codes"}, Case{{"dance"}, 2, ""}, Case{{"serve"}, 2, "--config"},
          Case{{"serve", "--config", "@nowhere.json"}, 3, "preceptor setup"}, Case{{"serve", "--config", "@broken.json"}, 3, "line 1"},
          Case{{"content", "lint", "@content"}, 0, "1 unit(s) good"}, Case{{"content", "lint", "@broken.md"}, 1, "broken.md:1"},
          Case{{"content", "import", "@quiz.gift", "--out", "@quiz.md"}, 0, "quiz.gift:3: dropped: question 2: its braces do not pair up"},
          Case{{"content", "import", "@quiz.gift", "--out", "@quiz.md"}, 2, "cannot be written"},
          Case{{"content", "import", "@quiz.gift"}, 0, "## ? question-1 | yesno | scored"},
          Case{{"content", "import", "@quiz.gift", "--from", "word"}, 2, "gift, moodle-xml or redcap"},
          Case{{"content", "import", "@broken.xml"}, 3, "line 2: this is not well-formed XML"},
          Case{{"content", "lint", "@quiz.md"}, 1, "\"objectives\" is empty"},
          Case{{"xapi", "check", "@bad.jsonl"}, 1, "bad.jsonl:1"}, Case{{"xapi", "check", "@nowhere.jsonl"}, 2, "cannot be read"},
          Case{{"check", "--config", "@preceptor.json"}, 0, "good    store"}, Case{{"platform", "list", "--config", "@preceptor.json", "--json"}, 0, "[]"},
          Case{{"platform", "kinds"}, 0, "canvas      Canvas: its addresses follow from its issuer"},
          Case{{"setup", "--output", "@new.json", "--public-url", "https://cme.example.org", "--lms", "seaport"}, 2, "moodle, canvas or generic; or none"},
          Case{{"setup", "--output", "@moodle.json", "--public-url", "https://cme.example.org", "--store", "@new.db", "--lms", "moodle",
                "--issuer", "https://moodle.example.org", "--client-id", "abc"}, 0, "Written"},
          Case{{"demo", "--lms", "seaport", "--dir", "@demo"}, 2, "--lms is moodle, canvas or generic"},
          Case{{"platform", "remove", "nobody", "--config", "@preceptor.json"}, 3, "nobody"},
          Case{{"lrs", "test", "nobody", "--config", "@preceptor.json"}, 3, "nobody"},
          Case{{"store", "check", "--config", "@preceptor.json"}, 0, "every one as it was sealed. Good."},
          Case{{"store", "migrate", "--config", "@preceptor.json"}, 0, "Nothing was done"}, Case{{"store", "migrate"}, 2, "--config"},
          Case{{"store", "migrate", "--config", "@nowhere.json"}, 2, "nowhere.json cannot be read"}, Case{{"store", "migrate", "--config", "@broken.json"}, 3, "line 1"},
          Case{{"person", "export", "nobody", "--config", "@preceptor.json"}, 2, "nobody is known by the id nobody"},
          Case{{"person", "erase", "--platform", "Nowhere", "--sub", "x", "--config", "@preceptor.json"}, 3, "Nowhere"},
          Case{{"export", "evidence", "--out", "@evidence.zip", "--config", "@preceptor.json"}, 0, "0 statements, signed by key"},
          Case{{"verify", "@evidence.zip"}, 0, "Good: every byte is as it was signed."}, Case{{"verify", "@bad.jsonl"}, 3, "too short for a ZIP file"},
          Case{{"verify", "@evidence.zip", "--thumbprint", "another"}, 1, "not by another"},
          Case{{"keys", "evidence", "--config", "@preceptor.json"}, 0, "certificate  none"},
          Case{{"export", "xapi", "--from", "yesterday", "--config", "@preceptor.json"}, 2, "2026-01-31"}});
  fakes::write_file(path("content/broken.md"), "# no front matter\n");
  EXPECT_EQ(run({"check", "--config", "@preceptor.json"}), 1) << said();
}

// Of PostgreSQL, PostgresqlSite.CommandsSayWhatIsTrueThere.
TEST_F(Program, BacksAFileUp) {
  if (!store_.url().starts_with("sqlite:")) return;
  expect({Case{{"store", "backup", "@copy.db", "--config", "@preceptor.json"}, 0, "preceptor.db.key is not in it"},
          Case{{"store", "backup", "@copy.db", "--config", "@preceptor.json"}, 2, "is there already"},
          Case{{"check", "--config", "@preceptor.json"}, 0, "good    backups: the last was made"},
          Case{{"store", "check", "--file", "@copy.db", "--config", "@preceptor.json"}, 0, "every one as it was sealed. Good."},
          Case{{"store", "check", "--file", "@bad.jsonl", "--config", "@preceptor.json"}, 3, "bad.jsonl"}});
}

TEST_F(Program, SighupTakesAGoodFileAndKeepsTheOldOneOverABadOne) {
  fakes::Process serve;
  serve.start({kProgram, "serve", "--config", path("preceptor.json")}, path("log"), true);
  ASSERT_EQ(ask("/readyz"), 200) << fakes::read_file(path("log"));
  const auto log_has = [&](const std::string& text) { return fakes::read_file(path("log")).find(text) != std::string::npos; };

  Json bad = config();
  bad["contents"] = Json::array();
  fakes::write_file(path("preceptor.json"), bad.dump());
  ::kill(serve.pid(), SIGHUP);
  EXPECT_TRUE(soon([&] { return log_has("stays in force"); })) << fakes::read_file(path("log"));
  EXPECT_TRUE(log_has("did you mean \"content\"?")) << fakes::read_file(path("log"));
  EXPECT_EQ(ask("/readyz"), 200);

  Json good = config();
  good["public_url"] = "http://127.0.0.1:1";
  good["log"] = {{"level", "debug"}};
  fakes::write_file(path("preceptor.json"), good.dump());
  ::kill(serve.pid(), SIGHUP);
  EXPECT_TRUE(soon([&] { return log_has("was read again and is in force"); })) << fakes::read_file(path("log"));
  EXPECT_TRUE(log_has("except for what needs a restart: public_url")) << fakes::read_file(path("log"));
  EXPECT_TRUE(log_has("config.needs_restart")) << fakes::read_file(path("log"));
  EXPECT_FALSE(log_has("\"event\":\"request\""));
  EXPECT_EQ(ask("/healthz"), 200);
  EXPECT_TRUE(soon([&] { return log_has("\"event\":\"request\""); })) << "the new log level counts at once";

  EXPECT_EQ(run({"serve", "--config", "@preceptor.json"}), 3) << "the port is taken";
  EXPECT_NE(said().find("another program has this port"), std::string::npos) << said();
  EXPECT_EQ(serve.stop(), 0) << "SIGTERM ends it well: " << fakes::read_file(path("log"));
}

// Takes connections and never answers.
class Silent {
 public:
  Silent() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket_, 64) != 0 || ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no silent server");
    port_ = ntohs(address.sin_port);
  }
  ~Silent() { ::close(socket_); }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;
  int port() const { return port_; }

 private:
  int socket_, port_ = 0;
};

TEST_F(Program, StopsWhilePlatformsDoNotAnswer) {
  const Silent lms;
  Json site = config();
  for (int i = 0; i < 10; ++i) {
    const std::string name = "silent-" + std::to_string(i), url = "http://127.0.0.1:" + std::to_string(lms.port()) + "/" + name;
    site["platforms"].push_back({{"name", name}, {"issuer", "https://" + name + ".example.org"}, {"client_id", "c"}, {"deployment_ids", {"1"}},
                                 {"authorization_endpoint", "https://" + name + ".example.org/auth"}, {"jwks_uri", url}});
  }
  fakes::write_file(path("preceptor.json"), site.dump());
  fakes::Process program;
  program.start({kProgram, "serve", "--config", path("preceptor.json")}, path("said"), false);
  ASSERT_TRUE(soon([&] { return ask("/readyz") == 200; })) << said();
  std::this_thread::sleep_for(milliseconds(2500));   // its thread asks one after the other by now
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(program.stop(milliseconds(60'000)), 0) << said();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(25)) << "one call's rest, not those of all, which are fifty seconds";
}

}  // namespace
}  // namespace preceptor::flow
