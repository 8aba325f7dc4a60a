// The sealed `state`: all that a login must remember, held by the browser until the launch (lti.md 4.3).
#include "core/base/json.hpp"
#include "lti/login.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

constexpr std::string_view kPurpose = "lti.state";

}  // namespace

std::string seal_state(const ports::Sealer& sealer, const LoginState& state) {
  // An array, because the token travels in a URL.
  const Json plain = {
      state.id,      state.registration.str(),       state.nonce, state.target_link_uri, state.deployment_hint,
      state.browser, base::to_unix_ms(state.created)};
  return sealer.seal(kPurpose, plain.dump());
}

std::optional<LoginState> open_state(const ports::Sealer& sealer, std::string_view token) {
  const auto text = sealer.open(kPurpose, token);
  if (!text) return std::nullopt;
  // Sealed by us, but perhaps by another version of us: the shape is still checked.
  const auto plain = base::parse_json(*text);
  if (!plain || !plain->is_array() || plain->size() != 7) return std::nullopt;
  for (std::size_t i = 0; i < 6; ++i) {
    if (!plain->at(i).is_string()) return std::nullopt;
  }
  if (!plain->at(6).is_number_integer()) return std::nullopt;
  LoginState state;
  state.id = plain->at(0).get<std::string>();
  state.registration = base::RegistrationId(plain->at(1).get<std::string>());
  state.nonce = plain->at(2).get<std::string>();
  state.target_link_uri = plain->at(3).get<std::string>();
  state.deployment_hint = plain->at(4).get<std::string>();
  state.browser = plain->at(5).get<std::string>();
  state.created = base::from_unix_ms(plain->at(6).get<std::int64_t>());
  return state;
}

}  // namespace preceptor::lti
