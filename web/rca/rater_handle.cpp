#include "web/rca/rater_handle.hpp"

#include "core/base/json.hpp"
#include "web/learner/handle.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kRaterPurpose = "rater";

}  // namespace

std::string seal_rater(const ports::Sealer& sealer, const RaterHandle& handle) {
  const base::Json plain = {{"r", handle.registration.str()},
                            {"c", handle.case_id},
                            {"p", handle.person.str()},
                            {"w", handle.why},
                            {"o", handle.role ? std::string(rca::info(*handle.role).id) : std::string()},
                            {"t", handle.told},
                            {"f", handle.fixed_role},
                            {"l", handle.locale},
                            {"u", handle.return_url},
                            {"i", base::to_unix_ms(handle.issued)},
                            {"n", base::to_unix_ms(handle.renewed)}};
  return sealer.seal(kRaterPurpose, plain.dump());
}

std::optional<RaterHandle> open_rater(const ports::Sealer& sealer, std::string_view token) {
  RaterHandle handle;
  const bool opened = open_sealed(sealer, kRaterPurpose, token, [&](const base::Json& json) {
    handle.registration = base::RegistrationId(json.at("r").get<std::string>());
    handle.case_id = json.at("c").get<std::string>();
    handle.person = base::PersonId(json.at("p").get<std::string>());
    handle.why = json.at("w").get<std::string>();
    handle.role = rca::role_of(json.at("o").get<std::string>());
    handle.told = json.at("t").get<bool>();
    handle.fixed_role = json.at("f").get<bool>();
    handle.locale = json.at("l").get<std::string>();
    handle.return_url = json.at("u").get<std::string>();
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.renewed = base::from_unix_ms(json.at("n").get<std::int64_t>());
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const RaterHandle& handle, base::Instant now) { return now - handle.renewed > kHandleIdle || now - handle.issued > kHandleLife; }

}  // namespace preceptor::web
