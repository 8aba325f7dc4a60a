#include "core/base/url.hpp"

#include <gtest/gtest.h>

namespace preceptor::base {
namespace {

TEST(Url, Reads) {
  struct Case {
    const char *text, *origin, *path, *query;
    int port;
  };
  const Case cases[] = {
      {"https://example.org", "https://example.org", "/", "", 443},
      {"HTTPS://Example.ORG/", "https://example.org", "/", "", 443},
      {"http://127.0.0.1:8480/a/b?c=d&e", "http://127.0.0.1:8480", "/a/b", "c=d&e", 8480},
      {"https://example.org:443/x", "https://example.org", "/x", "", 443},
      {"https://example.org:8443", "https://example.org:8443", "/", "", 8443},
      {"http://[::1]:80/", "http://[::1]", "/", "", 80},
      {"http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080", "/", "", 8080},
      {"https://example.org?x=1", "https://example.org", "/", "x=1", 443},
      {"https://example.org/%E2%82%AC/a[0]?b[]=1", "https://example.org", "/%E2%82%AC/a[0]", "b[]=1", 443},
      {"http://my_host:1/", "http://my_host:1", "/", "", 1},
      {"https://a.b/x?u=http://c@d/?", "https://a.b", "/x", "u=http://c@d/?", 443},
  };
  for (const Case& one : cases) {
    const auto url = parse_url(one.text);
    ASSERT_TRUE(url) << one.text;
    EXPECT_EQ(url->origin(), one.origin);
    EXPECT_EQ(url->path, one.path);
    EXPECT_EQ(url->query, one.query);
    EXPECT_EQ(url->port, one.port);
    const auto again = parse_url(url->text());
    ASSERT_TRUE(again) << url->text();
    EXPECT_EQ(again->text(), url->text());
  }
}

TEST(Url, RefusesWhatReadersDisagreeOn) {
  for (const char* text : {"",
                           "example.org",
                           "//example.org",
                           "/path",
                           "ftp://example.org",
                           "javascript:alert(1)",
                           "javascript://example.org/%0aalert(1)",
                           "data:text/html,x",
                           "https:/example.org",
                           "https:example.org",
                           "https://",
                           "https:///path",
                           "https://user@example.org",
                           "https://user:pass@example.org",
                           "https://example.org@evil.example",
                           "https://example.org\\@evil.example",
                           "https://exa mple.org",
                           "https://example.org/a b",
                           "https://example.org/\t",
                           "https://example.org/\n",
                           "\thttps://example.org",
                           " https://example.org",
                           "https://example.org/\x7f",
                           "https://example.org\\path",
                           "https://example.org/a\\b",
                           "https://example.org/#f",
                           "https://example.org#",
                           "https://example.org:",
                           "https://example.org:0",
                           "https://example.org:65536",
                           "https://example.org:080",
                           "https://example.org:-1",
                           "https://example.org:8a",
                           "https://[::1",
                           "https://::1/",
                           "https://[::1]x/",
                           "https://[::1%25eth0]/",
                           "https://[fe80::1%eth0]/",
                           "https://[127.0.0.1]/",
                           "https://127.1/",
                           "https://0x7f.0.0.1/",
                           "https://0x7f000001/",
                           "https://2130706433/",
                           "https://127.0.0.256/",
                           "https://0177.0.0.1/",
                           "https://a..b/",
                           "https://.a/",
                           "https://a./",
                           "https://exa%6dple.org/",
                           "https://ex\xc3\xa4mple.org/",
                           "https://example.org/\xc3\xa4",
                           "https://example.org/%",
                           "https://example.org/%4",
                           "https://example.org/%zz",
                           "https://example.org/<x>",
                           "https://example.org/\"x",
                           "https://example.org/{x}",
                           "https://example.org/`",
                           "https://example.org;x/",
                           "http+x://example.org/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
  EXPECT_FALSE(parse_url(std::string_view("https://example.org/\0", 21)));
  EXPECT_FALSE(parse_url("https://" + std::string(64, 'a') + ".org/"));
  EXPECT_FALSE(parse_url("https://" + std::string(300, 'a') + "/"));
}

TEST(Percent, EncodesAndDecodes) {
  EXPECT_EQ(percent_encode("aZ09-._~ /?&=+\xc3\xa9"), "aZ09-._~%20%2F%3F%26%3D%2B%C3%A9");
  EXPECT_EQ(percent_decode("a%20b+c%c3%A9"), "a b+c\xc3\xa9");
  for (const char* text : {"%", "%4", "%zz", "%4z", "a%", "%%41"}) EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(Url, AddsToTheQuery) {
  EXPECT_EQ(add_query("https://a.b/c", "n", "v w"), "https://a.b/c?n=v%20w");
  EXPECT_EQ(add_query("https://a.b/c?x=1", "n", "&"), "https://a.b/c?x=1&n=%26");
  EXPECT_EQ(add_query("https://a.b/c?", "n", "v"), "https://a.b/c?n=v");
  EXPECT_EQ(add_query("https://a.b/c#f", "n", "v"), "https://a.b/c?n=v#f");
}

TEST(Form, Reads) {
  const auto fields = parse_form("a=1&b=x+y%2B&&a=2&c&=e&d=%C3%A9=&");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields, (Fields{{"a", "1"}, {"b", "x y+"}, {"a", "2"}, {"c", ""}, {"", "e"}, {"d", "\xc3\xa9="}}));
  EXPECT_EQ(*field(*fields, "a"), "1");
  EXPECT_EQ(field(*fields, "z"), nullptr);
  EXPECT_EQ(field_values(*fields, "a"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(*parse_form(format_form(*fields)), *fields);
  EXPECT_TRUE(parse_form("")->empty());
}

TEST(Form, Refuses) {
  for (const char* body :
       {"a=%", "a=%4", "a=%zz", "%=1", "a=%00", "a%00=1", "a=%ff", "a=%C0%AF", "a=\xff", "a=%ED%A0%80"}) {
    const auto fields = parse_form(body);
    ASSERT_FALSE(fields) << body;
    EXPECT_EQ(fields.error().code, Code::request_malformed);
  }
  EXPECT_TRUE(parse_form("a&b&c", 3));
  EXPECT_FALSE(parse_form("a&b&c&d", 3));
}

}  // namespace
}  // namespace preceptor::base
