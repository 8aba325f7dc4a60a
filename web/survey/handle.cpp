#include "web/survey/handle.hpp"

#include "core/base/json.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kSurveyPurpose = "survey", kAskedPurpose = "survey.asked";
constexpr base::Milliseconds kSurveyLife = std::chrono::hours(12);

}  // namespace

std::string seal_survey(const ports::Sealer& sealer, const SurveyHandle& handle) {
  const base::Json plain = {{"t", handle.token},
                            {"f", handle.form.str()},
                            {"u", handle.unit.str()},
                            {"k", handle.credit},
                            {"c", handle.stage ? std::string(burden::name(*handle.stage)) : std::string()},
                            {"r", handle.registration.str()},
                            {"i", base::to_unix_ms(handle.issued)},
                            {"b", handle.return_url},
                            {"l", handle.locale},
                            {"w", handle.why}};
  return sealer.seal(kSurveyPurpose, plain.dump());
}

std::optional<SurveyHandle> open_survey(const ports::Sealer& sealer, std::string_view token) {
  SurveyHandle handle;
  const bool opened = open_sealed(sealer, kSurveyPurpose, token, [&](const base::Json& json) {
    handle.token = json.at("t").get<std::string>();
    handle.form = base::ContentHash(json.at("f").get<std::string>());
    handle.unit = base::ContentHash(json.at("u").get<std::string>());
    handle.credit = json.value("k", false);   // addresses sealed before there was one live on for a while
    handle.stage = burden::stage_named(json.at("c").get<std::string>());
    handle.registration = base::RegistrationId(json.at("r").get<std::string>());
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
    handle.return_url = json.at("b").get<std::string>();
    handle.locale = json.at("l").get<std::string>();
    handle.why = json.at("w").get<std::string>();
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

bool is_expired(const SurveyHandle& handle, base::Instant now) { return now - handle.issued > kSurveyLife; }

std::string seal_asked(const ports::Sealer& sealer, const AskedPerson& person) {
  return sealer.seal(kAskedPurpose, base::Json{{"p", person.platform.str()}, {"s", person.subject}}.dump());
}

std::optional<AskedPerson> open_asked(const ports::Sealer& sealer, std::string_view token) {
  AskedPerson person;
  const bool opened = open_sealed(sealer, kAskedPurpose, token, [&](const base::Json& json) {
    person.platform = base::PlatformId(json.at("p").get<std::string>());
    person.subject = json.at("s").get<std::string>();
  });
  return opened ? std::optional(std::move(person)) : std::nullopt;
}

}  // namespace preceptor::web
