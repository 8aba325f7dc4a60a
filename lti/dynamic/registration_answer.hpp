// The platform's answer to a registration request, whatever it looks like (lti.md 6.9; moodle.md 3.5; canvas.md 3).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/http_client.hpp"

namespace preceptor::lti {

struct RegistrationAnswer {
  std::string client_id;
  std::optional<std::string> deployment_id;   // at the top, inside the tool configuration, or with the first launch only
  std::vector<std::string> scopes;            // what it says it granted; launches and tokens have the last word
};

inline constexpr std::size_t kMaxAnswerBytes = 256 * 1024;

// Any 2xx with a client_id is a registration. Error register_refused with the platform's own words, cut to one line; `secret` never shows.
base::Result<RegistrationAnswer> read_registration_answer(const ports::OutboundResponse& answer, const std::string& secret);

// What a refusal says, for people: OAuth's error and description, Canvas's list of errors, plain text, or the words of a page.
std::string words_of(const ports::OutboundResponse& answer, const std::string& secret);

}  // namespace preceptor::lti
