// preceptor keys: which keys sign, changing them over, and what to type into an LMS that takes no key set address.
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/evidence_keys.hpp"
#include "plugin/app/registration_named.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using lti::KeyState;
using lti::Registration;
using lti::SigningKey;

namespace {

// The platforms that are switched on; with a name or an id, that one. Errors as registration_named's.
Result<std::vector<Registration>> platforms(CommandContext& context, const std::string& name) {
  if (!name.empty()) {
    auto named = registration_named(context.site.store(), name, Among::enabled);
    if (!named) return fail(named.error());
    return std::vector{std::move(*named)};
  }
  auto registrations = context.site.store().list_registrations();
  if (registrations) std::erase_if(*registrations, [](const Registration& one) { return !one.enabled; });
  return registrations;
}

std::string time_or_empty(const std::optional<base::Instant>& at) { return at ? base::format_rfc3339(*at) : std::string(); }

const char* name_of(KeyState state) {
  if (state == KeyState::next) return "next";
  return state == KeyState::current ? "current" : "retired";
}

Json as_json(const Registration& registration, const SigningKey& key) {
  Json json = {{"platform", registration.name}, {"registration", registration.id.str()}, {"kid", key.kid}, {"state", name_of(key.state)},
               {"created_at", base::format_rfc3339(key.created_at)}};
  if (key.state == KeyState::next) json["signs_from"] = base::format_rfc3339(signs_from(key));
  if (key.activated_at) json["activated_at"] = time_or_empty(key.activated_at);
  if (key.retired_at) json["retired_at"] = time_or_empty(key.retired_at);
  if (key.published_until) json["published_until"] = time_or_empty(key.published_until);
  return json;
}

std::string state_text(const SigningKey& key) {
  if (key.state == KeyState::next) return "next, signs from " + base::format_rfc3339(signs_from(key));
  if (key.state == KeyState::current) return "signs since " + time_or_empty(key.activated_at);
  return "retired, published until " + time_or_empty(key.published_until);
}

std::string key_set_url(Site& site, const Registration& registration) {
  return site.config().public_url_text + "/lti/jwks/" + registration.id.str() + ".json";
}

std::string rotated_text(const Registration& registration, const SigningKey& key) {
  const std::string who = registration.name + ": key " + key.kid;
  if (key.state == KeyState::current) return who + " signs from now on; the old one is published no longer.\n";
  return who + " is published now and signs from " + base::format_rfc3339(signs_from(key)) + "; the running server changes over by itself, and the old key stays published for a day after.\n";
}

Result<int> rotate_vault(CommandContext& context) {
  const auto done = context.site.identifiers().rotate();
  if (!done) return fail(done.error());
  const std::string file = context.site.key_file();
  context.site.log().write(ports::Level::info, "vault.rotated", {{"profiles", std::to_string(done->sealed_anew)}, {"unreadable", std::to_string(done->unreadable)}});
  const Json row = {{"key_file", file}, {"key", done->key_id}, {"sealed_anew", done->sealed_anew}, {"unreadable", done->unreadable}, {"resumed", done->resumed}};
  std::string text = done->resumed ? "A change of the vault's key that had broken off was brought to its end.\n" : "The vault has a new key.\n";
  text += "Profiles sealed anew: " + std::to_string(done->sealed_anew) + "\n";
  if (done->unreadable > 0)
    text += "Profiles that could not be read and were left as they are: " + std::to_string(done->unreadable) + ". See preceptor check.\n";
  text += "Copy the key file again, to where its copy is kept: " + file + "\nBackups made before need the key file of their time.\n";
  if (const base::Status printed = context.print(context.json ? row.dump(2) + "\n" : text); !printed) return fail(printed.error());
  return kGood;
}

}  // namespace

Result<int> keys_list(CommandContext& context) {
  const auto registrations = platforms(context, "");
  if (!registrations) return fail(registrations.error());
  Json list = Json::array();
  std::string text;
  for (const Registration& registration : *registrations) {
    // Makes the first key, as every look at the set does.
    if (const auto made = context.site.signing_keys().published(registration.id); !made) return fail(made.error());
    const auto keys = context.site.store().list_keys(registration.id);
    if (!keys) return fail(keys.error());
    for (const SigningKey& key : *keys) {
      list.push_back(as_json(registration, key));
      text += registration.name + "  " + key.kid + "  " + state_text(key) + "\n";
    }
  }
  if (text.empty()) text = "No platform is connected yet, so there is no key: preceptor platform add --help\n";
  if (const base::Status done = context.print(context.json ? list.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> keys_rotate(CommandContext& context) {
  const auto name = context.text("platform");
  if (!name) return fail(name.error());
  const auto at_once = context.flag("at_once");
  if (!at_once) return fail(at_once.error());
  const auto vault = context.flag("vault");
  if (!vault) return fail(vault.error());
  if (*vault && (*at_once || !name->empty())) return fail(Code::command_arguments, "--vault goes with neither --platform nor --at-once");
  const auto evidence = context.flag("evidence");
  if (!evidence) return fail(evidence.error());
  if (*evidence && (*vault || *at_once || !name->empty())) return fail(Code::command_arguments, "--evidence goes with none of --platform, --at-once and --vault");
  if (*vault) return rotate_vault(context);
  if (*evidence) return rotate_evidence(context);
  const auto registrations = platforms(context, *name);
  if (!registrations) return fail(registrations.error());
  Json list = Json::array();
  std::string text;
  for (const Registration& registration : *registrations) {
    const auto key = context.site.signing_keys().rotate(registration.id, *at_once);
    if (!key) return fail(key.error());
    context.site.log().write(ports::Level::info, "keys.rotated", {{"registration", registration.id.str()}, {"kid", key->kid}, {"at_once", *at_once ? "yes" : "no"}});
    list.push_back(as_json(registration, *key));
    text += rotated_text(registration, *key);
  }
  text += text.empty() ? "No platform is connected yet, so there is no key: preceptor platform add --help\n"
                       : "An LMS that holds the key as text needs the new one by then: preceptor keys show NAME\n";
  if (const base::Status done = context.print(context.json ? list.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> keys_show(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto pem_only = context.flag("pem");
  if (!pem_only) return fail(pem_only.error());
  const auto registrations = platforms(context, *name);
  if (!registrations) return fail(registrations.error());
  const Registration& registration = registrations->front();
  const auto keys = context.site.signing_keys().published(registration.id);
  if (!keys) return fail(keys.error());
  const std::string url = key_set_url(context.site, registration);
  Json list = Json::array();
  std::string text = "public key set URL  " + url + "\n", current;
  for (const SigningKey& key : *keys) {
    const auto pem = lti::public_pem(key);
    if (!pem) return fail(pem.error());
    Json json = as_json(registration, key);
    json["pem"] = *pem;
    list.push_back(std::move(json));
    text += "\nkey " + key.kid + ": " + state_text(key) + "\n" + *pem;
    if (key.state == KeyState::current) current = *pem;
  }
  const Json all = {{"platform", registration.name}, {"registration", registration.id.str()}, {"key_set_url", url}, {"keys", list}};
  const base::Status done = context.print(context.json ? all.dump(2) + "\n" : *pem_only ? current : text);
  if (!done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
