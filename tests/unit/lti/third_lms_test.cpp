// A third LMS is one new profile: nothing else here knows its name.
#include <gtest/gtest.h>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"
#include "lti/dynamic/new_registration.hpp"
#include "lti/dynamic/registrar.hpp"
#include "lti/invitations.hpp"
#include "tests/fakes/memory_stores.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::Json;

// An LMS nobody here has heard of: all it takes is a profile of its own.
class AcmeProfile : public LmsProfile {
 public:
  std::string_view kind() const override { return "acme"; }
  std::string_view label() const override { return "Acme Learn"; }
  bool is_family(std::string_view code) const override { return code == "acme" || code == "acme-cloud"; }
  bool answers_for(std::string_view issuer, std::string_view other) const override { return issuer == "acme.example" && other == "sso.acme.example"; }
  PlatformAccount account(const Json& member) const override { return {member.at("acme_school").get<std::string>(), "school.acme.example"}; }
  void shape_registration(const Json&, Json& request) const override { request["acme_tool"] = "cme"; }
};

// Answers its configuration, then whatever is registered.
class AcmePlatform : public ports::HttpClient {
 public:
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    if (request.method == "GET") {
      const std::string site = "https://acme.example/", sso = "https://sso.acme.example/";
      const Json member = {{"product_family_code", "acme-cloud"}, {"version", "7"}, {"acme_school", "North Campus"}, {"messages_supported", Json::array()}};
      return ports::OutboundResponse{200, {}, Json{{"issuer", "https://acme.example"}, {"authorization_endpoint", sso + "auth"}, {"token_endpoint", sso + "token"},
                                                   {"jwks_uri", sso + "keys"}, {"registration_endpoint", sso + "register"},
                                                   {"https://purl.imsglobal.org/spec/lti-platform-configuration", member}}.dump()};
    }
    sent = *base::parse_json(request.body);
    Json answer = sent;
    answer["client_id"] = "acme-1";
    return ports::OutboundResponse{201, {}, answer.dump()};
  }
  Json sent;
};

LmsProfiles shipped() {
  LmsProfiles profiles;
  profiles.add(std::make_unique<moodle::MoodleProfile>());
  profiles.add(std::make_unique<canvas::CanvasProfile>());
  return profiles;
}

TEST(AnLmsNobodyKnows, SaysItselfWhyItRefusesAGradeAndIsGivenNobodyElsesAdvice) {
  struct Row { int status; const char *body, *reason, *fix; };
  const Row rows[] = {
      {422, R"({"error":{"message":"Score is above the maximum"}})", "the LMS refused the grade with status 422: Score is above the maximum", "enrolled as a learner"},
      {400, "no such user", "the LMS refused the grade with status 400: no such user", "enrolled as a learner"},
      {403, R"({"errors":[{"message":"scope missing"}]})", "the LMS refused the grade with status 403: scope missing", "Assignment and Grade Services"},
      {404, "<html>gone</html>", "the LMS refused the grade with status 404", "still there"},
      {400, "\xe2\x80\xae" "drow", "the LMS refused the grade with status 400: \\u202edrow", "enrolled"},
  };
  for (const Row& row : rows) {
    const Verdict verdict = LmsProfile().judge_score({row.status, {}, row.body});
    EXPECT_EQ(static_cast<int>(verdict.what), static_cast<int>(Verdict::What::never)) << row.body;
    EXPECT_EQ(verdict.reason, row.reason);
    EXPECT_NE(verdict.fix.find(row.fix), std::string::npos) << verdict.fix;
    for (const char* other : {"Moodle", "Canvas"}) EXPECT_EQ((verdict.reason + verdict.fix).find(other), std::string::npos) << row.body;
  }
}

TEST(AThirdLms, IsRegisteredWithNothingButItsProfile) {
  LmsProfiles profiles = shipped();
  EXPECT_FALSE(profiles.has("acme"));
  profiles.add(std::make_unique<AcmeProfile>());
  EXPECT_EQ(profiles.kinds(), (std::vector<std::string>{"moodle", "canvas", "acme", "generic"}));
  EXPECT_EQ(profiles.listed(), "moodle, canvas, acme or generic");
  EXPECT_EQ(profiles.label("acme", "LMS"), "Acme Learn");
  EXPECT_EQ(profiles.label("generic", "LMS"), "LMS");
  fakes::MemoryRegistrations store;
  fakes::StillClock clock;
  const auto invited = invite(store, clock, profiles, "acme", "", 24);
  ASSERT_TRUE(invited) << base::describe(invited.error());
  EXPECT_EQ(invite(store, clock, shipped(), "acme", "", 24).error().detail, "lms must be moodle, canvas or generic");
  AcmePlatform acme;
  const Registrar registrar(acme, profiles, false);
  const RegistrationOffer offer{"https://sso.acme.example/configuration", "token"};
  const auto platform = registrar.fetch(offer);
  ASSERT_TRUE(platform) << base::describe(platform.error());
  const auto kind = kind_of(invited->invitation, *platform);
  ASSERT_TRUE(kind) << base::describe(kind.error());
  EXPECT_EQ(*kind, "acme");
  const Json request = registration_request({"Preceptor", "Units", "https://cme.example.org", base::RegistrationId("r1")}, *platform, {}, profiles.of(*kind));
  const auto answer = registrar.send(*platform, offer, request);
  ASSERT_TRUE(answer) << base::describe(answer.error());
  EXPECT_EQ(acme.sent["acme_tool"], "cme");
  const auto made = new_registration(invited->invitation, *platform, *answer, request, *kind, name_for(invited->invitation, *platform, {}));
  EXPECT_EQ(made.lms, "acme");
  EXPECT_EQ(made.name, "North Campus");
  EXPECT_EQ(made.client_id, "acme-1");
  EXPECT_EQ(made.frame_ancestors, (std::vector<std::string>{"https://school.acme.example"}));
  ToolPlatform claim;
  claim.product_family_code = "acme-cloud";
  EXPECT_EQ(profiles.of(Registration(), claim).kind(), "acme") << "a launch of a registration that names no LMS";
  EXPECT_EQ(Registrar(acme, shipped(), false).fetch(offer).error().code, Code::register_host) << "a host that answers for another is a profile's word";
}

}  // namespace
}  // namespace preceptor::lti
