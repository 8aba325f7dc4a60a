// The Moodle character of the demo LMS does what a Moodle was seen to do: flows against it prove as much as these tests hold.
#include <gtest/gtest.h>
#include <tuple>

#include "tests/flow/throwaway_tool.hpp"

namespace preceptor::flow {
namespace {

ThrowawayTool& moodle_tool() {
  static ThrowawayTool* one = [] {
    auto* made = new ThrowawayTool("moodle");
    made->register_and_activate();
    return made;
  }();
  return *one;
}

std::string line_item_of(int link, const std::string& who = "learner-1") {
  const Json claims = moodle_tool().launch("/launch?link=" + std::to_string(link) + "&as=" + who).claims();
  return claims[kSpec + "lti-ags/claim/endpoint"].value("lineitem", "");
}

Json grade_of(int link, const std::string& user) {
  const Json state = moodle_tool().state();
  for (const auto& item : state["line_items"])
    for (const auto& grade : state["grades"])
      if (item["link"] == link && grade["item"] == item["id"] && grade["user"] == user) return grade;
  return Json();
}

ports::Headers bearer(const std::string& name, const std::string& type) { return {{"Authorization", "Bearer " + moodle_tool().token()}, {name, type}}; }
constexpr const char* kItems = "application/vnd.ims.lis.v2.lineitemcontainer+json";
constexpr const char* kItem = "application/vnd.ims.lis.v2.lineitem+json";

TEST(DemoMoodle, RegistrationAnswersAsMoodle) {
  const auto& answer = moodle_tool().registration;
  EXPECT_EQ(answer[kSpec + "lti-tool-configuration"]["deployment_id"], moodle_tool().deployment_id);
  EXPECT_FALSE(answer.contains("deployment_id")) << "only inside the tool configuration";
  EXPECT_EQ(moodle_tool().client_id.size(), 15u);
  const auto invitation = moodle_tool().open_registration("&update=new");
  EXPECT_TRUE(invitation.configuration.ends_with("/mod/lti/openid-configuration.php"));
  const Json platform = moodle_tool().send("GET", invitation.configuration).json();
  EXPECT_FALSE(platform.contains("authorization_server"));
  const std::string endpoint = platform["registration_endpoint"].get<std::string>();
  const ports::Headers headers{{"Authorization", "Bearer " + invitation.token}};
  EXPECT_EQ(moodle_tool().send("POST", endpoint, "{}").body, "missing_registration_token");
  EXPECT_EQ(moodle_tool().send("POST", endpoint, "{}", headers).body, "missing required attribute response_types");
  EXPECT_EQ(moodle_tool().send("POST", endpoint, "{", headers).status, 404);
  EXPECT_EQ(moodle_tool().send("POST", endpoint, "{}", {{"Authorization", "Bearer junk"}}).status, 404);
  Json request = moodle_tool().registration_request(kSpec + "lti-ags/scope/score");
  request[kSpec + "lti-tool-configuration"]["domain"] = "127.0.0.1";
  EXPECT_EQ(moodle_tool().send("POST", endpoint, request.dump(), headers).body, "domain_targetlinkuri_mismatch") << "the port belongs to the domain";
  const auto made = moodle_tool().send("POST", endpoint, moodle_tool().registration_request(kSpec + "lti-ags/scope/score").dump(), headers);
  ASSERT_EQ(made.status, 200);
  EXPECT_NE(made.json()["scope"].get<std::string>().find("scope/lineitem"), std::string::npos) << "over-stated";
  EXPECT_EQ(moodle_tool().send("POST", endpoint, request.dump(), headers).status, 400);
}

TEST(DemoMoodle, UpdateKeepsTheToolAndShowsItFirst) {
  const auto asked = moodle_tool().get("/admin/register?as=admin-1&url=" + base::percent_encode(moodle_tool().url("/register")));
  EXPECT_NE(asked.body.find("already tools for this domain"), std::string::npos);
  const auto invitation = moodle_tool().open_registration("&update=" + std::to_string(moodle_tool().tool_id));
  const ports::Headers headers{{"Authorization", "Bearer " + invitation.token}};
  const std::string endpoint = moodle_tool().lms() + "/mod/lti/openid-registration.php";
  const auto shown = moodle_tool().send("GET", endpoint, {}, headers);
  ASSERT_EQ(shown.status, 200);
  EXPECT_EQ(shown.json()["client_id"], moodle_tool().client_id);
  const Json request = moodle_tool().registration_request(moodle_tool().registration["scope"].get<std::string>());
  for (int again = 0; again < 2; ++again) {
    const auto updated = moodle_tool().send("POST", endpoint, request.dump(), headers);
    ASSERT_EQ(updated.status, 200) << "an update token may be used again";
    EXPECT_EQ(updated.json()["client_id"], moodle_tool().client_id);
  }
}

TEST(DemoMoodle, WrongAuthenticationRequestsEndAsMeasured) {
  const int link = moodle_tool().add_link("auth");
  const std::string path = "/launch?link=" + std::to_string(link) + "&as=learner-1";
  for (const base::Fields& change : {base::Fields{{"scope", "openid profile"}}, {{"response_type", "code"}}, {{"nonce", ""}}, {{"redirect_uri", moodle_tool().url("/launch?x=1")}},
                                     {{"lti_message_hint", "{\"launchid\":\"other\"}"}}}) {
    const auto refused = moodle_tool().launch(path, change);
    EXPECT_EQ(refused.status, 404) << change[0].first;
    EXPECT_TRUE(refused.form.empty()) << "the tool hears nothing";
  }
  for (const auto& [name, value, error] : {std::tuple{"response_mode", "query", "invalid_request"}, {"prompt", "login", "invalid_request"},
                                           {"client_id", "other", "unauthorized_client"}, {"login_hint", "5", "access_denied"}}) {
    const auto refused = moodle_tool().launch(path, {{name, value}});
    ASSERT_TRUE(base::field(refused.form, "error")) << name;
    EXPECT_EQ(*base::field(refused.form, "error"), error);
  }
  EXPECT_EQ(moodle_tool().launch(path, {{"prompt", ""}}).status, 200) << "prompt may be absent";
  EXPECT_EQ(moodle_tool().ask_again().status, 404) << "a launch id is good for one token";
}

TEST(DemoMoodle, LaunchSaysWhatMoodleSays) {
  const int link = moodle_tool().add_link("shape");
  const auto launched = moodle_tool().launch("/launch?link=" + std::to_string(link) + "&as=learner-1");
  const Json claims = launched.claims();
  EXPECT_EQ(claims["exp"].get<int>() - claims["iat"].get<int>(), 60);
  EXPECT_EQ(claims["sub"], "4");
  EXPECT_EQ(claims["sub"], *base::field(launched.login, "login_hint"));
  EXPECT_EQ(claims["aud"], moodle_tool().client_id);
  EXPECT_FALSE(claims.contains("azp"));
  EXPECT_EQ(claims[lti_claim("context")]["type"], Json::array({"CourseSection"}));
  EXPECT_EQ(claims[lti_claim("custom")]["unknown"], "$Nobody.knows") << "an unknown variable arrives as it is written";
  EXPECT_EQ(claims[lti_claim("custom")]["unit"], "shape");
  EXPECT_FALSE(base::field(launched.login, "lti_storage_target"));
  EXPECT_EQ(base::field(launched.login, "lti_message_hint")->front(), '{');
  EXPECT_NE(claims[lti_claim("launch_presentation")]["return_url"].get<std::string>().find("sesskey="), std::string::npos);
  const Json admin = moodle_tool().launch("/launch?link=" + std::to_string(link) + "&as=admin-1").claims();
  EXPECT_EQ(admin[lti_claim("roles")].size(), 3u);
}

TEST(DemoMoodle, AnyStudentCanNameAnotherInAReview) {
  const int link = moodle_tool().add_link("review");
  const Json forged = moodle_tool().launch("/mod/lti/launch.php?id=" + std::to_string(link + 1) + "&action=gradeReport&user=5&as=learner-1").claims();
  EXPECT_EQ(forged[lti_claim("message_type")], "LtiSubmissionReviewRequest");
  EXPECT_EQ(forged[lti_claim("for_user")]["user_id"], "5");
  EXPECT_EQ(forged[lti_claim("roles")], Json::array({"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"}));
}

TEST(DemoMoodle, PickerAnswersHaveNoLeeway) {
  const Json picking = moodle_tool().launch("/select?course=2&tool=" + std::to_string(moodle_tool().tool_id) + "&placement=ContentArea&as=instructor-1").claims();
  const Json settings = picking[kSpec + "lti-dl/claim/deep_linking_settings"];
  EXPECT_FALSE(settings.contains("data"));
  EXPECT_FALSE(settings.contains("accept_lineitem"));
  EXPECT_TRUE(settings["accept_multiple"].get<bool>());
  const std::string url = settings["deep_link_return_url"].get<std::string>();
  const Json plain = Json::array({{{"type", "ltiResourceLink"}, {"title", "Without a column"}}});
  const auto post = [&](const std::string& token) { return moodle_tool().post(url, {{"JWT", token}}); };
  EXPECT_EQ(post(moodle_tool().picker_answer(plain, {{"iat", unix_now() + 10}})).status, 404);
  EXPECT_EQ(post(moodle_tool().picker_answer(plain, {{"iss", "other"}})).status, 404);
  const auto good = post(moodle_tool().picker_answer(plain));
  ASSERT_EQ(good.status, 200);
  const std::string ticket = fakes::between(good.body, "ticket=", "&");
  moodle_tool().post("/add", {{"ticket", ticket}, {"as", "instructor-1"}, {"do", "save"}});
  const int made = moodle_tool().state()["links"].back()["id"].get<int>();
  EXPECT_EQ(line_item_of(made), "") << "no lineItem, no column";
}

TEST(DemoMoodle, TokenEndpointSpeaksItsOwnWay) {
  const std::string scope = kSpec + "lti-ags/scope/score";
  const auto good = moodle_tool().ask_token(scope + " unheard-of");
  ASSERT_EQ(good.status, 200);
  EXPECT_EQ(good.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(good.json()["scope"], scope);
  EXPECT_EQ(moodle_tool().ask_token("unheard-of").json()["error"], "invalid_scope");
  EXPECT_EQ(moodle_tool().ask_token(scope, {{"iat", unix_now() + 5}}).status, 400);
  EXPECT_EQ(moodle_tool().ask_token(scope, {{"exp", unix_now() - 1}}).json()["error"], "Expired token");
  EXPECT_EQ(moodle_tool().ask_token(scope, {{"aud", "anything"}}).status, 200) << "aud is not looked at";
}

TEST(DemoMoodle, UnreachableKeysGiveAPageNotJson) {
  ThrowawayTool fresh("moodle");
  fresh.register_and_activate();
  fresh.publish(false);
  const auto answer = fresh.ask_token(kSpec + "lti-ags/scope/score");
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.body.find("fix_jwks_alg()"), std::string::npos);
}

TEST(DemoMoodle, LineItemsWantTheExactMediaType) {
  const int link = moodle_tool().add_link("media");
  const std::string item = line_item_of(link), list = moodle_tool().lms() + "/mod/lti/services.php/2/lineitems?type_id=" + std::to_string(moodle_tool().tool_id);
  for (const char* accept : {"*/*", "application/json", "application/vnd.ims.lis.v2.lineitemcontainer+json;q=1"})
    EXPECT_EQ(moodle_tool().send("GET", list, {}, bearer("Accept", accept)).status, 400) << accept;
  EXPECT_EQ(moodle_tool().send("GET", list, {}, bearer("Accept", kItems)).status, 200);
  EXPECT_EQ(moodle_tool().send("GET", item, {}, bearer("Accept", "*/*")).status, 200);
  const auto page = moodle_tool().send("GET", list + "&limit=1", {}, bearer("Accept", kItems));
  EXPECT_NE(page.header("Link").find("&amp;limit=1&amp;from=1>; rel=“next”"), std::string::npos) << page.header("Link");
  const Json extra{{"label", "Alone"}, {"scoreMaximum", "2"}, {"resourceId", "r"}, {"startDateTime", "2026-01-01T00:00:00Z"}};
  const auto first = moodle_tool().send("POST", list, extra.dump(), bearer("Content-Type", kItem));
  ASSERT_EQ(first.status, 201);
  EXPECT_TRUE(first.json().contains("startDateTime")) << "an echo, no proof of storage";
  EXPECT_EQ(moodle_tool().send("POST", list, extra.dump(), bearer("Content-Type", kItem)).status, 201) << "no duplicate detection";
  EXPECT_EQ(moodle_tool().send("POST", list, Json{{"label", std::string(300, 'x')}, {"scoreMaximum", 1}}.dump(), bearer("Content-Type", kItem)).status, 502);
  ASSERT_EQ(moodle_tool().send("PUT", item, Json{{"label", "Renamed"}, {"scoreMaximum", 1}}.dump(), bearer("Content-Type", kItem)).status, 200);
  EXPECT_EQ(line_item_of(link), "") << "a PUT without resourceLinkId wipes the coupling";
}

TEST(DemoMoodle, ScoresFollowTheMeasuredTable) {
  const int link = moodle_tool().add_link("scores");
  const std::string item = line_item_of(link);
  const std::int64_t now = unix_ms_now();
  const auto at = [&](int seconds) { return timestamp_at(now + seconds * 1000); };
  EXPECT_EQ(moodle_tool().score(item, "3", at(-60)).status, 400) << "a teacher";
  EXPECT_EQ(moodle_tool().score(item, "4", at(-60), {{"timestamp", 1}}).status, 400);
  const auto good = moodle_tool().score(item, "4", at(-60));
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body, "");
  EXPECT_NE(moodle_tool().get("/course?id=2&as=learner-1").body.find("Completion: done"), std::string::npos);
  const auto same_second = moodle_tool().score(item, "4", at(-60));
  EXPECT_EQ(same_second.status, 409);
  EXPECT_EQ(same_second.body, "[]");
  EXPECT_EQ(moodle_tool().score(item, "4", at(-50), {{"scoreGiven", 3}, {"scoreMaximum", 4}}).status, 200);
  EXPECT_EQ(grade_of(link, "4")["given"], 0.75) << "rescaled";
  EXPECT_EQ(moodle_tool().score(item, "4", at(-40), {{"gradingProgress", "Pending"}}).status, 200);
  EXPECT_FALSE(grade_of(link, "4")["scored"].get<bool>()) << "anything but FullyGraded erases";
  moodle_tool().post("/override", {{"as", "instructor-1"}, {"item", std::to_string(grade_of(link, "4")["item"].get<int>())}, {"student", "learner-1"}, {"grade", "0.5"}});
  EXPECT_EQ(moodle_tool().score(item, "4", at(3600)).status, 200);
  EXPECT_EQ(grade_of(link, "4")["given"], 0.5) << "the teacher's mark stays";
  EXPECT_EQ(moodle_tool().score(item, "4", at(5)).status, 409) << "a time ahead of the clock blocks what comes after";
  const auto results = moodle_tool().send("GET", item.substr(0, item.find('?')) + "/results" + item.substr(item.find('?')) + "&limit=1", {}, bearer("Accept", "*/*"));
  EXPECT_EQ(results.status, 404) << "limit crashes";
}

TEST(DemoMoodle, RosterHasShortRoles) {
  moodle_tool().add_link("roster");
  const Json claims = moodle_tool().launch("/launch?link=roster&as=instructor-1").claims();
  const std::string url = claims[kSpec + "lti-nrps/claim/namesroleservice"]["context_memberships_url"].get<std::string>();
  const auto answer = moodle_tool().send("GET", url + "?limit=2", {}, bearer("Accept", "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json()["members"].size(), 2u);
  EXPECT_EQ(answer.json()["members"][0]["roles"], Json::array({"Learner"}));
  EXPECT_NE(answer.header("Link").find("rel=\"next\""), std::string::npos);
  EXPECT_EQ(moodle_tool().send("GET", url + "?rlid=999", {}, bearer("Accept", "*/*")).status, 404);
}

TEST(DemoMoodle, CopiedCourseKeepsValuesUnderNewIds) {
  const int link = moodle_tool().add_link("copied");
  moodle_tool().post("/copy", {{"as", "instructor-1"}, {"course", "2"}});
  const Json state = moodle_tool().state();
  const Json copy = state["links"].back();
  EXPECT_NE(copy["id"], link);
  EXPECT_EQ(copy["custom"]["unit"], "copied");
  EXPECT_EQ(state["courses"].back()["copied_from"], Json::array({"2"}));
}

TEST(DemoMoodle, ARestartForgetsNothing) {
  ThrowawayTool fresh("moodle");
  fresh.register_and_activate();
  const int link = fresh.add_link();
  const Json before = fresh.state();
  fresh.restart_lms();
  EXPECT_EQ(fresh.state(), before);
  EXPECT_EQ(fresh.launch("/launch?link=" + std::to_string(link) + "&as=learner-1").claims()["aud"], fresh.client_id);
  EXPECT_EQ(fresh.ask_token(kSpec + "lti-ags/scope/score").status, 200);
}

TEST(DemoMoodle, ServiceAnswersCanBeChangedOnce) {
  const std::string item = line_item_of(moodle_tool().add_link("hooks"));
  moodle_tool().hook("_service", {{"match", "/scores"}, {"status", 503}, {"body", "later"}});
  EXPECT_EQ(moodle_tool().score(item, "4", timestamp_at(unix_ms_now() - 60000)).status, 503);
  moodle_tool().hook("_service", {{"match", "/scores"}, {"status", 500}, {"after", true}});
  const std::string at = timestamp_at(unix_ms_now() - 50000);
  EXPECT_EQ(moodle_tool().score(item, "4", at).status, 500);
  EXPECT_EQ(moodle_tool().score(item, "4", at).status, 409) << "it was carried out, only its answer was lost";
}

}  // namespace
}  // namespace preceptor::flow
