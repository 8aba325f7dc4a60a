// Documents that carry their own key: read only in the one form, and never believed beyond their signature.
#include <gtest/gtest.h>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/certificate.hpp"
#include "lti/jose/signed_document.hpp"

namespace preceptor::jose {
namespace {

using base::Json;

constexpr const char* kType = "test+jws";
constexpr std::size_t kRoomForAll = 64 * 1024;

const PrivateKey& own_key() {
  static const PrivateKey key = PrivateKey::make();
  return key;
}

Json header() {
  return {{"alg", "RS256"}, {"typ", kType}, {"kid", own_key().kid()}, {"jwk", Json::parse(own_key().public_jwk())}};
}

// Well signed, whatever the header says.
std::string signed_with(const std::string& header_text, const std::string& payload = "{}") {
  const std::string input = base::base64url_encode(header_text) + "." + base::base64url_encode(payload);
  return input + "." + base::base64url_encode(own_key().sign_rs256(input));
}

TEST(SignedDocument, IsReadAsItWasSigned) {
  const std::string token = sign_document(own_key(), kType, {}, R"({ "a": 1 })");
  EXPECT_EQ(token, sign_document(own_key(), kType, {}, R"({ "a": 1 })")) << "the same every time";
  const auto document = read_document(token, kType, kRoomForAll);
  ASSERT_TRUE(document) << base::describe(document.error());
  EXPECT_TRUE(document->signature_fits);
  EXPECT_EQ(document->payload_json, R"({ "a": 1 })") << "byte for byte";
  EXPECT_EQ(document->thumbprint, own_key().kid());
  EXPECT_EQ(document->public_pem, own_key().public_pem());
  EXPECT_TRUE(document->certificates_der.empty());
  EXPECT_TRUE(read_document(signed_with(base::canonical_json(header())), kType, kRoomForAll)->signature_fits);
}

TEST(SignedDocument, OtherHeadersAreRefused) {
  const auto with = [](const char* name, const Json& value) {
    Json changed = header();
    changed[name] = value;
    return base::canonical_json(changed);
  };
  const auto without = [](const char* name) {
    Json changed = header();
    changed.erase(name);
    return base::canonical_json(changed);
  };
  Json short_key = header();
  short_key["jwk"]["n"] = "AQAB";
  Json private_key = header();
  private_key["jwk"]["d"] = "AQAB";
  const std::pair<std::string, const char*> cases[] = {
      {with("alg", "none"), "alg"}, {with("alg", "RS512"), "alg"}, {without("alg"), "alg"}, {with("typ", "JWT"), "typ"}, {without("typ"), "typ"}, {without("jwk"), "jwk"},
      {with("jwk", "text"), "jwk"}, {base::canonical_json(short_key), "jwk"}, {base::canonical_json(private_key), "jwk"}, {with("kid", "another"), "kid"}, {without("kid"), "kid"},
      {with("crit", Json::array({"x"})), "crit"}, {with("x5c", "text"), "x5c"}, {with("x5c", Json::array()), "x5c"}, {with("x5c", Json::array({"*"})), "x5c"},
      {with("x5c", Json::array({1})), "x5c"}, {with("x5c", Json(9, "AAAA")), "x5c"}, {header().dump(2), "form"}};
  for (const auto& [text, says] : cases) {
    const auto document = read_document(signed_with(text), kType, kRoomForAll);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, base::Code::token_malformed);
    EXPECT_NE(document.error().detail.find(says), std::string::npos) << says << ": " << document.error().detail;
  }
  EXPECT_FALSE(read_document(signed_with(base::canonical_json(header())), kType, 100)) << "longer than it may be";
}

TEST(SignedDocument, AForeignSignatureIsReadAndDoesNotFit) {
  std::string token = sign_document(own_key(), kType, {}, "{}");
  const auto other = PrivateKey::make();
  const std::string input = token.substr(0, token.rfind('.'));
  const auto document = read_document(input + "." + base::base64url_encode(other.sign_rs256(input)), kType, kRoomForAll);
  ASSERT_TRUE(document);
  EXPECT_FALSE(document->signature_fits);
}

TEST(SignedDocument, KeysAndRequestsComeAsPem) {
  EXPECT_EQ(*public_key_of(own_key().public_pem()), own_key().public_pem());
  for (const std::string& text : {std::string(), std::string("x"), own_key().pem().reveal()}) EXPECT_FALSE(public_key_of(text));
  const auto request = own_key().certificate_request("Harbour CME");
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
  for (const std::string& name : {std::string(), std::string(65, 'x'), std::string("\xff")}) EXPECT_FALSE(own_key().certificate_request(name));
  EXPECT_FALSE(certificates_from_pem("nothing"));
  EXPECT_FALSE(look_at_certificate("nothing"));
}

}  // namespace
}  // namespace preceptor::jose
