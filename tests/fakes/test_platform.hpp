// A small LTI platform for tests: makes RSA keys, publishes a key set, signs tokens with any header and claims. A
// second reading of RFC 7515 to 7518, on purpose without anything of lti/. Test targets link OpenSSL::Crypto and see
// nlohmann/json.
#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <memory>
#include "core/base/json.hpp"
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preceptor::fakes {

using TestJson = nlohmann::json;

inline std::string to_base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

class TestKey {
 public:
  // Making a key takes 50 ms and more: share one between cases.
  explicit TestKey(std::string kid, unsigned bits = 2048)
      : kid_(std::move(kid)), key_(EVP_RSA_gen(bits), EVP_PKEY_free) {
    if (!key_) throw std::runtime_error("no RSA key could be made");
  }
  const std::string& kid() const { return kid_; }

  TestJson jwk() const {
    return {{"kty", "RSA"},
            {"use", "sig"},
            {"alg", "RS256"},
            {"kid", kid_},
            {"n", number(OSSL_PKEY_PARAM_RSA_N)},
            {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
  }

  std::string sign_rs256(std::string_view input) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t length = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(input.data()), input.size()) != 1) {
      throw std::runtime_error("signing failed");
    }
    signature.resize(length);
    return signature;
  }

 private:
  std::string number(const char* name) const {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key_.get(), name, &value) != 1) throw std::runtime_error("the key has no such number");
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return to_base64url(bytes);
  }

  std::string kid_;
  std::shared_ptr<EVP_PKEY> key_;
};

// header.payload.signature of any two texts, well-formed or not.
inline std::string sign_texts(const TestKey& key, std::string_view header, std::string_view payload) {
  const std::string input = to_base64url(header) + "." + to_base64url(payload);
  return input + "." + to_base64url(key.sign_rs256(input));
}
inline std::string sign(const TestKey& key, const TestJson& header, const TestJson& claims) {
  return sign_texts(key, header.dump(), claims.dump());
}
inline std::string sign_hs256(std::string_view secret, const TestJson& header, const TestJson& claims) {
  const std::string input = to_base64url(header.dump()) + "." + to_base64url(claims.dump());
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(), code, &length);
  return input + "." + to_base64url({reinterpret_cast<const char*>(code), length});
}

// One platform with one key, one client and one deployment.
struct TestPlatform {
  std::string issuer = "https://lms.example.org";
  std::string client_id = "client-1";
  std::string deployment_id = "1";
  std::string jwks_uri = "https://lms.example.org/jwks";
  TestKey key{"key-1"};

  std::string jwks() const { return TestJson{{"keys", {key.jwk()}}}.dump(); }
  TestJson header() const { return {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid()}}; }

  // The claims of a complete resource link launch by a learner. `issued_at`: Unix seconds; expires an hour later.
  TestJson claims(long long issued_at, const std::string& nonce, const std::string& target_link_uri,
                  const std::string& subject = "user-4") const {
    const std::string lti = "https://purl.imsglobal.org/spec/lti/claim/";
    return {{"iss", issuer},
            {"aud", client_id},
            {"sub", subject},
            {"iat", issued_at},
            {"exp", issued_at + 3600},
            {"nonce", nonce},
            {lti + "version", "1.3.0"},
            {lti + "message_type", "LtiResourceLinkRequest"},
            {lti + "deployment_id", deployment_id},
            {lti + "target_link_uri", target_link_uri},
            {lti + "roles", {"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"}},
            {lti + "resource_link", {{"id", "link-1"}, {"title", "Unit 1"}}},
            {lti + "context",
             {{"id", "course-2"},
              {"label", "QI"},
              {"title", "Quality"},
              {"type", {"http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"}}}},
            {lti + "tool_platform",
             {{"guid", "lms.example.org"},
              {"name", "Example LMS"},
              {"product_family_code", "moodle"},
              {"version", "2024042200"}}},
            {lti + "launch_presentation",
             {{"document_target", "iframe"}, {"return_url", issuer + "/return?course=2"}, {"locale", "en"}}},
            {lti + "custom", {{"unit", "apixaban-dose"}}},
            {"name", "Test Person"},
            {"email", "person@lms.example.org"}};
  }
  std::string id_token(const TestJson& claims) const { return sign(key, header(), claims); }
};

}  // namespace preceptor::fakes
