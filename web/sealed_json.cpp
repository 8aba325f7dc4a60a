#include "web/sealed_json.hpp"

#include "core/base/json.hpp"

namespace preceptor::web {

bool open_sealed(const ports::Sealer& sealer, std::string_view purpose, std::string_view token, const std::function<void(const nlohmann::json&)>& read) {
  if (token.empty() || token.size() > kMaxSealedBytes) return false;
  const auto plain = sealer.open(purpose, token);
  if (!plain) return false;
  const auto json = base::parse_json(*plain);
  if (!json) return false;
  try {
    read(*json);
    return true;
  } catch (const base::Json::exception&) {
    return false;  // sealed by us, in a shape of another version
  }
}

}  // namespace preceptor::web
