#include "web/claims/claim_handle.hpp"

#include "core/base/json.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kClaimPurpose = "personal";

}  // namespace

std::string seal_claim(const ports::Sealer& sealer, const ClaimHandle& handle) {
  const base::Json plain = {{"r", handle.link.registration.str()},
                            {"d", handle.link.deployment_id},
                            {"c", handle.link.context_id},
                            {"k", handle.link.resource_link_id},
                            {"p", handle.person.str()},
                            {"a", handle.attempt.str()},
                            {"l", handle.facts},
                            {"i", base::to_unix_ms(handle.issued)}};
  return sealer.seal(kClaimPurpose, plain.dump());
}

std::optional<ClaimHandle> open_claim(const ports::Sealer& sealer, std::string_view token) {
  ClaimHandle handle;
  const bool opened = open_sealed(sealer, kClaimPurpose, token, [&](const base::Json& json) {
    const auto text = [&](const char* name) { return json.at(name).get<std::string>(); };
    handle.link = {base::RegistrationId(text("r")), text("d"), text("c"), text("k")};
    handle.person = base::PersonId(text("p"));
    handle.attempt = base::AttemptId(text("a"));
    handle.facts = text("l");
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const ClaimHandle& handle, base::Instant now) { return now - handle.issued > kPersonalLife; }

std::string claim_path(const std::string& prefix, const std::string& token, std::string_view place) {
  return prefix + "/c/" + token + (place.empty() ? "" : "/" + std::string(place));
}

}  // namespace preceptor::web
