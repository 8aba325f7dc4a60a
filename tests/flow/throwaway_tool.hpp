// A tool of a test's own, to drive an LMS with a character from the outside: a key, a published key set, and the messages a tool sends. Nothing of the
// product is in it.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/json.hpp"
#include "core/ports/http_client.hpp"
#include "plugin/http/server.hpp"
#include "tests/fakes/driver.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_platform.hpp"

namespace preceptor::flow {

using base::Json;

struct Answer {
  int status = 0;
  ports::Headers headers;
  std::string body;
  Json json() const { return Json::parse(body); }
  std::string header(const std::string& name) const;
};

class ThrowawayTool {
 public:
  // Starts the LMS with that character, and this tool's key set.
  explicit ThrowawayTool(std::string character);
  ~ThrowawayTool();
  void restart_lms();                                   // at the same address, with the same files

  const std::string& lms() const { return lms_; }       // "http://localhost:PORT"
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  void publish(bool yes) { published_ = yes; }          // whether the key set answers

  Answer send(const std::string& method, const std::string& url, const std::string& body = {}, const ports::Headers& headers = {});
  Answer get(const std::string& path) { return send("GET", lms_ + path); }
  Answer post(const std::string& path, const base::Fields& fields);
  Json state() { return get("/_state").json(); }
  void hook(const std::string& kind, const Json& members);   // "_next" or "_service"

  // What the registration frame is opened with.
  struct Invitation {
    std::string configuration, token;
  };
  Invitation open_registration(const std::string& more = {});
  Json registration_request(const std::string& scope) const;
  // Registers, and turns the tool on as an administrator does. The answer to the registration.
  Json register_and_activate();

  // Walks from a click to the id_token; `change` may alter the authentication request. The form the LMS posts back, or none with its status.
  struct Launched {
    int status = 0;
    base::Fields login, form;
    Json claims() const;
  };
  Launched launch(const std::string& path, const base::Fields& change = {});
  Launched ask_again();     // the last authentication request once more

  std::string sign(const Json& claims) const { return fakes::sign(key_, {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key_.kid()}}, claims); }
  std::string picker_answer(const Json& items, const Json& change = Json::object()) const;
  Answer ask_token(const std::string& scope, const Json& change = Json::object());
  std::string token();      // with every scope of the registration; throws when refused
  // Adds one link with a grade column of one point through the picker, as the teacher does. Its number.
  int add_link(const std::string& unit = "a");
  Answer score(const std::string& line_item, const std::string& user, const std::string& timestamp, const Json& change = Json::object());

  Json registration;        // the last registration's answer
  std::string client_id, deployment_id;
  int tool_id = 0;

 private:
  void start_lms(const std::string& listen);
  bool moodle() const { return character_ == "moodle"; }
  std::string character_, lms_, bearer_;
  fakes::TemporaryFolder folder_;
  fakes::Process process_;
  fakes::TestKey key_{"throwaway-1"};
  std::atomic<bool> published_{true};
  std::unique_ptr<ports::Log> log_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<ports::HttpClient> http_;
  base::Fields last_request_;
};

inline const std::string kSpec = "https://purl.imsglobal.org/spec/";
inline std::string lti_claim(const std::string& name) { return kSpec + "lti/claim/" + name; }
std::int64_t unix_now();
std::string timestamp_at(std::int64_t unix_ms);
std::int64_t unix_ms_now();

}  // namespace preceptor::flow
