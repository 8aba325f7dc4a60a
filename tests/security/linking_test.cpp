// Deep Linking in a whole site: the answer is signed with the key that is published, goes where the launch said and nowhere else, and leaves no
// trace of what it carries.
#include <gtest/gtest.h>

#include "lti/jose/compact.hpp"
#include "lti/jose/public_key.hpp"
#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

using fakes::TestJson;

const std::string kCore = "https://purl.imsglobal.org/spec/lti/claim/";
const std::string kDeep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
constexpr const char* kReturn = "https://lms.example.org/return?course=2&sesskey=s-e-c-r-e-t";

void to_deep_linking(TestJson& claims) {
  claims[kCore + "message_type"] = "LtiDeepLinkingRequest";
  claims[kCore + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"};
  claims.erase(kCore + "resource_link");
  claims[kDeep + "deep_linking_settings"] = {{"deep_link_return_url", kReturn}, {"accept_types", {"ltiResourceLink"}}, {"accept_multiple", true}, {"data", "of-the-platform"}};
}

std::string action_of(const ports::HttpResponse& page) {
  const auto forms = fakes::read_forms(page.body);
  return forms.empty() ? std::string() : forms.front().action;
}

std::string token_of(const ports::HttpResponse& page) {
  for (const auto& form : fakes::read_forms(page.body))
    if (const auto* field = form.named("JWT")) return field->value;
  return {};
}

TEST(Linking, TheAnswerIsSignedWithThePublishedKeyAndGoesWhereTheLaunchSaid) {
  World world;
  const auto list = world.launch(to_deep_linking);
  ASSERT_EQ(list.status, 200) << list.body;
  const auto back = world.post(action_of(list), {{"unit", "apixaban-dose"}, {"add", "1"}, {"deep_link_return_url", "https://evil.example/"}, {"JWT", "x"}});
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(action_of(back), kReturn);
  EXPECT_NE(header(back, "Content-Security-Policy").find("; form-action https://lms.example.org; "), std::string::npos);
  const auto jws = jose::parse_compact(token_of(back));
  ASSERT_TRUE(jws);
  const auto keys = jose::parse_jwks(world.get("/.well-known/jwks.json").body);
  ASSERT_TRUE(keys);
  bool signed_by_us = false;
  for (const auto& key : keys->keys) signed_by_us |= key->kid() == *jws->kid && key->verify_rs256(jws->signing_input, jws->signature);
  EXPECT_TRUE(signed_by_us);
  const TestJson& claims = *jws->payload;
  EXPECT_EQ(claims["iss"], world.platform.client_id);
  EXPECT_EQ(claims["aud"], world.platform.issuer);
  EXPECT_EQ(claims[kDeep + "data"], "of-the-platform");
  EXPECT_EQ(claims[kDeep + "content_items"][0]["custom"]["unit"], "apixaban-dose");
  // The link that was made opens its unit.
  const std::string target = claims[kDeep + "content_items"][0]["url"];
  EXPECT_EQ(target, std::string(kPublicUrl) + "/lti/launch?unit=apixaban-dose");
  world.login({{"target_link_uri", target}});
  const auto page = world.post("/lti/launch", world.launch_form([&](TestJson& made) {
    made[kCore + "target_link_uri"] = target;
    made[kCore + "custom"] = nullptr;
  }));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Apixaban"), std::string::npos);
}

TEST(Linking, AnotherConnectionsAddressIsOfNoUseAndNothingIsLogged) {
  World first, second;
  const auto list = first.launch(to_deep_linking);
  const std::string path = action_of(list);
  const base::Fields choice = {{"unit", "apixaban-dose"}, {"add", "1"}};
  EXPECT_EQ(token_of(second.post(path, choice)), "");
  EXPECT_GE(second.post(path, choice).status, 400);
  EXPECT_FALSE(token_of(first.post(path, choice)).empty());
  const auto handle = path.substr(path.rfind('/') + 1);
  for (const std::string& secret : {handle, std::string("s-e-c-r-e-t"), std::string("of-the-platform"), token_of(first.post(path, choice))})
    EXPECT_EQ(first.log->text().find(secret), std::string::npos) << secret.substr(0, 20);
}

TEST(Linking, ALearnerIsRefusedByName) {
  World world;
  const auto refused = world.launch([](TestJson& claims) {
    to_deep_linking(claims);
    claims[kCore + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"};
  });
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(world.check().find("launch.role_needed"), std::string::npos);
}

}  // namespace
}  // namespace preceptor::security
