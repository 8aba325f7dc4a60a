// Checks of the claims of a resource link launch.
#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

TEST(Launch, MessageChecks) {
  expect_refused({
      absent_case("no version", claim("version"), Code::launch_version),
      claim_case("version 1.1", claim("version"), "1.1.0", Code::launch_version),
      claim_case("version is a number", claim("version"), 1.3, Code::launch_version),
      absent_case("no message_type", claim("message_type"), Code::launch_message_type),
      claim_case("other message", claim("message_type"), "LtiReportReviewRequest", Code::launch_message_type),
      claim_case("message is null", claim("message_type"), nullptr, Code::launch_message_type),
      claim_case("message is a list", claim("message_type"), {"LtiResourceLinkRequest", "x"},
                 Code::launch_message_type),
      absent_case("no deployment", claim("deployment_id"), Code::launch_deployment_missing),
      claim_case("empty deployment", claim("deployment_id"), "", Code::launch_deployment_missing),
      claim_case("deployment is a number", claim("deployment_id"), 1, Code::launch_deployment_missing),
      claim_case("long deployment", claim("deployment_id"), std::string(256, '1'), Code::launch_deployment_missing),
      claim_case("deployment is not ASCII", claim("deployment_id"), "\xc3\xa9", Code::launch_deployment_missing),
      claim_case("unknown deployment", claim("deployment_id"), "3", Code::launch_deployment_unknown),
      {"another deployment than at login",
       [](World& w) {
         LoginRequest request = w.login_request();
         request.deployment_id = "2";
         w.log_in(request);
         return w.post_claims(w.claims());
       },
       Code::launch_deployment_unknown},
      absent_case("no target", claim("target_link_uri"), Code::launch_target),
      claim_case("other target", claim("target_link_uri"), "https://cme.example.org/tool/other", Code::launch_target),
      claim_case("target is a number", claim("target_link_uri"), 1, Code::launch_target),
      {"public_url changed meanwhile",
       [](World& w) {
         w.urls.public_url = "https://other.example";
         return w.post_claims(w.claims());
       },
       Code::launch_target},
      absent_case("no sub", "sub", Code::launch_subject_missing),
      claim_case("sub is null", "sub", nullptr, Code::launch_subject_missing),
      claim_case("empty sub", "sub", "", Code::launch_subject_missing),
      claim_case("sub is a number", "sub", 4, Code::launch_claim_malformed),
      claim_case("long sub", "sub", std::string(256, 's'), Code::launch_claim_malformed),
      absent_case("no roles", claim("roles"), Code::launch_roles_missing),
      claim_case("roles is null", claim("roles"), nullptr, Code::launch_roles_missing),
      claim_case("roles is text", claim("roles"), "Learner", Code::launch_roles_missing),
      claim_case("roles hold a number", claim("roles"), {"Learner", 1}, Code::launch_roles_missing),
      absent_case("no resource_link", claim("resource_link"), Code::launch_resource_link_missing),
      claim_case("no resource_link.id", claim("resource_link"), {{"title", "x"}}, Code::launch_resource_link_missing),
      claim_case("long resource_link.id", claim("resource_link"), {{"id", std::string(256, 'i')}},
                 Code::launch_resource_link_missing),
      claim_case("resource_link is text", claim("resource_link"), "x", Code::launch_claim_malformed),
      claim_case("resource_link.id is a number", claim("resource_link"), {{"id", 1}}, Code::launch_claim_malformed),
      claim_case("resource_link.title is a list", claim("resource_link"), {{"id", "1"}, {"title", TestJson::array()}},
                 Code::launch_claim_malformed),
      claim_case("context is text", claim("context"), "x", Code::launch_claim_malformed),
      claim_case("context without id", claim("context"), {{"title", "x"}}, Code::launch_claim_malformed),
      claim_case("context.title is a number", claim("context"), {{"id", "c"}, {"title", 1}},
                 Code::launch_claim_malformed),
      claim_case("context.type is text", claim("context"), {{"id", "c"}, {"type", "Course"}},
                 Code::launch_claim_malformed),
      claim_case("tool_platform.guid is a number", claim("tool_platform"), {{"guid", 1}}, Code::launch_claim_malformed),
      claim_case("launch_presentation is a list", claim("launch_presentation"), TestJson::array(),
                 Code::launch_claim_malformed),
      claim_case("return_url is a number", claim("launch_presentation"), {{"return_url", 1}},
                 Code::launch_claim_malformed),
      claim_case("custom is text", claim("custom"), "unit=x", Code::launch_claim_malformed),
      claim_case("locale is a number", "locale", 1, Code::launch_claim_malformed),
  });
}

TEST(Launch, AMalformedClaimIsNamed) {
  World world;
  world.log_in();
  const auto launch = with_claim(world, claim("context"), {{"id", "c"}, {"title", 1}});
  ASSERT_FALSE(launch);
  EXPECT_EQ(launch.error().error.detail, "context.title is not text");
}

}  // namespace
}  // namespace preceptor::lti
