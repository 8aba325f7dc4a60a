#include "xapi/signed_statement.hpp"

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
using base::Json;

bool is_signed_kind(std::string_view template_name) {
  constexpr std::array kSigned = {kCompleted.name, kRequested.name, kEarned.name};
  return std::ranges::find(kSigned, template_name) != kSigned.end();
}

base::Result<std::string> with_signature(std::string_view statement, std::string_view signature) {
  auto json = base::parse_json(statement);
  if (!json) return base::fail(json.error());
  if (!json->is_object()) return base::fail(base::Code::json_malformed, "a statement is an object");
  (*json)["attachments"].push_back(Json{{"usageType", kSignatureUsage},
                                        {"display", Json{{"en", "Signature"}, {"es", "Firma"}, {"ar", "التوقيع"}}},
                                        {"contentType", kSignatureContent},
                                        {"length", signature.size()},
                                        {"sha2", base::sha256_hex(signature)}});
  return base::canonical_json(*json);
}

base::Result<std::string> without_signature(std::string_view statement) {
  auto json = base::parse_json(statement);
  if (!json) return base::fail(json.error());
  if (!json->is_object() || !json->contains("attachments") || !(*json)["attachments"].is_array() || (*json)["attachments"].empty())
    return base::fail(base::Code::json_malformed, "a statement without an attachment carries no signature");
  Json& attachments = (*json)["attachments"];
  attachments.erase(attachments.size() - 1);
  if (attachments.empty()) json->erase("attachments");
  return base::canonical_json(*json);
}

base::Status sign_renderings(std::vector<record::Rendering>& renderings, const SignStatement& sign) {
  if (!sign) return {};
  for (record::Rendering& one : renderings) {
    if (!is_signed_kind(one.template_name)) continue;
    auto signature = sign(one.body);
    if (!signature) return base::fail(signature.error());
    auto body = with_signature(one.body, *signature);
    if (!body) return base::fail(body.error());
    one.body = std::move(*body);
    one.signature = std::move(*signature);
  }
  return {};
}

bool signature_is_of(std::string_view signature, std::string_view statement_sha256) {
  const auto first = signature.find('.'), last = signature.rfind('.');
  if (first == std::string_view::npos || first == last) return false;
  const auto payload = base::base64url_decode(signature.substr(first + 1, last - first - 1));
  if (!payload) return false;
  const auto whole = with_signature(*payload, signature);
  return whole && base::sha256_hex(*whole) == statement_sha256;
}

}  // namespace preceptor::xapi
