// What goes back to the platform: each place's accept set, each grading, the answer's claims.
#include "lti/deep_linking.hpp"

#include <gtest/gtest.h>

#include "core/base/json.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

const ToolUrls kUrls{"https://cme.example.org/tool"};
const std::string kDeep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
const std::string kCore = "https://purl.imsglobal.org/spec/lti/claim/";

LinkChoice choice(Grading grading = Grading::completion) {
  LinkChoice one;
  one.unit_id = "five-moments";
  one.title = "Clean hands on entry: enough?";
  one.text = "Know when to clean hands again.";
  one.grading = grading;
  one.max_score = 3;
  return one;
}

DeepLinkingSettings settings(std::vector<std::string> types = {"ltiResourceLink"}, std::vector<std::string> targets = {"iframe", "window"}) {
  DeepLinkingSettings one;
  one.return_url = "https://lms.example.org/return?data=a%2Fb";
  one.accept_types = std::move(types);
  one.accept_targets = std::move(targets);
  return one;
}

TEST(Items, AnLtiResourceLinkWithEverythingItsLaunchNeeds) {
  const Json item = content_item(choice(), settings(), kUrls, LmsProfile());
  EXPECT_EQ(item["type"], "ltiResourceLink");
  EXPECT_EQ(item["url"], "https://cme.example.org/tool/lti/launch?unit=five-moments");
  EXPECT_EQ(item["title"], "Clean hands on entry: enough?");
  EXPECT_EQ(item["text"], "Know when to clean hands again.");
  EXPECT_EQ(item["custom"], (Json{{"unit", "five-moments"}, {"grade", "completion"}}));
  const Json& column = item["lineItem"];
  EXPECT_EQ(column["scoreMaximum"], 1);
  EXPECT_TRUE(column["scoreMaximum"].is_number());
  EXPECT_EQ(column["label"], "Clean hands on entry: enough?");
  EXPECT_EQ(column["resourceId"], "five-moments");
  EXPECT_EQ(column["submissionReview"]["reviewableStatus"], Json::array({"Completed"}));
  EXPECT_EQ(column["submissionReview"]["custom"]["unit"], "five-moments");
}

TEST(Items, EachPlacesTypesAndWindows) {
  struct Place {
    const char* name;
    std::vector<std::string> types, targets;
    bool links, iframe, window;
  };
  const Place places[] = {
      {"moodle", {"ltiResourceLink"}, {"frame", "iframe", "window"}, true, true, false},
      {"assignment_selection", {"ltiResourceLink"}, {"iframe", "window"}, true, true, false},
      {"editor_button", {"link", "file", "html", "ltiResourceLink", "image"}, {"embed", "iframe", "window"}, true, true, false},
      {"homework_submission", {"file", "ltiResourceLink"}, {"iframe"}, true, true, false},
      {"collaboration", {"ltiResourceLink"}, {"iframe"}, true, true, false},
      {"window only", {"ltiResourceLink"}, {"window"}, true, false, true},
      {"no window said", {"ltiResourceLink"}, {}, true, false, false},
      {"conference_selection", {"link", "html"}, {"iframe", "window"}, false, true, false},
      {"migration_selection", {"file"}, {"iframe"}, false, true, false},
      {"ActivityAssetProcessor", {"ltiAssetProcessor"}, {"iframe", "window"}, false, true, false},
      {"nothing", {}, {}, false, false, false},
      {"other letters", {"LtiResourceLink"}, {}, false, false, false},
  };
  for (const Place& place : places) {
    const auto asked = settings(place.types, place.targets);
    EXPECT_EQ(accepts_links(asked), place.links) << place.name;
    const Json item = content_item(choice(), asked, kUrls, LmsProfile());
    EXPECT_EQ(item.contains("iframe"), place.iframe) << place.name;
    EXPECT_EQ(item.contains("window"), place.window) << place.name;
  }
}

TEST(Items, GradesAsChosenAndAsAccepted) {
  struct Case {
    Grading grading;
    int max_score;
    std::optional<bool> accepted;
    bool column;
    int maximum;
    const char* custom;
  };
  const Case cases[] = {
      {Grading::completion, 3, std::nullopt, true, 1, "completion"}, {Grading::completion, 3, true, true, 1, "completion"},
      {Grading::completion, 3, false, false, 0, "completion"},       {Grading::score, 3, std::nullopt, true, 3, "score"},
      {Grading::score, 0, true, true, 1, "score"},                   {Grading::none, 3, true, false, 0, "none"},
      {Grading::none, 3, std::nullopt, false, 0, "none"},
  };
  for (const Case& one : cases) {
    auto asked = settings();
    asked.accept_lineitem = one.accepted;
    auto chosen = choice(one.grading);
    chosen.max_score = one.max_score;
    const Json item = content_item(chosen, asked, kUrls, LmsProfile());
    ASSERT_EQ(item.contains("lineItem"), one.column);
    if (one.column) EXPECT_EQ(item["lineItem"]["scoreMaximum"], one.maximum);
    EXPECT_EQ(item["custom"]["grade"], one.custom);
  }
  for (const auto grading : {Grading::completion, Grading::score, Grading::none}) EXPECT_EQ(grading_of(name(grading)), grading);
  EXPECT_EQ(grading_of("percent"), Grading::completion);
}

TEST(Items, TextsAreOneLineAndBounded) {
  auto chosen = choice();
  chosen.title = "A\nB\r\x01" + std::string(1000, 't');
  chosen.text = std::string(999, 'x') + "\xc3\xa9\xc3\xa9";
  chosen.language = "es";
  const Json item = content_item(chosen, settings(), kUrls, LmsProfile());
  EXPECT_EQ(item["title"].get<std::string>().substr(0, 5), "A B  ");
  EXPECT_EQ(item["title"].get<std::string>().size(), 250U);
  EXPECT_EQ(item["text"].get<std::string>().size(), 999U);
  EXPECT_EQ(item["custom"]["language"], "es");
}

TEST(Items, ALinkSaysItsUnitTwice) {
  Launch launch;
  EXPECT_EQ(unit_of(launch), "");
  launch.target_link_uri = link_url(kUrls, "a unit&more");
  EXPECT_EQ(unit_of(launch), "a unit&more");
  launch.custom["unit"] = "";
  EXPECT_EQ(unit_of(launch), "a unit&more");
  launch.custom["unit"] = "from-custom";
  EXPECT_EQ(unit_of(launch), "from-custom");
  launch.custom.clear();
  launch.target_link_uri = "https://cme.example.org/tool/lti/launch?unit=%zz";
  EXPECT_EQ(unit_of(launch), "");
}

TEST(Answer, HasEveryClaimAndEchoesDataExactlyWhenItCame) {
  Registration registration;
  registration.client_id = "10000000000042";
  registration.issuer = "https://canvas.instructure.com";
  auto asked = settings();
  const Json items = Json::array({content_item(choice(), asked, kUrls, LmsProfile())});
  const auto now = base::from_unix_ms(1'795'345'600'500);
  Json claims = Json::parse(linking_claims({registration, "1:ab", asked, items, "One unit chosen."}, now, "n-1"));
  EXPECT_EQ(claims["iss"], "10000000000042");
  EXPECT_EQ(claims["azp"], "10000000000042");
  EXPECT_EQ(claims["aud"], "https://canvas.instructure.com");
  EXPECT_EQ(claims["nonce"], "n-1");
  EXPECT_EQ(claims["iat"], 1'795'345'570);
  EXPECT_EQ(claims["exp"], 1'795'345'900);
  EXPECT_EQ(claims[kCore + "message_type"], "LtiDeepLinkingResponse");
  EXPECT_EQ(claims[kCore + "version"], "1.3.0");
  EXPECT_EQ(claims[kCore + "deployment_id"], "1:ab");
  EXPECT_EQ(claims[kDeep + "content_items"], items);
  EXPECT_EQ(claims[kDeep + "msg"], "One unit chosen.");
  EXPECT_FALSE(claims.contains(kDeep + "data"));
  for (const char* data : {"", "Some random opaque data", "{\"a\":\"\xc3\xa9\"}"}) {
    asked.data = data;
    claims = Json::parse(linking_claims({registration, "1:ab", asked, Json::array(), ""}, now, "n-2"));
    EXPECT_EQ(claims[kDeep + "data"], data);
    EXPECT_EQ(claims[kDeep + "content_items"], Json::array());
    EXPECT_FALSE(claims.contains(kDeep + "msg"));
  }
}

}  // namespace
}  // namespace preceptor::lti
