// The sealed `state`: all that a login must remember, held by the browser until the launch (lti.md 4.3).
#include <array>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "lti/login.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

constexpr std::string_view kLoginPurpose = "lti.state";
constexpr std::array<std::string_view, 4> kBindings = {"cookie", "storage", "storage_access", "new_window"};
constexpr std::size_t kTexts = 7;  // members that are strings; two numbers follow

}  // namespace

std::string_view name_of(Binding binding) { return kBindings.at(static_cast<std::size_t>(binding)); }

std::string storage_key(const LoginState& state) { return "preceptor." + base::sha256_hex(state.id).substr(0, 16); }

std::string seal_state(const ports::Sealer& sealer, const LoginState& state) {
  // An array, because the token travels in a URL.
  const Json plain = {
      state.id,      state.registration.str(),       state.nonce, state.target_link_uri, state.deployment_hint,
      state.browser, state.stored,                   base::to_unix_ms(state.created), static_cast<int>(state.binding)};
  return sealer.seal(kLoginPurpose, plain.dump());
}

std::optional<LoginState> open_state(const ports::Sealer& sealer, std::string_view token) {
  const auto text = sealer.open(kLoginPurpose, token);
  if (!text) return std::nullopt;
  // Sealed by us, but perhaps by another version of us: the shape is still checked.
  const auto plain = base::parse_json(*text);
  if (!plain || !plain->is_array() || plain->size() != kTexts + 2) return std::nullopt;
  for (std::size_t i = 0; i < kTexts; ++i) {
    if (!plain->at(i).is_string()) return std::nullopt;
  }
  if (!plain->at(kTexts).is_number_integer() || !plain->at(kTexts + 1).is_number_unsigned()) return std::nullopt;
  const auto binding = plain->at(kTexts + 1).get<std::size_t>();
  if (binding >= kBindings.size()) return std::nullopt;
  LoginState state;
  state.id = plain->at(0).get<std::string>();
  state.registration = base::RegistrationId(plain->at(1).get<std::string>());
  state.nonce = plain->at(2).get<std::string>();
  state.target_link_uri = plain->at(3).get<std::string>();
  state.deployment_hint = plain->at(4).get<std::string>();
  state.browser = plain->at(5).get<std::string>();
  state.stored = plain->at(6).get<std::string>();
  state.created = base::from_unix_ms(plain->at(kTexts).get<std::int64_t>());
  state.binding = static_cast<Binding>(binding);
  return state;
}

}  // namespace preceptor::lti
