#include "plugin/host/demo.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

#include "plugin/host/child.hpp"
#include "plugin/host/files.hpp"
#include "plugin/host/instance.hpp"
#include "plugin/host/json_text.hpp"
#include "plugin/host/lms_kinds.hpp"
#include "plugin/host/loopback_port.hpp"
#include "plugin/host/signals.hpp"

namespace host {
namespace {

constexpr int kReadySeconds = 20;
constexpr unsigned kStopMs = 5000;

struct Ports {
  int tool = 0, lms = 0, lrs = 0, pars = 0;
};
using Members = std::map<std::string, std::string>;

bool fail(const std::string& problem) {
  std::fprintf(stderr, "preceptor demo: %s\n", problem.c_str());
  return false;
}

// Each kind of LMS keeps its own files: an LMS that registered the tool remembers it the next time.
std::string default_folder(const std::string& lms) {
  const std::string name = lms == "generic" ? "/preceptor-demo" : "/preceptor-demo-" + lms;
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return state + name;
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr && *home == '/' ? home : "/var/tmp") + "/.local/state" + name;
}

int pick_port(const char* what, int wanted) {
  const int port = loopback_port(wanted);
  if (port != wanted && port != 0) std::printf("Port %d is taken; %s uses %d instead.\n", wanted, what, port);
  return port;
}

// The sample units: beside the program in a build tree, under share when installed.
std::string samples_folder() {
  for (const char* place : {"/samples", "/../share/preceptor/samples"})
    if (exists(program_folder() + place)) return absolute(program_folder() + place);
  return {};
}

class Demo {
 public:
  Demo(std::string folder, std::string kind) : folder_(std::move(folder)), kind_(std::move(kind)) {}
  ~Demo() {
    if (lock_ >= 0) ::close(lock_);
    if (log_ >= 0) ::close(log_);
  }
  Demo(const Demo&) = delete;
  Demo& operator=(const Demo&) = delete;

  bool prepare() {
    if (const auto problem = make_private_folder(folder_); !problem.empty()) return fail(problem);
    lock_ = ::open((folder_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0)
      return fail("a demo already runs in " + folder_ + ". Stop it with Ctrl-C there, or name another folder with --dir.");
    log_ = ::open(log_path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND, 0600);
    if (log_ < 0) return fail("cannot write " + log_path() + ". Name another folder with --dir.");
    samples_ = samples_folder();
    if (samples_.empty()) return fail("the sample units are missing: there is no samples folder beside the program. Build or install again.");
    ports_ = {pick_port("the tool", 8480), pick_port("the demo LMS", 8481), pick_port("the demo record store", 8482), pick_port("the mock of PARS", 8483)};
    if (ports_.tool == 0 || ports_.lms == 0 || ports_.lrs == 0 || ports_.pars == 0) return fail("there is no free port on 127.0.0.1.");
    return true;
  }

  bool start_servers() {
    // On disk, as the tool's own record is: what was delivered before is still there when the demo is started again.
    const auto lrs = start(lrs_child_, "preceptor-demo-lrs", "lrs.log", {"--listen", address(ports_.lrs), "--file", folder_ + "/statements.jsonl", "--print-json"});
    if (!lrs || !start_pars()) return false;
    std::vector<std::string> options{"--listen", address(ports_.lms), "--state", folder_ + "/lms", "--print-json"};
    if (generic()) options.insert(options.end(), {"--tool", tool_url()});
    else options.insert(options.end(), {"--lms", kind_});
    const auto lms = start(lms_child_, "preceptor-demo-lms", "lms.log", options);
    if (!lms) return false;
    lrs_ = *lrs;
    lms_ = *lms;
    return true;
  }

  bool start_tool() {
    const std::string config = configuration();
    if (const auto problem = write_private_file(folder_ + "/preceptor.json", config); !problem.empty()) return fail(problem);
    tool_.emplace(log_);
    if (tool_->open(config) && tool_->start()) return true;
    print_failure(tool_->failure());
    return false;
  }

  int run() {
    std::printf("\nPreceptor demo\n  tool          %s\n  record store  %s  (the statements, as they arrive)\n  mock of PARS  %s  (records of credit, once the office lets them go)\n"
                "  files, logs   %s\nCtrl-C stops them all.\n\n", tool_url().c_str(), lrs_["url"].c_str(), pars_["url"].c_str(), folder_.c_str());
    if (!show_staff()) return Exit::failed;
    if (generic()) std::printf("Open the course:  %s\n", lms_["url"].c_str());
    else if (!invite()) return Exit::failed;
    std::fflush(stdout);
    while (true) {
      const int signal = signals_.wait();
      if (signal == SIGCHLD && !children_live()) return Exit::failed;
      if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP) break;
    }
    signals_.let_kill();
    std::printf("\nStopping.\n");
    tool_->stop(kStopMs);
    return Exit::good;
  }

 private:
  static std::string address(int port) { return "127.0.0.1:" + std::to_string(port); }
  std::string tool_url() const { return "http://" + address(ports_.tool); }
  std::string log_path() const { return folder_ + "/tool.log"; }

  std::string pars_secret() const { return folder_ + "/pars.secret"; }

  // A receiver of records that knows Learner Two under one number only, and whose board is slow with Learner One.
  bool start_pars() {
    const auto pars = start(pars_child_, "preceptor-demo-pars", "pars.log",
                            {"--listen", address(ports_.pars), "--file", folder_ + "/pars.jsonl", "--known", "Two=1234567893", "--late", "One", "--print-json"});
    if (!pars) return false;
    pars_ = *pars;
    const auto problem = write_private_file(pars_secret(), pars_["password"] + "\n");
    return problem.empty() || fail(problem);
  }

  std::optional<Members> start(Child& child, const std::string& program, const std::string& log, const std::vector<std::string>& args) {
    const std::string path = program_folder() + "/" + program, log_file = folder_ + "/" + log;
    if (const auto problem = child.start(path, args, log_file, signals_); !problem.empty()) {
      fail(problem);
      return std::nullopt;
    }
    auto members = read_members(child.first_line(kReadySeconds));
    if (!members || (*members)["url"].empty()) {
      fail(program + " did not start; its own words are in " + log_file + ".");
      return std::nullopt;
    }
    return members;
  }

  std::string configuration() {
    JsonObject platform, lrs, config;
    platform.text("name", "demo-lms").text("lms", "generic").text("issuer", lms_["issuer"]).text("client_id", lms_["client_id"]);
    platform.list("deployment_ids", {lms_["deployment_id"]}).text("authorization_endpoint", lms_["authorization_endpoint"]);
    platform.text("token_endpoint", lms_["token_endpoint"]).text("jwks_uri", lms_["jwks_uri"]);
    lrs.text("name", "demo-lrs").text("endpoint", lrs_["endpoint"]).text("username", lrs_["username"]).text("password", lrs_["password"]);
    config.text("public_url", tool_url()).text("listen", address(ports_.tool)).text("store", "sqlite:" + folder_ + "/preceptor.db");
    config.list("content", {samples_}).raw("platforms", generic() ? "[" + platform.str() + "]" : "[]").raw("lrs", "[" + lrs.str() + "]");
    JsonObject accreditation, provider, sending;
    sending.text("url", pars_["url"]).text("user", pars_["user"]).text("secret_file", pars_secret()).raw("ask_seconds", "5");
    accreditation.text("provider", "demo").text("name", "Demo provider").text("accme_provider_id", "0000000").raw("sending", sending.str());
    accreditation.list("systems", {"ama-pra-1", "ancc"}).text("time_zone", "America/Chicago").flag("sample", true);
    provider.text("name", "Demo provider").text("time_zone", "America/Chicago").raw("accreditations", "[" + accreditation.str() + "]");
    config.raw("provider", provider.str()).flag("allow_loopback", true);
    return config.str(true);
  }

  bool children_live() {
    if (lms_child_.ended()) return fail("the demo LMS has stopped; its own words are in " + folder_ + "/lms.log. Start the demo again.");
    if (lrs_child_.ended()) return fail("the demo record store has stopped; its own words are in " + folder_ + "/lrs.log. Start the demo again.");
    if (pars_child_.ended()) return fail("the mock of PARS has stopped; its own words are in " + folder_ + "/pars.log. Start the demo again.");
    return true;
  }

  bool generic() const { return kind_ == "generic"; }

  // Where a planner works (root-cause cases, units, their burden), and who looks after credit and reports. The same members each time, fresh links.
  bool show_staff() {
    struct Member {
      const char *id, *name, *role, *pages;
    };
    constexpr Member kMembers[] = {{"6f1f0f52-6a38-4a57-9d5e-0b7f3a0d9c11", "Planner of the demo", "planner", "A planner's pages"},
                                   {"0c4b7a6e-91d2-4f0b-8a3c-52e6d71f9b24", "Accreditation staff of the demo", "accreditation", "Credits, rules and reports (under Rules, switch on PARS learner records (JSON), and the mock gets them)"}};
    for (const Member& one : kMembers) {
      std::printf("%s (the link works once, for a day):  ", one.pages);
      std::fflush(stdout);
      JsonObject args;
      args.text("id", one.id).text("name", one.name).text("role", one.role).text("minutes", "1440").flag("link", true);
      if (tool_->command("staff add", args.str()) != Exit::good) return false;
    }
    return true;
  }

  // The LMS has not heard of the tool: what a person does next, with a fresh address to paste.
  bool invite() {
    JsonObject args;
    args.text("lms", kind_).text("name", "Demo " + kind_);
    std::printf("1. Open the LMS's administration:  %s\n2. ", lms_["admin_url"].c_str());
    std::fflush(stdout);
    if (tool_->command("invite", args.str()) != Exit::good) return false;
    std::printf("3. Let the LMS in, in the tool's own administration:\n   ");
    std::fflush(stdout);
    if (tool_->command("admin link", JsonObject().text("name", "Administrator of the demo").text("minutes", "1440").str()) != Exit::good) return false;
    std::printf("4. Activate the tool in the LMS. Then open the course as a teacher and add a unit:  %s\n"
                "Where this was done before, begin with the course.\n", lms_["course_url"].c_str());
    return true;
  }

  std::string folder_, kind_, samples_;
  Signals signals_;
  int lock_ = -1, log_ = -1;
  Ports ports_;
  Members lms_, lrs_, pars_;
  Child lms_child_, lrs_child_, pars_child_;    // started before the library has threads, ended after it is closed
  std::optional<Instance> tool_;
};

}  // namespace

int demo(const std::string& folder, const std::string& lms) {
  const LmsKinds known = lms == "generic" ? LmsKinds{} : lms_kinds();
  if (lms != "generic" && !known.kinds.contains(lms)) {
    fail("--lms is " + known.listed + ".");
    return Exit::wrong_arguments;
  }
  Demo demo(absolute(folder.empty() ? default_folder(lms) : folder), lms);
  return demo.prepare() && demo.start_servers() && demo.start_tool() ? demo.run() : Exit::failed;
}

}  // namespace host
