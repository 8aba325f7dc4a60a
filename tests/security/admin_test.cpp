// /admin on the whole application: the words of `preceptor check`, the link of the command line, and a launch that turns the test page green.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

std::string command(app::Application& app, const std::string& name, const std::string& args) {
  std::string printed;
  app::CommandIo io;
  io.write = [&](int stream, std::string_view bytes) {
    if (stream == 1) printed.append(bytes);
    return true;
  };
  io.progress = [](std::string_view, std::uint64_t, std::uint64_t) { return true; };
  const auto done = app.command(name, args, io);
  EXPECT_TRUE(done) << base::describe(done.error());
  return printed;
}
std::string command(World& world, const std::string& name, const std::string& args) { return command(*world.app, name, args); }

struct Admin {
  explicit Admin(World& of) : app(*of.app) {}
  explicit Admin(app::Application& of) : app(of) {}
  ports::HttpResponse send(const std::string& method, const std::string& path, const std::string& query = {}, const base::Fields& fields = {}) {
    ports::HttpRequest request;
    request.method = method;
    request.path = "/tool" + path;
    request.query = query;
    request.headers = {{"Accept-Language", "en"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
    request.body = base::format_form(fields);
    request.client_address = address;
    auto response = app.handle(request);
    if (const auto set = header(response, "Set-Cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
    return response;
  }
  std::string sign_in() {
    const auto printed = fakes::TestJson::parse(command(app, "admin link", R"({"json": true, "minutes": "5"})"));
    const std::string url = printed["url"];
    EXPECT_EQ(url.rfind(std::string(kPublicUrl) + "/admin/enter/", 0), 0u) << url;
    EXPECT_EQ(send("POST", url.substr(std::string(kPublicUrl).size())).status, 303);
    return url;
  }
  // The page of the one connection.
  std::string connection() {
    const auto list = send("GET", "/admin/connections");
    return "/admin/connections/" + fakes::between(list.body, "href=\"/tool/admin/connections/", "\"");
  }
  app::Application& app;
  std::string cookie, address = "192.0.2.9";
};

// Free space moves while we look.
std::string steady(const std::string& text) { return std::regex_replace(text, std::regex("[0-9]+ MiB"), "N MiB"); }

TEST(AdminSite, SaysTheWordsOfPreceptorCheck) {
  World world;
  ASSERT_EQ(world.launch().status, 200);
  world.launch([](auto& claims) { claims["aud"] = "someone-else & \"co\""; });
  Admin admin(world);
  admin.sign_in();
  const auto checked = fakes::TestJson::parse(command(world, "check", R"({"json": true})"));
  ASSERT_GT(checked.size(), 5u);
  const auto json = fakes::TestJson::parse(admin.send("GET", "/admin/health.json").body);
  EXPECT_EQ(steady(json["lines"].dump()), steady(checked.dump()));
  EXPECT_EQ(json["running"], false);
  const std::string page = steady(fakes::decode_entities(admin.send("GET", "/admin").body));
  std::size_t at = 0;
  for (const auto& line : checked)
    for (const char* member : {"state", "what", "cause", "next"}) {
      const std::string words = steady(line[member]);
      const auto found = page.find(words, at);
      EXPECT_NE(found, std::string::npos) << words << " in this order";
      if (found != std::string::npos) at = found;
    }
}

TEST(AdminSite, ALinkWorksOnceAndIsInNoLog) {
  World world;
  Admin admin(world), second(world);
  const std::string url = admin.sign_in();
  const std::string path = url.substr(std::string(kPublicUrl).size());
  EXPECT_EQ(second.send("GET", path).status, 403);
  EXPECT_EQ(second.send("POST", path).status, 403);
  EXPECT_EQ(admin.send("GET", "/admin").status, 200);
  const std::string log = world.log->text();
  EXPECT_NE(log.find("/admin/enter/***"), std::string::npos);
  EXPECT_EQ(log.find(url.substr(url.rfind('/') + 1)), std::string::npos);
  EXPECT_EQ(log.find(admin.cookie.substr(admin.cookie.find('=') + 1)), std::string::npos);
}

TEST(AdminSite, WrongMinutesAreRefused) {
  World world;
  for (const char* minutes : {"0", "1441", "x", "5x", "-1", "99999999999999999999"}) {
    app::CommandIo io;
    io.write = [](int, std::string_view) { return true; };
    const auto done = world.app->command("admin link", std::string(R"({"minutes": ")") + minutes + "\"}", io);
    ASSERT_TRUE(done);
    EXPECT_EQ(*done, 2) << minutes;
  }
}

TEST(AdminSite, GuessesOfLinksAreLimitedForThatClientOnly) {
  World world;
  Admin guesser(world), owner(world);
  guesser.address = "192.0.2.66";
  int limited = 0;
  for (int i = 0; i < 60; ++i) limited += guesser.send("POST", "/admin/enter/guess-" + std::to_string(i)).status == 429 ? 1 : 0;
  EXPECT_GT(limited, 40);
  owner.sign_in();
}

TEST(AdminSite, TheTestPageTurnsGreenThoughALaunchWasAcceptedAMomentAgo) {
  World world;
  ASSERT_EQ(world.launch().status, 200);
  Admin admin(world);
  admin.sign_in();
  const std::string test = admin.connection() + "/test";
  const auto start = admin.send("GET", test);
  ASSERT_EQ(start.status, 303);
  const std::string location = header(start, "Location");
  const std::string query = location.substr(location.find('?') + 1);
  EXPECT_NE(admin.send("GET", test, query).body.find("Waiting for a launch"), std::string::npos);
  world.launch([](auto& claims) { claims["nonce"] = "another"; });
  const auto refused = admin.send("GET", test, query);
  EXPECT_NE(refused.body.find("A launch arrived and was refused."), std::string::npos);
  EXPECT_NE(refused.body.find("nonce is missing or not the one sent with this state."), std::string::npos) << refused.body;
  ASSERT_EQ(world.launch().status, 200);
  EXPECT_NE(admin.send("GET", test, query).body.find("It works: a launch arrived and was accepted."), std::string::npos);
}

// Two nodes on one store: the page is looked at on one, the launch comes to the other, which had a good one a moment ago.
TEST(AdminSite, TheTestPageTurnsGreenWhenAnotherNodeHadTheLaunch) {
  std::string folder = (std::filesystem::temp_directory_path() / "preceptor-nodes-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  {
    World world(100000, "sqlite:" + folder + "/store.db");
    ASSERT_EQ(world.launch().status, 200);
    auto other = app::Application::open(world.config, world.log, world.clock);
    ASSERT_TRUE(other) << base::describe(other.error());
    Admin admin(**other);
    admin.sign_in();
    const std::string test = admin.connection() + "/test";
    const std::string location = header(admin.send("GET", test), "Location");
    const std::string query = location.substr(location.find('?') + 1);
    EXPECT_NE(admin.send("GET", test, query).body.find("Waiting for a launch"), std::string::npos) << "the one before does not count";
    ASSERT_EQ(world.launch().status, 200);
    EXPECT_NE(admin.send("GET", test, query).body.find("It works: a launch arrived and was accepted."), std::string::npos);
  }
  std::filesystem::remove_all(folder);
}

// An address of the page, with this ending.
std::string address_ending(const std::string& page, const std::string& ending) {
  for (std::size_t at = 0; (at = page.find("=\"/tool/", at)) != std::string::npos; ++at) {
    const std::string found = page.substr(at + 2, page.find('"', at + 2) - at - 2);
    if (found.ends_with(ending)) return fakes::decode_entities(found);
  }
  return {};
}

TEST(AdminSite, AnAdministratorsLaunchOpensItsOwnConnectionAndNoOther) {
  World world;
  command(world, "platform add", R"({"name": "Other LMS", "issuer": "https://other.example", "client_id": "c", "deployment_ids": ["1"],
    "authorization_endpoint": "https://other.example/a", "token_endpoint": "https://other.example/t", "jwks_uri": "https://other.example/j"})");
  const std::string roles = "https://purl.imsglobal.org/spec/lti/claim/roles";
  const auto page = world.launch([&](auto& claims) { claims[roles] = {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"}; });
  ASSERT_EQ(page.status, 200) << page.body;
  const auto link = world.get(address_ending(page.body, "/link"));
  ASSERT_EQ(link.status, 200);
  const std::string manage = address_ending(link.body, "/manage");
  ASSERT_FALSE(manage.empty()) << link.body;
  const std::string url = header(world.post(manage, {}), "Location");
  ASSERT_EQ(url.rfind(std::string(kPublicUrl) + "/admin/enter/", 0), 0u) << url;
  Admin site(world), own(world);
  site.sign_in();
  const std::string list = site.send("GET", "/admin/connections").body;
  const auto entered = own.send("POST", url.substr(std::string(kPublicUrl).size()));
  const std::string home = header(entered, "Location").substr(5);   // without /tool
  EXPECT_EQ(own.send("GET", home).status, 200);
  int others = 0;
  for (std::size_t at = 0; (at = list.find("/admin/connections/", at)) != std::string::npos; ++at) {
    const std::string one = list.substr(at, list.find('"', at) - at);
    if (one == home) continue;
    ++others;
    EXPECT_EQ(site.send("GET", one).status, 200) << one;
    EXPECT_EQ(own.send("GET", one).status, 404) << one;
  }
  EXPECT_EQ(others, 1);
  for (const char* whole_site : {"/admin/connect", "/admin/keys", "/admin/stores"}) EXPECT_EQ(own.send("GET", whole_site).status, 403) << whole_site;
  for (const char* shared : {"/admin", "/admin/health.json", "/admin/connections", "/admin/diary", "/admin/grades"}) {
    const auto seen = own.send("GET", shared);
    EXPECT_EQ(seen.status, 200) << shared;
    for (const char* foreign : {"Other LMS", "other.example", "LRS main", "listens on"}) EXPECT_EQ(seen.body.find(foreign), std::string::npos) << shared << " shows " << foreign;
  }
}

TEST(AdminSite, NothingPersonalIsShown) {
  World world;
  ASSERT_EQ(world.launch().status, 200);
  world.launch([](auto& claims) { claims["aud"] = "someone-else"; });
  Admin admin(world);
  admin.sign_in();
  std::string all;
  for (const std::string& path : {std::string("/admin"), std::string("/admin/connections"), admin.connection(), std::string("/admin/diary"), std::string("/admin/grades"), std::string("/admin/keys"),
                                 std::string("/admin/stores")}) {
    const auto page = admin.send("GET", path);
    EXPECT_EQ(page.status, 200) << path;
    all += page.body;
  }
  for (const char* personal : {"Test Person", "person@lms.example.org", "user-4", kLrsPassword, "eyJ", "PRIVATE"}) EXPECT_EQ(all.find(personal), std::string::npos) << personal;
}

}  // namespace
}  // namespace preceptor::security
