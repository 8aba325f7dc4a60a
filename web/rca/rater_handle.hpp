// The sealed path segment of a stakeholder's pages: one person and one case, or a preview that stores nothing (design section 6: 2 h idle, 12 h at most).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/activity/rca/rows.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::web {

struct RaterHandle {
  base::RegistrationId registration;
  std::string case_id;
  base::PersonId person;             // empty in a preview
  std::string why;                   // why nothing counts: "staff", "test_user", "masquerade", "anonymous"; empty for a stakeholder
  std::optional<rca::Role> role;     // chosen, or as the link says
  bool told = false;                 // was told that a role of so few people is shown
  bool fixed_role = false;           // the link says the role
  std::string locale, return_url;
  base::Instant issued{}, renewed{};
  bool preview() const { return person.empty(); }
};

std::string seal_rater(const ports::Sealer& sealer, const RaterHandle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<RaterHandle> open_rater(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const RaterHandle& handle, base::Instant now);

}  // namespace preceptor::web
