// Two connections with the same ids throughout (person, course, link, deployment), as two sites of one kind have them: nothing of one is reached from the
// other, also not by who administers it. Checks of single pages lie beside them; the table in README.md names them.
#include <gtest/gtest.h>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

const std::string kTenantLti = "https://purl.imsglobal.org/spec/lti/claim/";
const std::string kTenantMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";
constexpr const char* kSecondIssuer = "https://second.example.org";
constexpr const char* kSecondClient = "second-client";

bool tenant_shows(const ports::HttpResponse& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

struct TwoTenants : World {
  TwoTenants() {
    const fakes::TestJson second = {{"name", "Second LMS"}, {"issuer", kSecondIssuer}, {"client_id", kSecondClient}, {"deployment_ids", {platform.deployment_id}},
                                    {"authorization_endpoint", "https://second.example.org/auth"}, {"token_endpoint", "https://second.example.org/token"},
                                    {"jwks_uri", outside.url("/jwks")}};
    EXPECT_EQ(run("platform add", second), 0);
  }
  int run(const std::string& name, const fakes::TestJson& args) {
    said.clear();
    app::CommandIo io;
    io.write = [this](int, std::string_view bytes) { said.append(bytes); return true; };
    io.progress = [](std::string_view, std::uint64_t, std::uint64_t) { return true; };
    const auto code = app->command(name, args.dump(), io);
    return code ? *code : -1;
  }
  // By the first connection, or by the second: the same claims but for issuer and audience.
  ports::HttpResponse from(bool second, const std::string& role, const std::function<void(fakes::TestJson&)>& change = {}) {
    login(second ? base::Fields{{"iss", kSecondIssuer}, {"client_id", kSecondClient}} : base::Fields{});
    return follow(post("/lti/launch", launch_form([&](fakes::TestJson& claims) {
      if (second) claims["iss"] = kSecondIssuer;
      if (second) claims["aud"] = kSecondClient;
      claims[kTenantLti + "roles"] = {role};
      if (change) change(claims);
    })));
  }
  ports::HttpResponse review(bool second) {
    return from(second, kTenantMembership + "Instructor", [](fakes::TestJson& claims) {
      claims["sub"] = "teacher-1";
      claims[kTenantLti + "message_type"] = "LtiSubmissionReviewRequest";
      claims[kTenantLti + "for_user"] = {{"user_id", "user-4"}};
    });
  }
  ports::HttpResponse class_page(bool second) {
    const auto preview = from(second, kTenantMembership + "Instructor", [](fakes::TestJson& claims) { claims["sub"] = "teacher-1"; });
    const auto at = preview.body.find("href=\"/tool/t/");
    if (at == std::string::npos) return preview;
    const std::string path = preview.body.substr(at + 11, preview.body.find('"', at + 6) - at - 11);
    return get(path.substr(0, path.rfind('/')) + "/class");
  }
  std::string said;
};

TEST(Tenants, TheSameIdsOfAnotherConnectionAreOtherPeopleAndLinks) {
  TwoTenants world;
  const std::string learner = kTenantMembership + "Learner";
  auto page = world.from(false, learner);
  for (int pages = 0; pages < 10 && !is_receipt(page); ++pages) page = world.answer(page);
  ASSERT_TRUE(is_receipt(page)) << page.body;
  const auto elsewhere = world.from(true, learner);
  EXPECT_EQ(elsewhere.status, 200) << elsewhere.body;
  EXPECT_FALSE(is_receipt(elsewhere)) << "the first connection's work was taken for the second's";
  EXPECT_TRUE(tenant_shows(elsewhere, "name=\"q.dose\"")) << "a new attempt, at its first question";
  EXPECT_TRUE(tenant_shows(world.review(false), "Submitted work"));
  EXPECT_FALSE(tenant_shows(world.review(true), "Submitted work")) << "the second's own attempt is not finished, and the first's is not its business";
  EXPECT_TRUE(tenant_shows(world.class_page(false), "1 finished"));
  EXPECT_TRUE(tenant_shows(world.class_page(true), "0 finished"));
  EXPECT_TRUE(is_receipt(world.from(false, learner)));
}

// An administrator's browser.
struct TenantAdmin {
  ports::HttpResponse send(const std::string& method, const std::string& path, const std::string& query = {}, const base::Fields& fields = {}) {
    ports::HttpRequest request;
    request.method = method;
    request.path = "/tool" + path;
    request.query = query;
    request.headers = {{"Accept-Language", "en"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
    request.body = base::format_form(fields);
    request.client_address = "192.0.2.11";
    auto response = app.handle(request);
    if (const auto set = header(response, "Set-Cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
    return response;
  }
  app::Application& app;
  std::string cookie = {};
};

// The first address on the page that ends so.
std::string tenant_address(const std::string& page, const std::string& ending) {
  for (std::size_t at = 0; (at = page.find("=\"/tool/", at)) != std::string::npos; ++at) {
    const std::string found = page.substr(at + 2, page.find('"', at + 2) - at - 2);
    if (found.ends_with(ending)) return fakes::decode_entities(found);
  }
  return {};
}

// Signs in as the second connection's administrator, by a launch of it; the form token of the pages.
std::string tenant_sign_in(TwoTenants& world, TenantAdmin& own) {
  const auto preview = world.from(true, "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator", [](fakes::TestJson& claims) { claims["sub"] = "admin-2"; });
  const auto link = world.get(tenant_address(preview.body, "/link"));
  const std::string manage = tenant_address(link.body, "/manage");
  EXPECT_FALSE(manage.empty()) << link.body;
  const std::string url = header(world.post(manage, {}), "Location");
  if (!url.starts_with(kPublicUrl)) return {};
  EXPECT_EQ(own.send("POST", url.substr(std::string(kPublicUrl).size())).status, 303);
  const auto home = own.send("GET", "/admin");
  const auto forms = fakes::read_forms(home.body);
  for (const auto& form : forms)
    if (const auto* token = form.named("token")) return token->value;
  return {};
}

TEST(Tenants, WhoAdministersOneReachesNothingOfTheSiteNorOfTheOther) {
  TwoTenants world;
  TenantAdmin own{*world.app};
  const std::string token = tenant_sign_in(world, own);
  ASSERT_FALSE(token.empty());
  const char* const pages[] = {"/admin/stores", "/admin/stores/one", "/admin/staff", "/admin/keys", "/admin/connect", "/staff", "/staff/credits", "/staff/credits/deadlines",
                               "/staff/evidence", "/staff/exports", "/staff/roster", "/staff/rules", "/staff/activities", "/staff/cases", "/staff/questions"};
  for (const char* path : pages) {
    const auto page = own.send("GET", path, "name=main");
    EXPECT_TRUE(page.status == 403 || page.status == 404) << path << " " << page.status;
    for (const char* foreign : {"Example LMS", "lms.example.org", "/xapi/"}) EXPECT_FALSE(tenant_shows(page, foreign)) << path;
  }
  const base::Fields fields{{"token", token}, {"name", "main"}, {"was", "on"}, {"to", "off"}, {"endpoint", "https://evil.example/xapi/"}, {"username", "x"}, {"role", "planner"}};
  for (const char* path : {"/admin/stores", "/admin/stores/change", "/admin/stores/test", "/admin/stores/switch", "/admin/stores/filter", "/admin/stores/backfill",
                           "/admin/stores/again", "/admin/staff", "/admin/connect", "/admin/connect/by-hand", "/staff/evidence", "/staff/exports", "/staff/rules"}) {
    const auto answer = own.send("POST", path, {}, fields);
    EXPECT_TRUE(answer.status == 403 || answer.status == 404 || answer.status == 405) << path << " " << answer.status;
  }
  ASSERT_EQ(world.run("lrs list", {{"json", true}}), 0);
  EXPECT_EQ(world.said.find("evil.example"), std::string::npos);
  ASSERT_EQ(world.run("platform list", {{"json", true}}), 0);
  const auto listed = fakes::TestJson::parse(world.said);
  for (const auto& one : listed) {
    const std::string path = "/admin/connections/" + one["registration"].get<std::string>();
    const bool mine = one["name"] == "Second LMS";
    EXPECT_EQ(own.send("GET", path).status, mine ? 200 : 404) << one["name"];
    if (mine) continue;
    for (const char* act : {"/name", "/switch", "/deployment", "/frames", "/grades", "/key"}) EXPECT_EQ(own.send("POST", path + act, {}, fields).status, 404) << act;
  }
  EXPECT_EQ(listed.size(), 2u);
}

}  // namespace
}  // namespace preceptor::security
