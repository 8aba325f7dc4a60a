#include "tests/unit/web/office.hpp"

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::web::testing {
namespace {

lti::Registration connection(const std::string& id, const std::string& source) {
  lti::Registration made;
  made.id = base::RegistrationId(id);
  made.platform = base::PlatformId("platform-" + id);
  made.name = "LMS " + id;
  made.lms = "moodle";
  made.issuer = "https://" + id + ".example.org";
  made.client_id = "client-" + id;
  made.authorization_endpoint = made.issuer + "/auth";
  made.token_endpoint = made.issuer + "/token";
  made.jwks_uri = made.issuer + "/certs";
  made.deployment_ids = {"dep-" + id};
  made.source = source;
  return made;
}

}  // namespace

Office::Office(std::string url)
    : public_url(std::move(url)), pages(AdminDeps{admins, registrations, diary, grades, registrations, keys, staff, profiles, site, stores, clock, log, public_url}) {
  profiles.add(std::make_unique<moodle::MoodleProfile>());
  profiles.add(std::make_unique<canvas::CanvasProfile>());
  registrations.registrations = {connection("one", "dynamic"), connection("two", "dynamic"), connection("set", "config")};
}

RecordStore busy_store(base::Instant now) {
  const base::StatementId first("11111111-1111-5111-8111-111111111111"), second("22222222-2222-5222-8222-222222222222");
  RecordStore store;
  store.row = {"main", "https://lrs.example.org/xAPI/", "user", "", "auto", "admin", true, "main#1"};
  store.has_password = true;
  store.backlog.waiting = 12;
  store.backlog.parked = 2;
  store.backlog.oldest = now;
  store.backfill = xapi::Backfill{"running", now, now, std::nullopt, 300, 120};
  store.parked = {{"lrs.refused", "HTTP 400", 1, 0, now}, {"lrs.refused", "HTTP 413", 1, 1, now}};
  store.refused = {{{"lrs", "main#1"}, base::RegistrationId("one"), 4, first, "lrs.refused", "HTTP 400: <no> \"verb\"", now, false},
                   {{"lrs", "main#1"}, base::RegistrationId("one"), 5, second, "lrs.refused", "HTTP 413: too large", now, true}};
  store.answers = {{{"lrs", "main#1"}, base::RegistrationId("one"), 1, 3, 3, 200, now}};
  return store;
}

std::string Office::link(const std::string& registration) {
  const auto made = make_sign_in_link(admins, clock, public_url, base::RegistrationId(registration));
  EXPECT_TRUE(made);
  return made->substr(public_url.size());
}

void Office::sign_in(const std::string& registration) {
  const auto answer = post(link(registration));
  ASSERT_EQ(answer.status, 303) << answer.body;
}

ports::HttpResponse Office::send(ports::HttpRequest request) {
  request.headers.emplace_back("Accept-Language", language);
  if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
  request.client_address = "192.0.2.7";
  auto response = pages.answer(request);
  if (const auto set = header_of(response, "Set-Cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
  return response;
}

ports::HttpResponse Office::get(const std::string& path, const std::string& query) {
  ports::HttpRequest request;
  request.method = "GET";
  request.path = path;
  request.query = query;
  return send(std::move(request));
}

ports::HttpResponse Office::post(const std::string& path, base::Fields fields) {
  if (base::field(fields, "token") == nullptr && !cookie.empty()) fields.emplace_back("token", token());
  ports::HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers = {{"Sec-Fetch-Site", "same-origin"}};
  request.body = base::format_form(fields);
  return send(std::move(request));
}

std::string Office::token() {
  const auto page = get("/admin");
  const std::string begin = "name=\"token\" value=\"";
  const auto at = page.body.find(begin);
  return at == std::string::npos ? std::string() : page.body.substr(at + begin.size(), page.body.find('"', at + begin.size()) - at - begin.size());
}

lti::Registration Office::stored(const std::string& id) {
  const auto found = registrations.load_registration(base::RegistrationId(id));
  EXPECT_TRUE(found && *found) << id;
  return found && *found ? **found : lti::Registration{};
}

std::string header_of(const ports::HttpResponse& response, const std::string& name) {
  const auto* value = ports::header(response.headers, name);
  return value ? *value : std::string();
}

bool shows(const ports::HttpResponse& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

}  // namespace preceptor::web::testing
