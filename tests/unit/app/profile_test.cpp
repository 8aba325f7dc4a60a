// The published xAPI profile at its address.
#include <gtest/gtest.h>

#include "tests/unit/app/quiet_site.hpp"
#include "xapi/profile/profile.hpp"
#include "xapi/profile/published.hpp"

namespace preceptor::app {
namespace {

class ServedProfile : public testing::Test {
 protected:
  ports::HttpResponse get(const std::string& path, const std::string& known = {}, const std::string& method = "GET") {
    ports::HttpRequest request;
    request.method = method;
    request.path = path;
    if (!known.empty()) request.headers = {{"If-None-Match", known}};
    return quiet.site->answer(request);
  }
  static std::string named(const ports::HttpResponse& response, std::string_view name) {
    const std::string* value = ports::header(response.headers, name);
    return value ? *value : std::string();
  }
  QuietSite quiet;
};

TEST_F(ServedProfile, IsTheDocumentThatStatementsName) {
  for (const char* path : {"/xapi/profile/1.0.0", "/xapi/profile"}) {
    const auto answer = get(path);
    ASSERT_EQ(answer.status, 200) << path;
    EXPECT_EQ(named(answer, "Content-Type"), "application/ld+json");
    EXPECT_EQ(named(answer, "Cache-Control"), "public, max-age=86400");
    const auto profile = xapi::Profile::read(answer.body);
    ASSERT_TRUE(profile) << base::describe(profile.error());
    EXPECT_EQ(profile->version_id(), "http://127.0.0.1:1/xapi/profile/1.0.0");
    EXPECT_EQ(profile->version_id(), xapi::profile_version_id(quiet.site->activity_base()));
  }
}

TEST_F(ServedProfile, IsNotSentTwice) {
  const std::string tag = named(get("/xapi/profile/1.0.0"), "ETag");
  ASSERT_GT(tag.size(), 10u);
  for (const std::string& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const auto again = get("/xapi/profile/1.0.0", known);
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(named(again, "ETag"), tag);
  }
  EXPECT_EQ(get("/xapi/profile/1.0.0", "\"other\"").status, 200);
}

TEST_F(ServedProfile, OtherVersionsAndMethodsAreRefused) {
  for (const char* path : {"/xapi/profile/", "/xapi/profile/2.0.0", "/xapi/profile/1.0.0/more", "/xapi/profiles"}) EXPECT_EQ(get(path).status, 404) << path;
  EXPECT_EQ(get("/xapi/profile/1.0.0", "", "POST").status, 405);
}

}  // namespace
}  // namespace preceptor::app
