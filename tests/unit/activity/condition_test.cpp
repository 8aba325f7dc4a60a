#include "core/activity/condition.hpp"

#include <gtest/gtest.h>

namespace preceptor::activity {
namespace {

record::Response chose(std::vector<std::string> choices) {
  return {std::move(choices), "", "", false};
}
record::Response typed(std::string number) {
  return {{}, std::move(number), "", false};
}

// role: single; signs: multi; pain: scale; dose: number; why: text; extra: skipped; anything else: not there.
const Answers kAnswers = {{"role", chose({"nurse"})},       {"signs", chose({"fever", "rash"})},
                          {"pain", chose({"7"})},           {"dose", typed("2.5")},
                          {"why", {{}, "", "ab12", false}}, {"extra", {{}, "", "", true}},
                          {"hollow", {{}, "", "", false}},  {"redcap", chose({"01"})}};

struct Case {
  const char* text;
  bool holds;
  const char* canonical;
};

TEST(Condition, MeansWhatItSays) {
  const Case cases[] = {
      {"role = nurse", true, "role = 'nurse'"},
      {"role=='nurse'", true, "role = 'nurse'"},
      {"role = \"it's\"", false, "role = \"it's\""},
      {"role != nurse", false, "role != 'nurse'"},
      {"role <> physician", true, "role != 'physician'"},
      {"signs = rash", true, "signs = 'rash'"},
      {"signs != rash", false, "signs != 'rash'"},
      {"signs != cough", true, "signs != 'cough'"},
      {"pain >= 7", true, "pain >= 7"},
      {"pain < 7", false, "pain < 7"},
      {"pain > '6.9'", true, "pain > 6.9"},
      {"dose = 2.50", true, "dose = 2.5"},
      {"dose <= -1", false, "dose <= -1"},
      {"dose = rash", false, "dose = 'rash'"},
      {"redcap = 1", true, "redcap = 1"},
      {"why = ab12", false, "why = 'ab12'"},  // the hash of a text is not its value
      {"why != ab12", false, "why != 'ab12'"},
      {"answered(why)", true, "answered(why)"},
      {"answered( extra )", false, "answered(extra)"},
      {"answered(hollow)", false, "answered(hollow)"},
      {"answered(nowhere)", false, "answered(nowhere)"},
      {"nowhere != a", false, "nowhere != 'a'"},
      {"not nowhere = a", true, "not nowhere = 'a'"},
      {"count(signs) >= 2", true, "count(signs) >= 2"},
      {"count(signs) = 1", false, "count(signs) = 1"},
      {"count(nowhere) < 1", true, "count(nowhere) < 1"},
      {"count(why) = 1", true, "count(why) = 1"},
      {"role = a or pain = 7 and dose = 2.5", true, "role = 'a' or pain = 7 and dose = 2.5"},
      {"(role = a or pain = 7) and dose = 3", false, "(role = 'a' or pain = 7) and dose = 3"},
      {"(role = nurse and pain = 7) and dose = 2.5", true, "role = 'nurse' and pain = 7 and dose = 2.5"},
      {"not (role = nurse and pain = 7)", false, "not (role = 'nurse' and pain = 7)"},
      {"not not answered(role)", true, "not not answered(role)"},
      {"((answered(role)))", true, "answered(role)"},
      {"count = 1", false, "count = 1"},  // a question may be called count
  };
  for (const Case& c : cases) {
    const auto condition = parse_condition(c.text);
    ASSERT_TRUE(condition) << c.text << ": " << condition.error().detail;
    EXPECT_EQ(holds(*condition, kAnswers), c.holds) << c.text;
    EXPECT_EQ(to_text(*condition), c.canonical);
    EXPECT_EQ(*parse_condition(c.canonical), *condition) << c.text;
    const auto back = condition_from_json(to_json(*condition));
    ASSERT_TRUE(back) << c.text << ": " << back.error().detail;
    EXPECT_EQ(*back, *condition);
  }
}

TEST(Condition, NamesItsQuestionsOnceInOrder) {
  const auto condition =
      parse_condition("b = 1 and (count(a) > 2 or not answered(b)) and count = 1 and answered = yes");
  ASSERT_TRUE(condition) << condition.error().detail;
  EXPECT_EQ(referenced_questions(*condition), (std::vector<std::string>{"b", "a", "count", "answered"}));
  EXPECT_EQ(tests_of(*condition).size(), 5U);
}

TEST(Condition, JsonForTheScript) {
  EXPECT_EQ(to_json(*parse_condition("a = x and (b < 2 or not answered(c)) and count(d) >= 2")),
            R"({"all":[{"choice":"x","is":"=","question":"a"},{"any":[{"is":"<","number":"2","question":"b"},)"
            R"({"not":{"answered":"c"}}]},{"count":"d","is":">=","number":"2"}]})");
  const char* refused[] = {R"({})",
                           R"([])",
                           R"({"all":[{"answered":"a"}]})",
                           R"({"all":[{"answered":"a"},{"all":[{"answered":"b"},{"answered":"c"}]}]})",
                           R"({"answered":"A b"})",
                           R"({"answered":"a","more":1})",
                           R"({"count":"a","is":"=","number":"1.5"})",
                           R"({"question":"a","is":"<","choice":"x"})",
                           R"({"question":"a","is":"~","choice":"x"})",
                           R"({"question":"a","is":"=","choice":"1"})",
                           R"({"question":"a","is":"=","choice":"it's \"so\""})",
                           R"({"question":"a","is":"=","number":"01"})"};
  for (const char* json : refused) {
    const auto condition = condition_from_json(json);
    ASSERT_FALSE(condition) << json;
    EXPECT_EQ(condition.error().code, base::Code::content_invalid);
  }
}

struct Wrong {
  std::string text;
  std::string says;
};

TEST(Condition, SaysWhereItIsWrong) {
  std::string deep = "answered(a)", many = "answered(a)", longest = "a = '" + std::string(494, 'x') + "'";
  for (int i = 0; i <= kConditionDepth; ++i) deep = "not " + deep;
  for (std::size_t i = 0; i < kConditionTests; ++i) many += " or b=1";
  const Wrong cases[] = {
      {"", "at character 1: expected a question's id"},
      {"role", "at character 5: expected one of = !="},
      {"role = ", "at character 8: expected a number"},
      {"role = nurse nurse", "at character 14: expected \"and\""},
      {"role = 'nurse", "at character 8: a quote that is not closed"},
      {"role ~ nurse", "at character 6: a character that has no meaning"},
      {"Role = nurse", "at character 1: expected a question's id"},
      {"role = Nurse", "at character 8: expected a number, an option's id or a text in quotes"},
      {"role = ''", "at character 8: expected a number"},
      {"role < nurse", "at character 8: only numbers"},
      {"dose = 2,5", "at character 9: a character that has no meaning"},
      {"(role = nurse", "at character 14: expected \")\""},
      {"role = nurse)", "at character 13: expected \"and\""},
      {"answered()", "at character 10: expected a question's id"},
      {"answered(role", "at character 14: expected \")\""},
      {"count(role)", "at character 12: expected one of = !="},
      {"count(role) > 1.5", "at character 15: expected a whole number"},
      {"count(role) > 1000", "at character 15: expected a whole number"},
      {"and", "at character 1: expected a question's id"},
      {"not", "at character 4: expected a question's id"},
      {"role = and", "at character 8: expected a number"},
      {"a = '\xC3\xA9' b", "at character 9: expected \"and\""},  // characters, not bytes
      {"a = 1 + 1", "at character 7: a character that has no meaning"},
      {"a = '\xFF'", "UTF-8"},
      {deep, "more than 8 levels"},
      {many, "more than 32 tests"},
      {longest + " ", "at most 500 bytes"},
      {"a=" + std::string(497, '1'), "at character 3"},
  };
  for (const Wrong& wrong : cases) {
    const auto condition = parse_condition(wrong.text);
    ASSERT_FALSE(condition) << wrong.text;
    EXPECT_EQ(condition.error().code, base::Code::content_invalid);
    EXPECT_NE(condition.error().detail.find(wrong.says), std::string::npos)
        << wrong.text << " -> " << condition.error().detail;
  }
  EXPECT_TRUE(parse_condition(longest));
}

// The deepest and widest condition there may be survives both renderings.
TEST(Condition, RoundTripsAtItsLimits) {
  std::string text = "a=1 or b=1 and c=1";
  for (int i = 0; i < kConditionDepth; ++i) text = "x=1 or y=2 and (" + text + ")";
  const auto condition = parse_condition(text);
  ASSERT_TRUE(condition) << condition.error().detail;
  EXPECT_EQ(*parse_condition(to_text(*condition)), *condition);
  const auto back = condition_from_json(to_json(*condition));
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, *condition);
}

}  // namespace
}  // namespace preceptor::activity
