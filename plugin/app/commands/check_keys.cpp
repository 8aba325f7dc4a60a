// Whether platforms can know our signatures and give us access tokens: both are needed for grades and rosters.
#include <algorithm>

#include "plugin/app/commands/check.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using lti::KeyState;
using lti::SigningKey;

constexpr base::Milliseconds kLate{10L * 60 * 1000};   // the upkeep thread looks every half minute

// Asked for where the platform was connected by hand and nobody told us what it grants (AGS 2.0 3.1, NRPS 2.0 3.6.1).
const std::vector<std::string> kUsualScopes = {
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score", "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"};

std::string fix_of(Code code) { return std::string(info(code).fix); }

CheckLine check_own_keys(Site& site, const lti::Registration& registration) {
  const std::string what = "keys for " + registration.name;
  const auto keys = site.signing_keys().published(registration.id);
  if (!keys) return {what, "red", describe(keys.error()), fix_of(keys.error().code)};
  if (const base::Status opened = site.signing_keys().probe(registration.id); !opened) {
    return {what, "red", describe(opened.error()),
            "Put the site's key file back, or run preceptor keys rotate --platform \"" + registration.name + "\" --at-once."};
  }
  const std::string count = std::to_string(keys->size()) + " published at " + site.config().public_url_text + "/lti/jwks/" + registration.id.str() + ".json";
  const auto next = std::find_if(keys->begin(), keys->end(), [](const SigningKey& key) { return key.state == KeyState::next; });
  if (next == keys->end()) return {what, "good", count + ", no rotation under way", ""};
  const std::string from = base::format_rfc3339(signs_from(*next));
  if (signs_from(*next) + kLate < site.clock().now()) {
    return {what, "warning", count + "; the next one should sign since " + from, "Start preceptor serve: the running server changes over."};
  }
  return {what, "good", count + "; the next one signs from " + from, ""};
}

std::string listed(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : ", ") + lti::short_scope(scope);
  return text;
}

CheckLine check_token(Site& site, const lti::Registration& registration) {
  const std::string what = "access token from " + registration.name;
  if (registration.token_endpoint.empty()) {
    return {what, "warning", "no token endpoint is known, so grades and rosters cannot be used", "Add token_endpoint to the platform."};
  }
  const std::string deployment = registration.deployment_ids.empty() ? std::string() : registration.deployment_ids.front();
  // One by one, as they are used: Canvas refuses the whole of a request that names one scope too many.
  std::vector<std::string> granted, off;
  for (const std::string& scope : registration.scopes.empty() ? kUsualScopes : registration.scopes) {
    const auto answer = site.services().probe(registration, deployment, {scope});
    if (answer) granted.push_back(scope);
    else if (answer.error().code == Code::service_not_offered) off.push_back(scope);
    else return {what, "red", registration.token_endpoint + ": " + describe(answer.error()), fix_of(answer.error().code)};
  }
  if (off.empty()) return {what, "good", "granted for " + listed(granted), ""};
  // A service that is switched off is a choice; what nobody chose is red.
  const std::string some = granted.empty() ? "granted for nothing" : "granted for " + listed(granted);
  return {what, "warning", registration.token_endpoint + ": " + some + "; switched off: " + listed(off),
          "Switch grades and members on for the tool in the LMS, if they are wanted."};
}

}  // namespace

void check_keys(Site& site, const lti::Registration& registration, std::vector<CheckLine>& lines) {
  for (CheckLine line : {check_own_keys(site, registration), check_token(site, registration)}) {
    line.registration = registration.id.str();
    lines.push_back(std::move(line));
  }
}

}  // namespace preceptor::app
