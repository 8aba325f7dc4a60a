// What a platform's token endpoint answers (RFC 6749 5.1, 5.2), read as tolerantly as platforms are careless: Moodle sends its JSON as text/html,
// its errors may be invalid JSON, and a key set it cannot reach is a page of HTML with status 404.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "core/ports/http_client.hpp"

namespace preceptor::lti {

struct TokenAnswer {
  base::Secret token;                // visible ASCII, so that it can stand in a header
  std::vector<std::string> scopes;   // granted; those asked for when the answer names none
  base::Milliseconds life{0};        // expires_in
};

// `asked`: the scopes of the request; each of them is needed.
// Errors: service_not_offered (a scope was not granted; the detail names it), token_refused (the platform's words), token_unreadable.
base::Result<TokenAnswer> read_token_answer(const ports::OutboundResponse& answer, const std::vector<std::string>& asked);

// The words of an answer that is not what was hoped for, fit for staff: tags and long runs (which may be tokens) left out, at most 200 bytes.
std::string words_of(std::string_view body);
// "lineitem", "contextmembership.readonly": a scope as people may read it.
std::string short_scope(const std::string& scope);

}  // namespace preceptor::lti
