// Who a person is: the platform and its `sub`, nothing else (LTI core 5.3.6). An e-mail address is a thing people change, share and give on.
#include <gtest/gtest.h>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

ports::HttpResponse launch_of_subject(World& world, const std::string& sub) {
  return world.follow(world.launch([&](fakes::TestJson& claims) {
    claims["sub"] = sub;
    claims["email"] = "shared@lms.example.org";
    claims["name"] = "The Same Name";
  }));
}

TEST(People, OfOneEmailAndNameButTwoSubjectsAreTwo) {
  World world;
  auto page = launch_of_subject(world, "user-4");
  for (int pages = 0; !is_receipt(page) && pages < 10; ++pages) page = world.answer(page);
  ASSERT_TRUE(is_receipt(page)) << page.body;
  const auto other = launch_of_subject(world, "user-5");
  EXPECT_EQ(other.status, 200);
  EXPECT_FALSE(is_receipt(other)) << "another person's work was taken for this one's";
  EXPECT_NE(other.body.find("name=\"q.dose\""), std::string::npos) << "a new attempt, at its first question";
  EXPECT_TRUE(is_receipt(launch_of_subject(world, "user-4"))) << "the first person is known again";
}

}  // namespace
}  // namespace preceptor::security
