#include "lti/jose/private_key.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <fstream>
#include <sstream>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"
#include "lti/jose/public_key.hpp"

namespace preceptor::jose {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/jose/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

PrivateKey known_key() {
  auto key = PrivateKey::from_pem(base::Secret(file("known_key.pem")));
  if (!key) throw std::runtime_error(base::describe(key.error()));
  return std::move(*key);
}

std::shared_ptr<const PublicKey> public_half(const PrivateKey& key) {
  const auto set = parse_jwks("{\"keys\":[" + key.public_jwk() + "]}");
  return set && set->keys.size() == 1 ? set->keys.front() : nullptr;
}

// Made with: openssl dgst -sha256 -sign known_key.pem
constexpr const char* kInput = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UifQ";
constexpr const char* kSignature =
    "Uc9xJHES8UCHOal6CeQ_wfbZbNoFILoFrXaBqUr2iMEeDX-JBKzptEqGdgWxg_k_1hFKzivRf9tImq5a0RyXQjZjUPdjZUlMhqNcTnxiOrOTQuxUIcrNoUSEx2Zc"
    "Pr3u2n_YFRDdV2lFysIiuyz_6wkIi2mPuhACDFTxMoq8GKT_EXjJNQ9BvTNYcO9Hzrrld0uQAVtohLNk0U9W8DvJHS1nrW2r_cREtYrfI_"
    "kbFZ6MQ_goq2bADrs5AIRhpLjzT6-EVxRWOv-fUhUfBpAB_bjEwikBhYcxR5BY03LGWhYGNtl8gyz2HFtDD9gFpBhw64O-Z5lQS-psJYVB-rmWlA";

TEST(PrivateKey, SignsAsOpensslDoes) {
  const PrivateKey key = known_key();
  EXPECT_EQ(base::base64url_encode(key.sign_rs256(kInput)), kSignature);
  EXPECT_EQ(key.public_pem(), file("known_key.pub.pem"));
  EXPECT_EQ(key.pem().reveal(), file("known_key.pem"));
}

TEST(PrivateKey, TheThumbprintIsThatOfRfc7638) {
  EXPECT_EQ(rsa_thumbprint("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhM"
                           "stn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5h"
                           "ajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                           "AQAB"),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(PrivateKey, ANewKeySignsWhatItsPublishedHalfVerifies) {
  ERR_clear_error();
  const PrivateKey key = PrivateKey::make();
  const auto jwk = base::parse_json(key.public_jwk());
  ASSERT_TRUE(jwk);
  EXPECT_EQ(jwk->size(), 6u) << key.public_jwk();
  EXPECT_EQ(jwk->at("kty"), "RSA");
  EXPECT_EQ(jwk->at("use"), "sig");
  EXPECT_EQ(jwk->at("alg"), "RS256");
  EXPECT_EQ(jwk->at("kid"), key.kid());
  EXPECT_EQ(key.kid().size(), 43u);
  const auto verifier = public_half(key);
  ASSERT_TRUE(verifier);
  EXPECT_EQ(verifier->bits(), 2048);
  EXPECT_EQ(verifier->pem(), key.public_pem());
  const auto jws = parse_compact(make_compact(key, R"({"iss":"client","exp":1})"));
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->header_json, R"({"alg":"RS256","kid":")" + key.kid() + R"(","typ":"JWT"})");
  EXPECT_EQ(jws->payload_json, R"({"iss":"client","exp":1})");
  EXPECT_TRUE(verifier->verify_rs256(jws->signing_input, jws->signature));
  EXPECT_FALSE(verifier->verify_rs256(jws->signing_input + "x", jws->signature));
  EXPECT_FALSE(public_half(known_key())->verify_rs256(jws->signing_input, jws->signature));
  const auto again = PrivateKey::from_pem(key.pem());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kid(), key.kid());
  EXPECT_EQ(again->sign_rs256("x"), key.sign_rs256("x"));
  EXPECT_EQ(ERR_peek_error(), 0UL) << "the host's error queue";
}

TEST(PrivateKey, RefusesWhatIsNoKey) {
  ERR_clear_error();
  const std::string good = file("known_key.pem");
  std::string damaged = good;
  damaged.replace(100, 8, "!!!!!!!!");
  for (const std::string& text : {std::string(), std::string("key"), good.substr(0, good.size() / 2), damaged, file("known_key.pub.pem"), file("ec_key.pem"),
                                  file("short_key.pem")}) {
    const auto key = PrivateKey::from_pem(base::Secret(text));
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, base::Code::key_unreadable);
    EXPECT_EQ(key.error().detail.find("MII"), std::string::npos);
  }
  EXPECT_EQ(ERR_peek_error(), 0UL);
}

}  // namespace
}  // namespace preceptor::jose
