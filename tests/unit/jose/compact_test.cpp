#include "lti/jose/compact.hpp"

#include <gtest/gtest.h>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::jose {
namespace {

std::string part(std::string_view text) {
  return base::base64url_encode(text);
}

TEST(Compact, KeepsTheSignedBytes) {
  const std::string header = R"({ "alg" : "RS256", "kid":"k" })";
  const std::string token = part(header) + "." + part(R"({"a":1})") + "." + part("sig");
  const auto jws = parse_compact(token);
  ASSERT_TRUE(jws) << jws.error().detail;
  EXPECT_EQ(jws->signing_input, token.substr(0, token.rfind('.')));
  EXPECT_EQ(jws->signature, "sig");
  EXPECT_EQ(jws->header_json, header);
  EXPECT_EQ(jws->payload_json, R"({"a":1})");
  EXPECT_EQ(jws->payload->at("a"), 1);
  EXPECT_EQ(jws->alg, "RS256");
  EXPECT_EQ(jws->kid, "k");
  EXPECT_FALSE(jws->has_crit);
}

TEST(Compact, ReportsOddHeaders) {
  const auto jws = parse_compact(part(R"({"alg":5,"kid":null,"crit":[]})") + "." + part("{}") + ".");
  ASSERT_TRUE(jws) << jws.error().detail;
  EXPECT_EQ(jws->alg, "");
  EXPECT_FALSE(jws->kid);
  EXPECT_TRUE(jws->has_crit);
  EXPECT_EQ(jws->signature, "");
}

TEST(Compact, Refuses) {
  const std::string h = part(R"({"alg":"RS256"})");
  const std::string p = part("{}");
  const std::string s = part("sig");
  const std::string cases[] = {
      "",
      ".",
      "..",
      "...",
      h,
      h + "." + p,
      h + "." + p + "." + s + ".",
      h + "." + p + "." + s + "." + s,
      "." + p + "." + s,
      h + ".." + s,
      h + "=." + p + "." + s,
      h + "." + p + "=." + s,
      h + "." + p + "." + s + "=",
      h + "." + p + ".c2ln\n",
      " " + h + "." + p + "." + s,
      h + "." + p + ".c2lnZ",
      h + "." + p + ".Zh",  // length 1 mod 4, trailing bits
      part("[]") + "." + p + "." + s,
      h + "." + part("[]") + "." + s,
      h + "." + part("\"x\"") + "." + s,
      h + "." + part("1") + "." + s,
      part(R"({"alg":"none","alg":"RS256"})") + "." + p + "." + s,  // duplicate member in the header
      h + "." + part(R"({"iss":"a","iss":"b"})") + "." + s,         // and in the payload
      h + "." + part(R"({"x":{"y":1,"y":2}})") + "." + s,
      h + "." + part("{\"a\":\"\xff\"}") + "." + s,
      h + "." + part("{} ") + "x." + s,
      h + "." + part(std::string("{}\0{}", 5)) + "." + s,
      h + "." + part("{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}") + "." + s,
      "eyJhbGciOiJSUzI1NiJ9\xff." + p + "." + s};
  for (const std::string& token : cases) {
    const auto jws = parse_compact(token);
    ASSERT_FALSE(jws) << token;
    EXPECT_EQ(jws.error().code, base::Code::token_malformed);
  }
}

TEST(Compact, LimitsTheSize) {
  const std::string token = part("{}") + "." + part("{}") + "." + part("s");
  EXPECT_TRUE(parse_compact(token, token.size()));
  EXPECT_FALSE(parse_compact(token, token.size() - 1));
  EXPECT_FALSE(parse_compact(part("{}") + "." + part("{\"a\":\"" + std::string(70000, 'x') + "\"}") + "." + part("s")));
}

}  // namespace
}  // namespace preceptor::jose
