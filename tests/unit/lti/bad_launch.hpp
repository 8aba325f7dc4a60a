// Launches that are right but for one thing, and the expectation that each is refused by its name without showing who
// it was.
#pragma once
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/lti/lti_world.hpp"

namespace preceptor::lti {

using base::Code;

// A launch that is right but for one thing.
struct BadLaunch {
  const char* what;
  std::function<tl::expected<VerifiedLaunch, Refusal>(World&)> post;
  Code code;
};

inline tl::expected<VerifiedLaunch, Refusal> with_header(World& world, const TestJson& header) {
  return world.post_token(fakes::sign(world.platform.key, header, world.claims()));
}
inline tl::expected<VerifiedLaunch, Refusal> with_claim(World& world, const std::string& name, const TestJson& value) {
  TestJson claims = world.claims();
  claims[name] = value;
  return world.post_claims(claims);
}
inline tl::expected<VerifiedLaunch, Refusal> without_claim(World& world, const std::string& name) {
  TestJson claims = world.claims();
  claims.erase(name);
  return world.post_claims(claims);
}
inline BadLaunch claim_case(const char* what, const std::string& name, TestJson value, Code code) {
  return {what, [=](World& w) { return with_claim(w, name, value); }, code};
}
inline BadLaunch absent_case(const char* what, const std::string& name, Code code) {
  return {what, [=](World& w) { return without_claim(w, name); }, code};
}
inline BadLaunch header_case(const char* what, TestJson header, Code code) {
  return {what, [=](World& w) { return with_header(w, header); }, code};
}
// iat and exp relative to now, in seconds.
inline BadLaunch time_case(const char* what, double iat, double exp, Code code) {
  return {what,
          [=](World& w) {
            TestJson claims = w.claims();
            claims["iat"] = static_cast<double>(w.now_seconds()) + iat;
            claims["exp"] = static_cast<double>(w.now_seconds()) + exp;
            return w.post_claims(claims);
          },
          code};
}

inline void expect_refused(const std::vector<BadLaunch>& cases) {
  for (const BadLaunch& one : cases) {
    World world;
    world.log_in();
    const auto launch = one.post(world);
    ASSERT_FALSE(launch) << one.what;
    EXPECT_EQ(launch.error().error.code, one.code) << one.what << ": " << base::describe(launch.error().error);
    const std::string line = base::describe(launch.error().error);
    for (const char* personal : {"Test Person", "person@lms", "user-4"})
      EXPECT_EQ(line.find(personal), std::string::npos) << one.what;
  }
}

inline const TestJson kGoodHeader = {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", "key-1"}};
inline TestJson header_with(const char* name, const TestJson& value) {
  TestJson header = kGoodHeader;
  header[name] = value;
  return header;
}

}  // namespace preceptor::lti
