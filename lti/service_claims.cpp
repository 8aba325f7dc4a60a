#include "lti/service_claims.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/claims.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Status;

constexpr std::string_view kGradeClaim = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
constexpr std::string_view kRosterClaim = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
constexpr std::string_view kDeepLinkingClaim = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";

std::string text_or_empty(const Json& object, std::string_view name) {
  const Json* value = find_member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

// An http or https address exactly as it was sent; empty for anything else.
std::string address(const Json& object, std::string_view name) {
  std::string text = text_or_empty(object, name);
  return base::parse_url(text) ? text : std::string();
}

// The texts of an array; a lone text is an array of one (Canvas joins some lists), what is no text is left out.
std::vector<std::string> texts(const Json& object, std::string_view name) {
  std::vector<std::string> found;
  const Json* value = find_member(object, name);
  if (value == nullptr) return found;
  if (value->is_string()) return {value->get<std::string>()};
  if (!value->is_array()) return found;
  for (const Json& one : *value)
    if (one.is_string()) found.push_back(one.get<std::string>());
  return found;
}

// true, false, or either as text; anything else is not said.
std::optional<bool> truth(const Json& object, std::string_view name) {
  const Json* value = find_member(object, name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_string() && (*value == "true" || *value == "false")) return *value == "true";
  return std::nullopt;
}

}  // namespace

void read_services(const Json& claims, Launch& launch) {
  if (const Json* endpoint = find_member(claims, kGradeClaim); endpoint != nullptr && endpoint->is_object()) {
    GradeService grades;
    grades.scopes = texts(*endpoint, "scope");
    grades.lineitems = address(*endpoint, "lineitems");
    grades.lineitem = address(*endpoint, "lineitem");
    launch.grades = std::move(grades);
  }
  if (const Json* service = find_member(claims, kRosterClaim); service != nullptr && service->is_object()) {
    RosterService roster{address(*service, "context_memberships_url")};
    if (!roster.memberships_url.empty()) launch.roster = std::move(roster);
  }
}

Status read_deep_linking(const Json& claims, Launch& launch) {
  const Json* claim = find_member(claims, kDeepLinkingClaim);
  if (claim == nullptr || !claim->is_object()) return fail(Code::launch_deep_linking, "there is no deep_linking_settings object");
  DeepLinkingSettings settings;
  settings.return_url = address(*claim, "deep_link_return_url");
  if (settings.return_url.empty()) return fail(Code::launch_deep_linking, "deep_link_return_url is not an http or https address");
  settings.accept_types = texts(*claim, "accept_types");
  settings.accept_targets = texts(*claim, "accept_presentation_document_targets");
  settings.accept_multiple = truth(*claim, "accept_multiple").value_or(false);
  settings.accept_lineitem = truth(*claim, "accept_lineitem");
  settings.auto_create = truth(*claim, "auto_create").value_or(false);
  settings.title = text_or_empty(*claim, "title");
  settings.text = text_or_empty(*claim, "text");
  if (const Json* data = find_member(*claim, "data")) {
    // It must go back unchanged (4.4.1): what is no text could not.
    if (!data->is_string()) return fail(Code::launch_deep_linking, "deep_linking_settings.data is not text");
    settings.data = data->get<std::string>();
  }
  launch.deep_linking = std::move(settings);
  return {};
}

Status read_for_user(const Json& claims, Launch& launch) {
  const Json* claim = find_lti_claim(claims, "for_user");
  if (claim == nullptr || !claim->is_object()) return fail(Code::launch_for_user_missing, "there is no for_user object");
  ForUser user{text_or_empty(*claim, "user_id"), text_or_empty(*claim, "name")};
  if (!is_id(user.user_id)) return fail(Code::launch_for_user_missing, "for_user.user_id is not 1 to 255 ASCII characters");
  launch.for_user = std::move(user);
  return {};
}

}  // namespace preceptor::lti
