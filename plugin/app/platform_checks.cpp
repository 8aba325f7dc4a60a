#include "plugin/app/platform_checks.hpp"

#include <algorithm>
#include <utility>

#include "core/base/url.hpp"
#include "lti/words.hpp"

namespace preceptor::app {

namespace {

std::optional<PlatformProblem> problem_of_texts(const PlatformValues& platform) {
  const auto wrong = [](const char* key) { return PlatformProblem{key, "must be one line, without control characters"}; };
  for (const auto& [key, value] : {std::pair{"name", &platform.name}, {"issuer", &platform.issuer}, {"client_id", &platform.client_id},
                                   {"authorization_server", &platform.authorization_server}})
    if (lti::has_control(*value)) return wrong(key);
  if (std::ranges::any_of(platform.deployments, [](const std::string& one) { return lti::has_control(one); })) return wrong("deployment_ids");
  return std::nullopt;
}

std::optional<PlatformProblem> problem_of_addresses(const PlatformValues& platform) {
  // A platform of no known kind may have another name than its address.
  if (platform.lms != "generic" && !base::parse_url(platform.issuer)) return PlatformProblem{"issuer", kMustBeAddress};
  for (const auto& [key, value] : {std::pair{"authorization_endpoint", &platform.authorization_endpoint}, {"jwks_uri", &platform.jwks_uri}})
    if (value->empty()) return PlatformProblem{key, "is required: it does not follow from the issuer of this LMS (" + platform.lms + ")"};
  for (const auto& [key, value] : {std::pair{"authorization_endpoint", &platform.authorization_endpoint}, {"jwks_uri", &platform.jwks_uri},
                                   {"token_endpoint", &platform.token_endpoint}, {"actor_home_page", &platform.actor_home_page}})
    if (!value->empty() && !base::parse_url(*value)) return PlatformProblem{key, kMustBeAddress};
  return std::nullopt;
}

}  // namespace

std::optional<PlatformProblem> problem_of(const PlatformValues& platform) {
  if (auto problem = problem_of_texts(platform)) return problem;
  if (auto problem = problem_of_addresses(platform)) return problem;
  for (const std::string& one : platform.anonymous)
    if (std::ranges::find(platform.deployments, one) == platform.deployments.end())
      return PlatformProblem{"anonymous_deployment_ids", "must name some of deployment_ids; \"" + one + "\" is not among them"};
  return std::nullopt;
}

}  // namespace preceptor::app
