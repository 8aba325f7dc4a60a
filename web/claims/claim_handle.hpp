// The personal handle: the sealed path segment of profile and credits (design, section 6). The launch issues it, and it lives 30 minutes from that launch,
// however often it is used. An attempt's handle is sealed for another purpose and never opens what this one does.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::web {

struct ClaimHandle {
  ports::LinkKey link;
  base::PersonId person;
  base::AttemptId attempt;      // whose receipt it came from; empty when it came from a greeting
  std::string facts;            // of the launch (JSON, web/learner/facts.hpp)
  base::Instant issued{};       // of the launch
};

inline constexpr base::Milliseconds kPersonalLife{30 * 60 * 1000};

std::string seal_claim(const ports::Sealer& sealer, const ClaimHandle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<ClaimHandle> open_claim(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const ClaimHandle& handle, base::Instant now);
// "/c/<token>" or "/c/<token>/<place>" below `prefix`.
std::string claim_path(const std::string& prefix, const std::string& token, std::string_view place = {});

}  // namespace preceptor::web
