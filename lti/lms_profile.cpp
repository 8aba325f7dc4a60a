#include "lti/lms_profile.hpp"

#include "core/base/json.hpp"

namespace preceptor::lti {

void LmsProfile::shape_registration(const nlohmann::json&, nlohmann::json&) const {}

void LmsProfile::shape_item(nlohmann::json&) const {}

void LmsProfile::shape_score(nlohmann::json&, const ScoreFacts&) const {}

// AGS 2.0 names no statuses beyond success; the usual reading of HTTP.
Verdict LmsProfile::judge_score(const ports::OutboundResponse& answer) const {
  if (answer.status >= 200 && answer.status < 300) return {};
  if (answer.status == 409) return {Verdict::What::superseded, "the LMS already holds a newer grade", "", {}};
  if (answer.status == 429 || answer.status >= 500 || answer.status == 408)
    return {Verdict::What::later, "the LMS answered " + std::to_string(answer.status), "", {}};
  return {Verdict::What::never, "the LMS refused the grade with status " + std::to_string(answer.status), "Open the link as an instructor and check its grade column.", {}};
}

void LmsProfiles::add(std::unique_ptr<const LmsProfile> profile) { profiles_.push_back(std::move(profile)); }

const LmsProfile& LmsProfiles::of(std::string_view kind) const {
  for (const auto& profile : profiles_)
    if (profile->kind() == kind) return *profile;
  return generic_;
}

}  // namespace preceptor::lti
