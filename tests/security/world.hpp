// One application in process, the platform whose keys it fetches and the record store it delivers to. Everything that could leak is kept: log
// lines, addresses shown to browsers, and what others were asked for.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/url.hpp"
#include "plugin/app/application.hpp"
#include "plugin/http/server.hpp"
#include "tests/fakes/html.hpp"
#include "tests/fakes/test_platform.hpp"

namespace preceptor::security {

inline constexpr const char* kPublicUrl = "https://cme.example.org/tool";
inline constexpr const char* kAuthorization = "https://sso.example.org/auth";
inline constexpr const char* kLrsPassword = "record-store-password";

class KeptLog : public ports::Log {
 public:
  void write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) override;
  std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

// The platform's key set and the record store, on a loopback port.
class Outside {
 public:
  explicit Outside(fakes::TestPlatform& platform);
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  int port() const { return server_->port(); }
  int requests() const { return requests_; }
  int statements() const { return statements_; }
  std::string targets() const;             // every path and query asked for
  void refuse_statements(bool refuse) { refuse_ = refuse; }

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  fakes::TestPlatform& platform_;
  KeptLog log_;
  std::atomic<int> requests_{0}, statements_{0};
  std::atomic<bool> refuse_{false};
  mutable std::mutex mutex_;
  std::string targets_;
  std::unique_ptr<http::Server> server_;
};

class World {
 public:
  explicit World(int requests_per_minute = 100000, const std::string& store = "memory:");
  ~World();

  ports::HttpResponse get(const std::string& path, const std::string& query = {});
  ports::HttpResponse post(const std::string& path, const base::Fields& fields);
  ports::HttpResponse login(const base::Fields& changed = {});   // replaces or adds fields
  // The POST for the last login; `change` edits the claims before they are signed.
  base::Fields launch_form(const std::function<void(fakes::TestJson&)>& change = {});
  ports::HttpResponse launch(const std::function<void(fakes::TestJson&)>& change = {});
  void use(const std::string& state, const std::string& nonce) { state_ = state, nonce_ = nonce; }   // of a login gone through by hand
  ports::HttpResponse follow(ports::HttpResponse response);      // redirects within the tool
  // Answers the page's form with what comes first; the page it leads to.
  ports::HttpResponse answer(const ports::HttpResponse& page, const base::Fields& changed = {});
  std::string check();                                           // what `preceptor check` prints

  fakes::TestPlatform platform;
  Outside outside{platform};
  std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
  std::shared_ptr<ports::Clock> clock;  // the wall's
  std::string config;                   // of the application: another one opened with it is another node
  std::unique_ptr<app::Application> app;
  std::vector<std::string> tokens;      // every id_token posted
  std::string addresses;                // every Location, form action and link shown, and every address asked for
  std::string cookie;
  std::string destination;              // Sec-Fetch-Dest of the next requests; empty: none is sent

 private:
  ports::HttpResponse send(const std::string& method, const std::string& path, const std::string& query, const std::string& body);
  std::string state_, nonce_;
};

std::string header(const ports::HttpResponse& response, const std::string& name);
bool is_receipt(const ports::HttpResponse& page);

}  // namespace preceptor::security
