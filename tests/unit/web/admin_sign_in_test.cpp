// One-time links, sessions, form tokens, and whose connection it is: tried on every route there is.
#include <algorithm>

#include "core/base/digest.hpp"
#include "tests/unit/web/office.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

string filled(string path, const string& registration) {
  for (const auto& [place, value] : {std::pair<string, string>{"{registration}", registration}, {"{token}", "no-such-token"}})
    if (const auto at = path.find(place); at != string::npos) path.replace(at, place.size(), value);
  return path;
}

ports::HttpRequest request(const string& method, const string& path, const base::Fields& fields = {}) {
  ports::HttpRequest made;
  made.method = method;
  made.path = path;
  made.body = base::format_form(fields);
  return made;
}

// What could change anything on any route, so that a refusal is not due to a missing field.
base::Fields everything(const Office& office) {
  (void)office;
  return {{"name", "Taken over"}, {"to", "off"}, {"was", "active"}, {"deployment", "dep-two"}, {"frames", "https://evil.example"}, {"to", "close"}};
}

string state(Office& office) {
  string all;
  for (const auto& one : office.registrations.registrations) {
    all += one.id.str() + "|" + one.name + "|" + (one.enabled ? "on" : "off") + (one.accepted ? "accepted" : "") + "|";
    for (const auto* list : {&one.deployment_ids, &one.pending_deployments, &one.anonymous_deployments, &one.frame_ancestors})
      for (const auto& item : *list) all += item + ",";
    all += "\n";
  }
  for (const auto& asked : office.stores.asked) all += asked + "\n";
  return all;
}

TEST(AdminSignIn, LookingAtTheLinkDoesNotUseItUp) {
  Office office;
  const string link = office.link();
  for (int i = 0; i < 3; ++i) {
    const auto page = office.get(link);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(header_of(page, "Set-Cookie"), "");
    EXPECT_TRUE(shows(page, "the administration of the whole site"));
    EXPECT_EQ(std::count(page.body.begin(), page.body.end(), '\0'), 0);
    const auto first = page.body.find("<button");
    EXPECT_NE(first, string::npos);
    EXPECT_EQ(page.body.find("<button", first + 1), string::npos) << "one button";
  }
  const auto answer = office.post(link);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(header_of(answer, "Location"), "/tool/admin");
  EXPECT_EQ(office.get("/admin").status, 200);
  EXPECT_TRUE(shows(Office().get(office.link("one")), "used or has expired")) << "another site's link";
}

TEST(AdminSignIn, AUsedExpiredOrForgedLinkIsRefusedAlike) {
  Office office;
  const string used = office.link(), late = office.link();
  ASSERT_EQ(office.post(used).status, 303);
  office.cookie.clear();
  office.clock.pass(kAdminLinkLife);
  const string fresh = office.link();
  string forged = fresh;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (const string& link : {used, late, forged, string("/admin/enter/") + string(100, 'x')}) {
    for (const auto& answer : {office.get(link), office.post(link)}) {
      EXPECT_EQ(answer.status, 403) << link;
      EXPECT_TRUE(shows(answer, "This sign-in link was used or has expired.")) << answer.body;
      EXPECT_EQ(header_of(answer, "Set-Cookie"), "");
    }
  }
  EXPECT_EQ(office.post(fresh).status, 303) << "the good one was not touched";
}

TEST(AdminSignIn, OnlyDigestsAreKeptAndNothingIsLogged) {
  Office office;
  const string link = office.link();
  const string secret = link.substr(link.rfind('/') + 1);
  EXPECT_GE(secret.size(), 43u) << "256 bits";
  EXPECT_FALSE(office.admins.links.contains(secret));
  EXPECT_TRUE(office.admins.links.contains(base::sha256_hex(secret)));
  ASSERT_EQ(office.post(link).status, 303);
  const string value = office.cookie.substr(office.cookie.find('=') + 1);
  EXPECT_GE(value.size(), 43u);
  EXPECT_FALSE(office.admins.sessions.contains(value));
  for (const auto& line : office.log.lines) {
    EXPECT_EQ(line.find(secret), string::npos);
    EXPECT_EQ(line.find(value), string::npos);
  }
}

TEST(AdminSignIn, TheCookieFitsTheAddress) {
  Office office;
  const auto answer = office.post(office.link());
  const string set = header_of(answer, "Set-Cookie");
  EXPECT_EQ(set.rfind("__Secure-preceptor_admin=", 0), 0u) << set;
  for (const char* part : {"; Path=/tool/admin;", "; HttpOnly", "; SameSite=Lax", "; Secure"}) EXPECT_NE(set.find(part), string::npos) << set;
  Office plain("http://127.0.0.1:8480");
  const string set_plain = header_of(plain.post(plain.link()), "Set-Cookie");
  EXPECT_EQ(set_plain.rfind("preceptor_admin=", 0), 0u) << set_plain;
  EXPECT_NE(set_plain.find("; Path=/admin;"), string::npos);
  EXPECT_EQ(set_plain.find("Secure"), string::npos);
  EXPECT_EQ(plain.get("/admin").status, 200);
}

TEST(AdminSignIn, ASessionPlantedBeforeIsWorthNothingAfter) {
  Office office;
  office.cookie = "__Secure-preceptor_admin=planted";
  ASSERT_EQ(office.post(office.link()).status, 303);
  EXPECT_EQ(office.cookie.find("planted"), string::npos);
  office.cookie = "__Secure-preceptor_admin=planted";
  EXPECT_EQ(office.get("/admin").status, 403);
}

TEST(AdminSignIn, SigningInAgainEndsTheFormerSession) {
  Office office;
  office.sign_in();
  const string former = office.cookie;
  office.sign_in("one");
  office.cookie = former;
  EXPECT_EQ(office.get("/admin").status, 403);
}

TEST(AdminSignIn, ASessionEndsIdleAfterAnHourAndInAnyCaseAfterEight) {
  using std::chrono::minutes;
  Office office;
  office.sign_in();
  office.clock.pass(minutes(59));
  EXPECT_EQ(office.get("/admin").status, 200);
  office.clock.pass(minutes(60));
  EXPECT_EQ(office.get("/admin").status, 403);
  office.sign_in();
  for (int i = 0; i < 9; ++i) {
    office.clock.pass(minutes(50));
    EXPECT_EQ(office.get("/admin").status, 200) << i;
  }
  office.clock.pass(minutes(30));
  EXPECT_EQ(office.get("/admin").status, 403);
}

TEST(AdminSignIn, SigningOutEndsTheSessionOnTheServer) {
  Office office;
  office.sign_in();
  const string cookie = office.cookie;
  const auto left = office.post("/admin/leave");
  EXPECT_EQ(left.status, 200);
  EXPECT_NE(header_of(left, "Set-Cookie").find("Max-Age=0"), string::npos);
  office.cookie = cookie;
  EXPECT_EQ(office.get("/admin").status, 403);
}

TEST(AdminSignIn, GuessingIsLimited) {
  Office office;
  office.site.guesses_left = 2;
  EXPECT_EQ(office.get("/admin/enter/a").status, 403);
  EXPECT_EQ(office.post("/admin/enter/b").status, 403);
  EXPECT_EQ(office.get("/admin/enter/c").status, 429);
  EXPECT_EQ(office.post(office.link()).status, 429);
}

// The list itself: a route that is added has to be looked at here, so that nobody forgets what it asks for.
TEST(AdminRoutes, AreTheseWithTheseRights) {
  string all;
  for (const auto& route : AdminPages::routes())
    all += route.method + " " + route.path + (route.whole_site ? " site" : route.signed_in ? " session" : " open") + "\n";
  EXPECT_EQ(all,
            "GET /admin/enter/{token} open\n"
            "POST /admin/enter/{token} open\n"
            "POST /admin/leave session\n"
            "GET /admin session\n"
            "GET /admin/health.json session\n"
            "POST /admin/health session\n"
            "GET /admin/connections session\n"
            "GET /admin/connections/{registration} session\n"
            "POST /admin/connections/{registration}/name session\n"
            "POST /admin/connections/{registration}/switch site\n"
            "POST /admin/connections/{registration}/deployment session\n"
            "POST /admin/connections/{registration}/frames session\n"
            "GET /admin/connections/{registration}/test session\n"
            "POST /admin/connections/{registration}/grades session\n"
            "POST /admin/connections/{registration}/key site\n"
            "GET /admin/connect site\n"
            "POST /admin/connect site\n"
            "POST /admin/connect/by-hand site\n"
            "GET /admin/diary session\n"
            "GET /admin/grades session\n"
            "GET /admin/keys site\n"
            "GET /admin/stores site\n"
            "POST /admin/stores site\n"
            "GET /admin/stores/one site\n"
            "POST /admin/stores/change site\n"
            "POST /admin/stores/test site\n"
            "POST /admin/stores/switch site\n"
            "POST /admin/stores/filter site\n"
            "POST /admin/stores/backfill site\n"
            "POST /admin/stores/again site\n"
            "GET /admin/waiting session\n"
            "POST /admin/waiting/{token} session\n"
            "GET /admin/staff site\n"
            "POST /admin/staff site\n"
            "POST /admin/staff/{token}/link site\n"
            "POST /admin/staff/{token}/end site\n");
}

TEST(AdminRoutes, WithoutASessionNothingIsShownOrDone) {
  Office office;
  const string before = state(office);
  for (const auto& route : AdminPages::routes()) {
    const auto answer = office.send(request(route.method, filled(route.path, "one"), everything(office)));
    EXPECT_EQ(answer.status, 403) << route.path;
    EXPECT_FALSE(shows(answer, "LMS one")) << route.path;
    EXPECT_FALSE(shows(answer, "<nav")) << route.path;
  }
  EXPECT_EQ(state(office), before);
}

TEST(AdminRoutes, AnotherConnectionIsAnsweredLikeNone) {
  Office office;
  office.sign_in("one");
  const string before = state(office);
  for (const auto& route : AdminPages::routes()) {
    if (route.path.find("{registration}") == string::npos) continue;
    auto fields = everything(office);
    fields.emplace_back("token", office.token());
    const auto other = office.send(request(route.method, filled(route.path, "two"), fields));
    const auto none = office.send(request(route.method, filled(route.path, "no-such"), fields));
    EXPECT_EQ(other.status, 404) << route.path;
    EXPECT_EQ(none.status, 404) << route.path;
    EXPECT_FALSE(shows(other, "LMS two")) << route.path;
  }
  EXPECT_EQ(state(office), before);
}

TEST(AdminRoutes, PagesOfTheWholeSiteAreDeniedToTheAdministratorOfOne) {
  Office office;
  office.sign_in("one");
  const string before = state(office);
  for (const auto& route : AdminPages::routes()) {
    if (!route.whole_site) continue;
    auto fields = everything(office);
    fields.emplace_back("token", office.token());
    EXPECT_EQ(office.send(request(route.method, filled(route.path, "one"), fields)).status, 403) << route.path;
  }
  EXPECT_EQ(state(office), before);
}

TEST(AdminRoutes, NoListNamesAnotherConnection) {
  Office office;
  office.diary.entries = {{office.clock.now(), "L-AAAA", "launch", "two", "launch.nonce", "detail of two", "", "", ""},
                          {office.clock.now(), "L-BBBB", "login", "", "login.issuer_unknown", "detail of none", "", "", ""}};
  office.site.shown.lines = {{"platform LMS two", "red", "cause of two", "next", "two"}, {"listener", "good", "cause of the site", "", ""}};
  office.site.shown.at = office.clock.now();
  office.sign_in("one");
  for (const auto& route : AdminPages::routes()) {
    if (route.method != "GET" || !route.signed_in || route.whole_site) continue;
    for (const char* query : {"", "registration=two", "registration=none", "code=L-AAAA", "code=L-BBBB", "after=1"}) {
      const auto page = office.get(filled(route.path, "one"), query);
      EXPECT_TRUE(page.status == 200 || page.status == 303) << route.path;
      for (const char* foreign : {"LMS two", "of two", "of none", "of the site", "launch.nonce"})
        EXPECT_FALSE(shows(page, foreign)) << route.path << "?" << query << " shows " << foreign;
    }
  }
}

TEST(AdminRoutes, AFormNeedsItsTokenAndMustComeFromHere) {
  Office office;
  office.sign_in();
  const string before = state(office), cookie = office.cookie;
  const string good = office.token();
  Office other;
  other.sign_in();
  for (const auto& route : AdminPages::routes()) {
    if (route.method != "POST" || !route.signed_in) continue;
    const string path = filled(route.path, "one");
    for (const string& token : {string(), string("wrong"), other.token()}) {
      auto fields = everything(office);
      fields.emplace_back("token", token);
      EXPECT_EQ(office.send(request("POST", path, fields)).status, 409) << path;
    }
    auto fields = everything(office);
    fields.emplace_back("token", good);
    for (const auto& from : {std::pair<string, string>{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "none"},
                             {"Origin", "https://evil.example"}, {"Origin", "null"}}) {
      auto foreign = request("POST", path, fields);
      foreign.headers.push_back(from);
      EXPECT_EQ(office.send(foreign).status, 409) << path << " " << from.second;
    }
    EXPECT_EQ(office.send(request("GET", path)).status, path == "/admin/leave" ? 405 : office.send(request("GET", path)).status);
  }
  EXPECT_EQ(state(office), before);
  office.cookie = cookie;
  EXPECT_EQ(office.get("/admin").status, 200) << "nor was anybody signed out";
}

TEST(AdminRoutes, SigningInFromAnotherSitesFormIsRefused) {
  Office office;
  const string link = office.link();
  auto foreign = request("POST", link);
  foreign.headers = {{"Sec-Fetch-Site", "cross-site"}};
  EXPECT_EQ(office.send(foreign).status, 409);
  EXPECT_EQ(office.post(link).status, 303) << "and used nothing up";
}

TEST(AdminRoutes, OtherMethodsAndPathsAreNamed) {
  Office office;
  office.sign_in();
  const auto answer = office.send(request("DELETE", "/admin/connections/one"));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(header_of(answer, "Allow"), "GET");
  for (const char* path : {"/admin/no", "/admin//", "/admin/connections/", "/admin/connections/one/test/more", "/admin/enter/"}) EXPECT_EQ(office.get(path).status, 404) << path;
  EXPECT_EQ(office.get("/admin/").status, 200);
}

TEST(AdminRights, AMemberOfStaffHasNone) {
  Office office;
  ASSERT_TRUE(office.admins.save_admin_link({base::sha256_hex("staff-token"), {}, office.clock.now() + std::chrono::hours(1), "member-1"}));
  EXPECT_EQ(office.get("/admin/enter/staff-token").status, 403);
  EXPECT_EQ(office.post("/admin/enter/staff-token").status, 403);
  EXPECT_TRUE(*office.admins.find_admin_link(base::sha256_hex("staff-token"), office.clock.now())) << "it still opens /staff";
  ASSERT_TRUE(office.admins.begin_admin_session(base::sha256_hex("staff-token"), base::sha256_hex("secret"), office.clock.now(), office.clock.now() + std::chrono::hours(1)));
  office.cookie = "__Secure-preceptor_admin=secret";
  EXPECT_EQ(office.get("/admin").status, 403);
}

TEST(AdminRights, EndWithTheConnection) {
  for (const bool accepted : {true, false}) {
    Office office;
    office.sign_in("one");
    ASSERT_EQ(office.get("/admin").status, 200);
    office.registrations.registrations[0].enabled = accepted;
    office.registrations.registrations[0].accepted = !accepted;
    EXPECT_EQ(office.get("/admin").status, 403);
  }
}

}  // namespace
}  // namespace preceptor::web::testing
