// Requests as Moodle and Canvas want them, and the configuration that is pasted into Canvas.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"
#include "lti/dynamic/registration_request.hpp"

namespace preceptor {
namespace {

using base::Json;
using Texts = std::vector<std::string>;

constexpr const char* kCanvas = "https://canvas.instructure.com/lti/";

lti::PlatformConfiguration platform(const std::string& name, const std::string& host) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/registration/" + name);
  std::stringstream text;
  text << in.rdbuf();
  lti::LmsProfiles profiles;
  profiles.add(std::make_unique<moodle::MoodleProfile>());
  profiles.add(std::make_unique<canvas::CanvasProfile>());
  auto read = lti::read_platform_configuration(text.str(), "https://" + host + "/openid-configuration", false, profiles);
  EXPECT_TRUE(read) << base::describe(read.error());
  return read.value_or(lti::PlatformConfiguration{});
}

lti::ToolFacts tool() { return {"Preceptor", "Units", "https://cme.example.org", base::RegistrationId("r1")}; }

Json canvas_request(const std::string& sample, const std::string& host, const lti::RegistrationWishes& wishes = {}) {
  return lti::registration_request(tool(), platform(sample, host), wishes, canvas::CanvasProfile());
}

TEST(Endpoints, FollowFromTheIssuer) {
  struct Case { const lti::LmsProfile& profile; const char *issuer, *authorization, *token, *keys; };
  const moodle::MoodleProfile moodle;
  const canvas::CanvasProfile canvas;
  const lti::LmsProfile generic;
  for (const Case& one : {Case{moodle, "https://m.example", "https://m.example/mod/lti/auth.php", "https://m.example/mod/lti/token.php", "https://m.example/mod/lti/certs.php"},
                          Case{moodle, "https://m.example/campus/", "https://m.example/campus/mod/lti/auth.php", "https://m.example/campus/mod/lti/token.php", "https://m.example/campus/mod/lti/certs.php"},
                          Case{canvas, "https://canvas.instructure.com", "https://sso.canvaslms.com/api/lti/authorize_redirect", "https://sso.canvaslms.com/login/oauth2/token", "https://sso.canvaslms.com/api/lti/security/jwks"},
                          Case{canvas, "https://canvas.beta.instructure.com", "https://sso.beta.canvaslms.com/api/lti/authorize_redirect", "https://sso.beta.canvaslms.com/login/oauth2/token", "https://sso.beta.canvaslms.com/api/lti/security/jwks"},
                          Case{canvas, "https://canvas.college.example", "https://canvas.college.example/api/lti/authorize_redirect", "https://canvas.college.example/login/oauth2/token", "https://canvas.college.example/api/lti/security/jwks"},
                          Case{generic, "https://lms.example", "", "", ""}}) {
    const auto known = one.profile.endpoints(one.issuer);
    EXPECT_EQ(known.authorization_endpoint, one.authorization) << one.issuer;
    EXPECT_EQ(known.token_endpoint, one.token) << one.issuer;
    EXPECT_EQ(known.jwks_uri, one.keys) << one.issuer;
  }
}

const Texts kCanvasPlaces{"assignment_selection", "submission_type_selection", "link_selection", "course_assignments_menu",
                          "module_index_menu_modal", "module_menu_modal", "editor_button"};

TEST(CanvasRegistration, EchoesThePlacementsAsTheyAreOffered) {
  EXPECT_EQ(lti::placements_of(canvas_request("canvas-2024-hosted.json", "canvas.instructure.com")), kCanvasPlaces);
  Texts prefixed;
  for (const auto& name : kCanvasPlaces) prefixed.push_back(kCanvas + name);
  EXPECT_EQ(lti::placements_of(canvas_request("canvas-2026-selfhosted.json", "canvas.medcollege.example")), prefixed)
      << "ContentArea and RichTextEditor are the same places again";
}

TEST(CanvasRegistration, TakesTheStandardPlacementsWhereThereAreNoOthers) {
  const std::string configuration = "https://purl.imsglobal.org/spec/lti-platform-configuration";
  struct Case { const char* offered; Texts wanted; };
  for (const Case& one : {Case{R"(["ContentArea","RichTextEditor","ActivityAssetProcessor"])", {"ContentArea", "RichTextEditor"}},
                          Case{R"(["RichTextEditor"])", {"RichTextEditor"}},
                          Case{R"(["link_selection","ContentArea"])", {"link_selection"}}, Case{R"(["homework_submission"])", {}}}) {
    auto offering = platform("canvas-2024-hosted.json", "canvas.instructure.com");
    offering.json = R"({")" + configuration + R"(":{"messages_supported":[{"type":"LtiDeepLinkingRequest","placements":)" + one.offered + "}]}}";
    EXPECT_EQ(lti::placements_of(lti::registration_request(tool(), offering, {}, canvas::CanvasProfile())), one.wanted) << one.offered;
  }
}

TEST(CanvasRegistration, DropsThePlacementsThatWereSwitchedOff) {
  lti::RegistrationWishes wishes;
  wishes.refused_placements = Texts(kCanvasPlaces.begin() + 1, kCanvasPlaces.end());
  EXPECT_EQ(lti::placements_of(canvas_request("canvas-2024-hosted.json", "canvas.instructure.com", wishes)), (Texts{"assignment_selection"}));
  wishes.refused_placements = kCanvasPlaces;
  const Json none = canvas_request("canvas-2024-hosted.json", "canvas.instructure.com", wishes);
  ASSERT_EQ(none[lti::kToolMember]["messages"].size(), 1U) << "no placement, no deep linking";
  EXPECT_EQ(none[lti::kToolMember]["messages"][0]["type"], "LtiResourceLinkRequest");
}

TEST(CanvasRegistration, PrivacyFollowsTheLinesLeftOn) {
  struct Case { bool names, email; const char* level; };
  for (const Case& one : {Case{true, true, "public"}, Case{true, false, "name_only"}, Case{false, true, "email_only"}, Case{false, false, "anonymous"}}) {
    lti::RegistrationWishes wishes;
    wishes.names = one.names;
    wishes.email = one.email;
    const Json request = canvas_request("canvas-2026-selfhosted.json", "canvas.medcollege.example", wishes);
    EXPECT_EQ(request[lti::kToolMember][std::string(kCanvas) + "privacy_level"], one.level);
    EXPECT_EQ(request[lti::kToolMember][std::string(kCanvas) + "tool_id"], "preceptor");
  }
}

TEST(CanvasRegistration, AsksForTheFactsNoClaimTells) {
  const Json request = canvas_request("canvas-2024-hosted.json", "canvas.instructure.com");
  EXPECT_EQ(request[lti::kToolMember]["custom_parameters"]["student_view"], "$com.instructure.User.student_view");
  EXPECT_EQ(request[lti::kToolMember]["custom_parameters"]["masquerading_user"], "$Canvas.masqueradingUser.id");
  EXPECT_EQ(request[lti::kToolMember]["custom_parameters"]["anonymous_grading"], "$com.instructure.Assignment.anonymous_grading");
  EXPECT_EQ(request[lti::kToolMember]["custom_parameters"].size(), 3U) << "nothing that is not read";
}

TEST(CanvasRegistration, APlatformWithOddListsIsMetCalmly) {
  auto odd = platform("canvas-2024-hosted.json", "canvas.instructure.com");
  for (const char* text : {"{}", R"({"https://purl.imsglobal.org/spec/lti-platform-configuration":7})",
                           R"({"https://purl.imsglobal.org/spec/lti-platform-configuration":{"messages_supported":[1,{"type":"LtiDeepLinkingRequest","placements":[2]}]}})"}) {
    odd.json = text;
    const Json request = lti::registration_request(tool(), odd, {}, canvas::CanvasProfile());
    EXPECT_TRUE(lti::placements_of(request).empty()) << text;
  }
}

TEST(CanvasConfiguration, HoldsWhatTheDeveloperKeyNeeds) {
  const Json json = Json::parse(canvas::CanvasProfile().configuration(tool()));
  EXPECT_EQ(json["title"], "Preceptor");
  EXPECT_EQ(json["oidc_initiation_url"], "https://cme.example.org/lti/login/r1");
  EXPECT_EQ(json["target_link_uri"], "https://cme.example.org/lti/launch");
  EXPECT_EQ(json["public_jwk_url"], "https://cme.example.org/lti/jwks/r1.json");
  EXPECT_EQ(json["scopes"].size(), 4U);
  EXPECT_EQ(json["custom_fields"]["student_view"], "$com.instructure.User.student_view");
  ASSERT_EQ(json["extensions"].size(), 1U);
  const Json& extension = json["extensions"][0];
  EXPECT_EQ(extension["platform"], "canvas.instructure.com");
  EXPECT_EQ(extension["domain"], "cme.example.org");
  EXPECT_EQ(extension["privacy_level"], "name_only") << "nobody needs the e-mail address";
  EXPECT_EQ(extension["settings"]["selection_width"], 800);
  EXPECT_EQ(extension["settings"]["selection_height"], 600);
  ASSERT_EQ(extension["settings"]["placements"].size(), kCanvasPlaces.size());
  EXPECT_EQ(extension["settings"]["placements"][0]["placement"], "assignment_selection");
  EXPECT_EQ(extension["settings"]["placements"][0]["message_type"], "LtiDeepLinkingRequest");
}

TEST(MoodleRegistration, TakesTheRequestOfTheSpecification) {
  const Json request = lti::registration_request(tool(), platform("moodle-4.5.json", "moodle.example.org"), {}, moodle::MoodleProfile());
  EXPECT_EQ(lti::placements_of(request), (Texts{"ContentArea"}));
  EXPECT_TRUE(request[lti::kToolMember]["custom_parameters"].empty()) << "Moodle's claims tell all we read";
  EXPECT_EQ(moodle::MoodleProfile().next_steps().size(), 3U);
}

}  // namespace
}  // namespace preceptor
