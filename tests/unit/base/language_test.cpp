#include "core/base/language.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/base/error.hpp"
#include "core/base/result.hpp"
#include "core/ports/http.hpp"

namespace preceptor::base {
namespace {

TEST(Language, KnowsWellFormedTags) {
  for (const char* tag : {"en",         "es",         "ar",         "en-US",           "pt-br",
                          "zh-Hant-TW", "sr-Latn-RS", "de-CH-1996", "sl-rozaj-biske",  "es-419",
                          "zh-yue-HK",  "x-own",      "en-x-own-1", "en-u-ca-gregory", "i-klingon",
                          "en-GB-oed",  "zh-min-nan", "art-lojban", "sgn-BE-FR",       "abcde"}) {
    EXPECT_TRUE(is_language_tag(tag)) << tag;
  }
  for (const char* tag : {"", "e", "en_US", "en-", "-en", "en--US", "en-U", "en-us-k12", "en-u", "en-u-x", "x", "x-",
                          "english language", "1en", "en-x", "abcdefghi", "en-US-US", "i-none", "en-\xc3\xa9"}) {
    EXPECT_FALSE(is_language_tag(tag)) << tag;
  }
  EXPECT_FALSE(is_language_tag(std::string(300, 'a')));
}

TEST(Language, Normalises) {
  const std::pair<const char*, const char*> cases[] = {{"pt_BR", "pt-BR"},
                                                       {"PT-br", "pt-BR"},
                                                       {"EN", "en"},
                                                       {"zh_hant_tw", "zh-Hant-TW"},
                                                       {"en-U-CA-Gregory", "en-u-ca-gregory"},
                                                       {"es_419", "es-419"}};
  for (const auto& [tag, expected] : cases) EXPECT_EQ(normalize_language(tag), expected);
  for (const char* tag : {"", "en_us_k12", "C", "en_US.UTF-8", "not a tag"})
    EXPECT_FALSE(normalize_language(tag)) << tag;
}

TEST(Language, Chooses) {
  using List = std::vector<std::string>;
  struct Case {
    List wanted, offered;
    std::optional<std::string> chosen;
  };
  const Case cases[] = {
      {{"es-MX", "en"}, {"en", "es"}, "es"},
      {{"es-MX"}, {"es-ES", "es-MX"}, "es-MX"},
      {{"EN-us"}, {"en", "en-US"}, "en-US"},
      {{"zh-Hant-TW"}, {"zh-Hans", "zh-Hant"}, "zh-Hant"},
      {{"pt"}, {"pt-BR"}, "pt-BR"},
      {{"fr", "ar"}, {"en", "ar"}, "ar"},
      {{"fr"}, {"en", "ar"}, std::nullopt},
      {{}, {"en"}, std::nullopt},
      {{"en"}, {}, std::nullopt},
      {{"e"}, {"en"}, std::nullopt},
  };
  for (const Case& one : cases) EXPECT_EQ(choose_language(one.wanted, one.offered), one.chosen);
}

TEST(Language, ReadsAcceptLanguage) {
  using List = std::vector<std::string>;
  EXPECT_EQ(parse_accept_language("es-mx,es;q=0.9, en ; q=0.8,ar;q=0"), (List{"es-MX", "es", "en"}));
  EXPECT_EQ(parse_accept_language("en;q=0.1,fr;q=0.5,de"), (List{"de", "fr", "en"}));
  EXPECT_EQ(parse_accept_language("*,en_US,;q=1,fr;q=2,de;q=x,it;level=1,pt;q=1.001,ja;q=0.5555,nl;q=1.000"),
            (List{"nl"}));
  EXPECT_TRUE(parse_accept_language("").empty());
  std::string many;
  for (char c = 'a'; c <= 'z'; ++c) many += std::string("a") + c + ",";
  EXPECT_EQ(parse_accept_language(many).size(), 20U);
}

TEST(Language, KnowsDirection) {
  for (const char* tag : {"ar", "ar-EG", "he", "fa-IR", "ur", "AR", "az-Arab", "pa-Arab-PK"})
    EXPECT_TRUE(is_right_to_left(tag)) << tag;
  for (const char* tag : {"", "en", "es", "ar-Latn", "az", "arn"}) EXPECT_FALSE(is_right_to_left(tag)) << tag;
}

TEST(Errors, AreCompleteAndDistinct) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    const CodeInfo& one = info(static_cast<Code>(i));
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_GE(one.status, 400) << one.name;
    EXPECT_LT(one.status, 600) << one.name;
    EXPECT_TRUE(one.user.ends_with('.')) << one.name;
    EXPECT_TRUE(one.fix.ends_with('.')) << one.name;
  }
  EXPECT_EQ(info(Code::launch_audience).status, 401);
  EXPECT_EQ(info(Code::internal).name, "internal");
}

TEST(Errors, DescribeInOneLine) {
  EXPECT_EQ(describe({Code::launch_nonce, "", "", ""}), "launch.nonce");
  EXPECT_EQ(describe({Code::launch_nonce, "gone", "", ""}), "launch.nonce: gone");
  // What a log may say: another server's words may name somebody.
  EXPECT_EQ(describe_for_log({Code::launch_nonce, "gone", "", ""}), "launch.nonce: gone");
  EXPECT_EQ(describe_for_log({Code::service_refused, "status 403: User Jane Secretname may not", "", ""}), "service.refused: status 403");
  EXPECT_EQ(describe_for_log({Code::token_unreadable, "status 200, a page instead of a token (\"Hello Jane\")", "", ""}), "token.unreadable: status 200");
  EXPECT_EQ(describe_for_log({Code::register_refused, "it answered: Jane", "a", "b"}), "register.refused (expected a, received b)");
  EXPECT_EQ(describe({Code::launch_issuer, "x", "a", "b"}), "launch.issuer: x (expected a, received b)");
  const Status failed = mismatch(Code::launch_issuer, "a", "b");
  ASSERT_FALSE(failed);
  EXPECT_EQ(describe(failed.error()), "launch.issuer (expected a, received b)");
}

TEST(Headers, AreFoundWithoutCase) {
  const ports::Headers headers = {{"Content-Type", "a"}, {"content-type", "b"}, {"X", "c"}};
  ASSERT_NE(ports::header(headers, "CONTENT-TYPE"), nullptr);
  EXPECT_EQ(*ports::header(headers, "CONTENT-TYPE"), "a");
  EXPECT_EQ(ports::header(headers, "Content"), nullptr);
  EXPECT_EQ(ports::header({}, "X"), nullptr);
}

}  // namespace
}  // namespace preceptor::base
