// JWS compact form (RFC 7515 3.1): strict reading, no verification.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"

namespace preceptor::jose {

struct CompactJws {
  std::string signing_input;   // the original bytes of "header.payload"
  std::string signature;       // decoded
  std::string header_json, payload_json;  // decoded; both JSON objects without duplicate members
  std::shared_ptr<const nlohmann::json> payload;  // payload_json as a value; never null
  std::string alg;             // as sent; empty when missing or not text
  std::optional<std::string> kid;
  bool has_crit = false;
};
// Exactly three canonical base64url parts, at most `max_bytes`. Error token_malformed.
base::Result<CompactJws> parse_compact(std::string_view token, std::size_t max_bytes = 64 * 1024);

}  // namespace preceptor::jose
