// Launches of every kind of message as platforms send them: each file of tests/data/launches, and each sample of the folder that
// PRECEPTOR_SAMPLES names.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

std::vector<std::filesystem::path> files_of(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

TestJson read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return TestJson::parse(text.str());
}

TestJson view(const DeepLinkingSettings& settings) {
  TestJson json = {{"return_url", settings.return_url},   {"types", settings.accept_types},        {"targets", settings.accept_targets},
                   {"multiple", settings.accept_multiple}, {"auto_create", settings.auto_create}, {"title", settings.title},
                   {"text", settings.text}};
  json["lineitem"] = settings.accept_lineitem ? TestJson(*settings.accept_lineitem) : TestJson();
  json["data"] = settings.data ? TestJson(*settings.data) : TestJson();
  return json;
}

TestJson view(const Launch& launch) {
  TestJson json = {{"message_type", launch.message_type}, {"target_link_uri", launch.target_link_uri}, {"resource_link", launch.resource_link.id},
                   {"custom", launch.custom},             {"learner", launch.roles.learner},           {"instructor", launch.roles.instructor},
                   {"roles", launch.roles.all.size()}};
  json["context"] = launch.context ? TestJson(launch.context->id) : TestJson();
  json["scopes"] = launch.grades ? TestJson(launch.grades->scopes) : TestJson();
  json["lineitem"] = launch.grades ? TestJson(launch.grades->lineitem) : TestJson();
  json["lineitems"] = launch.grades ? TestJson(launch.grades->lineitems) : TestJson();
  json["memberships"] = launch.roster ? TestJson(launch.roster->memberships_url) : TestJson();
  json["deep_linking"] = launch.deep_linking ? view(*launch.deep_linking) : TestJson();
  json["for_user"] = launch.for_user ? TestJson(launch.for_user->user_id) : TestJson();
  return json;
}

TEST(MessageKinds, AreReadAsPlatformsSendThem) {
  const auto files = files_of(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/launches");
  EXPECT_GT(files.size(), 30U);
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename().string());
    const TestJson data = read(file);
    World world;
    world.log_in();
    TestJson claims = world.claims();
    claims.update(data.at("claims"));
    for (const auto& name : data.value("remove", TestJson::array())) claims.erase(name.get<std::string>());
    const auto launch = world.post_claims(claims);
    if (data.contains("refused")) {
      ASSERT_FALSE(launch);
      EXPECT_EQ(base::info(launch.error().error.code).name, data["refused"].get<std::string>()) << base::describe(launch.error().error);
      continue;
    }
    ASSERT_TRUE(launch) << base::describe(launch.error().error);
    const TestJson seen = view(launch->launch);
    for (const auto& [name, value] : data.at("expect").items()) EXPECT_EQ(seen.at(name), value) << name;
    EXPECT_EQ(launch->checks.back(), "optional_claims");
  }
}

TEST(MessageKinds, ALearnersReviewLaunchKeepsBothNames) {
  World world;
  world.log_in();
  TestJson claims = world.claims();
  claims[claim("message_type")] = kSubmissionReviewRequest;
  claims[claim("for_user")] = {{"user_id", "user-9"}, {"name", "Zo\xc3\xab Late"}};
  const auto launch = world.post_claims(claims);
  ASSERT_TRUE(launch);
  EXPECT_EQ(launch->launch.subject, "user-4");
  EXPECT_EQ(launch->launch.for_user->user_id, "user-9");
  EXPECT_EQ(launch->launch.for_user->name, "Zo\xc3\xab Late");
  EXPECT_FALSE(launch->launch.roles.instructor);
}

// Samples hold a platform's own issuer, client and times: those are replaced by ours, everything else stays as it is.
TEST(MessageKinds, SamplesOfAnotherFolderAreReadToo) {
  const char* folder = std::getenv("PRECEPTOR_SAMPLES");
  if (folder == nullptr) return;
  int read_ones = 0;
  for (const auto& file : files_of(folder)) {
    SCOPED_TRACE(file.filename().string());
    TestJson claims = read(file);
    if (!claims.is_object() || !claims.contains(claim("message_type")) || !claims.contains(claim("deployment_id")) || !claims.contains("nonce")) continue;
    World world;
    world.registrations.all[0].deployment_ids.push_back(claims[claim("deployment_id")].get<std::string>());
    world.log_in();
    for (const char* name : {"iss", "aud", "iat", "exp", "nonce"}) claims[name] = world.claims()[name];
    claims["azp"] = world.platform.client_id;
    claims[claim("target_link_uri")] = world.target;
    const auto launch = world.post_claims(claims);
    const std::string type = claims[claim("message_type")];
    const bool ours = type == kResourceLinkRequest || type == kDeepLinkingRequest || type == kSubmissionReviewRequest;
    if (ours && claims.contains("sub")) {
      ASSERT_TRUE(launch) << base::describe(launch.error().error);
      if (type == kDeepLinkingRequest) {
        EXPECT_EQ(launch->launch.deep_linking->return_url,
                  claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"]["deep_link_return_url"].get<std::string>());
      }
    } else {
      ASSERT_FALSE(launch);
    }
    ++read_ones;
  }
  EXPECT_GT(read_ones, 0);
}

}  // namespace
}  // namespace preceptor::lti
