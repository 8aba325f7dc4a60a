// "A third LMS is one new folder": one class, registered, and every page, command and worker knows its ways.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

#include "lti/jose/compact.hpp"
#include "plugin/app/lms_profiles.hpp"
#include "tests/unit/third_lms/harbor.hpp"

namespace preceptor::third_lms {
namespace {

using fakes::TestJson;
using security::kPublicUrl;
using security::World;

const std::string kCore = "https://purl.imsglobal.org/spec/lti/claim/";
const std::string kDeep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
const std::string kAgs = "https://purl.imsglobal.org/spec/lti-ags/";

// Registered before the first site of this program is opened.
[[maybe_unused]] const bool registered = [] {
  app::add_profile([]() -> std::unique_ptr<const lti::LmsProfile> { return std::make_unique<HarborProfile>(); });
  return true;
}();

bool shows(const ports::HttpResponse& page, const std::string& text) { return fakes::decode_entities(page.body).find(text) != std::string::npos; }

struct Command {
  int code = -1;
  std::string said, told;   // standard output and error
};
Command run(World& world, const std::string& name, const TestJson& args) {
  Command out;
  app::CommandIo io;
  io.write = [&](int stream, std::string_view bytes) {
    (stream == 1 ? out.said : out.told).append(bytes);
    return true;
  };
  io.progress = [](std::string_view, std::uint64_t, std::uint64_t) { return true; };
  const auto code = world.app->command(name, args.dump(), io);
  out.code = code ? *code : -1;
  if (!code) out.said += base::describe(code.error());
  return out;
}

// An administrator's browser: cookie, forms with their tokens.
class Admin {
 public:
  explicit Admin(World& world) : world_(world) {
    const auto link = TestJson::parse(run(world, "admin link", {{"json", true}}).said);
    const std::string url = link["url"];
    send("POST", url.substr(std::string(kPublicUrl).size()), {});
  }
  ports::HttpResponse get(const std::string& path) { return send("GET", path, {}); }
  // The page's form that leads to `action`, its hidden fields and `fields` sent; redirects are followed.
  ports::HttpResponse submit(const ports::HttpResponse& page, const std::string& action, base::Fields fields) {
    for (const auto& form : fakes::read_forms(page.body)) {
      if (!form.action.ends_with(action)) continue;
      for (const auto& control : form.controls)
        if (control.type == "hidden") fields.emplace_back(control.name, control.value);
      auto answer = send("POST", form.action.substr(std::string("/tool").size()), fields);
      return answer.status == 303 ? get(local(security::header(answer, "Location"))) : answer;
    }
    ADD_FAILURE() << "no form leads to " << action;
    return page;
  }

 private:
  static std::string local(const std::string& location) { return location.substr(location.find("/tool") + 5); }
  ports::HttpResponse send(const std::string& method, const std::string& path, const base::Fields& fields) {
    ports::HttpRequest request;
    request.method = method;
    request.path = "/tool" + path.substr(0, path.find('?'));
    if (const auto query = path.find('?'); query != std::string::npos) request.query = path.substr(query + 1);
    request.headers = {{"Accept-Language", "en"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
    request.body = base::format_form(fields);
    request.client_address = "192.0.2.9";
    auto answer = world_.app->handle(request);
    if (const auto set = security::header(answer, "Set-Cookie"); !set.empty()) cookie_ = set.substr(0, set.find(';'));
    return answer;
  }
  World& world_;
  std::string cookie_;
};

class ThirdLms : public testing::Test {
 protected:
  ThirdLms() {
    world.platform.issuer = server.url();
    world.platform.client_id = "harbor-client";
    world.platform.deployment_id = "dock-1";
  }
  // By hand, in /admin: what the LMS shows is typed in, its addresses are not.
  void connect() {
    auto page = admin.get("/admin/connect");
    ASSERT_TRUE(shows(page, "Harbor")) << page.body;
    page = admin.submit(page, "/admin/connect", {{"lms", "harbor"}, {"name", "The harbor"}});
    ASSERT_EQ(page.status, 200) << page.body;
    code = fakes::between(page.body, "/lti/register/", "<");
    EXPECT_TRUE(shows(page, std::string(kPublicUrl) + "/lti/harbor/" + code + ".json")) << page.body;
    EXPECT_TRUE(shows(page, "Without Dynamic Registration"));
    EXPECT_FALSE(shows(page, "Canvas"));
    EXPECT_EQ(TestJson::parse(world.get("/lti/harbor/" + code + ".json").body)["quay"], std::string(kPublicUrl) + "/lti/launch");
    page = admin.submit(page, "/admin/connect/by-hand", {{"name", "The harbor"}, {"issuer", server.url()}, {"client_id", "harbor-client"}, {"deployment", "dock-1"},
                                                         {"authorization_endpoint", ""}, {"token_endpoint", ""}, {"jwks_uri", ""}});
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_TRUE(shows(page, "Harbor"));
  }
  ports::HttpResponse launch(const std::function<void(TestJson&)>& change = {}) {
    return world.follow(world.launch([&](TestJson& claims) {
      claims[kCore + "tool_platform"]["product_family_code"] = "harbor";
      claims[kAgs + "claim/endpoint"] = {{"scope", {kAgs + "scope/score"}}, {"lineitem", server.url("/items/1")}};
      if (change) change(claims);
    }));
  }
  void finish_as(const std::string& subject) {
    auto page = launch([&](TestJson& claims) { claims["sub"] = subject; });
    for (int pages = 0; pages < 10 && !security::is_receipt(page); ++pages) page = world.answer(page);
    ASSERT_TRUE(security::is_receipt(page)) << page.body;
  }
  bool soon(const std::function<bool()>& true_now) {
    for (int tries = 0; tries < 100; ++tries) {
      if (true_now()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }

  World world;
  HarborServer server{world.platform};
  Admin admin{world};
  std::string code;   // of the invitation
};

TEST_F(ThirdLms, IsConnectedLaunchesAndTakesGradesItsOwnWay) {
  ASSERT_NO_FATAL_FAILURE(connect());
  EXPECT_EQ(security::header(world.login(), "Location").rfind(server.url("/sign-in?"), 0), 0u) << "its own address, from the issuer alone";
  ASSERT_NO_FATAL_FAILURE(finish_as("user-1"));
  ASSERT_TRUE(soon([&] { return server.scores().size() == 1; })) << world.log->text();
  const auto score = server.scores().front();
  EXPECT_EQ(score["userId"], "user-1");
  EXPECT_EQ(score["scoreGiven"], 1);
  EXPECT_EQ(score["https://harbor.example.org/voyage"], "first");
  // Its refusals are told in its own words.
  server.score_status = 418;
  ASSERT_NO_FATAL_FAILURE(finish_as("user-2"));
  EXPECT_TRUE(soon([&] { return shows(admin.get("/admin/grades"), "the harbor master refused the cargo"); })) << admin.get("/admin/grades").body;
  EXPECT_TRUE(shows(admin.get("/admin/grades"), "In Harbor: open the gate."));
}

TEST_F(ThirdLms, WhatOnlyItSaysOfALaunchIsHeard) {
  ASSERT_NO_FATAL_FAILURE(connect());
  const auto page = launch([](TestJson& claims) { claims[kCore + "custom"]["stowaway"] = "1"; });
  EXPECT_TRUE(shows(page, "You are acting as another person.")) << page.body;
}

TEST_F(ThirdLms, ItsTeachersChooseUnits) {
  ASSERT_NO_FATAL_FAILURE(connect());
  const auto list = launch([&](TestJson& claims) {
    claims[kCore + "message_type"] = "LtiDeepLinkingRequest";
    claims[kCore + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"};
    claims.erase(kCore + "resource_link");
    claims[kDeep + "deep_linking_settings"] = {{"deep_link_return_url", server.url("/return")}, {"accept_types", {"ltiResourceLink"}}};
  });
  ASSERT_EQ(list.status, 200) << list.body;
  const auto back = world.post(fakes::read_forms(list.body).front().action, {{"unit", "apixaban-dose"}, {"add", "1"}});
  const auto forms = fakes::read_forms(back.body);
  ASSERT_FALSE(forms.empty()) << back.body;
  EXPECT_EQ(forms.front().action, server.url("/return"));
  ASSERT_NE(forms.front().named("JWT"), nullptr);
  const auto jws = jose::parse_compact(forms.front().named("JWT")->value);
  ASSERT_TRUE(jws);
  const TestJson& item = (*jws->payload)[kDeep + "content_items"][0];
  EXPECT_EQ(item["https://harbor.example.org/berth"], 7);
  EXPECT_EQ(item["custom"]["unit"], "apixaban-dose");
}

TEST_F(ThirdLms, TheCheckOfALinkLeadsToItsOwnPages) {
  ASSERT_NO_FATAL_FAILURE(connect());
  const auto preview = launch([](TestJson& claims) { claims[kCore + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"}; });
  const std::string path = fakes::between(preview.body, "href=\"/tool/t/", "\"");
  ASSERT_FALSE(path.empty()) << preview.body;
  const auto check = world.get("/t/" + path);
  EXPECT_TRUE(shows(check, "href=\"" + server.url("/berths/link-1") + "\"")) << check.body;
  EXPECT_TRUE(shows(check, "Open it in Harbor"));
}

TEST_F(ThirdLms, CommandsAndConfigurationKnowItsName) {
  const auto kinds = TestJson::parse(run(world, "platform kinds", {{"json", true}}).said);
  EXPECT_EQ(kinds["listed"], "moodle, canvas, harbor or generic");
  EXPECT_EQ(kinds["kinds"]["harbor"]["issuer"], "https://harbor.example.org");
  EXPECT_EQ(kinds["kinds"]["harbor"]["endpoints_known"], true);
  const auto invited = run(world, "invite", {{"lms", "harbor"}, {"json", true}});
  EXPECT_EQ(invited.code, 0) << invited.said;
  EXPECT_EQ(TestJson::parse(invited.said)["configurations"].size(), 1u);
  EXPECT_NE(run(world, "invite", {{"lms", "seaport"}}).told.find("moodle, canvas, harbor or generic"), std::string::npos);
  const auto added = run(world, "platform add", {{"name", "Two"}, {"lms", "harbor"}, {"issuer", "https://two.example.org"}, {"client_id", "c"}});
  EXPECT_EQ(added.code, 0) << added.said;
  EXPECT_NE(added.said.find("/lti/harbor/"), std::string::npos) << added.said;
  auto config = TestJson::parse(world.config);
  config["platforms"].push_back({{"name", "Three"}, {"lms", "harbor"}, {"issuer", "https://three.example.org"}, {"client_id", "c"}});
  EXPECT_TRUE(world.app->reload(config.dump()));
}

TEST_F(ThirdLms, ItsInvitationsStayOutOfTheLog) {
  ASSERT_NO_FATAL_FAILURE(connect());
  world.get("/lti/harbor/" + code);
  world.get("/lti/anything/" + code + ".json");
  EXPECT_EQ(world.log->text().find(code), std::string::npos) << world.log->text();
}

// The names of the LMSs stand in their own folders, in the one list, and where people read them (catalogues, docs).
TEST(LmsNames, AreStringsNowhereElse) {
  const std::regex name("\"[^\"]*(moodle|canvas)[^\"]*\"", std::regex::icase);
  for (const char* folder : {"core", "lti", "web", "xapi", "plugin", "manifests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(PRECEPTOR_SOURCE_DIR) + "/" + folder)) {
      const auto extension = entry.path().extension();
      if ((extension != ".cpp" && extension != ".hpp") || entry.path().string().find("/importers/") != std::string::npos) continue;
      std::ifstream in(entry.path());
      int number = 0;
      for (std::string line; std::getline(in, line); ) {
        ++number;
        const auto first = line.find_first_not_of(' ');
        if (first == std::string::npos || line.compare(first, 2, "//") == 0 || line.find("#include") != std::string::npos) continue;
        // A file format of quizzes.
        if (line.find("moodle-xml") != std::string::npos || line.find("Moodle XML") != std::string::npos) continue;
        EXPECT_FALSE(std::regex_search(line.substr(0, line.find("//")), name)) << entry.path().string() << ":" << number << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace preceptor::third_lms
