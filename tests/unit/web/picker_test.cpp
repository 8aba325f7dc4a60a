// Deep Linking through the front door: launch, list, search, choice, and the signed answer as the platform gets it.
#include "tests/unit/web/course.hpp"

#include <fstream>

#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"
#include "web/teacher/picker.hpp"

namespace preceptor::web::testing {
namespace {

using base::Json;
using std::string;

const string kDeep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
const string kInstructorRole = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";

fakes::TestKey& tool_key() {
  static fakes::TestKey one("tool-1");
  return one;
}

class OneSigner : public lti::Signer {
 public:
  base::Result<string> sign(const base::RegistrationId& registration, std::string_view claims) override {
    asked.push_back(registration.str());
    if (broken) return base::fail(base::Code::key_unreadable);
    return fakes::sign_texts(tool_key(), Json{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", tool_key().kid()}}.dump(), claims);
  }
  std::vector<string> asked;
  bool broken = false;
};

// Stands in the pages' place for the picker, which is made after them.
class Relay : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    return to->open(request, launch, work);
  }
  LaunchTarget* to = nullptr;
};

activity::Unit unit_named(const string& id, const string& title, const string& language = "en", bool scored = true) {
  auto unit = sample_unit(language);
  unit.id = id;
  unit.title = title;
  if (scored) return unit;
  unit.sections.erase(unit.sections.begin());
  unit.pass = 0;
  return unit;
}

struct Desk {
  Relay relay;
  Course course{{&relay, nullptr}};
  OneSigner signer;
  lti::LmsProfiles profiles;
  Picker picker{{course.content, course.registrations, signer, profiles, course.diary, course.sealer, course.clock, course.log, kPublicUrl}};
  Json settings = {{"deep_link_return_url", "https://app.example.org/return?course=2&data=a%2Fb+c"},
                   {"accept_types", {"ltiResourceLink"}},
                   {"accept_presentation_document_targets", {"iframe", "window"}},
                   {"accept_multiple", true}};

  Desk() {
    relay.to = &picker;
    course.publish({sample_unit(), unit_named("five-moments", "Clean hands", "en"), unit_named("five-moments", "Manos limpias", "es"),
                    unit_named("talk", "A talk without points", "en", false)});
  }
  ports::HttpResponse launch(const std::function<void(fakes::TestJson&)>& change = {}) {
    return course.launch([&](auto& claims) {
      claims[kLti + "message_type"] = "LtiDeepLinkingRequest";
      claims[kLti + "roles"] = {kInstructorRole};
      claims.erase(kLti + "resource_link");
      claims[kDeep + "deep_linking_settings"] = settings;
      if (change) change(claims);
    });
  }
  ports::HttpResponse send(const string& method, const string& path, const string& query, const base::Fields& fields) {
    ports::HttpRequest request;
    request.method = method;
    request.path = local(path);
    request.query = query;
    request.body = base::format_form(fields);
    request.headers = {{"Accept-Language", "en"}};
    return picker.answer(request);
  }
  ports::HttpResponse post(const ports::HttpResponse& page, const base::Fields& fields) { return send("POST", action(page), "", fields); }
};

// What the platform reads: the field JWT, verified with the tool's published key.
Json answered(const ports::HttpResponse& page) {
  EXPECT_EQ(page.status, 200);
  const auto token = hidden(page, "JWT");
  const auto keys = jose::parse_jwks(Json{{"keys", {tool_key().jwk()}}}.dump());
  const auto jws = jose::parse_compact(token);
  EXPECT_TRUE(jws.has_value());
  if (!jws) return {};
  EXPECT_EQ(*jws->kid, "tool-1");
  EXPECT_TRUE(keys->keys.at(0)->verify_rs256(jws->signing_input, jws->signature));
  return *jws->payload;
}


TEST(Picker, ShowsWhatCanBeChosen) {
  Desk desk;
  const auto page = desk.launch();
  ASSERT_EQ(page.status, 200);
  for (const char* text : {"Choose a unit", "Quality", "Which dose on Monday?", "Clean hands", "A talk without points", "about 4 min", "English, Español", "3 units found",
                           "type=\"checkbox\"", "Choose the dose from age", "data-here=\"/tool/pick/", "Finished: 1 point", "Right answers: up to 1, 1 to pass", "The learner&#39;s own"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_FALSE(has(page, "Manos limpias"));
  EXPECT_FALSE(has(page, "Test Person"));
  EXPECT_NE(header(page, "Content-Security-Policy").find("form-action 'self'"), string::npos);
  EXPECT_NE(header(page, "Content-Security-Policy").find("https://app.example.org"), string::npos);
  EXPECT_EQ(desk.course.records.one_use.size(), 2u);
  EXPECT_TRUE(desk.course.records.attempts.empty() && desk.course.records.persons.empty());
}

TEST(Picker, OneChoiceIsARadioAndSpeaksTheTeachersLanguage) {
  Desk desk;
  desk.settings["accept_multiple"] = false;
  const auto page = desk.launch([](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = "es"; });
  EXPECT_TRUE(has(page, "type=\"radio\""));
  EXPECT_TRUE(has(page, "Elija una unidad"));
  EXPECT_TRUE(has(page, "Manos limpias"));
}

TEST(Picker, AnswersWithSignedLinks) {
  Desk desk;
  desk.settings["data"] = "opaque \"<data>\"";
  const auto page = desk.launch();
  const auto back = desk.post(page, {{"unit", "five-moments"}, {"unit", "apixaban-dose"}, {"unit", "five-moments"}, {"grade.apixaban-dose", "score"},
                                     {"grade.five-moments", "none"}, {"language.five-moments", "es"}, {"add", "1"}});
  const Json claims = answered(back);
  EXPECT_EQ(claims["iss"], platform().client_id);
  EXPECT_EQ(claims["aud"], platform().issuer);
  EXPECT_LT(claims["iat"].get<long long>(), base::to_unix_ms(desk.course.clock.now()) / 1000);
  EXPECT_EQ(claims[kLti + "message_type"], "LtiDeepLinkingResponse");
  EXPECT_EQ(claims[kLti + "deployment_id"], platform().deployment_id);
  EXPECT_EQ(claims[kDeep + "data"], "opaque \"<data>\"");
  EXPECT_EQ(claims[kDeep + "msg"], "2 units chosen.");
  const Json& items = claims[kDeep + "content_items"];
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0]["custom"], (Json{{"unit", "five-moments"}, {"grade", "none"}, {"language", "es"}}));
  EXPECT_FALSE(items[0].contains("lineItem"));
  EXPECT_EQ(items[1]["custom"], (Json{{"unit", "apixaban-dose"}, {"grade", "score"}}));
  EXPECT_EQ(items[1]["url"], "https://cme.example.org/tool/lti/launch?unit=apixaban-dose");
  EXPECT_EQ(items[1]["lineItem"]["scoreMaximum"], 1);
  EXPECT_EQ(desk.signer.asked, std::vector<string>{"r1"});
  EXPECT_TRUE(has(back, "<form method=\"post\" action=\"https://app.example.org/return?course=2&amp;data=a%2Fb+c\">"));  // byte for byte
  const auto policy = header(back, "Content-Security-Policy");
  EXPECT_NE(policy.find("; form-action https://app.example.org; "), string::npos) << policy;
  EXPECT_TRUE(has(back, "document.forms[0].submit()"));
  EXPECT_TRUE(has(back, "<button"));
}

TEST(Picker, SearchKeepsWhatWasTicked) {
  Desk desk;
  const auto page = desk.launch();
  const auto found = desk.post(page, {{"unit", "talk"}, {"grade.talk", "none"}, {"q", "HANDS  five"}, {"search", "1"}});
  EXPECT_EQ(found.status, 200);
  EXPECT_TRUE(has(found, "One unit found."));
  EXPECT_TRUE(has(found, "value=\"talk\" checked"));
  EXPECT_TRUE(has(found, "<option value=\"none\" selected>"));
  EXPECT_TRUE(has(found, "Clean hands"));
  EXPECT_FALSE(has(found, "Which dose on Monday?"));
  EXPECT_TRUE(has(desk.post(page, {{"q", "limpias"}, {"search", "1"}}), "Clean hands"));  // in any language
  EXPECT_TRUE(has(desk.send("GET", action(page), "q=nothing-like-it", {}), "0 units found."));
}

TEST(Picker, WhatIsWrongIsSaidOnThePage) {
  Desk desk;
  auto page = desk.launch();
  auto refused = desk.post(page, {{"add", "1"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused, "Choose a unit first."));
  refused = desk.post(page, {{"unit", "withdrawn-unit"}, {"add", "1"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused, "not offered any more"));
  base::Fields many;
  for (int i = 0; i < 31; ++i) many.emplace_back("unit", "u" + std::to_string(i));
  EXPECT_TRUE(has(desk.post(page, many), "At most 30"));
  desk.settings["accept_multiple"] = false;
  page = desk.launch();
  refused = desk.post(page, {{"unit", "talk"}, {"unit", "five-moments"}, {"add", "1"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused, "Only one unit fits here."));
  EXPECT_TRUE(desk.signer.asked.empty());
}

TEST(Picker, CancelAnswersWithNothing) {
  Desk desk;
  desk.settings["data"] = "d";
  const Json claims = answered(desk.post(desk.launch(), {{"unit", "talk"}, {"cancel", "1"}}));
  EXPECT_EQ(claims[kDeep + "content_items"], Json::array());
  EXPECT_EQ(claims[kDeep + "data"], "d");
  EXPECT_FALSE(claims.contains(kDeep + "msg"));
}

TEST(Picker, APlaceThatTakesNoLinksCanOnlyBeLeft) {
  Desk desk;
  desk.settings["accept_types"] = {"file", "html"};
  const auto page = desk.launch();
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "cannot be added at this place"));
  EXPECT_FALSE(has(page, "name=\"add\""));
  EXPECT_EQ(desk.post(page, {{"unit", "talk"}, {"add", "1"}}).status, 422);
  EXPECT_EQ(answered(desk.post(page, {{"cancel", "1"}}))[kDeep + "content_items"], Json::array());
}

TEST(Picker, OnlyThoseWhoTeachMayChoose) {
  struct Case { Json roles; int status; };
  const string membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
  for (const auto& [roles, status] : {Case{{membership + "#Instructor"}, 200}, Case{{membership + "/Instructor#TeachingAssistant"}, 200}, Case{{"Administrator"}, 200},
                                      Case{{membership + "#Learner"}, 403}, Case{Json::array(), 403}, Case{{membership + "#Mentor"}, 403},
                                      Case{{"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"}, 403},
                                      Case{{membership + "#Instructor", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}, 403}}) {
    Desk desk;
    const auto page = desk.launch([&](auto& claims) { claims[kLti + "roles"] = roles; });
    EXPECT_EQ(page.status, status) << roles.dump();
    if (status == 200) continue;
    ASSERT_EQ(desk.course.diary.entries.size(), 1u);
    EXPECT_EQ(desk.course.diary.entries[0].reason, "launch.role_needed");
    EXPECT_FALSE(has(page, "Clean hands"));
  }
}

TEST(Picker, HostileReturnAddressesNeverReachAPage) {
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", "ftp://lms.example.org/", "//evil.example", "https://lms.example.org@evil.example/", "https://a b/", ""}) {
    Desk desk;
    desk.settings["deep_link_return_url"] = url;
    const auto page = desk.launch();
    EXPECT_EQ(page.status, 400) << url;
    ASSERT_EQ(desk.course.diary.entries.size(), 1u);
    EXPECT_EQ(desk.course.diary.entries[0].reason, "launch.deep_linking");
  }
}

TEST(Picker, AnOversizedQuestionIsRefusedByName) {
  Desk desk;
  desk.settings["data"] = string(4000, 'd');
  EXPECT_EQ(desk.launch().status, 200);
  desk.settings["data"] = string(20'000, 'd');
  EXPECT_EQ(desk.launch().status, 400);
  EXPECT_NE(desk.course.diary.entries.back().detail.find("too large"), string::npos);
}

TEST(Picker, TheAddressIsGoodForAnHourForThisPurposeAndThisConnectionOnly) {
  Desk desk;
  const auto page = desk.launch();
  const auto path = action(page);
  const base::Fields choice = {{"unit", "talk"}, {"add", "1"}, {"deep_link_return_url", "https://evil.example/"}, {"data", "evil"}};
  // Again and again: signed each time, to the same place, with a nonce of its own.
  const auto first = answered(desk.post(page, choice)), second = answered(desk.post(page, choice));
  EXPECT_NE(first["nonce"], second["nonce"]);
  EXPECT_FALSE(first.contains(kDeep + "data"));
  EXPECT_EQ(action(desk.post(page, choice)).rfind("https://app.example.org/", 0), 0u);
  string altered = path;
  altered.back() = altered.back() == 'A' ? 'B' : 'A';
  const auto attempt = action(desk.course.launch());
  for (const string& wrong : {altered, string("/pick/"), string("/pick"), "/pick/" + string(20'000, 'x'), "/pick/" + attempt.substr(3, attempt.find('/', 3) - 3)})
    EXPECT_EQ(desk.send("POST", wrong, "", choice).status, base::info(base::Code::session_handle_invalid).status) << wrong.substr(0, 40);
  EXPECT_NE(desk.course.get("/u/" + path.substr(6) + "/page/0").status, 200);
  const auto kept = desk.course.registrations.registrations;
  desk.course.registrations.registrations[0].deployment_ids = {"another"};
  EXPECT_EQ(desk.post(page, choice).status, 403);
  desk.course.registrations.registrations = kept;
  desk.course.registrations.registrations[0].enabled = false;
  EXPECT_EQ(desk.post(page, choice).status, 403);
  desk.course.registrations.registrations = kept;
  desk.course.registrations.registrations[0].accepted = false;
  EXPECT_EQ(desk.post(page, choice).status, 403);
  desk.course.registrations.registrations = kept;
  desk.course.clock.pass(base::Milliseconds(61 * 60 * 1000));
  const auto late = desk.post(page, choice);
  EXPECT_EQ(late.status, base::info(base::Code::session_handle_expired).status);
  EXPECT_EQ(hidden(late, "JWT"), "");
  EXPECT_EQ(desk.send("DELETE", path, "", {}).status, 405);
}

TEST(Picker, HostileTitlesStayText) {
  Desk desk;
  const string hostile = "\"><script>alert(1)</script>{{x}}[[y]]";
  auto unit = unit_named("bad-one", hostile);
  unit.objectives = {hostile};
  desk.course.publish({unit});
  auto page = desk.launch([&](auto& claims) { claims[kLti + "context"]["title"] = hostile; });
  EXPECT_FALSE(has(page, "<script>alert"));
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)"));
  page = desk.post(page, {{"q", hostile}, {"search", "1"}});
  EXPECT_FALSE(has(page, "<script>alert"));
  const Json claims = answered(desk.post(desk.launch(), {{"unit", "bad-one"}, {"add", "1"}}));
  EXPECT_EQ(claims[kDeep + "content_items"][0]["title"], hostile);
}

TEST(Picker, TroubleIsAPageWithACode) {
  Desk desk;
  const auto page = desk.launch();
  desk.signer.broken = true;
  const auto failed = desk.post(page, {{"unit", "talk"}, {"add", "1"}});
  EXPECT_EQ(failed.status, 500);
  EXPECT_TRUE(has(failed, "L-"));
  ASSERT_FALSE(desk.course.log.lines.empty());
  EXPECT_NE(desk.course.log.lines.back().find("key.unreadable"), string::npos);
  for (const auto& line : desk.course.log.lines) EXPECT_EQ(line.find("app.example.org/return"), string::npos);
}

// PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
TEST(Picker, EveryPageInBothDirections) {
  const auto write = [](const string& name, const ports::HttpResponse& page) {
    EXPECT_NE(page.body.find("</html>"), string::npos) << name;
    EXPECT_EQ(page.body.find("{{"), string::npos) << name;
    EXPECT_EQ(page.body.find("[["), string::npos) << name;
    if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(string(folder) + "/" + name + ".html") << page.body;
  };
  for (const char* language : {"en", "ar"}) {
    Desk desk;
    desk.course.registrations.registrations[0].lms = "moodle";
    const auto page = desk.launch([&](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = language; });
    write(string("7-picker-") + language, page);
    write(string("7-picker-searched-") + language, desk.post(page, {{"unit", "talk"}, {"unit", "five-moments"}, {"q", "clean"}, {"search", "1"}}));
    write(string("7-picker-problem-") + language, desk.post(page, {{"add", "1"}}));
    write(string("8-return-") + language, desk.post(page, {{"unit", "talk"}, {"add", "1"}}));
    desk.settings["accept_types"] = {"file"};
    write(string("7-picker-unusable-") + language, desk.launch());
  }
}

TEST(LinkedLaunch, AUnitNamedOnlyByItsAddressAndALanguageOfTheLink) {
  Desk desk;
  const auto with = [&](const string& target, const Json& custom) {
    desk.course.target = target;
    return desk.course.launch([&](auto& claims) {
      claims[kLti + "custom"] = custom;
      claims[kLti + "roles"] = {kInstructorRole};
    });
  };
  const string at = string(kPublicUrl) + "/lti/launch?unit=five-moments";
  EXPECT_TRUE(has(with(at, nullptr), "Clean hands"));
  EXPECT_TRUE(has(with(at, {{"language", "es"}}), "Manos limpias"));
  EXPECT_TRUE(has(with(at, {{"unit", "talk"}}), "A talk without points"));
  EXPECT_EQ(with(string(kPublicUrl) + "/lti/launch", Json::object()).status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
