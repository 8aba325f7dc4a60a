// preceptor-demo-lrs: a small learning record store to look at.
#include <cstdio>

#include "core/base/json.hpp"
#include "examples/demo_lrs/fault_front.hpp"
#include "examples/demo_lrs/record_store.hpp"
#include "examples/demo_support/answers.hpp"
#include "examples/demo_support/options.hpp"
#include "plugin/http/server.hpp"

namespace {

using namespace preceptor;

constexpr const char* kUsage =
    "usage: preceptor-demo-lrs [--listen 127.0.0.1:0] [--file STATEMENTS.jsonl] [--username NAME] [--password TEXT]\n"
    "                          [--ready-fd N | --print-json] [--test-hooks]\n";

int complain(const base::Error& error) {
  std::fprintf(stderr, "preceptor-demo-lrs: %s\n", base::describe(error).c_str());
  return 1;
}

int run(const demo::Options& options) {
  const demo::RecordStoreSettings settings{options.value("--username", "demo"), options.value("--password", "demo"), options.has("--test-hooks")};
  auto statements = demo::StatementStore::open(options.value("--file"));
  if (!statements) return complain(statements.error());
  demo::RecordStore store(settings, **statements);
  demo::hold_signals();
  demo::StderrLog log;
  const std::string listen = options.value("--listen", "127.0.0.1:0");
  http::ServerOptions server_options;
  server_options.listen = settings.test_hooks ? "127.0.0.1:0" : listen;
  server_options.max_body_bytes = [](std::string_view, std::string_view) { return std::size_t{5} << 20; };
  auto server = http::Server::open(server_options, [&](const ports::HttpRequest& request) { return store.handle(request); }, log);
  if (!server) return complain(server.error());
  (*server)->start();
  int port = (*server)->port();
  std::unique_ptr<demo::FaultFront> front;
  if (settings.test_hooks) {
    auto opened = demo::FaultFront::open(listen, port);
    if (!opened) return complain(opened.error());
    front = std::move(*opened);
    port = front->port();
  }
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + "/";
  demo::announce(options, base::Json{{"url", url}, {"endpoint", url + "xAPI/"}, {"username", settings.username}, {"password", settings.password}}.dump());
  demo::wait_for_signal();
  front.reset();
  (*server)->stop(std::chrono::milliseconds(1000));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string problem;
  const auto options = demo::Options::parse(argc, argv, {"--listen", "--file", "--username", "--password", "--ready-fd"}, {"--print-json", "--test-hooks", "--help"}, problem);
  if (!options) {
    std::fprintf(stderr, "preceptor-demo-lrs: %s\n%s", problem.c_str(), kUsage);
    return 2;
  }
  if (options->has("--help")) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  return run(*options);
}
