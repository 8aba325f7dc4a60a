// Compact tokens: an accepted one is exactly its three canonical parts.
#include <cstdint>
#include <cstdlib>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"

using namespace preceptor;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  if (const auto jws = jose::parse_compact(token)) {
    const std::string again = base::base64url_encode(jws->header_json) + "." +
                              base::base64url_encode(jws->payload_json) + "." + base::base64url_encode(jws->signature);
    require(again == token && again.starts_with(jws->signing_input));
    require(jws->payload && jws->payload->is_object() && base::parse_json(jws->header_json)->is_object());
  }
  // The parts as plain text: reaches the JSON reader without a lucky guess of base64url.
  const std::string wrapped = base::base64url_encode(token) + "." + base::base64url_encode(token) + ".";
  if (const auto jws = jose::parse_compact(wrapped)) require(jws->payload_json == token);
  return 0;
}
