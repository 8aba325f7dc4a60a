// The Canvas character of the demo LMS does what Canvas is documented to do: flows against it prove as much as these tests hold.
#include <gtest/gtest.h>

#include "tests/flow/throwaway_tool.hpp"

namespace preceptor::flow {
namespace {

ThrowawayTool& tool() {
  static ThrowawayTool* one = [] {
    auto* made = new ThrowawayTool("canvas");
    made->register_and_activate();
    return made;
  }();
  return *one;
}

std::string path_of(int link, const std::string& who) { return "/launch?link=" + std::to_string(link) + "&as=" + who; }
Json endpoint_of(int link) { return tool().launch(path_of(link, "learner-1")).claims()[kSpec + "lti-ags/claim/endpoint"]; }
const std::string kLearner = "7c9d2b1e-44b0-4d0f-8e55-1f6f2f7a90c3";

Json grade_of(const std::string& line_item) {
  const Json state = tool().state();
  for (const auto& grade : state["grades"])
    if (line_item.ends_with("/" + std::to_string(grade["item"].get<int>()))) return grade;
  return Json();
}

std::string error_of(const ThrowawayTool::Launched& launched) {
  const auto* error = base::field(launched.form, "error");
  return error ? *error : "";
}

TEST(DemoCanvas, ConfigurationWantsTheBearer) {
  const auto invitation = tool().open_registration();
  EXPECT_NE(invitation.configuration.find("?registration_token="), std::string::npos);
  EXPECT_EQ(tool().send("GET", invitation.configuration).status, 401);
  const auto answer = tool().send("GET", invitation.configuration, {}, {{"Authorization", "Bearer " + invitation.token}});
  ASSERT_EQ(answer.status, 200);
  const Json messages = answer.json()[kSpec + "lti-platform-configuration"]["messages_supported"];
  EXPECT_EQ(messages[1]["placements"][0], "https://canvas.instructure.com/lti/assignment_selection");
}

TEST(DemoCanvas, RegistrationErrorsAreAList) {
  const auto invitation = tool().open_registration();
  const ports::Headers headers{{"Authorization", "Bearer " + invitation.token}};
  const std::string endpoint = tool().lms() + "/api/lti/registrations";
  Json request = tool().registration_request(kSpec + "lti-ags/scope/score");
  request[kSpec + "lti-tool-configuration"]["messages"][0]["placements"] = {"assignment_selection"};
  const auto refused = tool().send("POST", endpoint, request.dump(), headers);
  EXPECT_EQ(refused.status, 422) << "a placement in a spelling that is not offered";
  EXPECT_TRUE(refused.json()["errors"].is_array());
  EXPECT_GT(tool().client_id.size(), 16u) << "digits beyond what a double holds";
  EXPECT_NE(tool().deployment_id.find(':'), std::string::npos);
}

TEST(DemoCanvas, DeploymentMayComeLater) {
  ThrowawayTool fresh("canvas");
  const auto page = fresh.get("/admin/register?as=admin-1&url=" + base::percent_encode(fresh.url("/register#no-deployment")));
  const std::string address = fakes::decode_entities(fakes::between(page.body, "src=\"", "\""));
  const auto query = base::parse_form(address.substr(address.find('?') + 1));
  const auto answer = fresh.send("POST", fresh.lms() + "/api/lti/registrations", fresh.registration_request(kSpec + "lti-ags/scope/score").dump(),
                                 {{"Authorization", "Bearer " + *base::field(*query, "registration_token")}});
  ASSERT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.json().contains("deployment_id"));
}

TEST(DemoCanvas, AdministratorTakesScopesAway) {
  ThrowawayTool fresh("canvas");
  fresh.register_and_activate();
  fresh.post("/admin/tool", {{"as", "admin-1"}, {"tool", std::to_string(fresh.tool_id)}, {"do", "review"}, {"privacy", "anonymous"},
                             {"placement", "assignment_selection"}, {"scope", kSpec + "lti-ags/scope/score"}});
  EXPECT_EQ(fresh.ask_token(kSpec + "lti-ags/scope/lineitem").json()["error"], "invalid_scope");
  EXPECT_EQ(fresh.ask_token(kSpec + "lti-ags/scope/score").status, 200);
  const Json claims = fresh.launch(path_of(fresh.add_link(), "learner-1")).claims();
  EXPECT_FALSE(claims.contains("name"));
  EXPECT_FALSE(claims.contains(kSpec + "lti-nrps/claim/namesroleservice"));
  fresh.post("/admin/tool", {{"as", "admin-1"}, {"tool", std::to_string(fresh.tool_id)}, {"do", "off"}});
  EXPECT_EQ(fresh.ask_token(kSpec + "lti-ags/scope/score").status, 401);
  EXPECT_EQ(error_of(fresh.launch("/launch?link=a&as=learner-1")), "unauthorized_client");
}

TEST(DemoCanvas, ErrorsComeAsAPost) {
  const std::string path = path_of(tool().add_link("auth"), "learner-1");
  EXPECT_EQ(error_of(tool().launch(path, {{"nonce", ""}})), "invalid_request_object");
  EXPECT_EQ(error_of(tool().launch(path, {{"scope", "openid profile"}})), "invalid_request_object");
  EXPECT_EQ(error_of(tool().launch(path, {{"login_hint", "x"}})), "login_required");
  EXPECT_EQ(error_of(tool().launch(path, {{"lti_message_hint", "x"}})), "launch_no_longer_valid");
  EXPECT_EQ(tool().launch(path, {{"redirect_uri", "http://127.0.0.1/other"}}).status, 400);
  EXPECT_EQ(error_of(tool().launch(path, {{"redirect_uri", tool().url("/launch?more=1")}})), "") << "more query is allowed";
  EXPECT_EQ(error_of(tool().ask_again()), "launch_no_longer_valid") << "already consumed";
}

TEST(DemoCanvas, LaunchSaysWhatCanvasSays) {
  const int link = tool().add_link("shape");
  const auto launched = tool().launch(path_of(link, "learner-1"));
  const Json claims = launched.claims();
  EXPECT_EQ(claims["exp"].get<int>() - claims["iat"].get<int>(), 3600);
  EXPECT_EQ(claims["sub"], kLearner);
  EXPECT_NE(claims["sub"], *base::field(launched.login, "login_hint"));
  EXPECT_EQ(claims["azp"], claims["aud"]);
  EXPECT_EQ(claims[lti_claim("custom")]["student"], "88123");
  EXPECT_EQ(claims[lti_claim("custom")]["unknown"], "$Nobody.knows");
  EXPECT_EQ(claims["https://www.instructure.com/placement"], "assignment_selection");
  EXPECT_EQ(*base::field(launched.login, "lti_storage_target"), "post_message_forwarding");
  EXPECT_EQ(*base::field(launched.form, "lti_storage_target"), "post_message_forwarding");
  EXPECT_FALSE(base::field(tool().launch(path_of(link, "learner-1") + "&mobile=1").form, "lti_storage_target"));
  const Json admin = tool().launch(path_of(link, "admin-1")).claims();
  for (const auto& role : admin[lti_claim("roles")]) EXPECT_EQ(role.get<std::string>().find("membership#"), std::string::npos) << "not enrolled";
  EXPECT_TRUE(tool().launch(path_of(link, "observer-1")).claims().contains(lti_claim("role_scope_mentor")));
}

TEST(DemoCanvas, PickerAnswersAreChecked) {
  const Json picking = tool().launch("/select?course=1207&tool=" + std::to_string(tool().tool_id) + "&placement=link_selection&as=instructor-1").claims();
  const Json settings = picking[kSpec + "lti-dl/claim/deep_linking_settings"];
  EXPECT_FALSE(settings.contains("data"));
  EXPECT_TRUE(settings["accept_multiple"].get<bool>());
  const std::string url = settings["deep_link_return_url"].get<std::string>();
  const Json items = Json::array({{{"type", "ltiResourceLink"}, {"title", "Good"}, {"lineItem", {{"scoreMaximum", 1}, {"label", "Label wins"}}}},
                                  {{"type", "ltiResourceLink"}, {"title", "Bad"}, {"lineItem", {{"label", "No maximum"}}}}});
  const auto post = [&](const std::string& token) { return tool().post(url, {{"JWT", token}}); };
  EXPECT_EQ(post(tool().picker_answer(items, {{"iat", unix_now() + 60}})).status, 400);
  EXPECT_EQ(post(tool().picker_answer(items, {{"iat", unix_now() - 400}})).status, 400);
  EXPECT_EQ(post(tool().picker_answer(items, {{"aud", "other"}})).status, 400);
  const auto good = post(tool().picker_answer(items));
  ASSERT_EQ(good.status, 200);
  tool().post("/add", {{"ticket", fakes::between(good.body, "ticket=", "&")}, {"as", "instructor-1"}, {"do", "save"}});
  const Json made = tool().state()["links"].back();
  EXPECT_EQ(made["title"], "Label wins");
  EXPECT_FALSE(made["published"].get<bool>());
  EXPECT_EQ(tool().get("/activity?link=" + std::to_string(made["id"].get<int>()) + "&as=learner-1").status, 403);
}

TEST(DemoCanvas, TokenEndpointChecksTheAssertion) {
  const std::string scope = kSpec + "lti-ags/scope/score";
  EXPECT_EQ(tool().ask_token(scope, {{"aud", "other"}}).json()["error_description"], "the 'aud' is invalid");
  EXPECT_EQ(tool().ask_token(scope, {{"iat", unix_now() - 400}}).status, 400);
  EXPECT_EQ(tool().ask_token(scope, {{"iat", unix_now() + 60}}).status, 400);
  EXPECT_EQ(tool().ask_token(scope, {{"jti", "once"}}).status, 200);
  EXPECT_EQ(tool().ask_token(scope, {{"jti", "once"}}).status, 400);
  EXPECT_EQ(tool().ask_token("unheard-of").json()["error"], "invalid_scope");
}

TEST(DemoCanvas, ScoresFollowTheDocumentation) {
  const int link = tool().add_link("scores");
  const std::string item = endpoint_of(link)["lineitem"].get<std::string>();
  const std::int64_t now = unix_ms_now();
  const auto at = [&](int ms) { return timestamp_at(now - 60000 + ms); };
  const auto with = [](const Json& extension) { return Json{{"https://canvas.instructure.com/lti/submission", extension}}; };
  const auto good = tool().score(item, kLearner, at(0));
  ASSERT_EQ(good.status, 200);
  EXPECT_TRUE(good.json().contains("resultUrl"));
  EXPECT_EQ(tool().score(item, kLearner, at(-1)).status, 400) << "older than the result";
  EXPECT_EQ(tool().score(item, "a0a1a2a3-0000-4000-8000-000000000001", at(1)).status, 422) << "a teacher";
  EXPECT_EQ(tool().score(item, kLearner, at(1), {{"scoreMaximum", nullptr}}).status, 422);
  EXPECT_EQ(tool().score(item, kLearner, at(2), {{"submission", {{"submittedAt", timestamp_at(now + 600000)}}}}).status, 400);
  Json progress = with({{"preserve_score", true}, {"new_submission", false}});
  progress.update({{"gradingProgress", "NotReady"}, {"scoreGiven", nullptr}, {"scoreMaximum", nullptr}});
  EXPECT_EQ(tool().score(item, kLearner, at(3), progress).status, 200);
  EXPECT_TRUE(grade_of(item)["scored"].get<bool>());
  EXPECT_EQ(grade_of(item)["attempts"], 1);
  progress.erase("https://canvas.instructure.com/lti/submission");
  EXPECT_EQ(tool().score(item, kLearner, at(4), progress).status, 200);
  EXPECT_FALSE(grade_of(item)["scored"].get<bool>()) << "wiped without preserve_score";
  tool().post("/link", {{"as", "instructor-1"}, {"link", std::to_string(link)}, {"published", "yes"}, {"attempts", "2"}, {"do", "save"}});
  EXPECT_EQ(tool().score(item, kLearner, at(5)).status, 422) << "no attempt is left";
  EXPECT_EQ(tool().score(item, kLearner, at(6), with({{"new_submission", false}})).status, 200);
  tool().post("/link", {{"as", "instructor-1"}, {"link", std::to_string(link)}, {"do", "save"}});
  EXPECT_NE(tool().score(item, kLearner, at(7)).body.find("still unpublished"), std::string::npos);
}

TEST(DemoCanvas, RateLimitComesAsPlain403) {
  const std::string item = endpoint_of(tool().add_link("limit"))["lineitem"].get<std::string>();
  tool().hook("_service", {{"match", "/scores"}, {"status", 403}, {"body", "403 Forbidden (Rate Limit Exceeded)"}});
  const auto limited = tool().score(item, kLearner, timestamp_at(unix_ms_now()));
  EXPECT_EQ(limited.status, 403);
  EXPECT_EQ(limited.body, "403 Forbidden (Rate Limit Exceeded)");
}

TEST(DemoCanvas, ListsComeInPages) {
  const int link = tool().add_link("pages");
  tool().add_link("pages-2");
  const Json endpoint = endpoint_of(link);
  const ports::Headers headers{{"Authorization", "Bearer " + tool().token()}};
  const auto items = tool().send("GET", endpoint["lineitems"].get<std::string>() + "?limit=1", {}, headers);
  EXPECT_EQ(items.json().size(), 1u);
  EXPECT_NE(items.header("Link").find("rel=\"next\""), std::string::npos);
  const Json claims = tool().launch(path_of(link, "instructor-1")).claims();
  const std::string roster = claims[kSpec + "lti-nrps/claim/namesroleservice"]["context_memberships_url"].get<std::string>();
  const auto members = tool().send("GET", roster + "?limit=2&rlid=" + claims[lti_claim("resource_link")]["id"].get<std::string>(), {}, headers);
  EXPECT_EQ(members.json()["members"].size(), 2u);
  EXPECT_TRUE(members.json()["members"][0].contains("message"));
  EXPECT_NE(members.header("Link").find("rel=\"next\""), std::string::npos);
  EXPECT_EQ(tool().send("GET", roster + "?rlid=nothing", {}, headers).status, 400);
  EXPECT_EQ(tool().send("DELETE", endpoint["lineitem"].get<std::string>(), {}, headers).status, 401);
}

TEST(DemoCanvas, GraderOpensTheSubmittedAddress) {
  const int link = tool().add_link("speed");
  const std::string item = endpoint_of(link)["lineitem"].get<std::string>();
  const Json handed_in{{"https://canvas.instructure.com/lti/submission", {{"submission_type", "basic_lti_launch"}, {"submission_data", tool().url("/launch?attempt=7")}}}};
  ASSERT_EQ(tool().score(item, kLearner, timestamp_at(unix_ms_now()), handed_in).status, 200);
  const Json claims = tool().launch(path_of(link, "instructor-1") + "&student=learner-1").claims();
  EXPECT_EQ(claims[lti_claim("target_link_uri")], tool().url("/launch?attempt=7"));
  EXPECT_EQ(claims["https://www.instructure.com/lti_student_id"], "88123");
  EXPECT_FALSE(tool().launch(path_of(link, "learner-2") + "&student=learner-1").claims().contains("https://www.instructure.com/lti_student_id"));
}

TEST(DemoCanvas, FromTheNavigationTheLinkIsTheCourse) {
  Json configuration{{"title", "By hand"}, {"description", "Pasted"}, {"oidc_initiation_url", tool().url("/login")}, {"target_link_uri", tool().url("/launch")},
                     {"public_jwk_url", tool().url("/jwks")}};
  configuration["extensions"] = Json::array({{{"platform", "canvas.instructure.com"}, {"privacy_level", "public"},
    {"settings", {{"placements", Json::array({{{"placement", "course_navigation"}, {"message_type", "LtiResourceLinkRequest"}}})}}}}});
  tool().post("/admin/tool", {{"as", "admin-1"}, {"do", "json"}, {"json", configuration.dump()}});
  const int id = tool().state()["tools"].back()["id"].get<int>();
  tool().post("/admin/tool", {{"as", "admin-1"}, {"tool", std::to_string(id)}, {"do", "review"}, {"placement", "course_navigation"}, {"privacy", "public"}});
  const Json claims = tool().launch("/launch?course=1207&placement=course_navigation&as=learner-1&tool=" + std::to_string(id)).claims();
  EXPECT_EQ(claims[lti_claim("resource_link")]["id"], claims[lti_claim("context")]["id"]);
}

}  // namespace
}  // namespace preceptor::flow
