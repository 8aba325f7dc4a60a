// Deep Linking 2.0: the links a teacher chose, and the signed answer that carries them to the platform (DL 4.5; lti.md section 5).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "lti/launch.hpp"
#include "lti/lms_profile.hpp"

namespace preceptor::lti {

enum class Grading { completion, score, none };
// "completion", "score", "none": the value of the custom parameter `grade`.
std::string_view name(Grading grading);
Grading grading_of(std::string_view name);   // completion for what we do not know

// One chosen unit, or another kind of content.
struct LinkChoice {
  std::string unit_id, title, text;
  std::string language;       // the custom parameter `language`; empty: the learner's own
  Grading grading = Grading::completion;
  int max_score = 0;          // of the unit: points for right answers; 0 = it has none
  std::string kind = "unit";  // as content_of reads it; `unit_id` is the content's id, "1" for "ask"
};

// Whether links can be given at all here.
bool accepts_links(const DeepLinkingSettings& settings);

// A link's address: our launch URL with ?unit=. A platform that loses custom parameters still sends it back in the signed target_link_uri
// claim; the redirect URI stays the bare launch URL.
std::string link_url(const ToolUrls& urls, std::string_view unit_id);
// The unit a launch asks for: the custom parameter `unit`, else that of the signed target_link_uri. Empty when it names none.
std::string unit_of(const Launch& launch);
// What a link names by a custom parameter, else by the query of target_link_uri: "unit", "survey" or "rca" with the content's id, or "ask"
// with any value; of several the first in this order. Both empty when it names nothing.
struct NamedContent {
  std::string kind, id;
};
NamedContent content_of(const Launch& launch);

// The ltiResourceLink of a choice, shaped for the platform (DL 3.2; AGS 3.1 for lineItem).
nlohmann::json content_item(const LinkChoice& choice, const DeepLinkingSettings& settings, const ToolUrls& urls, const LmsProfile& profile);

// A chosen root-cause form: it takes no grade, so it has no line item.
struct CaseChoice {
  std::string case_id, title, text;
};
nlohmann::json case_item(const CaseChoice& choice, const DeepLinkingSettings& settings, const ToolUrls& urls, const LmsProfile& profile);

struct LinkingAnswer {
  const Registration& registration;
  std::string_view deployment_id;
  const DeepLinkingSettings& settings;
  const nlohmann::json& items;   // an array; empty when the teacher cancelled
  std::string message;           // plain text the platform may show; may be empty
};
// The claims of LtiDeepLinkingResponse, to be signed with the registration's key.
std::string linking_claims(const LinkingAnswer& answer, base::Instant now, std::string_view nonce);

}  // namespace preceptor::lti
