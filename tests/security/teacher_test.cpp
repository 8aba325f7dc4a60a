// The whole application: what an instructor's launch leads to, and what a learner who forges a review gets.
#include <gtest/gtest.h>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

const std::string kLti = "https://purl.imsglobal.org/spec/lti/claim/";
const std::string kMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

bool has(const ports::HttpResponse& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

ports::HttpResponse launch_as(World& world, const std::string& subject, const std::string& role, const std::string& review_of = {}) {
  world.login();
  return world.launch([&](fakes::TestJson& claims) {
    claims["sub"] = subject;
    claims[kLti + "roles"] = {role};
    if (review_of.empty()) return;
    claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
    claims[kLti + "for_user"] = {{"user_id", review_of}};
  });
}

void finish_as(World& world, const std::string& subject) {
  auto page = launch_as(world, subject, kMembership + "Learner");
  for (int pages = 0; pages < 10 && !is_receipt(page); ++pages) page = world.answer(page);
  ASSERT_TRUE(is_receipt(page)) << page.body;
}

std::string teacher_path(const ports::HttpResponse& preview) {
  const std::string start = "href=\"/tool/t/";
  const auto from = preview.body.find(start);
  return from == std::string::npos ? std::string() : preview.body.substr(from + 11, preview.body.find('"', from + 6) - from - 11);
}

TEST(Teacher, AnInstructorSeesTheClassOfThisCourse) {
  World world;
  finish_as(world, "learner-1");
  const auto path = teacher_path(launch_as(world, "teacher-1", kMembership + "Instructor"));
  ASSERT_FALSE(path.empty());
  EXPECT_TRUE(has(world.get(path), "Check of this link"));
  const auto page = world.get(path.substr(0, path.rfind('/')) + "/class");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "1 finished")) << page.body;
  EXPECT_FALSE(has(page, "learner-1"));
  EXPECT_EQ(world.log->text().find(path.substr(3, 40)), std::string::npos) << "the handle is a bearer secret";
}

TEST(Teacher, ALearnerCannotForgeAReview) {
  World world;
  finish_as(world, "learner-1");
  const auto denied = launch_as(world, "learner-2", kMembership + "Learner", "learner-1");
  EXPECT_EQ(denied.status, 403);
  EXPECT_TRUE(has(denied, "Only an instructor of this course, or the learner, can see this work."));
  EXPECT_TRUE(has(launch_as(world, "learner-1", kMembership + "Learner", "learner-1"), "Your finished work"));
  EXPECT_TRUE(has(launch_as(world, "teacher-1", kMembership + "Instructor", "learner-1"), "Submitted work"));
}

}  // namespace
}  // namespace preceptor::security
