// Dynamic Registration: what platforms say they are, what we ask of them, and what they answer.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"
#include "lti/dynamic/new_registration.hpp"
#include "lti/dynamic/platform_configuration.hpp"
#include "lti/dynamic/registration_answer.hpp"
#include "lti/dynamic/registration_request.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::Json;
using Texts = std::vector<std::string>;

constexpr const char* kMoodle = "https://moodle.example.org/lms/mod/lti/openid-configuration.php";
constexpr const char* kCloud = "https://canvas.instructure.com/api/lti/security/openid-configuration?registration_token=secret";
constexpr const char* kCampus = "https://canvas.medcollege.example/api/lti/security/openid-configuration?registration_token=secret";

std::string sample(const std::string& name) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/registration/" + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

LmsProfiles both() {
  LmsProfiles profiles;
  profiles.add(std::make_unique<moodle::MoodleProfile>());
  profiles.add(std::make_unique<canvas::CanvasProfile>());
  return profiles;
}

PlatformConfiguration read(const std::string& name, const std::string& url) {
  auto configuration = read_platform_configuration(sample(name), url, false, both());
  EXPECT_TRUE(configuration) << base::describe(configuration.error());
  return configuration.value_or(PlatformConfiguration{});
}

TEST(PlatformConfiguration, Moodle) {
  const auto moodle = read("moodle-4.5.json", kMoodle);
  EXPECT_EQ(moodle.issuer, "https://moodle.example.org/lms");
  EXPECT_EQ(moodle.registration_endpoint, "https://moodle.example.org/lms/mod/lti/openid-registration.php");
  EXPECT_EQ(moodle.lms, "moodle");
  EXPECT_EQ(moodle.authorization_server, "");
  EXPECT_EQ(moodle.account_name, "");
  EXPECT_TRUE(moodle.supports("LtiDeepLinkingRequest"));
  EXPECT_FALSE(moodle.supports("LtiSubmissionReviewRequest"));
}

TEST(PlatformConfiguration, CanvasHostedAndSelfHosted) {
  const auto cloud = read("canvas-2024-hosted.json", kCloud);
  EXPECT_EQ(cloud.issuer, "https://canvas.instructure.com");
  EXPECT_EQ(cloud.lms, "canvas");
  EXPECT_EQ(cloud.account_name, "Medical College");
  EXPECT_EQ(cloud.account_origin, "");
  EXPECT_EQ(cloud.authorization_server, "") << "a bare host, which its token endpoint refuses as audience";
  const auto campus = read("canvas-2026-selfhosted.json", kCampus);
  EXPECT_EQ(campus.issuer, "https://canvas.medcollege.example");
  EXPECT_EQ(campus.account_origin, "https://canvas.medcollege.example");
  EXPECT_EQ(campus.version, "OpenSource");
}

TEST(PlatformConfiguration, TheHostedPairOfEachEnvironmentBelongsTogether) {
  struct Pair { const char *issuer, *other; bool good; };
  for (const Pair& pair : {Pair{"canvas.instructure.com", "sso.canvaslms.com", true}, Pair{"canvas.beta.instructure.com", "sso.beta.canvaslms.com", true},
                           Pair{"canvas.test.instructure.com", "sso.test.canvaslms.com", true},
                           Pair{"canvas.instructure.com", "sso.beta.canvaslms.com", false}, Pair{"sso.canvaslms.com", "canvas.instructure.com", false},
                           Pair{"canvas.instructure.com", "sso.canvaslms.com.evil.example", false}}) {
    Json json = Json::parse(sample("canvas-2024-hosted.json"));
    json["issuer"] = std::string("https://") + pair.issuer;
    json["registration_endpoint"] = std::string("https://") + pair.other + "/api/lti/registrations";
    const auto configuration = read_platform_configuration(json.dump(), std::string("https://") + pair.other + "/config", false, both());
    EXPECT_EQ(configuration.has_value(), pair.good) << pair.issuer << " " << pair.other;
    if (!pair.good) { EXPECT_EQ(configuration.error().code, Code::register_host); }
  }
}

struct BadConfiguration {
  const char* what;
  std::function<void(Json&)> change;
  Code code;
  const char* detail;
};

TEST(PlatformConfiguration, RefusesWhatItCannotTrust) {
  const auto set = [](const char* name, Json value) { return [name, value](Json& json) { json[name] = value; }; };
  const BadConfiguration cases[] = {
      {"no issuer", [](Json& json) { json.erase("issuer"); }, Code::register_configuration, "issuer"},
      {"no endpoint", [](Json& json) { json.erase("registration_endpoint"); }, Code::register_configuration, "registration_endpoint"},
      {"issuer is a list", set("issuer", Json::array({"https://moodle.example.org"})), Code::register_configuration, "issuer"},
      {"javascript", set("authorization_endpoint", "javascript:alert(1)"), Code::register_configuration, "authorization_endpoint"},
      {"file", set("jwks_uri", "file:///etc/passwd"), Code::register_configuration, "jwks_uri"},
      {"plain http", set("token_endpoint", "http://moodle.example.org/token"), Code::register_configuration, "token_endpoint"},
      {"http on loopback, not allowed", set("jwks_uri", "http://127.0.0.1/jwks"), Code::register_configuration, "jwks_uri"},
      {"user info", set("jwks_uri", "https://moodle.example.org@evil.example/jwks"), Code::register_configuration, "jwks_uri"},
      {"foreign issuer", set("issuer", "https://other.example.org"), Code::register_host, "openid_configuration"},
      {"foreign registration endpoint", set("registration_endpoint", "https://evil.example/register"), Code::register_host, "registration_endpoint"},
      {"another port", set("registration_endpoint", "https://moodle.example.org:8443/register"), Code::register_host, "registration_endpoint"},
      {"no RS256", set("id_token_signing_alg_values_supported", Json::array({"ES256"})), Code::register_configuration, "RS256"},
      {"no id_token", set("response_types_supported", Json::array({"code"})), Code::register_configuration, "id_token"},
      {"no private_key_jwt", set("token_endpoint_auth_methods_supported", Json::array({"client_secret_basic"})), Code::register_configuration, "private_key_jwt"},
  };
  for (const auto& one : cases) {
    Json json = Json::parse(sample("moodle-4.5.json"));
    one.change(json);
    const auto configuration = read_platform_configuration(json.dump(), kMoodle, false, both());
    ASSERT_FALSE(configuration) << one.what;
    EXPECT_EQ(configuration.error().code, one.code) << one.what << ": " << base::describe(configuration.error());
    EXPECT_NE(configuration.error().detail.find(one.detail), std::string::npos) << one.what << ": " << base::describe(configuration.error());
  }
  for (const char* text : {"", "[]", "null", "{", "<!doctype html>", R"({"issuer":"https://a.example","issuer":"https://b.example"})"})
    EXPECT_EQ(read_platform_configuration(text, kMoodle, false, both()).error().code, Code::register_configuration) << text;
  for (const char* url : {"javascript:alert(1)", "file:///etc/passwd", "http://moodle.example.org/c", "http://127.0.0.1:1/c", "", "//moodle.example.org/c"})
    EXPECT_EQ(check_configuration_url(url, false).error().code, Code::register_configuration) << url;
  EXPECT_TRUE(check_configuration_url("http://127.0.0.1:1/c", true));
  EXPECT_FALSE(check_configuration_url("http://192.168.1.1/c", true));
}

// Canvas puts its token into the address of the configuration.
TEST(PlatformConfiguration, ARefusalNeverShowsTheAddressesQuery) {
  for (const char* url : {"https://evil.example/c?registration_token=secret", "http://moodle.example.org/c?registration_token=secret"}) {
    const auto refused = read_platform_configuration(sample("moodle-4.5.json"), url, false, both());
    ASSERT_FALSE(refused);
    EXPECT_EQ(base::describe(refused.error()).find("secret"), std::string::npos) << base::describe(refused.error());
  }
}

ToolFacts tool() { return {"Preceptor", "Units", "https://cme.example.org:8443/tool", base::RegistrationId("r1")}; }

TEST(RegistrationRequest, HoldsWhatTheSpecificationAsks) {
  const Json request = registration_request(tool(), read("moodle-4.5.json", kMoodle), {}, LmsProfile());
  EXPECT_EQ(request["application_type"], "web");
  EXPECT_EQ(request["grant_types"], Json::array({"client_credentials", "implicit"}));
  EXPECT_EQ(request["response_types"], Json::array({"id_token"}));
  EXPECT_EQ(request["redirect_uris"], Json::array({"https://cme.example.org:8443/tool/lti/launch"}));
  EXPECT_EQ(request["initiate_login_uri"], "https://cme.example.org:8443/tool/lti/login/r1");
  EXPECT_EQ(request["jwks_uri"], "https://cme.example.org:8443/tool/lti/jwks/r1.json");
  EXPECT_EQ(request["token_endpoint_auth_method"], "private_key_jwt");
  const Json& configuration = request[kToolMember];
  EXPECT_EQ(configuration["domain"], "cme.example.org:8443");
  EXPECT_EQ(configuration["target_link_uri"], "https://cme.example.org:8443/tool/lti/launch");
  EXPECT_EQ(configuration["claims"], Json::array({"iss", "sub", "name", "given_name", "family_name", "email"})) << "what Moodle offers of them";
  ASSERT_EQ(configuration["messages"].size(), 2U);
  EXPECT_EQ(configuration["messages"][0]["type"], "LtiResourceLinkRequest");
  EXPECT_EQ(configuration["messages"][1]["placements"], Json::array({"ContentArea"}));
  const std::string ags = "https://purl.imsglobal.org/spec/lti-ags/scope/";
  EXPECT_EQ(scopes_of(request), (Texts{ags + "lineitem", ags + "result.readonly", ags + "score",
                                       "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"}));
}

TEST(RegistrationRequest, LeavesOutWhatWasSwitchedOff) {
  RegistrationWishes none;
  none.names = none.email = none.roster = none.grades = none.deep_linking = false;
  const Json request = registration_request(tool(), read("moodle-4.5.json", kMoodle), none, LmsProfile());
  EXPECT_EQ(request["scope"], "");
  EXPECT_EQ(request[kToolMember]["claims"], Json::array({"iss", "sub"}));
  EXPECT_EQ(request[kToolMember]["messages"].size(), 1U);
  PlatformConfiguration silent = read("moodle-4.5.json", kMoodle);
  silent.scopes.clear();
  silent.claims.clear();
  silent.messages = {"LtiResourceLinkRequest", "LtiSubmissionReviewRequest"};
  const Json all = registration_request(tool(), silent, {}, LmsProfile());
  EXPECT_EQ(scopes_of(all).size(), 4U) << "a platform that does not say is asked for all";
  EXPECT_EQ(all[kToolMember]["messages"][1]["type"], "LtiSubmissionReviewRequest");
}

ports::OutboundResponse answered(int status, std::string body) { return {status, {}, std::move(body)}; }

TEST(RegistrationAnswer, FindsTheDeploymentWhereverItIs) {
  const auto canvas = read_registration_answer(answered(201, sample("canvas-2026-answer.json")), "t");
  ASSERT_TRUE(canvas);
  EXPECT_EQ(canvas->client_id, "10000000000417");
  EXPECT_EQ(canvas->deployment_id, "9:5d41402abc4b2a76b9719d911017c592aabbccdd");
  const auto moodle = read_registration_answer(answered(200, sample("moodle-4.5-answer.json")), "t");
  ASSERT_TRUE(moodle);
  EXPECT_EQ(moodle->client_id, "aSP6Zr4XkXClCPY");
  EXPECT_EQ(moodle->deployment_id, "7");
  const auto numbers = read_registration_answer(answered(200, R"({"client_id":10000000000000417,"deployment_id":7})"), "t");
  ASSERT_TRUE(numbers);
  EXPECT_EQ(numbers->client_id, "10000000000000417");
  EXPECT_EQ(numbers->deployment_id, "7");
  EXPECT_FALSE(read_registration_answer(answered(201, R"({"client_id":"c","deployment_id":null})"), "t")->deployment_id);
}

TEST(RegistrationAnswer, TellsTheLmssOwnWords) {
  struct Case { int status; const char* body; const char* words; };
  for (const Case& one : {Case{400, "missing required attribute jwks_uri", "missing required attribute jwks_uri"},
                          Case{422, R"({"errors":["scope is not allowed","domain is taken"]})", "scope is not allowed; domain is taken"},
                          Case{422, R"({"errors":[{"field":"scope","message":"bad"}]})", "bad"},
                          Case{400, R"({"error":"invalid_client_metadata","error_description":"no"})", "invalid_client_metadata; no"},
                          Case{404, "<html><head><title>Error</title><style>x{}</style></head><body>\n<p>Expired  token</p><script>1</script></body>", "Error Expired token"},
                          Case{500, "", "status 500 without words"},
                          Case{200, "<p>Please log in</p>", "Please log in"},
                          Case{200, "{}", "status 200 without words"},
                          Case{200, R"({"client_id":""})", "status 200 without words"},
                          Case{401, "bad token abc.def", "bad token ..."}}) {
    const auto refused = read_registration_answer(answered(one.status, one.body), "abc.def");
    ASSERT_FALSE(refused) << one.body;
    EXPECT_EQ(refused.error().code, Code::register_refused);
    EXPECT_EQ(refused.error().detail, one.words);
  }
  EXPECT_LE(words_of(answered(400, std::string(5000, 'x')), "").size(), 210U);
}

TEST(NewRegistration, WaitsUnderTheIdOfTheInvitation) {
  const auto platform = read("canvas-2026-selfhosted.json", kCampus);
  const auto request = registration_request(tool(), platform, {}, LmsProfile());
  Invitation invitation;
  invitation.registration = base::RegistrationId("r1");
  Registration same_name;
  same_name.name = "Medical College";
  const auto made = new_registration(invitation, platform, {"c1", std::nullopt, {"https://purl.imsglobal.org/spec/lti-ags/scope/score", "other"}}, request,
                                     *kind_of(invitation, platform), name_for(invitation, platform, {same_name}));
  EXPECT_EQ(made.id.str(), "r1");
  EXPECT_EQ(made.name, "Medical College (2)");
  EXPECT_EQ(made.lms, "canvas");
  EXPECT_EQ(made.source, "dynamic");
  EXPECT_FALSE(made.accepted);
  EXPECT_TRUE(made.deployment_ids.empty());
  EXPECT_EQ(made.scopes, (Texts{"https://purl.imsglobal.org/spec/lti-ags/scope/score"})) << "asked for, and granted";
  EXPECT_EQ(made.frame_ancestors, (Texts{"https://canvas.medcollege.example"}));
  invitation.lms = "moodle";
  EXPECT_EQ(kind_of(invitation, platform).error().code, Code::register_configuration);
  PlatformConfiguration unnamed = platform;
  unnamed.lms = "generic";
  EXPECT_EQ(*kind_of(invitation, unnamed), "moodle");
  unnamed.account_name.clear();
  EXPECT_EQ(name_for(invitation, unnamed, {}), "canvas.medcollege.example");
}

}  // namespace
}  // namespace preceptor::lti
