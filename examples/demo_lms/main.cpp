// preceptor-demo-lms: a small LTI 1.3 platform with one course page.
#include <cstdio>
#include <filesystem>

#include "core/base/json.hpp"
#include "examples/demo_lms/platform.hpp"
#include "examples/demo_support/answers.hpp"
#include "examples/demo_support/options.hpp"
#include "plugin/http/server.hpp"

namespace {

using namespace preceptor;

constexpr const char* kUsage =
    "usage: preceptor-demo-lms --tool http://HOST:PORT --state DIR [--listen 127.0.0.1:0] [--ready-fd N | --print-json]\n"
    "                          [--unit ID=TITLE]... [--test-hooks]\n";

demo::PlatformSettings settings_from(const demo::Options& options) {
  demo::PlatformSettings settings;
  settings.tool = options.value("--tool");
  while (!settings.tool.empty() && settings.tool.back() == '/') settings.tool.pop_back();
  settings.state_dir = options.value("--state");
  settings.test_hooks = options.has("--test-hooks");
  settings.links = demo::sample_links();
  for (const auto& unit : options.values("--unit")) {
    const auto equals = unit.find('=');
    const std::string id = unit.substr(0, equals);
    settings.links.push_back({"link-" + std::to_string(settings.links.size() + 1), id, equals == std::string::npos ? id : unit.substr(equals + 1), "", 5});
  }
  return settings;
}

std::string ready_line(const demo::PlatformSettings& s) {
  return base::Json{{"url", s.origin + "/"}, {"issuer", s.origin}, {"client_id", s.client_id}, {"deployment_id", s.deployment_id},
                    {"authorization_endpoint", s.authorization_endpoint()}, {"token_endpoint", s.token_endpoint()}, {"jwks_uri", s.jwks_uri()}}
      .dump();
}

int run(const demo::Options& options) {
  demo::PlatformSettings settings = settings_from(options);
  std::error_code failed;
  std::filesystem::create_directories(settings.state_dir, failed);
  if (failed) {
    std::fprintf(stderr, "preceptor-demo-lms: %s cannot be created: %s\n", settings.state_dir.c_str(), failed.message().c_str());
    return 1;
  }
  auto key = demo::SigningKey::open(settings.state_dir + "/platform-key.pem");
  if (!key) {
    std::fprintf(stderr, "preceptor-demo-lms: %s\n", base::describe(key.error()).c_str());
    return 1;
  }
  demo::hold_signals();
  demo::StderrLog log;
  http::ServerOptions server_options;
  server_options.listen = options.value("--listen", "127.0.0.1:0");
  std::unique_ptr<demo::Platform> platform;   // needs the port, and nothing is handled before start()
  auto server = http::Server::open(server_options, [&](const ports::HttpRequest& request) { return platform->handle(request); }, log);
  if (!server) {
    std::fprintf(stderr, "preceptor-demo-lms: %s\n", base::describe(server.error()).c_str());
    return 1;
  }
  const std::string port = std::to_string((*server)->port());
  settings.origin = "http://localhost:" + port;
  settings.loopback = "http://127.0.0.1:" + port;
  platform = std::make_unique<demo::Platform>(settings, *key);
  (*server)->start();
  demo::announce(options, ready_line(settings));
  demo::wait_for_signal();
  (*server)->stop(std::chrono::milliseconds(1000));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string problem;
  const auto options = demo::Options::parse(argc, argv, {"--listen", "--tool", "--state", "--ready-fd", "--unit"}, {"--print-json", "--test-hooks", "--help"}, problem);
  if (options && options->has("--help")) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  if (!options || options->value("--tool").empty() || options->value("--state").empty()) {
    std::fprintf(stderr, "preceptor-demo-lms: %s\n%s", problem.empty() ? "--tool and --state are needed" : problem.c_str(), kUsage);
    return 2;
  }
  return run(*options);
}
