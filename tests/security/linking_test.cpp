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

// A second LMS on the same site. It shares even the key set of the first, so that nothing but the registrations keeps the two apart.
struct SecondLms {
  explicit SecondLms(World& of) : world(of) {
    const TestJson added = {{"name", "Second LMS"}, {"issuer", kIssuer}, {"client_id", kClient}, {"deployment_ids", {world.platform.deployment_id}},
                            {"authorization_endpoint", std::string(kIssuer) + "/auth"}, {"token_endpoint", std::string(kIssuer) + "/token"},
                            {"jwks_uri", world.outside.url("/jwks")}};
    say("platform add", added);
  }
  std::string say(const std::string& command, const TestJson& args) {
    std::string printed;
    app::CommandIo io;
    io.write = [&](int stream, std::string_view bytes) { printed.append(stream == 1 ? bytes : std::string_view()); return true; };
    const auto done = world.app->command(command, args.dump(), io);
    EXPECT_TRUE(done) << base::describe(done.error());
    return printed;
  }
  ports::HttpResponse open_picker() {
    world.login({{"iss", kIssuer}, {"client_id", kClient}});
    return world.post("/lti/launch", world.launch_form([](TestJson& claims) {
      to_deep_linking(claims);
      claims["iss"] = kIssuer;
      claims["aud"] = kClient;
      claims[kDeep + "deep_linking_settings"]["deep_link_return_url"] = kReturnHere;
    }));
  }
  // The keys shown for the registration of that issuer.
  jose::KeySet keys_of(const std::string& issuer) {
    for (const auto& one : TestJson::parse(say("platform list", {{"json", true}})))
      if (one["issuer"] == issuer) return *jose::parse_jwks(world.get("/lti/jwks/" + one["registration"].get<std::string>() + ".json").body);
    ADD_FAILURE() << "no connection of " << issuer;
    return {};
  }
  static constexpr const char *kIssuer = "https://second.example.org", *kClient = "client-of-second", *kReturnHere = "https://second.example.org/return";
  World& world;
};

bool is_signed_by(const jose::KeySet& keys, const jose::CompactJws& jws) {
  for (const auto& key : keys.keys)
    if (key->kid() == *jws.kid && key->verify_rs256(jws.signing_input, jws.signature)) return true;
  return false;
}

TEST(Linking, AnAddressAnswersItsOwnConnectionAndNoOther) {
  World world;
  SecondLms second(world);
  const std::string first_path = action_of(world.launch(to_deep_linking)), second_path = action_of(second.open_picker());
  ASSERT_FALSE(first_path.empty());
  ASSERT_FALSE(second_path.empty());
  struct Case { std::string path, issuer, client, returns; };
  const Case own{first_path, world.platform.issuer, world.platform.client_id, kReturn};
  const Case other{second_path, SecondLms::kIssuer, SecondLms::kClient, SecondLms::kReturnHere};
  for (const auto& [mine, theirs] : {std::pair{own, other}, std::pair{other, own}}) {
    // The form names the other connection wherever it could.
    const auto back = world.post(mine.path, {{"unit", "apixaban-dose"}, {"add", "1"}, {"iss", theirs.issuer}, {"aud", theirs.issuer}, {"client_id", theirs.client},
                                             {"deep_link_return_url", theirs.returns}});
    ASSERT_EQ(back.status, 200) << back.body;
    EXPECT_EQ(action_of(back), mine.returns);
    const auto jws = jose::parse_compact(token_of(back));
    ASSERT_TRUE(jws);
    EXPECT_EQ((*jws->payload)["iss"], mine.client);
    EXPECT_EQ((*jws->payload)["aud"], mine.issuer);
    EXPECT_TRUE(is_signed_by(second.keys_of(mine.issuer), *jws));
    EXPECT_FALSE(is_signed_by(second.keys_of(theirs.issuer), *jws)) << "each registration signs with its own key";
  }
  // One connection's address with the end of the other's opens nothing.
  const std::string spliced = first_path.substr(0, first_path.size() - 40) + second_path.substr(second_path.size() - 40);
  const auto refused = world.post(spliced, {{"unit", "apixaban-dose"}, {"add", "1"}});
  EXPECT_GE(refused.status, 400);
  EXPECT_EQ(token_of(refused), "");
}

TEST(Linking, NothingOfAPickerIsLogged) {
  World world;
  const std::string path = action_of(world.launch(to_deep_linking));
  const std::string token = token_of(world.post(path, {{"unit", "apixaban-dose"}, {"add", "1"}}));
  ASSERT_FALSE(token.empty());
  for (const std::string& secret : {path.substr(path.rfind('/') + 1), std::string("s-e-c-r-e-t"), std::string("of-the-platform"), token})
    EXPECT_EQ(world.log->text().find(secret), std::string::npos) << secret.substr(0, 20);
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
