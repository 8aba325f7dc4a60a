#include "web/registration/form_token.hpp"

#include "core/base/digest.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kFormPurpose = "register.form";

std::string text(const base::Json& json, const char* name) {
  const std::string* value = base::string_member(json, name);
  return value == nullptr ? std::string() : *value;
}

}  // namespace

std::string seal_form(const ports::Sealer& sealer, const FormToken& form) {
  const base::Json json = {{"invitation", form.invitation}, {"url", form.offer.configuration_url}, {"token", form.offer.token},
                           {"issuer", form.issuer}, {"endpoint", form.endpoint}, {"made", base::to_unix_ms(form.made)}};
  return sealer.seal(kFormPurpose, json.dump());
}

std::optional<FormToken> open_form(const ports::Sealer& sealer, std::string_view token, const std::string& invitation, base::Instant now) {
  const auto plain = sealer.open(kFormPurpose, token);
  const auto json = plain ? base::parse_json(*plain) : base::Result<base::Json>(base::Json());
  if (!json || !json->is_object()) return std::nullopt;
  FormToken form;
  form.invitation = text(*json, "invitation");
  form.offer = {text(*json, "url"), text(*json, "token")};
  form.issuer = text(*json, "issuer");
  form.endpoint = text(*json, "endpoint");
  const auto made = json->find("made");
  if (made == json->end() || !made->is_number_integer()) return std::nullopt;
  form.made = base::from_unix_ms(made->get<std::int64_t>());
  if (!base::equal_constant_time(form.invitation, invitation) || now - form.made > kFormLife || form.made > now) return std::nullopt;
  return form;
}

}  // namespace preceptor::web
