// What a verified launch holds, the order of the checks, reloads and several tabs.
#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

TEST(Launch, IsVerified) {
  World world;
  world.log_in();
  const std::string token = world.platform.id_token(world.claims());
  const auto launch = world.post_token(token);
  ASSERT_TRUE(launch) << base::describe(launch.error().error);
  EXPECT_EQ(launch->registration.id.str(), "r1");
  EXPECT_EQ(launch->state.id, world.state.id);
  EXPECT_EQ(launch->id_token_digest, base::sha256_hex(token));
  EXPECT_EQ(launch->nonce_key.size(), 64U);
  EXPECT_EQ(launch->checks.size(), 26U);
  EXPECT_EQ(launch->checks.front(), "no_platform_error");
  EXPECT_EQ(launch->checks.back(), "optional_claims");
  const Launch& claims = launch->launch;
  EXPECT_EQ(claims.message_type, "LtiResourceLinkRequest");
  EXPECT_EQ(claims.deployment_id, "1");
  EXPECT_EQ(claims.subject, "user-4");
  EXPECT_EQ(claims.target_link_uri, world.target);
  EXPECT_TRUE(claims.roles.learner);
  EXPECT_EQ(claims.resource_link.id, "link-1");
  ASSERT_TRUE(claims.context);
  EXPECT_EQ(claims.context->id, "course-2");
  EXPECT_EQ(claims.context->type.size(), 1U);
  EXPECT_EQ(claims.platform.product_family_code, "moodle");
  EXPECT_EQ(claims.presentation.return_url, "https://lms.example.org/return?course=2");
  EXPECT_EQ(claims.custom.at("unit"), "apixaban-dose");
  EXPECT_EQ(claims.locale, "en");
}

TEST(Launch, ARefusalKnowsRegistrationAndPassedChecks) {
  World world;
  world.log_in();
  const auto late = with_claim(world, claim("deployment_id"), "3");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().registration->str(), "r1");
  EXPECT_EQ(late.error().checks.back(), "message_type");
  EXPECT_EQ(late.error().error.expected, "1, 2");
  EXPECT_EQ(late.error().error.received, "3");
  const auto early = world.post({{"id_token", "x"}, {"state", world.state_token}}, world.cookie);
  ASSERT_FALSE(early);
  EXPECT_FALSE(early.error().registration);
  EXPECT_EQ(early.error().checks, (std::vector<std::string_view>{"no_platform_error", "token_present"}));
}

TEST(Launch, AsksForKeysOnlyAfterTheStateAndBrowser) {
  World world;
  world.log_in();
  world.cookie.clear();
  EXPECT_FALSE(world.post_claims(world.claims()));
  EXPECT_FALSE(with_claim(world, "iss", "https://other.example"));
  EXPECT_EQ(world.keys.asked, 0);
}

TEST(Launch, AReloadOfTheSameBytesOnlyForgetsTime) {
  World world;
  world.log_in();
  const std::string token = world.platform.id_token(world.claims());
  const base::Fields form = {{"id_token", token}, {"state", world.state_token}};
  world.clock.pass(std::chrono::hours(3));
  EXPECT_EQ(world.post(form, world.cookie).error().error.code, Code::launch_state_expired);
  EXPECT_TRUE(world.post(form, world.cookie, true));
  EXPECT_EQ(world.post(form, "", true).error().error.code, Code::launch_cookie_needed);
  EXPECT_EQ(world.post({{"id_token", token}, {"state", "x"}}, world.cookie, true).error().error.code,
            Code::launch_state_invalid);
  TestJson other = world.claims();
  other["nonce"] = "other";
  EXPECT_EQ(world.post({{"id_token", world.platform.id_token(other)}, {"state", world.state_token}}, world.cookie, true)
                .error()
                .error.code,
            Code::launch_nonce);
  world.registrations.all[0].enabled = false;
  EXPECT_EQ(world.post(form, world.cookie, true).error().error.code, Code::login_registration_disabled);
}

TEST(Launch, SeveralTabsAtOnce) {
  World world;
  world.log_in();
  const std::string first_state = world.state_token;
  const std::string first_token = world.platform.id_token(world.claims());
  world.log_in();
  EXPECT_TRUE(world.post_claims(world.claims()));
  EXPECT_TRUE(world.post({{"id_token", first_token}, {"state", first_state}}, world.cookie));
  EXPECT_FALSE(world.post({{"id_token", first_token}, {"state", world.state_token}}, world.cookie));
}

}  // namespace
}  // namespace preceptor::lti
