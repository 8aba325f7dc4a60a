#include "examples/demo_lrs/attachments.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

constexpr std::string_view kMixed = "multipart/mixed";
constexpr std::string_view kSignature = "http://adlnet.gov/expapi/attachments/signature";
constexpr base::JsonLimits kSentLimits{.max_bytes = 5 << 20, .max_depth = 64};

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string boundary_of(const std::string& content_type) {
  const auto at = content_type.find("boundary=");
  if (at == std::string::npos) return {};
  std::string value = content_type.substr(at + 9);
  value = value.substr(0, value.find(';'));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

// The value of a part's header; empty when it is not there.
std::string header_of(std::string_view headers, std::string_view name) {
  while (!headers.empty()) {
    const auto end = std::min(headers.find("\r\n"), headers.size());
    const std::string_view line = headers.substr(0, end);
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && lower_case(line.substr(0, colon)) == lower_case(name)) {
      auto value = line.substr(colon + 1);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      return std::string(value);
    }
    headers.remove_prefix(std::min(end + 2, headers.size()));
  }
  return {};
}

// One part without the delimiter line before it. A sentence, or empty.
std::string add_part(std::string_view part, bool first, Sent& sent) {
  const auto blank = part.find("\r\n\r\n");
  if (blank == std::string_view::npos) return "a part has no blank line after its headers";
  const std::string_view headers = part.substr(0, blank);
  std::string bytes(part.substr(blank + 4));
  if (first) {
    if (header_of(headers, "Content-Type").rfind("application/json", 0) != 0) return "the first part must be application/json";
    sent.statements = std::move(bytes);
    return {};
  }
  if (lower_case(header_of(headers, "Content-Transfer-Encoding")) != "binary") return "an attachment needs Content-Transfer-Encoding: binary";
  std::string hash = lower_case(header_of(headers, "X-Experience-API-Hash"));
  if (hash.empty()) return "an attachment needs X-Experience-API-Hash";
  if (hash != base::sha256_hex(bytes)) return "X-Experience-API-Hash is not the SHA-256 of its attachment";
  sent.parts.emplace_back(std::move(hash), std::move(bytes));
  return {};
}

Sent read_mixed(const std::string& boundary, const std::string& body) {
  Sent sent;
  const std::string delimiter = "--" + boundary, between = "\r\n" + delimiter;
  std::string_view rest = body;
  if (boundary.empty() || !rest.starts_with(delimiter)) return sent.problem = "the body does not begin with the boundary", sent;
  rest.remove_prefix(delimiter.size());
  for (bool first = true; !rest.starts_with("--"); first = false) {
    const auto end = rest.find(between);
    if (!rest.starts_with("\r\n") || end == std::string_view::npos) return sent.problem = "the last boundary is missing", sent;
    sent.problem = add_part(end < 2 ? std::string_view() : rest.substr(2, end - 2), first, sent);
    if (!sent.problem.empty()) return sent;
    rest.remove_prefix(end + between.size());
  }
  if (sent.statements.empty()) sent.problem = "there are no statements in the body";
  return sent;
}

// The JSON between the dots of a compact JWS, when its algorithm is one of the three.
std::string payload_problem(const std::string& jws, Json statement, std::size_t attachment) {
  const auto first = jws.find('.'), last = jws.rfind('.');
  if (first == std::string::npos || first == last) return "a signature is no compact JWS";
  const auto header_text = base::base64url_decode(jws.substr(0, first)), payload_text = base::base64url_decode(jws.substr(first + 1, last - first - 1));
  if (!header_text || !payload_text) return "a signature is not base64url";
  const auto header = base::parse_json(*header_text), payload = base::parse_json(*payload_text, kSentLimits);
  if (!header || !header->is_object() || !payload || !payload->is_object()) return "a signature's header or payload is no JSON object";
  static const std::set<std::string> known{"RS256", "RS384", "RS512"};
  const std::string* algorithm = base::string_member(*header, "alg");
  if (algorithm == nullptr || !known.count(*algorithm)) return "a signature's algorithm must be RS256, RS384 or RS512";
  Json& list = statement["attachments"];
  list.erase(attachment);
  if (list.empty()) statement.erase("attachments");
  return base::canonical_json(*payload) == base::canonical_json(statement) ? std::string() : "a signature's payload is not its statement";
}

std::string problem_of(const Json& statement, const Sent& sent, std::set<std::string>& named) {
  if (!statement.is_object() || !statement.contains("attachments") || !statement["attachments"].is_array()) return {};
  const Json& attachments = statement["attachments"];
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    const Json& one = attachments[i];
    if (!one.is_object() || !one.contains("sha2") || !one["sha2"].is_string()) continue;   // said by the rules for statements
    const std::string hash = lower_case(one["sha2"].get<std::string>());
    const auto part = std::find_if(sent.parts.begin(), sent.parts.end(), [&](const auto& each) { return each.first == hash; });
    const bool signature = one.contains("usageType") && one["usageType"] == kSignature;
    if (part == sent.parts.end()) {
      if (one.contains("fileUrl") && !signature) continue;
      return "an attachment has neither a fileUrl nor a part of this request (multipart/mixed) with its hash";
    }
    named.insert(hash);
    if (!one.contains("length") || one["length"] != part->second.size()) return "an attachment's length is not that of its part";
    if (!signature) continue;
    if (!one.contains("contentType") || one["contentType"] != "application/octet-stream") return "a signature must be application/octet-stream";
    if (auto wrong = payload_problem(part->second, statement, i); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace

Sent read_sent(const std::string& content_type, const std::string& body) {
  if (content_type.rfind(kMixed, 0) == 0) return read_mixed(boundary_of(content_type), body);
  if (content_type.rfind("application/json", 0) == 0) return {body, {}, {}};
  return {{}, {}, "Content-Type must be application/json or multipart/mixed"};
}

std::string attachment_problem(const Sent& sent) {
  const auto parsed = base::parse_json(sent.statements, kSentLimits);
  if (!parsed) return {};
  std::set<std::string> named;
  const Json batch = parsed->is_array() ? *parsed : Json::array({*parsed});
  for (const Json& statement : batch)
    if (auto wrong = problem_of(statement, sent, named); !wrong.empty()) return wrong;
  for (const auto& [hash, bytes] : sent.parts)
    if (!named.count(hash)) return "no attachment names the part with hash " + hash;
  return {};
}

}  // namespace preceptor::demo
