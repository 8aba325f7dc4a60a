// Whether recorded statements keep the published xAPI profile: each matches exactly one template, together they are what a pattern describes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/ports/record_store.hpp"
#include "xapi/profile/profile.hpp"
#include "xapi/profile/published.hpp"

namespace preceptor::fakes {

// Of one registration, in order; empty when all is well, else what is not.
inline std::string off_profile(const std::vector<std::string>& bodies, std::string_view activity_base) {
  const auto profile = xapi::Profile::read(xapi::profile_document(activity_base));
  if (!profile) return base::describe(profile.error());
  std::vector<std::size_t> templates;
  for (const std::string& body : bodies) {
    const auto match = profile->match(base::Json::parse(body));
    if (!match) return match.path + " " + match.problem + "\n" + body;
    templates.push_back(*match.index);
  }
  const auto order = profile->order(templates);
  if (order.fit == xapi::PatternMatch::Fit::whole) return {};
  std::string seen = order.fit == xapi::PatternMatch::Fit::broken ? "broken at " + std::to_string(order.at) + ":" : "a fragment:";
  for (const std::size_t index : templates) seen += " " + profile->template_ids()[index];
  return seen;
}

inline std::string off_profile(const std::vector<ports::NewEvent>& events, std::string_view activity_base) {
  std::vector<std::string> bodies;
  for (const auto& event : events)
    for (const auto& rendering : event.renderings) bodies.push_back(rendering.body);
  return off_profile(bodies, activity_base);
}

}  // namespace preceptor::fakes
