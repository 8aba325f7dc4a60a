#include "xapi/credit_statement.hpp"

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "core/credit/events.hpp"
#include "xapi/interaction.hpp"
#include "xapi/profile/published.hpp"
#include "xapi/validate.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

constexpr int kCreditTemplate = 2;   // 1 had no category

// What both statements tell.
struct Told {
  const Verb* verb;
  std::string_view type;
  std::string activity_id, system;
  credit::Amount amount;
};

base::Result<std::optional<Told>> told_by(const record::Event& event) {
  const auto* payload = std::get_if<record::Other>(&event.payload);
  if (!payload) return std::optional<Told>();
  if (payload->type == credit::CreditClaimed::kType) {
    const auto claimed = credit::payload_from_json<credit::CreditClaimed>(payload->json);
    if (!claimed) return base::fail(claimed.error());
    return std::optional(Told{&kRequested, kCredential, claimed->activity_id, claimed->system, claimed->amount});
  }
  if (payload->type == credit::CreditGranted::kType) {
    const auto granted = credit::payload_from_json<credit::CreditGranted>(payload->json);
    if (!granted) return base::fail(granted.error());
    return std::optional(Told{&kEarned, kCertificate, granted->grant.activity_id, granted->grant.system, granted->grant.amount});
  }
  return std::optional<Told>();
}

Json display_of(const Verb& verb, const std::string& language) {
  Json display{{"en", verb.en}};
  const std::string primary = language.substr(0, language.find('-'));
  if (primary == "es") display[language] = verb.es;
  if (primary == "ar") display[language] = verb.ar;
  return display;
}

Json object_of(const Told& told, const CreditContext& context) {
  Json definition{{"type", told.type}};
  const auto* system = context.rules ? context.rules->system(told.system) : nullptr;
  std::string name = plain(context.activity_title);
  if (system) name += ": " + plain(system->name);
  if (!name.empty()) definition["name"] = Json{{context.language, name}};
  return Json{{"objectType", "Activity"}, {"id", credential_iri(context.activity_base, told.activity_id, told.system)}, {"definition", std::move(definition)}};
}

// Ours (xapi.md 4): no published extension says how much credit.
Json result_of(const Told& told, const CreditContext& context) {
  return Json{{"extensions", Json{{context.activity_base + "/extension/credit-amount", credit::format(told.amount)},
                                  {context.activity_base + "/extension/credit-type", told.system}}}};
}

}  // namespace

std::string credential_iri(std::string_view activity_base, std::string_view activity_id, std::string_view system) {
  return std::string(activity_base) + "/credential/" + base::percent_encode(activity_id) + "/" + base::percent_encode(system);
}

base::Result<std::vector<record::Rendering>> render_credit(const record::Event& event, const CreditContext& context) {
  const auto told = told_by(event);
  if (!told) return base::fail(told.error());
  if (!*told) return std::vector<record::Rendering>();
  const Verb& verb = *(*told)->verb;
  const int version = context.version > 0 ? context.version : kCreditTemplate;
  const base::StatementId id = record::rendering_id(event, verb.name, version, context.audience);
  const Json statement{{"id", id.str()},
                       {"actor", Json{{"objectType", "Agent"}, {"account", Json{{"homePage", context.actor_home_page}, {"name", context.actor_name}}}}},
                       {"verb", Json{{"id", verb.iri}, {"display", display_of(verb, context.language)}}},
                       {"object", object_of(**told, context)},
                       {"result", result_of(**told, context)},
                       // The account's stream is a UUID of its own: claims and awards of one activity belong together.
                       {"context", Json{{"registration", context.account_name.empty() ? event.stream_id : context.account_name},
                                        {"language", context.language},
                                        {"contextActivities", Json{{"category", profile_category(context.activity_base)}}}}},
                       {"timestamp", base::format_rfc3339(event.at)}};
  if (const auto findings = validate_value(statement); !findings.empty()) {
    const Finding& first = findings.front();
    const std::string where = ": rule " + std::to_string(first.rule) + " at " + first.path + " ";
    return base::fail(base::Code::statement_invalid, std::string(verb.name) + where + first.message);
  }
  return std::vector{record::Rendering{id, std::string(verb.name), version, context.audience, base::canonical_json(statement)}};
}

}  // namespace preceptor::xapi
