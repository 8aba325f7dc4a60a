#include "adapters/lrs/multipart.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::lrs {

bool any_signed(std::span<const xapi::QueuedStatement> statements) {
  return std::ranges::any_of(statements, [](const xapi::QueuedStatement& one) { return !one.signature.empty(); });
}

std::string json_array(std::span<const xapi::QueuedStatement> statements) {
  std::string out;
  std::size_t bytes = statements.size() + 2;
  for (const auto& statement : statements) bytes += statement.body.size();
  out.reserve(bytes);
  for (const auto& statement : statements) {
    out += out.empty() ? '[' : ',';
    out += statement.body;
  }
  out += ']';
  return out;
}

Multipart multipart(const std::string& json, std::span<const xapi::QueuedStatement> statements) {
  // Neither canonical JSON nor a compact JWS has a line break in it, so no part can hold the delimiter, whatever the boundary is.
  const std::string boundary = "preceptor-" + base::sha256_hex(json).substr(0, 32);
  Multipart out{"multipart/mixed; boundary=" + boundary, "--" + boundary + "\r\nContent-Type: application/json\r\n\r\n" + json};
  for (const auto& statement : statements) {
    if (statement.signature.empty()) continue;
    out.body += "\r\n--" + boundary + "\r\nContent-Type: " + std::string(xapi::kSignatureContent) +
                "\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + base::sha256_hex(statement.signature) + "\r\n\r\n" + statement.signature;
  }
  out.body += "\r\n--" + boundary + "--\r\n";
  return out;
}

}  // namespace preceptor::lrs
