#include "lti/checks/message_checks.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/claims.hpp"
#include "lti/registration_changes.hpp"
#include "lti/service_claims.hpp"
#include "lti/shown.hpp"
#include "lti/target_link.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {

using base::Code;
using base::fail;
using base::Json;
using base::mismatch;
using base::Status;

// Check 12: LTI core 5.3.2.
Status check_version(Inspection& launch) {
  const Json* version = find_lti_claim(launch.claims(), "version");
  if (version == nullptr) return mismatch(Code::launch_version, "1.3.0", "no version claim");
  if (!version->is_string()) return mismatch(Code::launch_version, "1.3.0", "not text");
  const auto& text = version->get_ref<const std::string&>();
  if (text != "1.3.0") return mismatch(Code::launch_version, "1.3.0", shown(text));
  return {};
}

// Check 13: LTI core 5.3.1; Deep Linking 4.4.1; Submission Review.
Status check_message_type(Inspection& launch) {
  constexpr const char* expected = "LtiResourceLinkRequest, LtiDeepLinkingRequest or LtiSubmissionReviewRequest";
  const Json* type = find_lti_claim(launch.claims(), "message_type");
  if (type == nullptr) return mismatch(Code::launch_message_type, expected, "no message_type claim");
  if (!type->is_string()) return mismatch(Code::launch_message_type, expected, "not text");
  const auto& text = type->get_ref<const std::string&>();
  if (text != kResourceLinkRequest && text != kDeepLinkingRequest && text != kSubmissionReviewRequest)
    return mismatch(Code::launch_message_type, expected, shown(text));
  launch.launch.message_type = text;
  return {};
}

namespace {

// lti.md 4.5 check 14: a deployment that shows itself with a launch, as Canvas's do, waits for an administrator. A configuration file names its
// deployments itself. Nothing is written for one that waits already: launches of a waiting course stay reads.
Status refuse_deployment(Inspection& launch, const std::string& id) {
  const Registration& registration = launch.registration;
  if (registration.source == "config") return mismatch(Code::launch_deployment_unknown, shown(registration.deployment_ids), shown(id));
  const auto& waiting = registration.pending_deployments;
  if (!holds(waiting, id) && waiting.size() < kMaxPending) {
    if (const auto noted = note_deployment(launch.registrations, registration.id, id); !noted) return noted;
  }
  return mismatch(Code::launch_deployment_pending, shown(registration.deployment_ids), shown(id), "registration " + registration.name);
}

}  // namespace

// Check 14: LTI core 5.3.3; 4.1.2 for the hint of the login.
Status check_deployment(Inspection& launch) {
  const Json* claim = find_lti_claim(launch.claims(), "deployment_id");
  if (claim == nullptr) return fail(Code::launch_deployment_missing, "there is no deployment_id claim");
  if (!claim->is_string() || !is_id(claim->get_ref<const std::string&>())) {
    return fail(Code::launch_deployment_missing, "deployment_id is not 1 to 255 ASCII characters of text");
  }
  const auto& id = claim->get_ref<const std::string&>();
  const std::string& hint = launch.state.deployment_hint;
  if (!hint.empty() && hint != id) {
    return mismatch(Code::launch_deployment_unknown, shown(hint), shown(id), "the login named another deployment");
  }
  if (!holds(launch.registration.deployment_ids, id)) return refuse_deployment(launch, id);
  launch.launch.deployment_id = id;
  return {};
}

// Check 15: LTI core 5.3.4. Only the signed claim is ever followed. A deep linking request may leave it out, and the certification suite
// does (lti.md section 5).
Status check_target(Inspection& launch) {
  const std::string& expected = launch.state.target_link_uri;
  const Json* claim = find_lti_claim(launch.claims(), "target_link_uri");
  if (claim == nullptr && launch.launch.message_type == kDeepLinkingRequest) return {};
  if (claim == nullptr) return mismatch(Code::launch_target, shown(expected), "no target_link_uri claim");
  if (!claim->is_string()) return mismatch(Code::launch_target, shown(expected), "not text");
  const auto& target = claim->get_ref<const std::string&>();
  if (target != expected) return mismatch(Code::launch_target, shown(expected), shown(target));
  if (!is_below(launch.urls.public_url, target))
    return mismatch(Code::launch_target, launch.urls.public_url, shown(target));
  launch.launch.target_link_uri = target;
  return {};
}

// Check 16: LTI core 5.3.6. The value identifies a person and is never shown.
Status check_subject(Inspection& launch) {
  auto subject = text_member(launch.claims(), "sub", "sub");
  if (!subject) return fail(subject.error());
  if (subject->empty()) {
    // Anonymous launches are a policy of one deployment; the person is then a fresh one each time.
    if (holds(launch.registration.anonymous_deployments, launch.launch.deployment_id)) return {};
    return fail(Code::launch_subject_missing);
  }
  if (!is_id(*subject)) return fail(malformed_claim("sub", "at most 255 ASCII characters"));
  launch.launch.subject = std::move(*subject);
  return {};
}

// LTI core 5.3.7: required, may be empty. Absent is not empty, but for a deep linking request, where it is optional: no role, no rights.
Status check_roles(Inspection& launch) {
  if (find_lti_claim(launch.claims(), "roles") == nullptr && launch.launch.message_type != kDeepLinkingRequest)
    return fail(Code::launch_roles_missing, "there is no roles claim");
  const auto roles = texts_member(launch.claims(), std::string(kClaim) + "roles", "roles");
  if (!roles) return fail(Code::launch_roles_missing, roles.error().detail);
  launch.launch.roles = read_roles(*roles);
  return {};
}

// LTI core 5.3.5. A deep linking request is about a link that does not exist yet.
Status check_resource_link(Inspection& launch) {
  if (launch.launch.message_type == kDeepLinkingRequest) return {};
  const Json* claim = find_lti_claim(launch.claims(), "resource_link");
  if (claim == nullptr) return fail(Code::launch_resource_link_missing, "there is no resource_link claim");
  if (!claim->is_object()) return fail(malformed_claim("resource_link", "an object"));
  auto id = text_member(*claim, "id", "resource_link.id");
  if (!id) return fail(id.error());
  if (!is_id(*id)) return fail(Code::launch_resource_link_missing, "resource_link.id is not 1 to 255 ASCII characters");
  auto title = text_member(*claim, "title", "resource_link.title");
  if (!title) return fail(title.error());
  auto description = text_member(*claim, "description", "resource_link.description");
  if (!description) return fail(description.error());
  launch.launch.resource_link = {std::move(*id), std::move(*title), std::move(*description)};
  return {};
}

// What the kind of message is about.
Status check_message_claims(Inspection& launch) {
  if (launch.launch.message_type == kDeepLinkingRequest) return read_deep_linking(launch.claims(), launch.launch);
  if (launch.launch.message_type == kSubmissionReviewRequest) return read_for_user(launch.claims(), launch.launch);
  return {};
}

// LTI core 5.4, appendix B; AGS and NRPS. Unknown claims are ignored (4.3).
Status check_optional_claims(Inspection& launch) {
  for (const auto read : {read_context, read_tool_platform, read_presentation, read_custom}) {
    if (const auto status = read(launch.claims(), launch.launch); !status) return status;
  }
  read_services(launch.claims(), launch.launch);
  read_name(launch.claims(), launch.launch);
  return {};
}

}  // namespace preceptor::lti
