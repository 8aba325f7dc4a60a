// Registrations and deployments that wait for an administrator, and launches without a person.
#include "lti/registration_changes.hpp"
#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

World dynamic_world() {
  World world;
  world.registrations.all[0].source = "dynamic";
  return world;
}

Code refused_as(World& world, const TestJson& claims) {
  const auto launch = world.post_claims(claims);
  EXPECT_FALSE(launch);
  return launch ? Code::internal : launch.error().error.code;
}

TEST(PendingRegistration, LetsNobodyLogIn) {
  World world = dynamic_world();
  world.registrations.all[0].accepted = false;
  const Login login(world.registrations, world.sealer, world.clock, world.urls);
  for (const char* path : {"", "r1"}) {
    const auto answer = login.begin(world.login_request(), base::RegistrationId(path), "");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::launch_registration_pending);
  }
  ASSERT_TRUE(accept_registration(world.registrations, base::RegistrationId("r1")));
  EXPECT_TRUE(login.begin(world.login_request(), {}, ""));
}

TEST(PendingRegistration, EndsALaunchUnderWay) {
  World world = dynamic_world();
  world.log_in();
  world.registrations.all[0].accepted = false;
  EXPECT_EQ(refused_as(world, world.claims()), Code::launch_registration_pending);
}

// Anyone with an invitation may name an issuer: a login without client_id must not become ambiguous by that.
TEST(PendingRegistration, DoesNotStandInTheWayOfTheAcceptedOne) {
  World world = dynamic_world();
  Registration waiting = world.registrations.all[0];
  waiting.id = base::RegistrationId("r2");
  waiting.client_id = "client-2";
  waiting.accepted = false;
  world.registrations.all.push_back(waiting);
  LoginRequest request = world.login_request();
  request.client_id.reset();
  const auto answer = Login(world.registrations, world.sealer, world.clock, world.urls).begin(request, {}, "");
  ASSERT_TRUE(answer) << base::describe(answer.error());
  EXPECT_EQ(answer->registration.str(), "r1");
}

TEST(PendingDeployment, IsNotedOnceAndRefusedUntilAccepted) {
  World world = dynamic_world();
  const base::RegistrationId id("r1");
  for (int tries = 0; tries < 2; ++tries) {
    world.log_in();
    TestJson claims = world.claims();
    claims[claim("deployment_id")] = "9:abc";
    EXPECT_EQ(refused_as(world, claims), Code::launch_deployment_pending);
  }
  EXPECT_EQ(world.registrations.all[0].pending_deployments, (std::vector<std::string>{"9:abc"}));
  EXPECT_EQ(accept_deployment(world.registrations, id, "other").error().code, Code::launch_deployment_unknown);
  ASSERT_TRUE(accept_deployment(world.registrations, id, "9:abc"));
  world.log_in();
  TestJson claims = world.claims();
  claims[claim("deployment_id")] = "9:abc";
  EXPECT_TRUE(world.post_claims(claims));
  EXPECT_TRUE(world.registrations.all[0].pending_deployments.empty());
}

// Only a verified launch of this very registration may leave anything behind.
TEST(PendingDeployment, IsNotNotedByAnUnverifiedLaunch) {
  World world = dynamic_world();
  world.log_in();
  TestJson claims = world.claims();
  claims[claim("deployment_id")] = "9:abc";
  claims["aud"] = "someone-else";
  EXPECT_EQ(refused_as(world, claims), Code::launch_audience);
  claims["aud"] = world.platform.client_id;
  claims["nonce"] = "another";
  EXPECT_EQ(refused_as(world, claims), Code::launch_nonce);
  EXPECT_TRUE(world.registrations.all[0].pending_deployments.empty());
}

TEST(PendingDeployment, AreNotCollectedWithoutEnd) {
  World world = dynamic_world();
  for (std::size_t i = 0; i < kMaxPending + 5; ++i)
    ASSERT_TRUE(note_deployment(world.registrations, base::RegistrationId("r1"), "d" + std::to_string(i)));
  EXPECT_EQ(world.registrations.all[0].pending_deployments.size(), kMaxPending);
  ASSERT_TRUE(dismiss_deployment(world.registrations, base::RegistrationId("r1"), "d0"));
  EXPECT_EQ(world.registrations.all[0].pending_deployments.size(), kMaxPending - 1);
}

TEST(PendingDeployment, AConfiguredPlatformNamesItsOwn) {
  World world;
  world.log_in();
  TestJson claims = world.claims();
  claims[claim("deployment_id")] = "3";
  EXPECT_EQ(refused_as(world, claims), Code::launch_deployment_unknown);
  EXPECT_TRUE(world.registrations.all[0].pending_deployments.empty());
  const base::RegistrationId id("r1");
  EXPECT_EQ(accept_deployment(world.registrations, id, "3").error().code, Code::platform_configured);
  EXPECT_EQ(rename_registration(world.registrations, id, "x").error().code, Code::platform_configured);
  EXPECT_EQ(enable_registration(world.registrations, id, false).error().code, Code::platform_configured);
  EXPECT_EQ(allow_anonymous(world.registrations, id, "1", true).error().code, Code::platform_configured);
}

TEST(AnonymousLaunch, IsLetInForItsDeploymentOnly) {
  World world = dynamic_world();
  ASSERT_TRUE(allow_anonymous(world.registrations, base::RegistrationId("r1"), "1", true));
  world.log_in();
  TestJson claims = world.claims();
  claims.erase("sub");
  const auto launch = world.post_claims(claims);
  ASSERT_TRUE(launch) << base::describe(launch.error().error);
  EXPECT_EQ(launch->launch.subject, "");
  world.log_in();
  claims = world.claims();
  claims.erase("sub");
  claims[claim("deployment_id")] = "2";
  EXPECT_EQ(refused_as(world, claims), Code::launch_subject_missing);
  ASSERT_TRUE(allow_anonymous(world.registrations, base::RegistrationId("r1"), "1", false));
  claims[claim("deployment_id")] = "1";
  EXPECT_EQ(refused_as(world, claims), Code::launch_subject_missing);
}

TEST(RegistrationChanges, NameAndSwitch) {
  World world = dynamic_world();
  const base::RegistrationId id("r1");
  EXPECT_EQ(rename_registration(world.registrations, id, "Campus")->name, "Campus");
  EXPECT_EQ(rename_registration(world.registrations, id, "").error().code, Code::command_arguments);
  EXPECT_FALSE(enable_registration(world.registrations, id, false)->enabled);
  EXPECT_EQ(accept_registration(world.registrations, base::RegistrationId("none")).error().code, Code::platform_unknown);
}

}  // namespace
}  // namespace preceptor::lti
