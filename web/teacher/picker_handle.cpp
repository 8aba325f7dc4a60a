#include "web/teacher/picker_handle.hpp"

#include "core/base/json.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kPickerPurpose = "picker";

}  // namespace

base::Result<std::string> seal_picker(const ports::Sealer& sealer, const PickerHandle& handle) {
  const auto& settings = handle.settings;
  base::Json plain = {{"r", handle.registration.str()},
                      {"d", handle.deployment_id},
                      {"i", base::to_unix_ms(handle.issued)},
                      {"l", handle.locale},
                      {"c", handle.course},
                      {"u", settings.return_url},
                      {"t", settings.accept_types},
                      {"p", settings.accept_targets},
                      {"m", settings.accept_multiple},
                      {"a", settings.auto_create}};
  if (settings.accept_lineitem) plain["g"] = *settings.accept_lineitem;
  if (settings.data) plain["o"] = *settings.data;
  std::string token = sealer.seal(kPickerPurpose, plain.dump());
  if (token.size() > kMaxSealedBytes)
    return base::fail(base::Code::launch_deep_linking, "deep_linking_settings are too large to be carried: " + std::to_string(token.size()) + " bytes sealed, at most " + std::to_string(kMaxSealedBytes));
  return token;
}

std::optional<PickerHandle> open_picker(const ports::Sealer& sealer, std::string_view token) {
  PickerHandle handle;
  const bool opened = open_sealed(sealer, kPickerPurpose, token, [&](const base::Json& json) {
    handle.registration = base::RegistrationId(json.at("r").get<std::string>());
    handle.deployment_id = json.at("d").get<std::string>();
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.locale = json.at("l").get<std::string>();
    handle.course = json.at("c").get<std::string>();
    auto& settings = handle.settings;
    settings.return_url = json.at("u").get<std::string>();
    settings.accept_types = json.at("t").get<std::vector<std::string>>();
    settings.accept_targets = json.at("p").get<std::vector<std::string>>();
    settings.accept_multiple = json.at("m").get<bool>();
    settings.auto_create = json.at("a").get<bool>();
    if (json.contains("g")) settings.accept_lineitem = json.at("g").get<bool>();
    if (json.contains("o")) settings.data = json.at("o").get<std::string>();
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const PickerHandle& handle, base::Instant now) { return now - handle.issued > kPickerLife; }

}  // namespace preceptor::web
