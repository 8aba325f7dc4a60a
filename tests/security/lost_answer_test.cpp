// Dynamic Registration when the network fails between the LMS's act and its answer.
#include "tests/security/registering_lms.hpp"

namespace preceptor::security {
namespace {

// The LMS made the tool, and its answer did not arrive: pressing again would make a second one. What is there can be updated by the LMS, and is one connection then.
TEST(Registration, ALostAnswerMakesNoSecondTool) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  world.lms.lose_answer = true;
  const auto lost = world.confirm(invited, page, {"names"});
  EXPECT_EQ(lost.status, 502);
  for (const char* part : {"It may have made the tool all the same.", "Look at the LMS&#39;s list of tools first.", "Gateway Timeout"})
    EXPECT_NE(fakes::decode_entities(lost.body).find(fakes::decode_entities(part)), std::string::npos) << part << lost.body;
  world.lms.lose_answer = false;
  EXPECT_EQ(world.confirm(invited, page, {"names"}).status, 404) << "used up";
  EXPECT_EQ(world.open(invited).status, 404);
  EXPECT_EQ(world.lms.registrations(), 1);
  EXPECT_TRUE(world.platforms().empty());

  world.lms.client_id = "client-1";   // the tool that is there, updated by the LMS
  world.lms.token = world.lms.update_token();
  const auto second = world.invite({{"name", "Campus"}});
  ASSERT_EQ(world.confirm(second, world.open(second), {"names"}).status, 200);
  EXPECT_EQ(world.lms.registrations(), 1) << "no second tool";
  const auto stored = world.platforms();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0]["client_id"], "client-1");
  EXPECT_EQ(world.lms.last_registration()["jwks_uri"], std::string(kToolUrl) + "/lti/jwks/" + second.registration + ".json") << "it is led to where the connection is";
}

}  // namespace
}  // namespace preceptor::security
