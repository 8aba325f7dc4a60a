#include "web/learner/handle.hpp"

#include "core/base/json.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kAttemptPurpose = "attempt";

base::Json teacher_json(const TeacherScope& scope) {
  return {scope.link.deployment_id, scope.link.context_id, scope.link.resource_link_id, scope.sees_class, scope.manages};
}

TeacherScope teacher_from(const base::Json& json, const base::RegistrationId& registration) {
  return {{registration, json.at(0).get<std::string>(), json.at(1).get<std::string>(), json.at(2).get<std::string>()},
          json.at(3).get<bool>(), json.at(4).get<bool>()};
}

}  // namespace

std::string seal_handle(const ports::Sealer& sealer, const Handle& handle) {
  base::Json plain = {{"r", handle.registration.str()},
                      {"i", base::to_unix_ms(handle.issued)},
                      {"n", base::to_unix_ms(handle.renewed)}};
  if (handle.carried_ms != 0) plain["m"] = handle.carried_ms;
  if (handle.preview()) {
    plain["c"] = handle.content.str();
    plain["l"] = handle.facts;
    plain["p"] = handle.forms;
    plain["w"] = handle.why;
    if (handle.teacher) plain["t"] = teacher_json(*handle.teacher);
  } else {
    plain["a"] = handle.attempt.str();
  }
  return sealer.seal(kAttemptPurpose, plain.dump());
}

std::optional<Handle> open_handle(const ports::Sealer& sealer, std::string_view token) {
  Handle handle;
  const bool opened = open_sealed(sealer, kAttemptPurpose, token, [&](const base::Json& json) {
    handle.registration = base::RegistrationId(json.at("r").get<std::string>());
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.renewed = base::from_unix_ms(json.at("n").get<std::int64_t>());
    handle.carried_ms = json.value("m", std::int64_t{0});
    handle.attempt = base::AttemptId(json.value("a", std::string()));
    handle.content = base::ContentHash(json.value("c", std::string()));
    handle.facts = json.value("l", std::string());
    handle.forms = json.value("p", std::vector<std::string>());
    handle.why = json.value("w", std::string());
    if (const auto scope = json.find("t"); scope != json.end()) handle.teacher = teacher_from(*scope, handle.registration);
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const Handle& handle, base::Instant now) {
  return now - handle.renewed > kHandleIdle || now - handle.issued > kHandleLife;
}

}  // namespace preceptor::web
