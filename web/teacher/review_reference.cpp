#include "web/teacher/review_reference.hpp"

#include "core/base/json.hpp"
#include "core/base/url.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kReviewPurpose = "review";
constexpr std::size_t kMaxBytes = 1024;

}  // namespace

std::string review_url(const ports::Sealer& sealer, const std::string& public_url, const ReviewReference& reference) {
  const base::Json plain = {{"r", reference.registration.str()}, {"a", reference.attempt.str()}};
  return base::add_query(public_url + "/lti/launch", "review", sealer.seal(kReviewPurpose, plain.dump()));
}

std::optional<std::string> review_token(std::string_view target_link_uri) {
  const auto url = base::parse_url(target_link_uri);
  if (!url) return std::nullopt;
  const auto fields = base::parse_form(url->query);
  if (!fields) return std::nullopt;
  const auto* token = base::field(*fields, "review");
  return token ? std::optional(*token) : std::nullopt;
}

std::optional<ReviewReference> open_review(const ports::Sealer& sealer, std::string_view token) {
  if (token.empty() || token.size() > kMaxBytes) return std::nullopt;
  const auto plain = sealer.open(kReviewPurpose, token);
  const auto json = plain ? base::parse_json(*plain) : base::fail(base::Code::json_malformed, "not ours");
  if (!json || !json->is_object()) return std::nullopt;
  const auto* registration = base::string_member(*json, "r");
  const auto* attempt = base::string_member(*json, "a");
  if (!registration || !attempt) return std::nullopt;
  return ReviewReference{base::RegistrationId(*registration), base::AttemptId(*attempt)};
}

}  // namespace preceptor::web
