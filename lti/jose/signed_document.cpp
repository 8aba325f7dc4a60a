#include "lti/jose/signed_document.hpp"

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"
#include "lti/jose/public_key.hpp"

namespace preceptor::jose {
namespace {

constexpr std::size_t kMostInChain = 8;

tl::unexpected<base::Error> no_document(std::string why) { return base::fail(base::Code::token_malformed, std::move(why)); }

base::Result<std::vector<std::string>> chain_in(const base::Json& header) {
  std::vector<std::string> chain;
  const auto found = header.find("x5c");
  if (found == header.end()) return chain;
  if (!found->is_array() || found->empty() || found->size() > kMostInChain) return no_document("x5c is not a list of 1 to 8 certificates");
  for (const base::Json& one : *found) {
    const auto* text = one.get_ptr<const std::string*>();
    auto der = text ? base::base64_decode(*text) : std::nullopt;
    if (!der || base::base64_encode(*der) != *text) return no_document("x5c holds something that is not base64");
    chain.push_back(std::move(*der));
  }
  return chain;
}

}  // namespace

std::string sign_document(const PrivateKey& key, std::string_view type, const std::vector<std::string>& certificates_der, std::string_view payload_json) {
  base::Json header = {{"alg", "RS256"}, {"typ", std::string(type)}, {"kid", key.kid()}, {"jwk", base::Json::parse(key.public_jwk())}};
  for (const std::string& one : certificates_der) header["x5c"].push_back(base::base64_encode(one));
  const std::string input = base::base64url_encode(base::canonical_json(header)) + "." + base::base64url_encode(payload_json);
  return input + "." + base::base64url_encode(key.sign_rs256(input));
}

base::Result<SignedDocument> read_document(std::string_view token, std::string_view type, std::size_t max_bytes) {
  auto jws = parse_compact(token, max_bytes);
  if (!jws) return base::fail(jws.error());
  const auto header = base::parse_json(jws->header_json);
  if (!header || base::canonical_json(*header) != jws->header_json) return no_document("the header is not in the form it is written in");
  if (jws->alg != "RS256") return no_document("alg is not RS256");
  if (jws->has_crit) return no_document("the header asks for what this program does not know (crit)");
  const std::string* said_type = base::string_member(*header, "typ");
  if (said_type == nullptr || *said_type != type) return no_document("typ is not " + std::string(type));
  const auto jwk = header->find("jwk");
  if (jwk == header->end() || !jwk->is_object()) return no_document("the header has no jwk");
  const auto keys = parse_jwks(base::Json{{"keys", base::Json::array({*jwk})}}.dump());
  if (!keys || keys->keys.size() != 1) return no_document("jwk is not an RSA key of at least 2048 bits" + (keys && !keys->skipped.empty() ? ": " + keys->skipped.front() : std::string()));
  const std::string thumbprint = rsa_thumbprint(*base::string_member(*jwk, "n"), *base::string_member(*jwk, "e"));
  if (jws->kid != thumbprint) return no_document("kid is not the thumbprint of jwk");
  auto chain = chain_in(*header);
  if (!chain) return base::fail(chain.error());
  const bool fits = keys->keys.front()->verify_rs256(jws->signing_input, jws->signature);
  return SignedDocument{std::move(jws->payload_json), thumbprint, keys->keys.front()->pem(), std::move(*chain), fits};
}

}  // namespace preceptor::jose
