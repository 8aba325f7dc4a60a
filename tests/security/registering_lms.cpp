#include "tests/security/registering_lms.hpp"

#include "core/base/encoding.hpp"

namespace preceptor::security {
namespace {

using fakes::TestJson;

constexpr const char* kToolMember = "https://purl.imsglobal.org/spec/lti-tool-configuration";

ports::HttpResponse json(int status, const std::string& body) { return {status, {{"Content-Type", "application/json"}}, body}; }

}  // namespace

RegisteringLms::RegisteringLms() {
  auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  server_ = std::move(*opened);
  server_->start();
}

std::string RegisteringLms::update_token() const {
  return base::base64url_encode(R"({"alg":"RS256"})") + "." + base::base64url_encode(R"({"sub":"7","scope":"reg-update"})") + ".c2ln";
}

int RegisteringLms::registrations() const {
  const std::lock_guard lock(mutex_);
  return registrations_;
}
int RegisteringLms::requests() const {
  const std::lock_guard lock(mutex_);
  int sum = 0;
  for (const auto& [path, count] : visits_) sum += count;
  return sum;
}
int RegisteringLms::visits(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = visits_.find(path);
  return found == visits_.end() ? 0 : found->second;
}
bool RegisteringLms::saw_bearer(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = bearers_.find(path);
  return found != bearers_.end() && found->second == "Bearer " + token;
}
TestJson RegisteringLms::last_registration() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

TestJson RegisteringLms::configuration(const std::string& path) const {
  TestJson config = {{"issuer", url("")}, {"authorization_endpoint", url("/auth")}, {"token_endpoint", url("/token")}, {"jwks_uri", url("/jwks")},
                     {"registration_endpoint", url("/register")},
                     {"scopes_supported", {"openid", "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", "https://purl.imsglobal.org/spec/lti-ags/scope/score",
                                           "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"}},
                     {"https://purl.imsglobal.org/spec/lti-platform-configuration",
                      {{"product_family_code", family}, {"version", "4.5"},
                       {"messages_supported", {{{"type", "LtiResourceLinkRequest"}}, {{"type", "LtiDeepLinkingRequest"}, {"placements", {"ContentArea"}}}}}}}};
  if (path == "/foreign-issuer") config["issuer"] = "https://lms.example.org";
  if (path == "/foreign-endpoint") config["registration_endpoint"] = "https://evil.example/register";
  return config;
}

ports::HttpResponse RegisteringLms::answer(const ports::HttpRequest& request) {
  if (request.path == "/register" && request.method == "POST" && before_answering) before_answering();
  const std::lock_guard lock(mutex_);
  ++visits_[request.path];
  if (const auto* bearer = ports::header(request.headers, "Authorization")) bearers_[request.path] = *bearer;
  if (request.path == "/register") return register_tool(request);
  if (request.path == "/moved") return {302, {{"Location", url("/config")}}, ""};
  if (request.path == "/huge") return json(200, "{\"issuer\":\"" + std::string(600 * 1024, 'x') + "\"}");
  if (request.path == "/page") return {200, {{"Content-Type", "text/html"}}, "<html>Please log in</html>"};
  if (request.path == "/config" || request.path.starts_with("/foreign")) return json(200, configuration(request.path).dump());
  return json(404, "{}");
}

ports::HttpResponse RegisteringLms::register_tool(const ports::HttpRequest& request) {
  if (refuse_with.status != 0) return {refuse_with.status, {{"Content-Type", "application/json"}}, refuse_with.body};
  const bool update = token == update_token();
  TestJson body;
  if (request.method == "POST") {
    body = last_ = TestJson::parse(request.body);
    if (!update) ++registrations_;
  }
  body["client_id"] = !client_id.empty() ? client_id : "client-" + std::to_string(registrations_);
  if (request.method == "POST" && !answer_client_id.empty()) body["client_id"] = answer_client_id;
  body[kToolMember]["deployment_id"] = "7";
  if (lose_answer && request.method == "POST") return {504, {{"Content-Type", "text/html"}}, "<h1>Gateway Timeout</h1>"};
  return json(200, body.dump());
}

RegisteringWorld::RegisteringWorld(bool allow_loopback) {
  const TestJson config = {{"public_url", kToolUrl}, {"store", "memory:"}, {"allow_loopback", allow_loopback}, {"log", {{"level", "debug"}}}};
  auto opened = app::Application::open(config.dump(), log, clock);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  app = std::move(*opened);
}

RegisteringWorld::Outcome RegisteringWorld::command(const std::string& name, TestJson arguments) {
  if (arguments.is_null()) arguments = TestJson::object();
  Outcome outcome;
  const auto code = app->command(name, arguments.dump(), {[&](int, std::string_view bytes) { outcome.text += bytes; return true; }, {}});
  if (!code) outcome.text += base::describe(code.error());
  outcome.code = code.value_or(3);
  return outcome;
}

RegisteringWorld::Invited RegisteringWorld::invite(const TestJson& arguments) {
  TestJson with_json = arguments.is_null() ? TestJson::object() : arguments;
  with_json["json"] = true;
  const auto outcome = command("invite", with_json);
  const auto printed = TestJson::parse(outcome.text, nullptr, false);
  EXPECT_TRUE(printed.is_object()) << outcome.text;
  EXPECT_EQ(printed["url"], std::string(kToolUrl) + "/lti/register/" + printed["invitation"].get<std::string>());
  return {printed["invitation"], printed["registration"]};
}

std::vector<TestJson> RegisteringWorld::platforms() {
  const auto list = TestJson::parse(command("platform list", {{"json", true}}).text);
  return {list.begin(), list.end()};
}

ports::HttpResponse RegisteringWorld::get(const std::string& path, const std::string& query) {
  ports::HttpRequest request;
  request.method = "GET";
  request.path = path;
  request.query = query;
  request.headers = {{"Accept-Language", "en"}};
  return app->handle(request);
}

ports::HttpResponse RegisteringWorld::post(const std::string& path, const base::Fields& fields) {
  ports::HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers = {{"Accept-Language", "en"}};
  request.body = base::format_form(fields);
  return app->handle(request);
}

std::string RegisteringWorld::offer() const {
  return base::format_form({{"openid_configuration", lms.url("/config")}, {"registration_token", lms.token}});
}

ports::HttpResponse RegisteringWorld::confirm(const Invited& invited, const ports::HttpResponse& page, const std::vector<std::string>& left_on) {
  const auto forms = fakes::read_forms(page.body);
  const auto* token = forms.empty() ? nullptr : forms[0].named("form");
  base::Fields fields{{"form", token ? token->value : "none"}};
  for (const auto& one : left_on) fields.emplace_back("ask", one);
  return post("/lti/register/" + invited.code, fields);
}

int RegisteringWorld::login() {
  const auto stored = platforms().at(0);
  const base::Fields fields{{"iss", stored["issuer"]}, {"client_id", stored["client_id"]}, {"login_hint", "h"}, {"target_link_uri", std::string(kToolUrl) + "/lti/launch"}};
  return post("/lti/login", fields).status;
}

}  // namespace preceptor::security
