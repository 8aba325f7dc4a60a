#include "core/base/json.hpp"

#include <gtest/gtest.h>

namespace preceptor::base {
namespace {

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, Reads) {
  const auto value = parse_json(R"({"a":[1,-2,2.5,true,null,"\u00e9\ud83d\ude00"],"b":{"a":{}}})");
  ASSERT_TRUE(value) << value.error().detail;
  EXPECT_EQ(value->at("a").size(), 6U);
  EXPECT_EQ(value->at("a").at(5), "\xc3\xa9\xf0\x9f\x98\x80");
  for (const char* text :
       {"1", "\"x\"", "null", "true", " [] ", "\n{}\n", "18446744073709551615", "-9223372036854775808", "1e3"}) {
    EXPECT_TRUE(parse_json(text)) << text;
  }
}

TEST(Json, Refuses) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[1,]",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "[1 2]",
                           "{}{}",
                           "{} x",
                           "nul",
                           "NaN",
                           "Infinity",
                           "-",
                           "01",
                           "+1",
                           ".5",
                           "1.",
                           "0x10",
                           "\"\t\"",
                           "\"\\x\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\xff\"",
                           "\"\xc0\xaf\"",
                           "\"\xed\xa0\x80\"",
                           "// c\n{}",
                           "{} /* c */",
                           "\xef\xbb\xbf{}",
                           "1e999",
                           "[1",
                           "\"a"}) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, Code::json_malformed) << text;
    EXPECT_FALSE(value.error().detail.empty()) << text;
  }
}

TEST(Json, RefusesWhatFollowsANulByte) {
  const auto value = parse_json(std::string_view("{}\0{\"a\":1}", 10));
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().detail, "line 1, column 3: a NUL byte");
}

TEST(Json, NamesLineAndColumn) {
  const auto value = parse_json("{\n  \"a\": 1,\n  \"b\" 2\n}");
  ASSERT_FALSE(value);
  EXPECT_NE(value.error().detail.find("line 3, column 7"), std::string::npos) << value.error().detail;
  EXPECT_NE(value.error().detail.find("expected ':'"), std::string::npos) << value.error().detail;
}

TEST(Json, DetailNeverQuotesTheText) {
  const auto value = parse_json("{\"name\":\"Secret Person\" x}");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().detail.find("Secret"), std::string::npos) << value.error().detail;
}

TEST(Json, RefusesRepeatedMembersByPath) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"a":1,"a":1})", "/a"},
      {R"({"x":{"y":[0,{"a":1,"b":2,"a":3}]}})", "/x/y/2/a"},
      {R"({"a":1,"\u0061":2})", "/a"},
      {R"({"a/b":1,"a~b":{"c":1,"c":2}})", "/a~0b/c"},
  };
  for (const auto& [text, path] : cases) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().detail, std::string("member given twice: ") + path);
  }
  EXPECT_TRUE(parse_json(R"([{"a":1},{"a":1}])"));
  EXPECT_TRUE(parse_json(R"({"a":{"a":{"a":1}}})"));
}

TEST(Json, LimitsDepthAndSize) {
  JsonLimits limits;
  limits.max_depth = 4;
  EXPECT_TRUE(parse_json(nested(4), limits));
  EXPECT_FALSE(parse_json(nested(5), limits));
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_FALSE(parse_json(nested(100000)));
  limits.max_bytes = 10;
  EXPECT_TRUE(parse_json("\"12345678\"", limits));
  EXPECT_FALSE(parse_json("\"123456789\"", limits));
}

TEST(Json, CommentsOnlyWhereAllowed) {
  JsonLimits limits;
  limits.allow_comments = true;
  const auto value = parse_json("\xef\xbb\xbf// first\n{ /* second */ \"a\": 1 }", limits);
  ASSERT_TRUE(value) << value.error().detail;
  EXPECT_EQ(value->at("a"), 1);
  EXPECT_FALSE(parse_json("{\"a\":1, // x\n \"a\":2}", limits));
}

TEST(Json, CanonicalTextIsOneForOneValue) {
  const auto one =
      parse_json(R"( { "b" : 1, "a" : [ 1.5, "x" ], "Z":{"d":null,"c":false}, "\u00e9":"\/\u00e9\n\u0001" } )");
  ASSERT_TRUE(one);
  EXPECT_EQ(canonical_json(*one),
            "{\"Z\":{\"c\":false,\"d\":null},\"a\":[1.5,\"x\"],\"b\":1,\"\xc3\xa9\":\"/\xc3\xa9\\n\\u0001\"}");
  EXPECT_EQ(canonical_json(*parse_json(canonical_json(*one))), canonical_json(*one));
}

TEST(Json, StringMember) {
  const auto value = parse_json(R"({"a":"x","b":1})");
  ASSERT_TRUE(value);
  ASSERT_NE(string_member(*value, "a"), nullptr);
  EXPECT_EQ(*string_member(*value, "a"), "x");
  EXPECT_EQ(string_member(*value, "b"), nullptr);
  EXPECT_EQ(string_member(*value, "c"), nullptr);
  EXPECT_EQ(string_member(Json(3), "a"), nullptr);
}

}  // namespace
}  // namespace preceptor::base
