#include "core/activity/sentence.hpp"

#include <gtest/gtest.h>

namespace preceptor::activity {
namespace {

TEST(Sentence, FillsInItsValuesOnce) {
  const std::pair<Sentence, const char*> cases[] = {
      {{"k", "No values.", {}}, "No values."},
      {{"k", "{a} and {b}, {a}", {{"a", "1"}, {"b", "2"}}}, "1 and 2, 1"},
      {{"k", "{a}{b}", {{"a", "{b}"}, {"b", "x"}}}, "{b}x"},
      {{"k", "{unknown} stays", {{"a", "1"}}}, "{unknown} stays"},
      {{"k", "open { brace", {}}, "open { brace"},
      {{"k", "", {}}, ""},
  };
  for (const auto& [sentence, text] : cases) EXPECT_EQ(plain(sentence), text);
}

TEST(Sentence, Lists) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace preceptor::activity
