// What the administrator's pages show and change.
#include <cstdlib>
#include <fstream>

#include "tests/unit/web/office.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

ports::DiaryEntry refusal(const Office& office, const string& code, const string& registration, const string& reason, const string& detail = "why") {
  return {office.clock.now(), code, "launch", registration, reason, detail, "this", "that", "state,nonce"};
}

TEST(AdminPage, HeadersKeepItToItself) {
  Office office;
  const string link = office.link();
  std::vector<ports::HttpResponse> pages{office.get(link), office.get("/admin"), office.get("/admin/no")};
  office.sign_in();
  pages.push_back(office.get("/admin"));
  pages.push_back(office.get("/admin/connections/one"));
  for (const auto& page : pages) {
    const auto policy = header_of(page, "Content-Security-Policy");
    for (const char* part : {"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "style-src 'nonce-"})
      EXPECT_NE(policy.find(part), string::npos) << policy;
    EXPECT_EQ(policy.find("unsafe"), string::npos);
    EXPECT_EQ(header_of(page, "Cache-Control"), "no-store");
    EXPECT_EQ(header_of(page, "Referrer-Policy"), "same-origin");
    EXPECT_EQ(header_of(page, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header_of(page, "Cross-Origin-Opener-Policy"), "same-origin");
  }
}

TEST(AdminConnections, ShowStateDeploymentsAndLastLaunch) {
  Office office;
  office.registrations.registrations[0].accepted = false;
  office.registrations.registrations[1].pending_deployments = {"dep-new"};
  office.diary.entries = {{office.clock.now(), "", "launch", "two", "ok", "", "", "", ""}};
  office.sign_in();
  const auto page = office.get("/admin/connections");
  for (const char* text : {"pending", "LMS one", "LMS two", "1 deployment waits for you.", "Last good launch 2026-09-21 14:13:20 UTC.", "No good launch yet."})
    EXPECT_TRUE(shows(page, text)) << text;
  EXPECT_TRUE(shows(office.get("/admin/connections/one"), "Nobody can launch from it until you accept it."));
  EXPECT_TRUE(shows(office.get("/admin/connections/two"), "dep-new"));
}

TEST(AdminConnections, PendingIsAcceptedOrRefused) {
  Office office;
  office.registrations.registrations[0].accepted = false;
  office.registrations.registrations[1].accepted = false;
  office.sign_in();
  const auto accepted = office.post("/admin/connections/one/switch", {{"was", "pending"}, {"to", "accepted"}});
  EXPECT_EQ(header_of(accepted, "Location"), "/tool/admin/connections/one?done=accepted");
  EXPECT_TRUE(office.stored("one").accepted);
  EXPECT_TRUE(shows(office.get("/admin/connections/one", "done=accepted"), "Accepted: people can launch from it now."));
  EXPECT_EQ(office.post("/admin/connections/two/switch", {{"was", "pending"}, {"to", "refused"}}).status, 303);
  EXPECT_FALSE(office.stored("two").accepted);
  EXPECT_FALSE(office.stored("two").enabled);
  // Switched on again it waits again: a refusal is not turned into an acceptance by the way.
  EXPECT_EQ(office.post("/admin/connections/two/switch", {{"was", "off"}, {"to", "on"}}).status, 303);
  EXPECT_FALSE(office.stored("two").accepted);
}

TEST(AdminConnections, WhatChangedMeanwhileIsNotOverwritten) {
  Office office;
  office.sign_in();
  EXPECT_EQ(office.post("/admin/connections/one/switch", {{"was", "active"}, {"to", "off"}}).status, 303);
  EXPECT_FALSE(office.stored("one").enabled);
  const auto late = office.post("/admin/connections/one/switch", {{"was", "active"}, {"to", "off"}});
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(shows(late, "Someone changed this meanwhile."));
  for (const char* to : {"", "accepted", "nonsense"}) EXPECT_EQ(office.post("/admin/connections/two/switch", {{"was", "active"}, {"to", to}}).status, 409) << to;
}

TEST(AdminConnections, DeploymentsAreAcceptedRefusedClosedAndMayBeAnonymous) {
  Office office;
  office.registrations.registrations[0].pending_deployments = {"a", "b"};
  office.sign_in("one");
  const auto act = [&](const string& id, const string& to) { return office.post("/admin/connections/one/deployment", {{"deployment", id}, {"to", to}}).status; };
  EXPECT_EQ(act("a", "accept"), 303);
  EXPECT_EQ(act("b", "refuse"), 303);
  EXPECT_EQ(office.stored("one").deployment_ids, (std::vector<string>{"dep-one", "a"}));
  EXPECT_TRUE(office.stored("one").pending_deployments.empty());
  EXPECT_EQ(act("a", "anonymous"), 303);
  EXPECT_EQ(office.stored("one").anonymous_deployments, (std::vector<string>{"a"}));
  EXPECT_EQ(act("a", "named"), 303);
  EXPECT_TRUE(office.stored("one").anonymous_deployments.empty());
  EXPECT_EQ(act("a", "anonymous"), 303);
  EXPECT_EQ(act("a", "close"), 303);
  EXPECT_EQ(office.stored("one").deployment_ids, (std::vector<string>{"dep-one"}));
  EXPECT_TRUE(office.stored("one").anonymous_deployments.empty());
  for (const auto& [id, to] : {std::pair{"b", "accept"}, {"a", "close"}, {"a", "anonymous"}, {"dep-two", "close"}, {"dep-one", "else"}}) EXPECT_EQ(act(id, to), 409) << id << to;
}

TEST(AdminConnections, NamesAndSitesAreCheckedAndKeptWhenWrong) {
  Office office;
  office.sign_in();
  EXPECT_EQ(office.post("/admin/connections/one/name", {{"name", "  Ward 7 <LMS> "}}).status, 303);
  EXPECT_EQ(office.stored("one").name, "Ward 7 <LMS>");
  EXPECT_TRUE(shows(office.get("/admin/connections/one"), "Ward 7 &lt;LMS&gt;"));
  for (const string& name : {string(" "), string(101, 'x'), string("a\nb")}) EXPECT_EQ(office.post("/admin/connections/one/name", {{"name", name}}).status, 422);
  EXPECT_EQ(office.post("/admin/connections/one/frames", {{"frames", "https://a.example\r\n\r\n http://localhost:3000 \r\nhttps://b.example:8443/"}}).status, 303);
  EXPECT_EQ(office.stored("one").frame_ancestors, (std::vector<string>{"https://a.example", "http://localhost:3000", "https://b.example:8443"}));
  for (const char* wrong : {"http://a.example", "*", "https://*", "https://*.example", "https://a.example/path", "https://a.example; script-src *", "'none'", "javascript:x",
                            "https://a.example, https://b.example"}) {
    const auto page = office.post("/admin/connections/one/frames", {{"frames", wrong}});
    EXPECT_EQ(page.status, 422) << wrong;
    EXPECT_TRUE(shows(page, "Nothing was saved"));
    EXPECT_TRUE(shows(page, "aria-invalid=\"true\""));
  }
  EXPECT_EQ(office.stored("one").frame_ancestors.size(), 3u);
}

TEST(AdminConnections, AConfiguredOneIsReadOnlyAndSaysWhy) {
  Office office;
  office.sign_in();
  const auto page = office.get("/admin/connections/set");
  EXPECT_TRUE(shows(page, "This connection comes from the configuration file"));
  EXPECT_FALSE(shows(page, "/admin/connections/set/name\""));
  EXPECT_TRUE(shows(page, "/admin/connections/set/test"));
  for (const auto& [act, fields] : {std::pair<string, base::Fields>{"name", {{"name", "x"}}}, {"switch", {{"was", "active"}, {"to", "off"}}},
                                    {"deployment", {{"deployment", "dep-set"}, {"to", "close"}}}, {"frames", {{"frames", ""}}}})
    EXPECT_EQ(office.post("/admin/connections/set/" + act, fields).status, 409) << act;
}

TEST(AdminTestLaunch, TurnsGreenWithTheNextGoodLaunch) {
  Office office;
  office.diary.entries = {{office.clock.now() - base::Milliseconds(1), "", "launch", "one", "ok", "", "", "", ""}};
  office.sign_in();
  const auto start = office.get("/admin/connections/one/test");
  ASSERT_EQ(start.status, 303);
  const string location = header_of(start, "Location");
  const string query = location.substr(location.find('?') + 1);
  const auto look = [&] { return office.get("/admin/connections/one/test", query); };
  auto page = look();
  EXPECT_TRUE(*office.diary.launches_watched(base::RegistrationId("one"), office.clock.now())) << "whatever node it comes to";
  EXPECT_TRUE(shows(page, "Waiting for a launch")) << "the one before does not count";
  EXPECT_TRUE(shows(page, "data-poll="));
  office.diary.entries.push_back(refusal(office, "L-TWOO", "two", "launch.nonce"));
  EXPECT_TRUE(shows(look(), "Waiting for a launch")) << "nor another connection's";
  office.diary.entries.push_back(refusal(office, "L-ONEE", "one", "launch.deployment_unknown"));
  page = look();
  EXPECT_TRUE(shows(page, "A launch arrived and was refused."));
  EXPECT_TRUE(shows(page, "Add the deployment_id in the diary to the registration."));
  EXPECT_TRUE(shows(page, "data-poll=")) << "it still waits for a good one";
  office.diary.entries.push_back({office.clock.now(), "", "launch", "one", "ok", "", "", "", ""});
  page = look();
  EXPECT_TRUE(shows(page, "It works: a launch arrived and was accepted."));
  EXPECT_FALSE(shows(page, "data-poll="));
}

TEST(AdminDiary, TellsWhoeverRunsTheLmsWhatToDoThere) {
  struct Row { const char *reason, *language, *words; };
  for (const Row& row : {Row{"login.client_unknown", "en", "client id that your LMS shows for this tool"}, Row{"login.client_unknown", "es", "identificador de cliente"},
                         Row{"login.client_unknown", "ar", "معرّف العميل"}, Row{"request.malformed", "en", "login URL and the tool URL in your LMS"},
                         Row{"request.malformed", "es", "URL de la herramienta en su LMS"}, Row{"request.malformed", "ar", "رابط الأداة في نظام التعلّم"}}) {
    Office office;
    office.language = row.language;
    office.diary.entries.push_back(refusal(office, "L-7Q2K", "one", row.reason));
    office.sign_in();
    const auto page = office.get("/admin/diary");
    EXPECT_TRUE(shows(page, row.words)) << row.reason << row.language << page.body;
    for (const char* other : {"valid HTTP/1.1", "compare both sides"}) EXPECT_FALSE(shows(page, other)) << row.reason;
  }
}

TEST(AdminDiary, IsFilteredByCodeAndConnectionAndTurnsPages) {
  Office office;
  for (int i = 0; i < 70; ++i) office.diary.entries.push_back(refusal(office, "", "one", "launch.expired", "entry " + std::to_string(i) + "."));
  office.diary.entries.push_back(refusal(office, "L-7Q2K", "two", "launch.audience", "<b>hostile</b>"));
  office.diary.entries.push_back(refusal(office, "L-9999", "", "login.issuer_unknown", "from nobody"));
  office.sign_in();
  auto page = office.get("/admin/diary");
  for (const char* text : {"L-7Q2K", "&lt;b&gt;hostile&lt;/b&gt;", "aud does not contain our client_id", "from nobody", "entry 69."}) EXPECT_TRUE(shows(page, text)) << text;
  EXPECT_FALSE(shows(page, "entry 20."));
  const auto older = page.body.find("/tool/admin/diary?before=");
  ASSERT_NE(older, string::npos);
  page = office.get("/admin/diary", page.body.substr(older + 18, page.body.find('"', older) - older - 18));
  EXPECT_TRUE(shows(page, "entry 20."));
  EXPECT_FALSE(shows(page, "entry 69."));
  for (const char* typed : {"L-7Q2K", "l-7q2k", "7q2k", " L 7Q2K "}) {
    page = office.get("/admin/diary", base::format_form({{"code", typed}}));
    EXPECT_TRUE(shows(page, "launch.audience")) << typed;
    EXPECT_FALSE(shows(page, "launch.expired")) << typed;
  }
  EXPECT_TRUE(shows(office.get("/admin/diary", "registration=two"), "launch.audience"));
  page = office.get("/admin/diary", "registration=none");
  EXPECT_TRUE(shows(page, "login.issuer_unknown"));
  EXPECT_FALSE(shows(page, "launch.audience"));
  EXPECT_TRUE(shows(office.get("/admin/diary", "code=L-XXXX"), "No entry."));
}

ports::GradeOffer offer(const string& registration, const string& subject) {
  ports::GradeOffer made;
  made.registration = base::RegistrationId(registration);
  made.deployment_id = "dep-" + registration;
  made.context_id = "course";
  made.resource_link_id = "link";
  made.subject = subject;
  return made;
}

// A refused grade of that learner, and the facts of its link.
void refuse_grade(Office& office, const string& registration, const string& subject) {
  ports::UnitOfWork work;
  ports::LinkFacts link;
  link.registration = base::RegistrationId(registration);
  link.deployment_id = "dep-" + registration;
  link.context_id = "course";
  link.resource_link_id = "link";
  link.link_title = "Dose of apixaban";
  link.context_title = "Ward " + registration;
  work.link = link;
  work.grades = {offer(registration, subject)};
  office.grades.write(work);
  for (auto& [key, row] : office.grades.rows)
    if (row.offer.registration.str() == registration) {
      row.state = ports::GradeState::refused;
      row.reason = "The user is not in the course.";
      row.fix = "Enrol the learner again.";
    }
}

TEST(AdminGrades, WhatWasRefusedIsSaidWithReasonAndSentAgainWithoutNames) {
  Office office;
  refuse_grade(office, "one", "user-4");
  refuse_grade(office, "one", "user-5");
  refuse_grade(office, "two", "user-6");
  office.sign_in("one");
  const auto page = office.get("/admin/grades");
  for (const char* text : {"Dose of apixaban · Ward one", "2 grades", "The user is not in the course.", "Enrol the learner again."}) EXPECT_TRUE(shows(page, text)) << text;
  for (const char* text : {"user-4", "user-5", "Ward two", "LMS two"}) EXPECT_FALSE(shows(page, text)) << text;
  const base::Fields link{{"deployment", "dep-one"}, {"context", "course"}, {"link", "link"}};
  EXPECT_EQ(office.post("/admin/connections/one/grades", link).status, 303);
  EXPECT_EQ(office.post("/admin/connections/two/grades", {{"deployment", "dep-two"}, {"context", "course"}, {"link", "link"}}).status, 404);
  for (const auto& [key, row] : office.grades.rows) EXPECT_EQ(row.state == ports::GradeState::waiting, row.offer.registration.str() == "one");
}

TEST(AdminKeys, AreShownAsTextAndChangedOver) {
  Office office;
  office.sign_in();
  auto page = office.get("/admin/keys");
  EXPECT_TRUE(shows(page, "-----BEGIN PUBLIC KEY-----"));
  EXPECT_TRUE(shows(page, "https://cme.example.org/tool/lti/jwks/one.json"));
  EXPECT_FALSE(shows(page, "PRIVATE"));
  EXPECT_EQ(office.post("/admin/connections/one/key").status, 303);
  page = office.get("/admin/keys", "done=rotated");
  EXPECT_TRUE(shows(page, "A change-over is under way"));
  EXPECT_EQ(office.post("/admin/connections/one/key", {{"at_once", "yes"}}).status, 303);
  EXPECT_FALSE(shows(office.get("/admin/keys"), "A change-over is under way"));
}

// Endpoints that follow from the issuer may stay empty; what is typed is used.
TEST(AdminConnect, KnowsTheEndpointsOfAnLmsItKnows) {
  Office office;
  office.sign_in();
  const auto invite = [&](const char* lms) {
    const auto page = office.post("/admin/connect", {{"lms", lms}, {"name", "Ward"}});
    EXPECT_EQ(shows(page, "they follow from the issuer"), string(lms) == "canvas");
    const string begin = "https://cme.example.org/tool/lti/register/";
    const auto at = page.body.find(begin) + begin.size();
    return page.body.substr(at, page.body.find('<', at) - at);
  };
  base::Fields values{{"invitation", invite("canvas")}, {"lms", "canvas"}, {"name", "Ward"}, {"issuer", "https://canvas.instructure.com"}, {"client_id", "1"},
                      {"authorization_endpoint", ""}, {"token_endpoint", "https://own.example/token"}, {"jwks_uri", " "}};
  EXPECT_EQ(office.post("/admin/connect/by-hand", values).status, 303);
  const auto made = office.stored("invited1");
  EXPECT_EQ(made.authorization_endpoint, "https://sso.canvaslms.com/api/lti/authorize_redirect");
  EXPECT_EQ(made.token_endpoint, "https://own.example/token");
  EXPECT_EQ(made.jwks_uri, "https://sso.canvaslms.com/api/lti/security/jwks");
  values[0].second = invite("generic");
  values[1].second = "generic";
  EXPECT_EQ(office.post("/admin/connect/by-hand", values).status, 422) << "nothing is known of a generic LMS";
}

string between(const string& text, const string& begin, const string& end) {
  const auto at = text.find(begin);
  return at == string::npos ? string() : text.substr(at + begin.size(), text.find(end, at + begin.size()) - at - begin.size());
}

TEST(AdminConnect, MakesOneAddressAndOnePageOfValues) {
  Office office;
  office.sign_in();
  EXPECT_EQ(office.get("/admin/connect").status, 200);
  auto page = office.post("/admin/connect", {{"lms", "canvas"}, {"name", "Ward"}});
  ASSERT_EQ(page.status, 200);
  const string code = between(page.body, "https://cme.example.org/tool/lti/register/", "<");
  EXPECT_EQ(code.size(), 43u);
  EXPECT_TRUE(shows(page, "https://cme.example.org/tool/lti/canvas/" + code + ".json"));
  EXPECT_TRUE(shows(page, "https://cme.example.org/tool/lti/login/invited1"));
  for (const auto& line : office.log.lines) EXPECT_EQ(line.find(code), string::npos);
  base::Fields values{{"invitation", code}, {"lms", "canvas"}, {"name", "Ward"}, {"issuer", "https://canvas.example"}, {"client_id", "1000000001"},
                      {"deployment", "7:abc"}, {"authorization_endpoint", "https://canvas.example/auth"}, {"token_endpoint", "https://canvas.example/token"},
                      {"jwks_uri", "https://canvas.example/jwks"}};
  const auto with = [&](const char* name, const string& value) {
    auto changed = values;
    for (auto& [key, old] : changed)
      if (key == name) old = value;
    return changed;
  };
  for (const auto& [name, value] : {std::pair<const char*, string>{"issuer", "http://canvas.example"}, {"issuer", ""}, {"client_id", "a b"}, {"jwks_uri", "javascript:x"},
                                    {"token_endpoint", "https://x y"}, {"name", ""}, {"deployment", string(256, 'x')}}) {
    page = office.post("/admin/connect/by-hand", with(name, value));
    EXPECT_EQ(page.status, 422) << name << value;
    EXPECT_TRUE(shows(page, "Nothing was saved"));
    EXPECT_TRUE(shows(page, "1000000001") || string(name) == "client_id") << "what was typed is kept";
  }
  EXPECT_TRUE(shows(office.post("/admin/connect/by-hand", [&] {
    auto known = with("issuer", "https://one.example.org");
    for (auto& [key, old] : known)
      if (key == "client_id") old = "client-one";
    return known;
  }()), "connected already"));
  const auto done = office.post("/admin/connect/by-hand", values);
  EXPECT_EQ(header_of(done, "Location"), "/tool/admin/connections/invited1?done=connected");
  EXPECT_EQ(office.stored("invited1").deployment_ids, (std::vector<string>{"7:abc"}));
  EXPECT_EQ(office.stored("invited1").source, "admin");
  EXPECT_TRUE(office.stored("invited1").accepted);
  EXPECT_EQ(office.post("/admin/connect/by-hand", values).status, 404) << "the address was used up";
  EXPECT_EQ(office.post("/admin/connect/by-hand", with("invitation", "no-such")).status, 404);
}

TEST(AdminPage, AStoreThatFailsIsSaidAndLogged) {
  Office office;
  office.sign_in();
  office.diary.fails_reading = true;
  const auto page = office.get("/admin/diary");
  EXPECT_EQ(page.status, 503);
  EXPECT_NE(office.log.lines.back().find("admin.page_failed"), string::npos);
}

// PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
TEST(AdminGallery, EveryPageIsAWholeDocumentInEveryLanguage) {
  fakes::MemoryKeys::Keys made;   // in the first language: making keys takes longer than all pages
  for (const char* language : {"en", "es", "ar"}) {
    Office office;
    office.language = language;
    office.key_rows.keys = made;
    office.registrations.registrations[0].pending_deployments = {"dep-new"};
    office.registrations.registrations[0].anonymous_deployments = {"dep-one"};
    office.registrations.registrations[1].accepted = false;
    office.diary.entries = {refusal(office, "L-7Q2K", "one", "launch.audience")};
    office.site.shown.lines = {{"store", "good", "schema 5, 900 MiB free", "", ""}, {"platform LMS one", "red", "its key set answered 403", "Ask for outgoing HTTPS", "one"}};
    office.site.shown.at = office.clock.now();
    const auto look = [&](const string& name, const ports::HttpResponse& page) {
      EXPECT_EQ(page.body.rfind("<!doctype html>", 0), 0u) << name;
      EXPECT_NE(page.body.find("</html>"), string::npos) << name;
      for (const char* left : {"{{", "[[", ">admin.", "\"admin."}) EXPECT_EQ(page.body.find(left), string::npos) << name << " " << left << " " << page.body.substr(page.body.find(left), 60);
      if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(string(folder) + "/admin-" + name + "-" + language + ".html") << page.body;
    };
    look("signed-out", office.get("/admin"));
    look("enter", office.get(office.link()));
    office.sign_in();
    look("home", office.get("/admin", "done=checked"));
    look("connections", office.get("/admin/connections"));
    for (const char* one : {"one", "two", "set"}) look(string("connection-") + one, office.get(string("/admin/connections/") + one));
    look("wrong", office.post("/admin/connections/one/frames", {{"frames", "no"}}));
    look("test", office.get("/admin/connections/one/test", "after=9999999999999"));
    look("test-refused", office.get("/admin/connections/one/test", "after=0"));
    look("diary", office.get("/admin/diary"));
    refuse_grade(office, "one", "user-4");
    office.stores.stores = {busy_store(office.clock.now())};
    look("store", office.get("/admin/stores/one", "name=main"));
    for (const char* name : {"grades", "keys", "stores", "connect"}) look(name, office.get(string("/admin/") + name));
    for (const char* lms : {"moodle", "canvas", "generic"}) look(string("invited-") + lms, office.post("/admin/connect", {{"lms", lms}}));
    look("left", office.post("/admin/leave"));
    made = office.key_rows.keys;
  }
}

}  // namespace
}  // namespace preceptor::web::testing
