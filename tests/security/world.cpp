#include "tests/security/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace preceptor::security {
namespace {

class WallClock : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

long long seconds_now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

std::string local(std::string path) {
  const std::string prefix = base::parse_url(kPublicUrl)->path;
  return path.rfind(prefix, 0) == 0 ? path : prefix + path;
}

ports::HttpResponse json(int status, const std::string& body) { return {status, {{"Content-Type", "application/json"}}, body}; }

void replace(base::Fields& fields, const base::Fields& changed) {
  for (const auto& [name, value] : changed) {
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(name, value);
  }
}

}  // namespace

void KeptLog::write(ports::Level, std::string_view event, std::initializer_list<Field> fields) {
  const std::lock_guard lock(mutex_);
  text_ += std::string(event);
  for (const auto& [name, value] : fields) text_ += " " + std::string(name) + "=" + value;
  text_ += "\n";
}

std::string KeptLog::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

Outside::Outside(fakes::TestPlatform& platform) : platform_(platform) {
  auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  server_ = std::move(*opened);
  server_->start();
}

std::string Outside::targets() const {
  const std::lock_guard lock(mutex_);
  return targets_;
}

ports::HttpResponse Outside::answer(const ports::HttpRequest& request) {
  ++requests_;
  {
    const std::lock_guard lock(mutex_);
    targets_ += request.path + "?" + request.query + "\n";
  }
  if (request.path == "/jwks") return json(200, platform_.jwks());
  if (request.path == "/xapi/about") return json(200, R"({"version":["1.0.3"]})");
  if (request.path != "/xapi/statements") return json(404, "{}");
  if (refuse_) return json(401, R"({"error":"no"})");
  const auto posted = fakes::TestJson::parse(request.body, nullptr, false);
  fakes::TestJson ids = fakes::TestJson::array();
  for (const auto& statement : posted) ids.push_back(statement["id"]);
  statements_ += static_cast<int>(ids.size());
  auto answer = json(200, ids.dump());
  answer.headers.emplace_back("X-Experience-API-Version", "1.0.3");
  return answer;
}

World::World(int requests_per_minute, const std::string& store) : clock(std::make_shared<WallClock>()) {
  const fakes::TestJson members = {
      {"public_url", kPublicUrl}, {"store", store}, {"allow_loopback", true}, {"session", {{"requests_per_minute", requests_per_minute}}}, {"log", {{"level", "debug"}}},
      {"content", {std::string(PRECEPTOR_SOURCE_DIR) + "/manifests/samples"}},
      {"platforms", {{{"name", "Example LMS"}, {"issuer", platform.issuer}, {"client_id", platform.client_id}, {"deployment_ids", {platform.deployment_id}},
                      {"authorization_endpoint", kAuthorization}, {"token_endpoint", "https://lms.example.org/token"}, {"jwks_uri", outside.url("/jwks")}}}},
      {"lrs", {{{"name", "main"}, {"endpoint", outside.url("/xapi/")}, {"username", "tool"}, {"password", kLrsPassword}}}}};
  config = members.dump();
  auto opened = app::Application::open(config, log, clock);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  app = std::move(*opened);
  if (auto started = app->start(); !started) throw std::runtime_error(base::describe(started.error()));
}

World::~World() {
  EXPECT_TRUE(app->stop(std::chrono::milliseconds(5000)));
}

ports::HttpResponse World::send(const std::string& method, const std::string& path, const std::string& query, const std::string& body) {
  ports::HttpRequest request;
  request.method = method;
  request.path = local(path);
  request.query = query;
  request.headers = {{"Accept-Language", "en"}};
  if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
  if (!destination.empty()) request.headers.emplace_back("Sec-Fetch-Dest", destination);
  request.body = body;
  request.client_address = "192.0.2.7";
  auto response = app->handle(request);
  if (const auto set = header(response, "Set-Cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
  addresses += path + "\n" + header(response, "Location") + "\n";
  for (const auto& form : fakes::read_forms(response.body)) addresses += form.action + "\n";
  for (std::size_t at = 0; (at = response.body.find("href=\"", at)) != std::string::npos; at += 6)
    addresses += fakes::decode_entities(response.body.substr(at + 6, response.body.find('"', at + 6) - at - 6)) + "\n";
  return response;
}

ports::HttpResponse World::get(const std::string& path, const std::string& query) { return send("GET", path, query, ""); }
ports::HttpResponse World::post(const std::string& path, const base::Fields& fields) { return send("POST", path, "", base::format_form(fields)); }

ports::HttpResponse World::login(const base::Fields& changed) {
  base::Fields fields{{"iss", platform.issuer}, {"login_hint", "hint-1"}, {"target_link_uri", kPublicUrl}, {"client_id", platform.client_id}};
  replace(fields, changed);
  auto response = post("/lti/login", fields);
  const std::string location = header(response, "Location");
  const auto sent = base::parse_form(location.substr(std::min(location.size(), location.find('?') + 1)));
  if (const auto* state = sent ? base::field(*sent, "state") : nullptr) state_ = *state;
  if (const auto* nonce = sent ? base::field(*sent, "nonce") : nullptr) nonce_ = *nonce;
  return response;
}

base::Fields World::launch_form(const std::function<void(fakes::TestJson&)>& change) {
  auto claims = platform.claims(seconds_now(), nonce_, kPublicUrl);
  if (change) change(claims);
  tokens.push_back(platform.id_token(claims));
  return {{"id_token", tokens.back()}, {"state", state_}};
}

ports::HttpResponse World::launch(const std::function<void(fakes::TestJson&)>& change) {
  login();
  return post("/lti/launch", launch_form(change));
}

ports::HttpResponse World::follow(ports::HttpResponse response) {
  for (int hops = 0; response.status == 303 && hops < 5; ++hops) response = get(header(response, "Location"));
  return response;
}

ports::HttpResponse World::answer(const ports::HttpResponse& page, const base::Fields& changed) {
  for (const auto& form : fakes::read_forms(page.body)) {
    if (form.method != "post" || !form.named("key")) continue;
    base::Fields fields;
    std::set<std::string> given;
    for (const auto& control : form.controls)
      if (!control.name.empty() && control.type != "submit" && given.insert(control.name).second) fields.emplace_back(control.name, control.value);
    replace(fields, changed);
    return follow(post(form.action, fields));
  }
  ADD_FAILURE() << "no form on " << page.body;
  return page;
}

std::string World::check() {
  std::string printed;
  app::CommandIo io;
  io.write = [&](int, std::string_view bytes) { printed.append(bytes); return true; };
  io.progress = [](std::string_view, std::uint64_t, std::uint64_t) { return true; };
  EXPECT_TRUE(app->command("check", "{}", io));
  return printed;
}

std::string header(const ports::HttpResponse& response, const std::string& name) {
  const auto* value = ports::header(response.headers, name);
  return value ? *value : std::string();
}

bool is_receipt(const ports::HttpResponse& page) { return page.status == 200 && page.body.find("card receipt") != std::string::npos; }

}  // namespace preceptor::security
