#include <gtest/gtest.h>

#include "core/base/encoding.hpp"
#include "tests/unit/lti/lti_world.hpp"

namespace preceptor::lti {
namespace {

using base::Code;

const base::Fields kComplete = {
    {"iss", "https://lms.example.org"}, {"login_hint", "h"}, {"target_link_uri", "https://cme.example.org/tool"}};

base::Fields with(base::Fields fields, const std::string& name, const std::string& value) {
  std::erase_if(fields, [&](const auto& one) { return one.first == name; });
  fields.emplace_back(name, value);
  return fields;
}

TEST(ReadLogin, TakesRequiredAndOptionalParameters) {
  const auto plain = read_login(kComplete);
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->client_id || plain->lti_message_hint || plain->deployment_id || plain->storage_target);
  const auto full =
      read_login(with(with(with(with(with(kComplete, "client_id", "c"), "lti_message_hint", R"({"cmid":2})"),
                                "lti_deployment_id", "9:x"),
                           "lti_storage_target", "post_message_forwarding"),
                      "canvas_region", "us-east-1"));
  ASSERT_TRUE(full);
  EXPECT_EQ(full->client_id, "c");
  EXPECT_EQ(full->lti_message_hint, R"({"cmid":2})");
  EXPECT_EQ(full->deployment_id, "9:x");
  EXPECT_EQ(full->storage_target, "post_message_forwarding");
  EXPECT_EQ(read_login(with(kComplete, "deployment_id", "7"))->deployment_id, "7");
  EXPECT_EQ(read_login(with(kComplete, "lti_message_hint", ""))->lti_message_hint, "");
  EXPECT_FALSE(read_login(with(kComplete, "client_id", ""))->client_id);
}

TEST(ReadLogin, NamesTheMissingParameter) {
  for (const char* name : {"iss", "login_hint", "target_link_uri"}) {
    base::Fields absent = kComplete;
    std::erase_if(absent, [&](const auto& one) { return one.first == name; });
    for (const auto& fields : {absent, with(kComplete, name, "")}) {
      const auto request = read_login(fields);
      ASSERT_FALSE(request) << name;
      EXPECT_EQ(request.error().code, Code::login_parameter_missing);
      EXPECT_EQ(request.error().detail, name);
    }
  }
}

TEST(ReadLogin, RefusesAParameterGivenTwice) {
  for (const char* name : {"iss", "login_hint", "target_link_uri", "client_id"}) {
    base::Fields twice = with(kComplete, name, "a");
    twice.emplace_back(name, "b");
    const auto request = read_login(twice);
    ASSERT_FALSE(request) << name;
    EXPECT_EQ(request.error().code, Code::request_malformed);
  }
}

TEST(Login, SendsTheAuthenticationRequest) {
  World world;
  LoginRequest request = world.login_request();
  request.lti_message_hint = R"({"cmid":2,"launchid":"ltilaunch1_1"} &=+)";
  request.deployment_id = "1";
  const auto answer = Login(world.registrations, world.sealer, world.clock, world.urls).begin(request, {}, "");
  ASSERT_TRUE(answer) << base::describe(answer.error());
  EXPECT_EQ(answer->registration.str(), "r1");
  EXPECT_TRUE(answer->redirect_url.starts_with("https://lms.example.org/auth?tenant=1&scope=openid&"))
      << answer->redirect_url;
  const auto sent = base::parse_form(std::string_view(answer->redirect_url).substr(answer->redirect_url.find('?') + 1));
  ASSERT_TRUE(sent);
  const std::pair<const char*, std::string> expected[] = {{"scope", "openid"},
                                                          {"response_type", "id_token"},
                                                          {"response_mode", "form_post"},
                                                          {"prompt", "none"},
                                                          {"client_id", "client-1"},
                                                          {"redirect_uri", "https://cme.example.org/tool/lti/launch"},
                                                          {"login_hint", "hint"},
                                                          {"lti_message_hint", *request.lti_message_hint}};
  for (const auto& [name, value] : expected) {
    ASSERT_EQ(base::field_values(*sent, name).size(), 1U) << name;
    EXPECT_EQ(*base::field(*sent, name), value);
  }
  const auto state = open_state(world.sealer, *base::field(*sent, "state"));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->nonce, *base::field(*sent, "nonce"));
  EXPECT_EQ(state->registration.str(), "r1");
  EXPECT_EQ(state->target_link_uri, world.target);
  EXPECT_EQ(state->deployment_hint, "1");
  EXPECT_EQ(state->browser, base::sha256_hex(answer->browser_cookie));
  EXPECT_EQ(state->created, world.clock.at);
  EXPECT_EQ(base::base64url_decode(state->nonce)->size(), 32U);
  EXPECT_EQ(base::base64url_decode(state->id)->size(), 32U);
}

TEST(Login, EachIsOfItsOwnButTheBrowserKeepsItsCookie) {
  World world;
  world.log_in();
  const LoginState first = world.state;
  const std::string cookie = world.cookie;
  EXPECT_EQ(cookie.size(), 43U);
  world.log_in();
  EXPECT_EQ(world.cookie, cookie);
  EXPECT_NE(world.state.id, first.id);
  EXPECT_NE(world.state.nonce, first.nonce);
  const Login login(world.registrations, world.sealer, world.clock, world.urls);
  for (const std::string& odd :
       {std::string(), std::string("short"), cookie + "A", cookie.substr(1) + "=", std::string(43, '!')}) {
    const auto answer = login.begin(world.login_request(), {}, odd);
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->browser_cookie, odd);
    EXPECT_EQ(answer->browser_cookie.size(), 43U);
  }
}

TEST(Login, ALeftOutMessageHintStaysOut) {
  World world;
  const auto answer =
      Login(world.registrations, world.sealer, world.clock, world.urls).begin(world.login_request(), {}, "");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->redirect_url.find("lti_message_hint"), std::string::npos);
}

TEST(Login, FindsTheRegistration) {
  World world;
  Registration second = world.registrations.all[0];
  second.id = base::RegistrationId("r2");
  second.client_id = "client-2";
  Registration off = second;
  off.id = base::RegistrationId("r3");
  off.client_id = "client-3";
  off.enabled = false;
  struct Case {
    const char* what;
    std::vector<Registration> stored;
    std::string iss, client, path;
    std::optional<Code> refused;
    std::string found;
  };
  const Registration first = world.registrations.all[0];
  const std::string iss = first.issuer;
  const Case cases[] = {
      {"by both", {first, second}, iss, "client-2", "", {}, "r2"},
      {"only one of the issuer", {first}, iss, "", "", {}, "r1"},
      {"only one that is on", {first, off}, iss, "", "", {}, "r1"},
      {"several", {first, second}, iss, "", "", Code::login_client_id_needed, ""},
      {"several, but the path decides", {first, second}, iss, "", "r2", {}, "r2"},
      {"path and client agree", {first, second}, iss, "client-2", "r2", {}, "r2"},
      {"path and client differ", {first, second}, iss, "client-1", "r2", Code::login_client_unknown, ""},
      {"path and issuer differ", {first}, "https://other.example", "", "r1", Code::login_issuer_unknown, ""},
      {"no such path", {first}, iss, "", "r9", Code::login_client_unknown, ""},
      {"unknown issuer", {first}, "https://other.example", "client-1", "", Code::login_issuer_unknown, ""},
      {"unknown issuer, no client", {first}, "https://other.example", "", "", Code::login_issuer_unknown, ""},
      {"issuer differs in case", {first}, "https://LMS.example.org", "client-1", "", Code::login_issuer_unknown, ""},
      {"issuer with a slash", {first}, iss + "/", "client-1", "", Code::login_issuer_unknown, ""},
      {"unknown client", {first}, iss, "client-9", "", Code::login_client_unknown, ""},
      {"nothing registered", {}, iss, "client-1", "", Code::login_issuer_unknown, ""},
      {"switched off", {off}, iss, "client-3", "", Code::login_registration_disabled, ""},
      {"switched off, no client", {off}, iss, "", "", Code::login_registration_disabled, ""},
      {"switched off, by path", {off}, iss, "", "r3", Code::login_registration_disabled, ""},
  };
  for (const Case& one : cases) {
    world.registrations.all = one.stored;
    LoginRequest request = world.login_request();
    request.iss = one.iss;
    request.client_id = one.client.empty() ? std::nullopt : std::optional(one.client);
    const auto answer = Login(world.registrations, world.sealer, world.clock, world.urls)
                            .begin(request, base::RegistrationId(one.path), "");
    if (one.refused) {
      ASSERT_FALSE(answer) << one.what;
      EXPECT_EQ(answer.error().code, *one.refused) << one.what << ": " << base::describe(answer.error());
    } else {
      ASSERT_TRUE(answer) << one.what << ": " << base::describe(answer.error());
      EXPECT_EQ(answer->registration.str(), one.found) << one.what;
    }
  }
}

TEST(Login, SaysWhatIsRegistered) {
  World world;
  LoginRequest request = world.login_request();
  request.iss = "https://canvas.instructure.com";
  auto answer = Login(world.registrations, world.sealer, world.clock, world.urls).begin(request, {}, "");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().expected, "issuer https://lms.example.org");
  EXPECT_EQ(answer.error().received, "issuer https://canvas.instructure.com");
  request = world.login_request();
  request.client_id = "client\n9";
  answer = Login(world.registrations, world.sealer, world.clock, world.urls).begin(request, {}, "");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().expected, "client_id client-1");
  EXPECT_EQ(answer.error().received, "client_id client?9");
}

TEST(Login, AFailedStoreIsNotAnUnknownPlatform) {
  World world;
  world.registrations.broken = true;
  for (const char* path : {"", "r1"}) {
    for (const bool named : {true, false}) {
      LoginRequest request = world.login_request();
      if (!named) request.client_id.reset();
      const auto answer = Login(world.registrations, world.sealer, world.clock, world.urls)
                              .begin(request, base::RegistrationId(path), "");
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().code, Code::store_failed);
    }
  }
}

TEST(Login, TheTargetMustBeOurs) {
  World world;
  const Login login(world.registrations, world.sealer, world.clock, world.urls);
  for (const char* target : {"https://cme.example.org/tool", "https://cme.example.org/tool/",
                             "https://cme.example.org:443/tool/a?b=c", "https://CME.example.org/tool/x"}) {
    LoginRequest request = world.login_request();
    request.target_link_uri = target;
    EXPECT_TRUE(login.begin(request, {}, "")) << target;
  }
  for (const char* target :
       {"https://cme.example.org/", "https://cme.example.org/toolbox", "http://cme.example.org/tool",
        "https://cme.example.org:8443/tool", "https://evil.example/tool", "https://cme.example.org.evil.example/tool",
        "https://cme.example.org@evil.example/tool", "//cme.example.org/tool", "/tool", "javascript:alert(1)",
        "https://cme.example.org/tool/../admin", "https://cme.example.org/tool/%2e%2e/x",
        "https://cme.example.org\\@evil.example/tool", "https://cme.example.org/tool#x"}) {
    LoginRequest request = world.login_request();
    request.target_link_uri = target;
    const auto answer = login.begin(request, {}, "");
    ASSERT_FALSE(answer) << target;
    EXPECT_EQ(answer.error().code, Code::login_target_foreign) << target;
  }
}

TEST(State, OpensOnlyItsOwnKind) {
  World world;
  world.log_in();
  EXPECT_FALSE(open_state(world.sealer, ""));
  EXPECT_FALSE(open_state(world.sealer, world.state_token + "A"));
  EXPECT_FALSE(open_state(world.sealer, world.sealer.seal("handle", "[]")));
  for (const char* plain :
       {"", "[]", "{}", "[1,2,3,4,5,6,7]", R"(["a","b","c","d","e","f","g"])", R"(["a","b","c","d","e","f",1,2])"}) {
    EXPECT_FALSE(open_state(world.sealer, world.sealer.seal("lti.state", plain))) << plain;
  }
}

}  // namespace
}  // namespace preceptor::lti
