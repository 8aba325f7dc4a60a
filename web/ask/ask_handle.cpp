#include "web/ask/ask_handle.hpp"

#include "core/base/json.hpp"
#include "web/learner/handle.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kAskPurpose = "ask";

}  // namespace

std::string seal_ask(const ports::Sealer& sealer, const AskHandle& handle) {
  const base::Json plain = {{"r", handle.link.registration.str()},
                            {"d", handle.link.deployment_id},
                            {"c", handle.link.context_id},
                            {"k", handle.link.resource_link_id},
                            {"p", handle.person.str()},
                            {"l", handle.facts},
                            {"f", handle.from},
                            {"q", handle.question},
                            {"i", base::to_unix_ms(handle.issued)},
                            {"n", base::to_unix_ms(handle.renewed)}};
  return sealer.seal(kAskPurpose, plain.dump());
}

std::optional<AskHandle> open_ask(const ports::Sealer& sealer, std::string_view token) {
  AskHandle handle;
  const bool opened = open_sealed(sealer, kAskPurpose, token, [&](const base::Json& json) {
    const auto text = [&](const char* name) { return json.at(name).get<std::string>(); };
    handle.link = {base::RegistrationId(text("r")), text("d"), text("c"), text("k")};
    handle.person = base::PersonId(text("p"));
    handle.facts = text("l");
    handle.from = text("f");
    handle.question = text("q");
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.renewed = base::from_unix_ms(json.at("n").get<std::int64_t>());
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const AskHandle& handle, base::Instant now) {
  return now - handle.renewed > kHandleIdle || now - handle.issued > kHandleLife;
}

std::string ask_path(const std::string& prefix, const std::string& token, std::string_view place) {
  return prefix + "/q/" + token + (place.empty() ? "" : "/" + std::string(place));
}

std::optional<AskPlace> ask_place(std::string_view path) {
  constexpr std::string_view start = "/q/";
  if (!path.starts_with(start)) return std::nullopt;
  path.remove_prefix(start.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return AskPlace{path, {}};
  return AskPlace{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace preceptor::web
