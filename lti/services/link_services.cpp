#include "lti/services/link_services.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/shown.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

// {"errors": {"message"}}, {"errors": [{"message"}]}, {"error"}, {"message"}, {"error_description"}: what platforms send.
std::string message_in(const Json& value) {
  if (value.is_array() && !value.empty()) return message_in(value.front());
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return {};
  for (const char* name : {"message", "error_description", "errors", "error", "status"}) {
    const auto found = value.find(name);
    if (found == value.end()) continue;
    if (std::string text = message_in(*found); !text.empty()) return text;
  }
  return {};
}

}  // namespace

bool grants(const ports::LinkFacts& link, std::string_view scope) {
  return std::find(link.scopes.begin(), link.scopes.end(), scope) != link.scopes.end();
}

bool takes_scores(const ports::LinkFacts& link) {
  return link.grade != "none" && grants(link, kScopeScore) && (!link.lineitem.empty() || !link.lineitems.empty());
}

CallResult call_grades(const LinkServices& at, std::string_view scope, ServiceCall call) {
  if (!grants(at.link, scope)) return base::fail(base::Code::service_not_offered, "the scope " + std::string(scope) + " was not granted");
  call.scopes = {std::string(scope)};
  return at.client.call(at.registration, at.link.deployment_id, call);
}

std::string words_of(const ports::OutboundResponse& answer) {
  if (const auto json = base::parse_json(answer.body)) return shown(message_in(*json));
  const auto is_page = answer.body.find('<') != std::string::npos;
  return is_page || answer.body.size() > 200 ? std::string() : shown(answer.body);
}

base::Error refused(const ports::OutboundResponse& answer) {
  const std::string words = words_of(answer);
  return {base::Code::service_refused, "status " + std::to_string(answer.status) + (words.empty() ? "" : ": " + words), {}, {}};
}

}  // namespace preceptor::lti
