#include "web/teacher/handle.hpp"

#include "core/base/json.hpp"
#include "web/learner/handle.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kTeacherPurpose = "teacher";

}  // namespace

std::string seal_teacher(const ports::Sealer& sealer, const TeacherHandle& handle) {
  const auto& scope = handle.scope;
  const base::Json plain = {{"r", scope.link.registration.str()}, {"d", scope.link.deployment_id},
                            {"c", scope.link.context_id},         {"k", scope.link.resource_link_id},
                            {"s", scope.sees_class},              {"m", scope.manages},
                            {"u", handle.unit_id},                {"l", handle.facts},
                            {"i", base::to_unix_ms(handle.issued)}, {"n", base::to_unix_ms(handle.renewed)}};
  return sealer.seal(kTeacherPurpose, plain.dump());
}

std::optional<TeacherHandle> open_teacher(const ports::Sealer& sealer, std::string_view token) {
  TeacherHandle handle;
  const bool opened = open_sealed(sealer, kTeacherPurpose, token, [&](const base::Json& json) {
    auto& link = handle.scope.link;
    link.registration = base::RegistrationId(json.at("r").get<std::string>());
    link.deployment_id = json.at("d").get<std::string>();
    link.context_id = json.at("c").get<std::string>();
    link.resource_link_id = json.at("k").get<std::string>();
    handle.scope.sees_class = json.at("s").get<bool>();
    handle.scope.manages = json.at("m").get<bool>();
    handle.unit_id = json.at("u").get<std::string>();
    handle.facts = json.at("l").get<std::string>();
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.renewed = base::from_unix_ms(json.at("n").get<std::int64_t>());
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const TeacherHandle& handle, base::Instant now) {
  return now - handle.renewed > kHandleIdle || now - handle.issued > kHandleLife;
}

std::string teacher_path(const std::string& prefix, const std::string& token, std::string_view place) {
  return prefix + "/t/" + token + "/" + std::string(place);
}

}  // namespace preceptor::web
