// The code on a learner's page is worth something only if the operator can look it up.
#include <gtest/gtest.h>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

TEST(Diary, CheckExplainsTheCodeALearnerSaw) {
  World world;
  EXPECT_NE(world.check().find("launches from Example LMS: none yet"), std::string::npos);
  ASSERT_EQ(world.launch().status, 200);
  const auto refused = world.launch([](auto& claims) { claims["aud"] = "someone-else"; });
  const std::string code = fakes::between(refused.body, "<strong class=\"code\" dir=\"ltr\">", "</strong>");
  ASSERT_EQ(code.size(), 6u) << refused.body;
  for (int more = 0; more < 7; ++more) world.launch([](auto& claims) { claims["nonce"] = "another"; });
  const std::string printed = world.check();
  for (const std::string& part : {std::string("launches from Example LMS: last good one 2"), std::string("launch.audience: 1 refused "), "Example LMS, code " + code + ";",
                                  "expected " + world.platform.client_id + ", received someone-else", std::string("aud does not contain our client_id"),
                                  std::string("launch.nonce: 7 refused, last "), std::string(" and 2 more")})
    EXPECT_NE(printed.find(part), std::string::npos) << part << "\nin\n" << printed;
}

}  // namespace
}  // namespace preceptor::security
