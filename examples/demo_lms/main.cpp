// preceptor-demo-lms: a small LTI 1.3 platform: one generic course with its tool given on the command line, or a site that behaves like Moodle or
// like Canvas, where everything happens in the browser.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "core/base/json.hpp"
#include "examples/demo_lms/platform.hpp"
#include "examples/demo_lms/site/site.hpp"
#include "examples/demo_support/answers.hpp"
#include "examples/demo_support/options.hpp"
#include "plugin/http/server.hpp"

namespace {

using namespace preceptor;

constexpr const char* kUsage =
    "usage: preceptor-demo-lms --tool http://HOST:PORT --state DIR [--listen 127.0.0.1:0] [--ready-fd N | --print-json]\n"
    "                          [--unit ID=TITLE]... [--rca CASE]... [--test-hooks]\n"
    "       preceptor-demo-lms --lms moodle|canvas --state DIR [--tool http://HOST:PORT [--unit ID=TITLE]... [--rca CASE]...]\n"
    "                          [--listen 127.0.0.1:0] [--ready-fd N | --print-json] [--test-hooks]\n";

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

std::vector<demo::Link> units_of(const demo::Options& options) {
  std::vector<demo::Link> links = demo::sample_links();
  for (const auto& unit : options.values("--unit")) {
    const auto equals = unit.find('=');
    const std::string id = unit.substr(0, equals);
    links.push_back({"link-" + std::to_string(links.size() + 1), id, equals == std::string::npos ? id : unit.substr(equals + 1), "", 5});
  }
  for (const std::string& form : options.values("--rca")) links.push_back({form, form, "What keeps us from doing it right?", "Six cards, three minutes", 3, "rca"});
  for (const auto& more : {demo::sample_credit(), demo::sample_extras()}) links.insert(links.end(), more.begin(), more.end());
  return links;
}

demo::PlatformSettings settings_from(const demo::Options& options) {
  demo::PlatformSettings settings;
  settings.tool = without_slash(options.value("--tool"));
  settings.state_dir = options.value("--state");
  settings.test_hooks = options.has("--test-hooks");
  settings.links = units_of(options);
  return settings;
}

std::string ready_line(const demo::PlatformSettings& s) {
  return base::Json{{"url", s.origin + "/"}, {"issuer", s.origin}, {"client_id", s.client_id}, {"deployment_id", s.deployment_id},
                    {"authorization_endpoint", s.authorization_endpoint()}, {"token_endpoint", s.token_endpoint()}, {"jwks_uri", s.jwks_uri()}}
      .dump();
}

int failed(const std::string& why) {
  std::fprintf(stderr, "preceptor-demo-lms: %s\n", why.c_str());
  return 1;
}

// Both kinds of site: what handles the requests, and the line printed when it does.
struct Running {
  http::Handler handler;
  std::string ready;
};

Running generic_site(const demo::Options& options, const std::string& port, demo::SigningKey key) {
  demo::PlatformSettings settings = settings_from(options);
  settings.origin = "http://localhost:" + port;
  settings.loopback = "http://127.0.0.1:" + port;
  const auto platform = std::make_shared<demo::Platform>(settings, std::move(key));
  return {[platform](const ports::HttpRequest& request) { return platform->handle(request); }, ready_line(settings)};
}

Running site_with_character(const demo::Options& options, const std::string& port, demo::SigningKey key) {
  demo::SiteSettings settings;
  settings.character = options.value("--lms") == "canvas" ? demo::Character::canvas : demo::Character::moodle;
  settings.origin = "http://localhost:" + port;
  settings.state_dir = options.value("--state");
  settings.tool = without_slash(options.value("--tool"));
  settings.test_hooks = options.has("--test-hooks");
  settings.units = units_of(options);
  const auto site = std::make_shared<demo::Site>(settings, std::move(key));
  return {[site](const ports::HttpRequest& request) { return site->handle(request); }, site->ready_line()};
}

int run(const demo::Options& options) {
  const std::string state = options.value("--state");
  std::error_code refused;
  std::filesystem::create_directories(state, refused);
  if (refused) return failed(state + " cannot be created: " + refused.message());
  auto key = demo::SigningKey::open(state + "/platform-key.pem");
  if (!key) return failed(base::describe(key.error()));
  demo::hold_signals();
  demo::StderrLog log;
  http::ServerOptions server_options;
  server_options.listen = options.value("--listen", "127.0.0.1:0");
  server_options.handler_threads = 8;   // a token request waits here for the tool's keys
  server_options.max_body_bytes = [](std::string_view, std::string_view) { return std::size_t{512} << 10; };
  Running running;   // needs the port, and nothing is handled before start()
  auto server = http::Server::open(server_options, [&](const ports::HttpRequest& request) { return running.handler(request); }, log);
  if (!server) return failed(base::describe(server.error()));
  const std::string port = std::to_string((*server)->port());
  running = options.value("--lms", "generic") == "generic" ? generic_site(options, port, *key) : site_with_character(options, port, *key);
  (*server)->start();
  demo::announce(options, running.ready);
  demo::wait_for_signal();
  (*server)->stop(std::chrono::milliseconds(1000));
  return 0;
}

std::string problem_with(const demo::Options& options) {
  const std::string lms = options.value("--lms", "generic");
  if (lms != "generic" && lms != "moodle" && lms != "canvas") return "--lms is generic, moodle or canvas";
  if (options.value("--state").empty()) return "--state is needed";
  if (lms == "generic" && options.value("--tool").empty()) return "--tool is needed";
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::string problem;
  const auto options = demo::Options::parse(argc, argv, {"--listen", "--tool", "--state", "--ready-fd", "--unit", "--rca", "--lms"}, {"--print-json", "--test-hooks", "--help"}, problem);
  if (options && options->has("--help")) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  if (options) problem = problem_with(*options);
  if (!problem.empty()) {
    std::fprintf(stderr, "preceptor-demo-lms: %s\n%s", problem.c_str(), kUsage);
    return 2;
  }
  return run(*options);
}
