#include "web/learner/facts.hpp"

#include <algorithm>
#include <vector>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kScopeScore = "https://purl.imsglobal.org/spec/lti-ags/scope/score";

// Long titles would only be cut on a phone, and a preview carries them in its address.
std::string kept(const std::string& text, std::size_t bytes) { return std::string(base::utf8_prefix(text, bytes)); }

}  // namespace

Facts facts_of(const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  Facts facts;
  if (launch.presentation.return_url.size() <= 2000) facts.return_url = launch.presentation.return_url;
  facts.locale = kept(launch.locale, 64);
  facts.platform = kept(launch.platform.product_family_code.empty() ? verified.registration.lms : launch.platform.product_family_code, 64);
  facts.platform_name = kept(launch.platform.name.empty() ? verified.registration.name : launch.platform.name, 200);
  if (launch.context) facts.context_title = kept(launch.context->title.empty() ? launch.context->label : launch.context->title, 200);
  facts.link_title = kept(launch.resource_link.title, 200);
  if (const auto& grades = launch.grades)
    facts.graded = !grades->lineitem.empty() || std::find(grades->scopes.begin(), grades->scopes.end(), kScopeScore) != grades->scopes.end();
  return facts;
}

ports::LinkKey link_of(const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  return {verified.registration.id, launch.deployment_id, launch.context ? launch.context->id : std::string(), launch.resource_link.id};
}

std::string to_json(const Facts& facts) {
  return base::canonical_json({{"return_url", facts.return_url},       {"locale", facts.locale},
                               {"platform", facts.platform},           {"platform_name", facts.platform_name},
                               {"context_title", facts.context_title}, {"link_title", facts.link_title},
                               {"graded", facts.graded}});
}

Facts facts_from_json(std::string_view text) {
  Facts facts;
  const auto json = base::parse_json(text);
  if (!json || !json->is_object()) return facts;
  const auto read = [&](const char* name, std::string& into) {
    if (const auto* value = base::string_member(*json, name)) into = *value;
  };
  read("return_url", facts.return_url);
  read("locale", facts.locale);
  read("platform", facts.platform);
  read("platform_name", facts.platform_name);
  read("context_title", facts.context_title);
  read("link_title", facts.link_title);
  if (const auto graded = json->find("graded"); graded != json->end()) facts.graded = graded->is_boolean() && graded->get<bool>();
  return facts;
}

std::string frame_ancestors(const lti::Registration& registration, const std::string& return_url) {
  std::vector<std::string> origins;
  const auto add = [&](const std::string& text) {
    const auto url = base::parse_url(text);
    if (url && std::find(origins.begin(), origins.end(), url->origin()) == origins.end()) origins.push_back(url->origin());
  };
  add(registration.issuer);
  add(registration.authorization_endpoint);
  for (const auto& origin : registration.frame_ancestors) add(origin);
  add(return_url);
  std::string list;
  for (const auto& origin : origins) list += (list.empty() ? "" : " ") + origin;
  return list.empty() ? "'none'" : list;
}

std::string back_url(const Facts& facts, const std::string& message) {
  if (facts.return_url.empty() || !base::parse_url(facts.return_url)) return {};
  return message.empty() ? facts.return_url : base::add_query(facts.return_url, "lti_msg", message);
}

}  // namespace preceptor::web
