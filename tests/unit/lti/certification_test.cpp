// The certification suite's bad payloads and valid variants (lti.md section 8), and launches as Canvas and Moodle send
// them.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/lti/lti_world.hpp"

namespace preceptor::lti {
namespace {

using base::Code;

constexpr const char* kMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";
std::string member(const char* role) {
  return std::string(kMembership) + role;
}

TEST(Certification, TwelveBadPayloadsAreRefused) {
  struct Case {
    const char* name;
    std::function<void(TestJson& header, TestJson& claims)> spoil;
    Code code;
  };
  const Case cases[] = {
      {"no KID in header", [](TestJson& h, TestJson&) { h.erase("kid"); }, Code::launch_kid_missing},
      {"incorrect KID", [](TestJson& h, TestJson&) { h["kid"] = "imstester_66067"; }, Code::launch_key_unknown},
      {"wrong LTI version", [](TestJson&, TestJson& c) { c[claim("version")] = "11.3"; }, Code::launch_version},
      {"no LTI version", [](TestJson&, TestJson& c) { c.erase(claim("version")); }, Code::launch_version},
      {"invalid LTI message",
       [](TestJson&, TestJson& c) {
         c = {{"name", "badltilaunch"}};
       },
       Code::launch_issuer},
      {"missing LTI claims",
       [](TestJson&, TestJson& c) {
         for (const char* name :
              {"version", "message_type", "deployment_id", "target_link_uri", "roles", "resource_link"})
           c.erase(claim(name));
       },
       Code::launch_version},
      {"timestamps incorrect",
       [](TestJson&, TestJson& c) {
         c["iat"] = 11111;
         c["exp"] = 22222;
       },
       Code::launch_expired},
      {"message_type missing", [](TestJson&, TestJson& c) { c.erase(claim("message_type")); },
       Code::launch_message_type},
      {"role claim missing", [](TestJson&, TestJson& c) { c.erase(claim("roles")); }, Code::launch_roles_missing},
      {"deployment_id missing", [](TestJson&, TestJson& c) { c.erase(claim("deployment_id")); },
       Code::launch_deployment_missing},
      {"resource_link id missing", [](TestJson&, TestJson& c) { c[claim("resource_link")].erase("id"); },
       Code::launch_resource_link_missing},
      {"sub missing", [](TestJson&, TestJson& c) { c.erase("sub"); }, Code::launch_subject_missing},
  };
  EXPECT_EQ(std::size(cases), 12U);
  for (const Case& one : cases) {
    World world;
    world.log_in();
    TestJson header = world.platform.header();
    TestJson claims = world.claims();
    one.spoil(header, claims);
    const auto launch = world.post_token(fakes::sign(world.platform.key, header, claims));
    ASSERT_FALSE(launch) << one.name;
    EXPECT_EQ(launch.error().error.code, one.code) << one.name << ": " << base::describe(launch.error().error);
  }
}

TEST(Certification, NineValidVariantsForTeacherAndStudentAreAccepted) {
  struct Case {
    const char* name;
    std::function<void(TestJson& claims, const char* role)> vary;
    bool has_role;
  };
  const auto drop = [](TestJson& c, std::initializer_list<const char*> names) {
    for (const char* name : names) c.erase(name);
  };
  const Case cases[] = {
      {"plain", [](TestJson&, const char*) {}, true},
      {"multiple roles",
       [](TestJson& c, const char* r) {
         c[claim("roles")] = {member(r), "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Staff",
                              member("Member")};
       },
       true},
      {"short role", [](TestJson& c, const char* r) { c[claim("roles")] = TestJson::array({r}); }, true},
      {"unknown role",
       [](TestJson& c, const char*) { c[claim("roles")] = TestJson::array({"http://example.org/vocab#Sherpa"}); },
       false},
      {"no role", [](TestJson& c, const char*) { c[claim("roles")] = TestJson::array(); }, false},
      {"email only",
       [&](TestJson& c, const char*) {
         drop(c, {"name", "given_name", "family_name"});
       },
       true},
      {"names only",
       [&](TestJson& c, const char*) {
         drop(c, {"email"});
         c["given_name"] = "Test";
         c["family_name"] = "Person";
       },
       true},
      {"no PII",
       [&](TestJson& c, const char*) {
         drop(c, {"name", "email"});
       },
       true},
      {"email without context",
       [](TestJson& c, const char*) {
         c.erase("name");
         c.erase(claim("context"));
       },
       true},
  };
  EXPECT_EQ(std::size(cases), 9U);
  for (const char* role : {"Instructor", "Learner"}) {
    for (const Case& one : cases) {
      World world;
      world.log_in();
      TestJson claims = world.claims();
      claims[claim("roles")] = TestJson::array({member(role)});
      one.vary(claims, role);
      const auto launch = world.post_claims(claims);
      ASSERT_TRUE(launch) << role << ", " << one.name << ": " << base::describe(launch.error().error);
      const Roles& roles = launch->launch.roles;
      EXPECT_EQ(roles.instructor, one.has_role && std::string_view(role) == "Instructor") << one.name;
      EXPECT_EQ(roles.learner, one.has_role && std::string_view(role) == "Learner") << one.name;
    }
  }
}

TEST(Platforms, CanvasAssignmentLaunch) {
  World world;
  world.log_in();
  TestJson claims = world.claims();
  claims["azp"] = world.platform.client_id;
  claims["locale"] = "es";
  claims[claim("resource_link")] = {{"id", "2f6c8e0a"}, {"description", nullptr}, {"title", "Unit 3: Hand hygiene"}};
  claims[claim("roles")] = {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student", member("Learner"),
                            "http://purl.imsglobal.org/vocab/lis/v2/system/person#User"};
  claims[claim("launch_presentation")] = {{"document_target", "iframe"},
                                          {"return_url", "https://lms.example.org/success"},
                                          {"locale", "pt_BR"},
                                          {"height", 700},
                                          {"width", 900}};
  claims[claim("custom")] = {{"unit", "3"},
                             {"sis_user_id", "$Person.sourcedId"},
                             {"integration", "$Canvas.user.sisIntegrationId"},
                             {"price", "$5"},
                             {"empty", ""},
                             {"nothing", nullptr},
                             {"number", 7}};
  claims["https://www.instructure.com/placement"] = nullptr;
  claims[claim("lti11_legacy_user_id")] = "b3a1c5d7";
  const auto launch = world.post_claims(claims);
  ASSERT_TRUE(launch) << base::describe(launch.error().error);
  EXPECT_EQ(launch->launch.custom, (std::map<std::string, std::string>{{"unit", "3"}, {"price", "$5"}, {"empty", ""}}));
  EXPECT_EQ(launch->launch.locale, "pt-BR");
  EXPECT_EQ(launch->launch.resource_link.description, "");
  EXPECT_TRUE(launch->launch.roles.learner);
  EXPECT_FALSE(launch->launch.roles.test_user);
}

TEST(Platforms, CanvasOddities) {
  World world;
  world.log_in();
  TestJson account = world.claims();
  account[claim("context")] = {{"id", "99aa"}, {"title", "Medical College"}, {"type", TestJson::array({"Account"})}};
  account[claim("roles")] = {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"};
  account.erase(claim("launch_presentation"));
  account["locale"] = "en";
  const auto administrator = world.post_claims(account);
  ASSERT_TRUE(administrator) << base::describe(administrator.error().error);
  EXPECT_TRUE(administrator->launch.roles.administrator);
  EXPECT_FALSE(administrator->launch.roles.learner || administrator->launch.roles.instructor);
  EXPECT_EQ(administrator->launch.locale, "en");

  TestJson public_course = world.claims();
  public_course.erase("sub");
  public_course[claim("roles")] = {"http://purl.imsglobal.org/vocab/lis/v2/system/person#None"};
  EXPECT_EQ(world.post_claims(public_course).error().error.code, Code::launch_subject_missing);
}

TEST(Platforms, OnlyWebAddressesBecomeReturnLinks) {
  for (const char* url :
       {"javascript:alert(1)", "data:text/html,x", "/relative", "https://user@evil.example/", "https://a b/", ""}) {
    World world;
    world.log_in();
    TestJson claims = world.claims();
    claims[claim("launch_presentation")] = {{"return_url", url}};
    const auto launch = world.post_claims(claims);
    ASSERT_TRUE(launch) << url;
    EXPECT_EQ(launch->launch.presentation.return_url, "") << url;
  }
}

TEST(Platforms, ErrorsInPlaceOfATokenAreToldInPlainWords) {
  struct Case {
    const char *error, *description, *words;
  };
  const Case cases[] = {
      {"login_required", "Must have an active user session", "not signed in"},
      {"launch_no_longer_valid", "The launch has either expired or already been consumed",
       "opened from the course again"},
      {"unauthorized_client", "Client not authorized in requested context", "switched off"},
      {"invalid_request_object", "The following parameters are missing: nonce,prompt", "authentication request"},
      {"invalid_scope", "The 'scope' must be 'openid'", "openid"},
      {"access_denied", "", "does not let"},
      {"something_new", "<script>alert(1)</script>\n", "of its own"},
  };
  for (const Case& one : cases) {
    World world;
    world.log_in();
    const auto launch = world.post({{"utf8", "\xe2\x9c\x93"},
                                    {"error", one.error},
                                    {"error_description", one.description},
                                    {"state", world.state_token}},
                                   world.cookie);
    ASSERT_FALSE(launch);
    const Refusal& refusal = launch.error();
    EXPECT_EQ(refusal.error.code, Code::launch_platform_error);
    EXPECT_NE(refusal.error.detail.find(one.words), std::string::npos) << refusal.error.detail;
    EXPECT_EQ(refusal.error.detail.find('\n'), std::string::npos);
    ASSERT_TRUE(refusal.registration);
    EXPECT_EQ(refusal.registration->str(), "r1");
  }
  World world;
  const auto unknown = world.post({{"error", std::string(5000, 'x')}, {"state", "s-77aa"}}, "");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().error.code, Code::launch_platform_error);
  EXPECT_FALSE(unknown.error().registration);
  EXPECT_LT(unknown.error().error.detail.size(), 500U);
}

TEST(Roles, OnlyKnownVocabulariesGiveRights) {
  struct Case {
    std::string role;
    bool learner, instructor, administrator, mentor, test_user;
  };
  const std::string sub = "http://purl.imsglobal.org/vocab/lis/v2/membership/";
  const Case cases[] = {
      {member("Learner"), true, false, false, false, false},
      {"Learner", true, false, false, false, false},
      {sub + "Learner#GuestLearner", true, false, false, false, false},
      {member("Instructor"), false, true, false, false, false},
      {"Instructor", false, true, false, false, false},
      {sub + "Instructor#TeachingAssistant", false, true, false, false, false},
      {member("ContentDeveloper"), false, true, false, false, false},
      {member("Administrator"), false, false, true, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator", false, false, true, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator", false, false, true, false, false},
      {member("Mentor"), false, false, false, true, false},
      {"http://purl.imsglobal.org/vocab/lti/system/person#TestUser", false, false, false, false, true},
      {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", false, false, false, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student", false, false, false, false, false},
      {"http://evil.example/vocab/lis/v2/membership#Administrator", false, false, false, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/membershipX#Instructor", false, false, false, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/membership", false, false, false, false, false},
      {"http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor", false, false, false, false, false},
      {"instructor", false, false, false, false, false},
      {"", false, false, false, false, false},
      {"#", false, false, false, false, false},
  };
  for (const Case& one : cases) {
    const Roles roles = read_roles({one.role});
    EXPECT_EQ(roles.learner, one.learner) << one.role;
    EXPECT_EQ(roles.instructor, one.instructor) << one.role;
    EXPECT_EQ(roles.administrator, one.administrator) << one.role;
    EXPECT_EQ(roles.mentor, one.mentor) << one.role;
    EXPECT_EQ(roles.test_user, one.test_user) << one.role;
    EXPECT_EQ(roles.all, std::vector<std::string>{one.role});
  }
}

}  // namespace
}  // namespace preceptor::lti
