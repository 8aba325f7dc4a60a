// An LMS that registers tools, on a loopback port, and an application that may be registered. What the LMS was sent is kept.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>

#include "tests/security/world.hpp"

namespace preceptor::security {

inline constexpr const char* kToolUrl = "https://cme.example.org";

class MovableClock : public ports::Clock {
 public:
  base::Instant now() const override { return base::from_unix_ms(at_.load()); }
  void pass(base::Milliseconds time) { at_ += time.count(); }

 private:
  std::atomic<std::int64_t> at_{1'790'000'000'000};
};

class RegisteringLms {
 public:
  RegisteringLms();
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  std::string update_token() const;        // as Moodle's: a JWT with scope reg-update, signed by nobody who matters
  int registrations() const;
  int requests() const;
  int visits(const std::string& path) const;
  bool saw_bearer(const std::string& path) const;
  fakes::TestJson last_registration() const;

  std::string family = "moodle";              // product_family_code of its configuration
  std::string token = "token-1", client_id;   // client_id empty: client-1, client-2, ...
  std::string answer_client_id;               // of a POST, when it is to differ
  struct Refusal { int status = 0; std::string body; } refuse_with;
  bool lose_answer = false;                   // it registers the tool, and its answer gets lost on the way
  std::function<void()> before_answering;     // runs while a registration's POST is open

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  ports::HttpResponse register_tool(const ports::HttpRequest& request);
  fakes::TestJson configuration(const std::string& path) const;

  KeptLog log_;
  mutable std::mutex mutex_;
  std::map<std::string, int> visits_;
  std::map<std::string, std::string> bearers_;
  fakes::TestJson last_;
  int registrations_ = 0;
  std::unique_ptr<http::Server> server_;
};

class RegisteringWorld {
 public:
  explicit RegisteringWorld(bool allow_loopback = true);

  struct Invited { std::string code, registration; };
  struct Outcome { int code = 3; std::string text; };

  Invited invite(const fakes::TestJson& arguments);
  Outcome command(const std::string& name, fakes::TestJson arguments);
  std::vector<fakes::TestJson> platforms();
  ports::HttpResponse get(const std::string& path, const std::string& query = {});
  ports::HttpResponse post(const std::string& path, const base::Fields& fields);
  std::string offer() const;   // the query the LMS opens our page with
  ports::HttpResponse open(const Invited& invited) { return get("/lti/register/" + invited.code, offer()); }
  // The page's form with these lines left on.
  ports::HttpResponse confirm(const Invited& invited, const ports::HttpResponse& page, const std::vector<std::string>& left_on);
  int login();                 // the status of a login by the first registration

  RegisteringLms lms;
  std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
  std::shared_ptr<MovableClock> clock = std::make_shared<MovableClock>();
  std::unique_ptr<app::Application> app;
};

}  // namespace preceptor::security
