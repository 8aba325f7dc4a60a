#include "lti/checks/header_checks.hpp"

#include <array>

#include "lti/shown.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::mismatch;
using base::Status;

constexpr std::size_t kMaxTokenBytes = 64 * 1024;

struct PlainWords {
  std::string_view error, meaning;
};
// OpenID Connect Core 3.1.2.6 and RFC 6749 4.1.2.1, and what Canvas and Moodle post.
constexpr std::array<PlainWords, 11> kPlainWords = {{
    {"login_required", "the person is not signed in there any more, or that site's own cookie is blocked in the frame"},
    {"interaction_required", "the platform wants to ask the person something first"},
    {"consent_required", "the platform wants the person's consent first"},
    {"launch_no_longer_valid",
     "the link was used before or is too old, as after a reload; it must be opened from the course again"},
    {"unauthorized_client", "the tool's key is switched off there or may not be used in this course"},
    {"access_denied", "the platform does not let this person open the tool"},
    {"invalid_request_object", "the platform did not like our authentication request"},
    {"invalid_request", "the platform did not like our authentication request"},
    {"invalid_scope", "the platform does not accept the scope openid"},
    {"server_error", "the platform failed"},
    {"temporarily_unavailable", "the platform is busy"},
}};

std::string_view plain_words(std::string_view error) {
  for (const PlainWords& one : kPlainWords) {
    if (one.error == error) return one.meaning;
  }
  return "the platform gave an error of its own";
}

}  // namespace

// Security Framework 5.1.1.5: an error response takes the place of the id_token.
Status check_platform_error(Inspection& launch) {
  const std::string* error = base::field(launch.form, "error");
  if (error == nullptr) return {};
  // The registration, if the state is ours: the diary should say which platform it was. Nothing else hangs on it.
  const std::string* token = base::field(launch.form, "state");
  if (const auto state = token == nullptr ? std::nullopt : open_state(launch.sealer, *token)) {
    launch.registration.id = state->registration;
  }
  std::string detail = shown(*error) + ": " + std::string(plain_words(*error));
  const std::string* description = base::field(launch.form, "error_description");
  // Free words of another site, which may name somebody: what looks like an address is left out of the diary.
  if (description != nullptr && !description->empty() && description->find('@') == std::string::npos)
    detail += " (it says: " + shown(*description) + ")";
  return mismatch(Code::launch_platform_error, "id_token", "error " + shown(*error), std::move(detail));
}

// Security Framework 5.1.1.3.
Status check_token_present(Inspection& launch) {
  const auto tokens = base::field_values(launch.form, "id_token");
  if (tokens.size() > 1) return fail(Code::launch_token_malformed, "id_token is given twice");
  const std::string* token = base::field(launch.form, "id_token");
  if (token == nullptr || token->empty()) return fail(Code::launch_token_missing);
  if (token->size() > kMaxTokenBytes) {
    return mismatch(Code::launch_token_too_large, "at most 65536 bytes", std::to_string(token->size()) + " bytes");
  }
  launch.id_token = *token;
  return {};
}

// Check 1: RFC 7515 5.2, RFC 7519 7.2.
Status check_token_shape(Inspection& launch) {
  auto token = jose::parse_compact(launch.id_token, kMaxTokenBytes);
  if (!token) return fail(Code::launch_token_malformed, token.error().detail);
  launch.token = std::move(*token);
  return {};
}

// Check 2: Security Framework 5.1.3 step 6, 5.4. "none" and the HMAC family end here; no other verifier exists behind
// it.
Status check_algorithm(Inspection& launch) {
  if (launch.token.alg == "RS256") return {};
  return mismatch(Code::launch_algorithm, "RS256", launch.token.alg.empty() ? "no alg" : shown(launch.token.alg));
}

// Check 3: RFC 7515 4.1.11. We understand no extension, so every crit is unknown. jku, jwk, x5u and x5c are never read.
Status check_critical_header(Inspection& launch) {
  if (launch.token.has_crit) return mismatch(Code::launch_critical_header, "no crit", "crit");
  return {};
}

// Check 3: Security Framework 6.3; the length is ours (lti.md section 7, pitfall 4).
Status check_kid(Inspection& launch) {
  if (!launch.token.kid || launch.token.kid->empty()) return fail(Code::launch_kid_missing);
  if (launch.token.kid->size() > 256)
    return mismatch(Code::launch_kid_missing, "at most 256 bytes", std::to_string(launch.token.kid->size()));
  return {};
}

}  // namespace preceptor::lti
