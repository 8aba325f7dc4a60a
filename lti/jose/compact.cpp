#include "lti/jose/compact.hpp"

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::jose {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

struct JsonPart {
  std::string text;
  Json value;
};

Result<JsonPart> read_part(std::string_view encoded, const std::string& name) {
  auto text = base::base64url_decode(encoded);
  if (!text) return fail(Code::token_malformed, "the " + name + " is not canonical base64url");
  auto value = base::parse_json(*text);
  if (!value) return fail(Code::token_malformed, "the " + name + " is not strict JSON: " + value.error().detail);
  if (!value->is_object()) return fail(Code::token_malformed, "the " + name + " is not a JSON object");
  return JsonPart{std::move(*text), std::move(*value)};
}

}  // namespace

Result<CompactJws> parse_compact(std::string_view token, std::size_t max_bytes) {
  if (token.size() > max_bytes)
    return fail(Code::token_malformed, "longer than " + std::to_string(max_bytes) + " bytes");
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return fail(Code::token_malformed, "it does not have three parts");
  }
  auto header = read_part(token.substr(0, first), "header");
  if (!header) return fail(header.error());
  auto payload = read_part(token.substr(first + 1, second - first - 1), "payload");
  if (!payload) return fail(payload.error());
  auto signature = base::base64url_decode(token.substr(second + 1));
  if (!signature) return fail(Code::token_malformed, "the signature is not canonical base64url");

  CompactJws jws;
  jws.signing_input = token.substr(0, second);
  jws.signature = std::move(*signature);
  if (const std::string* alg = base::string_member(header->value, "alg")) jws.alg = *alg;
  if (const std::string* kid = base::string_member(header->value, "kid")) jws.kid = *kid;
  jws.has_crit = header->value.contains("crit");
  jws.header_json = std::move(header->text);
  jws.payload_json = std::move(payload->text);
  jws.payload = std::make_shared<const Json>(std::move(payload->value));
  return jws;
}

}  // namespace preceptor::jose
