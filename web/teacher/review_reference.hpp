// Where the work of one attempt can be looked at: the URL that goes to a platform with the score, and comes back as the target of a launch
// (Canvas opens the submitted URL from its grader). The reference names the work; whether the launch may see it is decided by the launch.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::web {

struct ReviewReference {
  base::RegistrationId registration;
  base::AttemptId attempt;
};

// "<public_url>/lti/launch?review=<reference>"; `public_url` without trailing slash. It does not expire: submissions are kept for years.
std::string review_url(const ports::Sealer& sealer, const std::string& public_url, const ReviewReference& reference);
// The value of `review` in a launch's target; nullopt when it has none.
std::optional<std::string> review_token(std::string_view target_link_uri);
// nullopt when it was not made by this site, or altered.
std::optional<ReviewReference> open_review(const ports::Sealer& sealer, std::string_view token);

}  // namespace preceptor::web
