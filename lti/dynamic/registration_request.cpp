#include "lti/dynamic/registration_request.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Json;
using Texts = std::vector<std::string>;

// A platform that does not say what it supports is asked for all of it.
Texts offered(const Texts& wanted, const Texts& supported) {
  if (supported.empty()) return wanted;
  Texts both;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(both), [&](const std::string& one) { return holds(supported, one); });
  return both;
}

void append(Texts& into, const Texts& more) { into.insert(into.end(), more.begin(), more.end()); }

Texts split(const std::string& line) {
  Texts texts;
  for (std::size_t at = 0; at < line.size();) {
    const auto end = std::min(line.find(' ', at), line.size());
    if (end > at) texts.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return texts;
}

Texts wanted_scopes(const RegistrationWishes& wishes) {
  Texts scopes;
  if (wishes.grades) append(scopes, grade_scopes());
  if (wishes.roster) append(scopes, roster_scopes());
  return scopes;
}

Texts wanted_claims(const RegistrationWishes& wishes) {
  Texts claims = {"iss", "sub", "locale"};
  if (wishes.names) append(claims, {"name", "given_name", "family_name"});
  if (wishes.email) claims.emplace_back("email");
  return claims;
}

Json messages(const ToolFacts& tool, const PlatformConfiguration& platform, const RegistrationWishes& wishes) {
  Json list = Json::array();
  const auto add = [&](std::string_view type) { list.push_back({{"type", type}, {"target_link_uri", tool.launch_url()}, {"label", tool.name}}); };
  add(kResourceLinkRequest);
  if (wishes.deep_linking && platform.supports(kDeepLinkingRequest)) {
    add(kDeepLinkingRequest);
    list.back()["placements"] = Json::array({"ContentArea"});
  }
  if (platform.supports(kSubmissionReviewRequest)) add(kSubmissionReviewRequest);
  return list;
}

Json custom_parameters(const LmsProfile& profile) {
  Json parameters = Json::object();
  for (const auto& [name, variable] : profile.custom_parameters()) parameters[name] = variable;
  return parameters;
}

// A placement that was switched off goes; a message whose placements are all switched off goes with them.
void drop_placements(Json& request, const Texts& refused) {
  Json kept = Json::array();
  for (Json& message : request[kToolMember]["messages"]) {
    const auto placements = message.find("placements");
    if (placements == message.end() || placements->empty()) {
      kept.push_back(std::move(message));
      continue;
    }
    Json left = Json::array();
    for (const Json& one : *placements)
      if (!holds(refused, one.get<std::string>())) left.push_back(one);
    if (left.empty()) continue;
    message["placements"] = std::move(left);
    kept.push_back(std::move(message));
  }
  request[kToolMember]["messages"] = std::move(kept);
}

}  // namespace

std::string ToolFacts::domain() const {
  const auto url = base::parse_url(public_url);
  if (!url) return {};
  const std::string origin = url->origin();
  return origin.substr(origin.find("//") + 2);
}

// AGS 2.0 3.1: `lineitem` reads and writes columns, so the read-only scope beside it would say nothing more.
Texts grade_scopes() {
  const std::string ags = "https://purl.imsglobal.org/spec/lti-ags/scope/";
  return {ags + "lineitem", ags + "result.readonly", ags + "score"};
}

Texts roster_scopes() { return {"https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"}; }

Json registration_request(const ToolFacts& tool, const PlatformConfiguration& platform, const RegistrationWishes& wishes, const LmsProfile& profile) {
  Json request = {{"application_type", "web"},
                  {"grant_types", Json::array({"client_credentials", "implicit"})},
                  {"response_types", Json::array({"id_token"})},
                  {"redirect_uris", Json::array({tool.launch_url()})},
                  {"initiate_login_uri", tool.login_url()},
                  {"client_name", tool.name},
                  {"client_uri", tool.public_url},
                  {"jwks_uri", tool.key_set_url()},
                  {"token_endpoint_auth_method", "private_key_jwt"},
                  {"scope", joined(offered(wanted_scopes(wishes), platform.scopes))},
                  {kToolMember,
                   {{"domain", tool.domain()},
                    {"description", tool.description},
                    {"target_link_uri", tool.launch_url()},
                    {"custom_parameters", custom_parameters(profile)},
                    {"claims", offered(wanted_claims(wishes), platform.claims)},
                    {"messages", messages(tool, platform, wishes)}}}};
  const auto offer = base::parse_json(platform.json, {kMaxConfigurationBytes * 2, 16, false});
  if (offer) profile.shape_registration(*offer, request);
  drop_placements(request, wishes.refused_placements);
  return request;
}

Texts placements_of(const Json& request) {
  Texts found;
  for (const Json& message : request.at(kToolMember).at("messages")) {
    const auto placements = message.find("placements");
    if (placements == message.end()) continue;
    for (const Json& one : *placements)
      if (!holds(found, one.get<std::string>())) found.push_back(one.get<std::string>());
  }
  return found;
}

Texts scopes_of(const Json& request) { return split(request.at("scope").get<std::string>()); }

}  // namespace preceptor::lti
