// What the confirmation page carries to its own answer, sealed: nobody can read the registration token in it, nor use it with another invitation.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/ports/sealer.hpp"
#include "lti/dynamic/registrar.hpp"

namespace preceptor::web {

struct FormToken {
  std::string invitation;           // its digest
  lti::RegistrationOffer offer;
  std::string issuer, endpoint;     // what the page named: the answer must still name the same
  base::Instant made{};
};
inline constexpr base::Milliseconds kFormLife{60 * 60 * 1000};

std::string seal_form(const ports::Sealer& sealer, const FormToken& form);
// nullopt: not ours, for another invitation, or older than an hour.
std::optional<FormToken> open_form(const ports::Sealer& sealer, std::string_view token, const std::string& invitation, base::Instant now);

}  // namespace preceptor::web
