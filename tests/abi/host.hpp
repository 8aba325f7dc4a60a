// A host in the tests: an instance without a listener, a platform whose key set is on loopback, and a browser whose requests the host hands over.
#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/json.hpp"
#include "plugin/abi/c_api.hpp"
#include "plugin/http/server.hpp"
#include "tests/fakes/driver.hpp"
#include "tests/fakes/test_platform.hpp"

// support.hpp calls the handle `preceptor`, which beside a namespace of that name is spelled preceptor_instance.
#define preceptor preceptor_instance
#include "tests/abi/support.hpp"
#undef preceptor

namespace preceptor::abi_test {

class Silent : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

// A platform that publishes its key on a loopback port.
class Platform : public fakes::TestPlatform {
 public:
  Platform() {
    const std::string keys = jwks();
    auto opened = http::Server::open({}, [keys](const ports::HttpRequest&) { return ports::HttpResponse{200, {{"Content-Type", "application/json"}}, keys}; }, log_);
    if (!opened) throw std::runtime_error("the key set cannot be served: " + describe(opened.error()));
    server_ = std::move(*opened);
    server_->start();
    jwks_uri = "http://127.0.0.1:" + std::to_string(server_->port()) + "/jwks";
  }
  ~Platform() { server_->stop(std::chrono::milliseconds(1000)); }
  base::Json config() const {
    return {{"name", "Test LMS"}, {"issuer", issuer}, {"client_id", client_id}, {"deployment_ids", {deployment_id}},
            {"authorization_endpoint", issuer + "/auth"}, {"jwks_uri", jwks_uri}};
  }

 private:
  Silent log_;
  std::unique_ptr<http::Server> server_;
};

// What a browser sends reaches the instance through preceptor_handle.
class Handed : public ports::HttpClient {
 public:
  explicit Handed(preceptor_instance* instance) : instance_(instance) {}
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& asked) override {
    const auto url = base::parse_url(asked.url);
    if (!url) return base::fail(base::Code::outbound_refused, asked.url);
    const std::string target = url->path + (url->query.empty() ? "" : "?" + url->query);
    std::vector<preceptor_header> headers;
    for (const auto& [name, value] : asked.headers) headers.push_back({name.c_str(), value.c_str()});
    preceptor_request request = get_request(target.c_str());
    request.method = asked.method.c_str();
    request.headers = headers.data();
    request.header_count = headers.size();
    request.body = asked.body.data();
    request.body_size = asked.body.size();
    request.client_address = "192.0.2.7";
    Answer answer;
    if (preceptor_handle(instance_, &request, take_answer, &answer) != 0) return base::fail(base::Code::internal, preceptor_last_error(instance_));
    return ports::OutboundResponse{answer.status, answer.headers, answer.body};
  }

 private:
  preceptor_instance* instance_;
};

// The instance and what the tests ask of it. The store outlives close(), so that it can be opened again.
class Host {
 public:
  base::Json config() const {
    return {{"public_url", "https://cme.example.org/tools"}, {"store", "sqlite:" + folder_.path() + "/preceptor.db"},
            {"content", {PRECEPTOR_SOURCE_DIR "/manifests/samples"}}, {"platforms", {platform.config()}}, {"allow_loopback", true}};
  }
  ~Host() { close(); }
  bool open() { return preceptor_open(config().dump().c_str(), nullptr, &p) == 0; }
  void close() {
    preceptor_close(p);
    p = nullptr;
  }
  std::string error() const { return preceptor_last_error(p); }
  base::Json status() const {
    char* text = nullptr;
    if (preceptor_status(p, &text) != 0) return {};
    auto json = base::Json::parse(text);
    preceptor_free(text);
    return json;
  }
  // The lines of `export xapi`: what the record holds, in order.
  std::vector<std::string> exported() const {
    std::string lines;
    const auto keep = [](void* user, int stream, const char* bytes, size_t size) {
      if (stream == 1) static_cast<std::string*>(user)->append(bytes, size);
      return 0;
    };
    if (preceptor_command(p, "export xapi", "{}", keep, nullptr, &lines) != 0) return {};
    std::vector<std::string> found;
    for (std::size_t at = 0, end = 0; (end = lines.find('\n', at)) != std::string::npos; at = end + 1) found.push_back(lines.substr(at, end - at));
    return found;
  }

  fakes::Browser browser() const { return fakes::Browser(std::make_shared<Handed>(p)); }
  fakes::Page log_in(fakes::Browser& browser) const {
    return browser.post_once(kBase + "/lti/login", {{"iss", platform.issuer}, {"client_id", platform.client_id}, {"login_hint", "7"},
                                                    {"target_link_uri", kBase + "/lti/launch"}, {"lti_deployment_id", platform.deployment_id}});
  }
  // Login and launch; the first page of the unit.
  fakes::Page launch(fakes::Browser& browser, const std::string& subject) const {
    const fakes::Page asked = log_in(browser);
    const std::string* location = ports::header(asked.headers, "Location");
    if (location == nullptr) return asked;
    const auto url = base::parse_url(*location);
    const auto fields = base::parse_form(url ? url->query : "");
    const std::string* state = fields ? base::field(*fields, "state") : nullptr;
    const std::string* nonce = fields ? base::field(*fields, "nonce") : nullptr;
    if (state == nullptr || nonce == nullptr) return asked;
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::string token = platform.id_token(platform.claims(now, *nonce, kBase + "/lti/launch", subject));
    return browser.post(kBase + "/lti/launch", {{"state", *state}, {"id_token", token}});
  }
  fakes::Page finish_unit(const std::string& subject) const {
    fakes::Browser learner = browser();
    fakes::Page page = launch(learner, subject);
    for (int i = 0; i < 20 && page.form() != nullptr; ++i) page = learner.answer(page, fakes::first_option());
    return page;
  }

  const std::string kBase = "https://cme.example.org/tools";
  Platform platform;
  preceptor_instance* p = nullptr;

 private:
  TempFolder folder_;
};

// What a subscriber was given.
class Items {
 public:
  // Refuses the first `refusals` items.
  explicit Items(int refusals = 0) : refusals_(refusals) {}
  static int take(void* user, const char* item) {
    auto* self = static_cast<Items*>(user);
    const std::lock_guard lock(self->mutex_);
    if (self->refusals_-- > 0) {
      self->refused_.emplace_back(item);
      return 1;
    }
    self->taken_.emplace_back(item);
    return 0;
  }
  std::vector<std::string> taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  std::vector<std::string> refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
  }
  // Waits until at least `count` were taken.
  bool await(std::size_t count) const {
    for (int i = 0; i < 1500 && taken().size() < count; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return taken().size() >= count;
  }

 private:
  mutable std::mutex mutex_;
  int refusals_;
  std::vector<std::string> taken_, refused_;
};

}  // namespace preceptor::abi_test
