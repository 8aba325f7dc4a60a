#include "lti/arrival.hpp"

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "lti/login.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

constexpr std::string_view kArrivalPurpose = "lti.arrival";

std::optional<Arrival> open_arrival(const ports::Sealer& sealer, std::string_view token) {
  const auto text = sealer.open(kArrivalPurpose, token);
  if (!text) return std::nullopt;
  const auto plain = base::parse_json(*text);
  if (!plain || !plain->is_array() || plain->size() != 3) return std::nullopt;
  if (!plain->at(0).is_string() || !plain->at(1).is_string() || !plain->at(2).is_number_integer()) return std::nullopt;
  return Arrival{plain->at(0).get<std::string>(), plain->at(1).get<std::string>(),
                 base::from_unix_ms(plain->at(2).get<std::int64_t>())};
}

}  // namespace

std::string seal_arrival(const ports::Sealer& sealer, const Arrival& arrival) {
  const Json plain = {arrival.id_token_digest, arrival.state_id, base::to_unix_ms(arrival.at)};
  return sealer.seal(kArrivalPurpose, plain.dump());
}

base::Instant arrived_at(const base::Fields& form, const ports::Sealer& sealer, base::Instant now) {
  const std::string* note = base::field(form, kArrivalField);
  const std::string* token = base::field(form, "id_token");
  const std::string* sealed_state = base::field(form, "state");
  if (note == nullptr || token == nullptr || sealed_state == nullptr) return now;
  const auto arrival = open_arrival(sealer, *note);
  const auto state = open_state(sealer, *sealed_state);
  if (!arrival || !state || arrival->state_id != state->id) return now;
  if (arrival->id_token_digest != base::sha256_hex(*token)) return now;
  const auto age = now - arrival->at;
  return age >= base::Milliseconds{0} && age <= kArrivalLife ? arrival->at : now;
}

}  // namespace preceptor::lti
