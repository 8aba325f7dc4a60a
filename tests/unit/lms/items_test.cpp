// Deep-linked items in each LMS's own way.
#include <gtest/gtest.h>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"
#include "lti/deep_linking.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

Json item_for(const LmsProfile& profile, Grading grading = Grading::completion) {
  DeepLinkingSettings settings;
  settings.accept_types = {"ltiResourceLink"};
  settings.accept_targets = {"iframe", "window"};
  LinkChoice choice;
  choice.unit_id = "five-moments";
  choice.title = "Clean hands";
  choice.grading = grading;
  choice.max_score = 2;
  return content_item(choice, settings, ToolUrls{"https://cme.example.org"}, profile);
}

TEST(MoodleItems, KeepWhatMoodleKeeps) {
  const Json item = item_for(moodle::MoodleProfile());
  EXPECT_EQ(item["type"], "ltiResourceLink");
  EXPECT_FALSE(item.contains("iframe") || item.contains("window"));
  EXPECT_FALSE(item["lineItem"].contains("label"));
  EXPECT_EQ(item["lineItem"]["scoreMaximum"], 1);
  EXPECT_EQ(item["lineItem"]["resourceId"], "five-moments");
  EXPECT_EQ(item["lineItem"]["submissionReview"]["custom"]["unit"], "five-moments");
  EXPECT_FALSE(item_for(moodle::MoodleProfile(), Grading::none).contains("lineItem"));
}

TEST(MoodleItems, CustomValuesHaveNoLinesAndKeysNoCapitals) {
  Json item = {{"custom", {{"Unit-Id", "a\nb\r\nc=d"}, {"unit", "x"}, {"n", 1}, {"\xc3\xa9", "e"}}},
               {"lineItem", {{"scoreMaximum", 1}, {"tag", std::string(300, 't')}, {"submissionReview", {{"custom", {{"A", "b\n"}}}}}}}};
  moodle::MoodleProfile().shape_item(item);
  EXPECT_EQ(item["custom"], (Json{{"unitid", "a b  c=d"}, {"unit", "x"}}));
  EXPECT_EQ(item["lineItem"]["tag"].get<std::string>().size(), 255U);
  EXPECT_EQ(item["lineItem"]["submissionReview"]["custom"], (Json{{"a", "b "}}));
}

TEST(CanvasItems, AlwaysHaveAMaximumAndOneName) {
  const Json item = item_for(canvas::CanvasProfile(), Grading::score);
  EXPECT_EQ(item["lineItem"]["scoreMaximum"], 2);
  EXPECT_EQ(item["lineItem"]["label"], item["title"]);
  EXPECT_EQ(item["lineItem"]["resourceId"], "five-moments");
  EXPECT_FALSE(item["lineItem"].contains("submissionReview"));
  EXPECT_TRUE(item["iframe"]["width"].is_number());
  Json bare = {{"title", "T"}, {"lineItem", {{"label", "other"}}}};
  canvas::CanvasProfile().shape_item(bare);
  EXPECT_EQ(bare["lineItem"]["scoreMaximum"], 1);
  EXPECT_EQ(bare["lineItem"]["label"], "T");
}

}  // namespace
}  // namespace preceptor::lti
