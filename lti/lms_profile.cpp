#include "lti/lms_profile.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/json.hpp"
#include "core/base/visible.hpp"
#include "lti/services/link_services.hpp"

namespace preceptor::lti {

void LmsProfile::shape_registration(const nlohmann::json&, nlohmann::json&) const {}

PlatformAccount LmsProfile::account(const nlohmann::json&) const { return {}; }

void LmsProfile::shape_item(nlohmann::json&) const {}

void LmsProfile::shape_score(nlohmann::json&, const ScoreFacts&) const {}

// RFC 9110 10.2.3, in seconds; a date is not read.
std::optional<base::Milliseconds> retry_after(const ports::OutboundResponse& answer) {
  const std::string* text = ports::header(answer.headers, "Retry-After");
  int seconds = 0;
  if (text == nullptr || text->empty()) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size() || seconds < 0) return std::nullopt;
  return std::min<base::Milliseconds>(std::chrono::seconds(seconds), std::chrono::hours(1));
}

namespace {

// What the status usually means, where nobody knows the LMS.
std::string fix_of_refusal(int status) {
  if (status == 401 || status == 403)
    return "In the LMS: let the tool use grades (Assignment and Grade Services), open the link once as an instructor, then send the grade again.";
  if (status == 404 || status == 410)
    return "In the LMS: check that the grade column of the link is still there, open the link once as an instructor, then send the grade again.";
  return "In the LMS: check that the person is enrolled as a learner and that the grade column of the link takes grades, then send the grade again.";
}

}  // namespace

// AGS 2.0 names no statuses beyond success; the usual reading of HTTP.
Verdict LmsProfile::judge_score(const ports::OutboundResponse& answer) const {
  if (answer.status >= 200 && answer.status < 300) return {};
  if (answer.status == 409) return {Verdict::What::superseded, "the LMS already holds a newer grade", "", {}};
  if (answer.status == 429 || answer.status >= 500 || answer.status == 408) {
    Verdict later{Verdict::What::later, "the LMS answered " + std::to_string(answer.status), "", retry_after(answer)};
    later.whole_platform = true;
    return later;
  }
  // The words come after the colon, where logs stop reading: they may name somebody.
  const std::string words = base::visible(words_of(answer));
  return {Verdict::What::never, "the LMS refused the grade with status " + std::to_string(answer.status) + (words.empty() ? "" : ": " + words), fix_of_refusal(answer.status), {}};
}

void LmsProfiles::add(std::unique_ptr<const LmsProfile> profile) { profiles_.push_back(std::move(profile)); }

const LmsProfile& LmsProfiles::of(std::string_view kind) const {
  for (const auto& profile : profiles_)
    if (profile->kind() == kind) return *profile;
  return generic_;
}

const LmsProfile& LmsProfiles::of_family(std::string_view product_family_code) const {
  for (const auto& profile : profiles_)
    if (profile->is_family(product_family_code)) return *profile;
  return generic_;
}

bool LmsProfiles::has(std::string_view kind) const { return of(kind).kind() == kind; }

std::vector<std::string> LmsProfiles::kinds() const {
  std::vector<std::string> names;
  for (const auto& profile : profiles_) names.emplace_back(profile->kind());
  names.emplace_back(generic_.kind());
  return names;
}

std::string LmsProfiles::listed() const {
  std::string text;
  for (const auto& profile : profiles_) text += (text.empty() ? "" : ", ") + std::string(profile->kind());
  return text + (text.empty() ? "" : " or ") + std::string(generic_.kind());
}

std::string LmsProfiles::label(std::string_view kind, std::string otherwise) const {
  const LmsProfile& profile = of(kind);
  return &profile == &generic_ ? std::move(otherwise) : std::string(profile.label());
}

const LmsProfile& LmsProfiles::of(const Registration& registration, const ToolPlatform& platform) const {
  return registration.lms == generic_.kind() ? of_family(platform.product_family_code) : of(registration.lms);
}

}  // namespace preceptor::lti
