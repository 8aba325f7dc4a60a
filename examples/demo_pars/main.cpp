// preceptor-demo-pars: a mock of PARS' service for learner records.
#include <cstdio>
#include <cstdlib>

#include "core/base/json.hpp"
#include "examples/demo_pars/credit_service.hpp"
#include "examples/demo_support/answers.hpp"
#include "examples/demo_support/options.hpp"
#include "plugin/http/server.hpp"

namespace {

using namespace preceptor;

constexpr const char* kUsage =
    "usage: preceptor-demo-pars [--listen 127.0.0.1:0] [--file RECORDS.jsonl] [--user NAME] [--password TEXT] [--known FAMILY=NUMBER]...\n"
    "                           [--late FAMILY]... [--late-seconds 20] [--ready-fd N | --print-json] [--test-hooks]\n";
constexpr int kLongestLate = 86'400;

int complain(const std::string& problem) {
  std::fprintf(stderr, "preceptor-demo-pars: %s\n", problem.c_str());
  return 1;
}

// Empty when all is well, else what is wrong.
std::string read_settings(const demo::Options& options, demo::CreditServiceSettings& settings) {
  settings.user = options.value("--user", "demo");
  settings.password = options.value("--password", "demo");
  settings.late = options.values("--late");
  settings.test_hooks = options.has("--test-hooks");
  for (const auto& known : options.values("--known")) {
    const auto equals = known.find('=');
    if (equals == std::string::npos || equals == 0) return "--known is FAMILY=NUMBER";
    settings.known.emplace_back(known.substr(0, equals), known.substr(equals + 1));
  }
  const int seconds = std::atoi(options.value("--late-seconds", "20").c_str());
  if (seconds < 1 || seconds > kLongestLate) return "--late-seconds is 1 to 86400";
  settings.late_for = std::chrono::seconds(seconds);
  return {};
}

int run(const demo::Options& options) {
  demo::CreditServiceSettings settings;
  if (const auto problem = read_settings(options, settings); !problem.empty()) return complain(problem);
  auto shelf = demo::RecordShelf::open(options.value("--file"));
  if (!shelf) return complain(base::describe(shelf.error()));
  demo::CreditService service(settings, **shelf);
  demo::hold_signals();
  demo::StderrLog log;
  http::ServerOptions server_options;
  server_options.listen = options.value("--listen", "127.0.0.1:0");
  auto server = http::Server::open(server_options, [&](const ports::HttpRequest& request) { return service.handle(request); }, log);
  if (!server) return complain(base::describe(server.error()));
  (*server)->start();
  const std::string url = "http://127.0.0.1:" + std::to_string((*server)->port()) + "/";
  demo::announce(options, base::Json{{"url", url}, {"user", settings.user}, {"password", settings.password}}.dump());
  demo::wait_for_signal();
  (*server)->stop(std::chrono::milliseconds(1000));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string problem;
  const auto options = demo::Options::parse(argc, argv, {"--listen", "--file", "--user", "--password", "--known", "--late", "--late-seconds", "--ready-fd"},
                                            {"--print-json", "--test-hooks", "--help"}, problem);
  if (!options) {
    std::fprintf(stderr, "preceptor-demo-pars: %s\n%s", problem.c_str(), kUsage);
    return 2;
  }
  if (options->has("--help")) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  return run(*options);
}
