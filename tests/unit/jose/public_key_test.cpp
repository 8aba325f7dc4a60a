#include "lti/jose/public_key.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"
#include "tests/fakes/test_platform.hpp"

namespace preceptor::jose {
namespace {

using fakes::TestJson;
using fakes::TestKey;

const TestKey& shared_key() {
  static const TestKey key("k1");
  return key;
}
base::Result<KeySet> read(const std::vector<TestJson>& keys) {
  return parse_jwks(TestJson{{"keys", keys}}.dump());
}
TestJson with(TestJson jwk, const char* name, const TestJson& value) {
  jwk[name] = value;
  return jwk;
}
TestJson without(TestJson jwk, const char* name) {
  jwk.erase(name);
  return jwk;
}

// RFC 7515 appendix A.2.
constexpr const char* kVectorKey =
    R"({"keys":[{"kty":"RSA","kid":"a2","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]})";
constexpr const char* kVectorInput =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr const char* kVectorSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

TEST(PublicKey, VerifiesTheVectorOfRfc7515) {
  const auto set = parse_jwks(kVectorKey);
  ASSERT_TRUE(set) << set.error().detail;
  ASSERT_EQ(set->keys.size(), 1U);
  const PublicKey& key = *set->keys[0];
  EXPECT_EQ(key.bits(), 2048);
  EXPECT_EQ(key.kid(), "a2");
  const std::string signature = *base::base64url_decode(kVectorSignature);
  EXPECT_TRUE(key.verify_rs256(kVectorInput, signature));
  EXPECT_FALSE(key.verify_rs256(std::string(kVectorInput) + "x", signature));
  EXPECT_FALSE(key.verify_rs256("", signature));
  EXPECT_FALSE(key.verify_rs256(kVectorInput, ""));
  EXPECT_FALSE(key.verify_rs256(kVectorInput, signature.substr(1)));
  EXPECT_FALSE(key.verify_rs256(kVectorInput, signature + '\0'));
  EXPECT_FALSE(key.verify_rs256(kVectorInput, std::string(256, '\0')));
  for (std::size_t at : {0U, 100U, 255U}) {
    std::string altered = signature;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_FALSE(key.verify_rs256(kVectorInput, altered));
  }
}

TEST(PublicKey, VerifiesOurOwnTokensWithTheRightKeyOnly) {
  const TestKey other("k2");
  const auto set = read({shared_key().jwk(), other.jwk()});
  ASSERT_TRUE(set);
  ASSERT_EQ(set->keys.size(), 2U);
  const auto jws = parse_compact(fakes::sign(shared_key(), {{"alg", "RS256"}}, {{"a", 1}}));
  ASSERT_TRUE(jws);
  EXPECT_TRUE(set->keys[0]->verify_rs256(jws->signing_input, jws->signature));
  EXPECT_FALSE(set->keys[1]->verify_rs256(jws->signing_input, jws->signature));
}

TEST(PublicKey, AnHmacUnderThePublicKeyIsNoSignature) {
  const auto set = read({shared_key().jwk()});
  ASSERT_TRUE(set);
  const auto jws = parse_compact(fakes::sign_hs256(shared_key().jwk().dump(), {{"alg", "HS256"}}, {{"a", 1}}));
  ASSERT_TRUE(jws);
  EXPECT_FALSE(set->keys[0]->verify_rs256(jws->signing_input, jws->signature));
}

TEST(PublicKey, LeavesNothingInTheHostsErrorQueue) {
  const auto set = read({shared_key().jwk()});
  ASSERT_TRUE(set);
  ERR_clear_error();
  EXPECT_FALSE(set->keys[0]->verify_rs256("x", std::string(256, 'y')));
  EXPECT_EQ(ERR_peek_error(), 0UL);
}

TEST(Jwks, TakesWhatMayBeMissing) {
  for (const TestJson& jwk :
       {shared_key().jwk(), without(shared_key().jwk(), "alg"), without(shared_key().jwk(), "use"),
        with(shared_key().jwk(), "key_ops", {"verify"}), with(shared_key().jwk(), "x5c", {"ignored"})}) {
    const auto set = read({jwk});
    ASSERT_TRUE(set);
    EXPECT_EQ(set->keys.size(), 1U) << jwk;
    EXPECT_TRUE(set->skipped.empty());
  }
}

TEST(Jwks, SkipsWhatItMustNotUse) {
  const TestJson good = shared_key().jwk();
  const std::pair<TestJson, const char*> cases[] = {
      {TestKey("small", 1024).jwk(), "shorter"},
      {with(good, "kty", "EC"), "kty"},
      {with(good, "kty", "oct"), "kty"},
      {without(good, "kty"), "kty"},
      {with(good, "use", "enc"), "use"},
      {with(good, "alg", "HS256"), "alg"},
      {with(good, "alg", "none"), "alg"},
      {with(good, "alg", 5), "alg"},
      {with(good, "key_ops", {"encrypt"}), "key_ops"},
      {with(good, "key_ops", "verify"), "key_ops"},
      {with(good, "d", "AQAB"), "private"},
      {without(good, "n"), "missing"},
      {without(good, "e"), "missing"},
      {with(good, "e", 65537), "missing"},
      {with(good, "n", good["n"].get<std::string>() + "="), "base64url"},
      {with(good, "e", ""), "base64url"},
      {with(good, "e", "AQ"), "not an RSA key"},                // 1
      {with(good, "e", "AQAA"), "not an RSA key"},              // even
      {with(good, "e", "AQAAAAAAAAAAAAAB"), "not an RSA key"},  // huge
      {with(good, "n", std::string(4000, 'A')), "base64url"},   // too long to be looked at
      {with(good, "n", fakes::to_base64url(std::string(1500, '\xff'))), "longer"},
      {without(good, "kid"), "kid"},
      {with(good, "kid", 7), "kid"},
      {with(good, "kid", ""), "kid"},
      {with(good, "kid", std::string(257, 'k')), "kid"},
      {TestJson("text"), "kid"},
  };
  for (const auto& [jwk, why] : cases) {
    const auto set = read({jwk});
    ASSERT_TRUE(set) << jwk;
    EXPECT_TRUE(set->keys.empty()) << jwk;
    ASSERT_EQ(set->skipped.size(), 1U) << jwk;
    EXPECT_NE(set->skipped[0].find(why), std::string::npos) << set->skipped[0];
  }
}

TEST(Jwks, Refuses) {
  const std::string jwk = shared_key().jwk().dump();
  std::string many = "{\"keys\":[{}";
  for (int i = 0; i < 32; ++i) many += ",{}";
  for (const std::string& json : {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"keys":{}})"),
                                  std::string(R"({"keys":null})"), "{\"keys\":[" + jwk + "," + jwk + "]}",
                                  std::string(R"({"keys":[],"keys":[]})"), many + "]}",
                                  "{\"keys\":[]," + std::string(65536, ' ') + "}", std::string("<html>")}) {
    const auto set = parse_jwks(json);
    ASSERT_FALSE(set) << json.substr(0, 60);
    EXPECT_EQ(set.error().code, base::Code::jwks_malformed);
  }
  EXPECT_TRUE(parse_jwks(R"({"keys":[]})"));
}

}  // namespace
}  // namespace preceptor::jose
