#include "plugin/app/subscription_place.hpp"

#include <string_view>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::app {

namespace {
constexpr std::string_view kMark = "behind.";
}  // namespace

std::string place_text(const std::vector<xapi::Place>& places) {
  base::Json all = base::Json::object();
  for (const xapi::Place& place : places) all[place.registration] = place.position;
  return std::string(kMark) + base::base64url_encode(all.dump());
}

std::optional<std::vector<xapi::Place>> read_place(const std::string& text) {
  if (!text.starts_with(kMark)) return std::nullopt;
  const auto bytes = base::base64url_decode(std::string_view(text).substr(kMark.size()));
  if (!bytes) return std::nullopt;
  const auto json = base::parse_json(*bytes);
  if (!json || !json->is_object()) return std::nullopt;
  std::vector<xapi::Place> places;
  for (const auto& [registration, position] : json->items()) {
    if (!position.is_number_integer() || position.get<std::int64_t>() < 0) return std::nullopt;
    places.push_back({registration, position.get<std::int64_t>()});
  }
  return places;
}

}  // namespace preceptor::app
