// Rulebooks, activities, grants and profiles as JSON, and amounts as text: what is accepted is written and read back as the same value, and checking it harms nothing.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/credit/activity.hpp"
#include "core/credit/grant.hpp"
#include "core/credit/profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace preceptor;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto amount = credit::parse_amount(text)) {
    const auto back = credit::parse_amount(credit::format(*amount));
    if (!back || *back != *amount) std::abort();
  }
  if (const auto rules = credit::rulebook_from_json(text)) {
    const auto back = credit::rulebook_from_json(credit::to_json(*rules));
    if (!back || back->hash != rules->hash) std::abort();
  }
  if (const auto activity = credit::activity_from_json(text)) {
    const auto back = credit::activity_from_json(credit::to_json(*activity));
    if (!back || *back != *activity) std::abort();
    for (const auto& finding : credit::check_activity(*activity, {}, {}))
      if (finding.rule.empty() || finding.message.empty()) std::abort();
  }
  if (const auto grant = credit::grant_from_json(text)) {
    const auto back = credit::grant_from_json(credit::to_json(*grant));
    if (!back || *back != *grant) std::abort();
  }
  if (const auto profile = credit::profile_from_json(text)) {
    const auto back = credit::profile_from_json(credit::to_json(*profile));
    if (!back || *back != *profile) std::abort();
    for (const auto& problem : credit::check_profile(*profile))
      if (problem.field.empty() || problem.key.empty()) std::abort();
  }
  return 0;
}
