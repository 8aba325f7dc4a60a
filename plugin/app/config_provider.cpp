// Who may give credit for what.
#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/credit/zone.hpp"
#include "manifests/rules.hpp"
#include "plugin/app/config.hpp"
#include "plugin/app/config_reader.hpp"
#include "plugin/app/report_formats.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Status;

namespace {

constexpr const char* kMainProvider = "main";
constexpr std::size_t kLongestProviderId = 40;
constexpr std::size_t kAccmeDigits = 7;

bool is_provider_id(const std::string& id) {
  return !id.empty() && id.size() <= kLongestProviderId &&
         std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_accme_id(const std::string& id) {
  return id.size() == kAccmeDigits && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
}

Status check_zone(const std::string& path, const std::string& zone) {
  if (const auto day = credit::date_in_zone({}, zone); !day) return fail(Code::config_value, path + ": " + day.error().detail);
  return {};
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
  return all;
}

Status check_systems(const ObjectReader& reader, const std::vector<std::string>& systems) {
  if (systems.empty()) return fail(Code::config_value, reader.path_of("systems") + " must name at least one credit system");
  std::vector<std::string> known;
  for (const auto& system : manifests::shipped_rules().systems) known.push_back(system.code);
  for (const std::string& code : systems) {
    if (std::ranges::find(known, code) != known.end()) continue;
    const std::string near = nearest(code, known);
    return fail(Code::config_value, reader.path_of("systems") + ": no credit system \"" + code + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?") +
                                        " Known are " + listed(known));
  }
  return {};
}

Status check_report_settings(const ObjectReader& reader, const std::map<std::string, std::string>& settings) {
  const auto known = report_settings();
  std::vector<std::string> names;
  for (const auto& one : known) names.emplace_back(one.name);
  for (const auto& [name, value] : settings) {
    const std::string path = reader.path_of("report_settings") + "[\"" + name + "\"]";
    const report::Setting* setting = report::setting_named(known, name);
    if (setting == nullptr) {
      const std::string near = nearest(name, names);
      return fail(Code::config_value, path + ": no report reads this setting" + (near.empty() ? "" : "; did you mean \"" + near + "\"?") + " Known are " + listed(names));
    }
    const std::vector<std::string> values(setting->values.begin(), setting->values.end());
    if (value.empty()) return fail(Code::config_value, path + " must not be empty: leave it out");
    if (!values.empty() && std::ranges::find(values, value) == values.end()) return fail(Code::config_value, path + " must be one of: " + listed(values));
  }
  return {};
}

base::Result<credit::Provider> read_accreditation(const ObjectReader& reader, const Config& config) {
  credit::Provider provider;
  PRECEPTOR_TAKE(provider.id, reader.text("provider", kMainProvider));
  const bool is_main = provider.id == kMainProvider;
  PRECEPTOR_TAKE(provider.name, reader.text("name", is_main ? config.provider_name : std::string()));
  PRECEPTOR_TAKE(provider.accme_provider_id, reader.text("accme_provider_id", {}));
  PRECEPTOR_TAKE(provider.systems, reader.texts("systems"));
  PRECEPTOR_TAKE(provider.time_zone, reader.text("time_zone", config.provider_time_zone));
  PRECEPTOR_TAKE(provider.sample, reader.flag("sample", false));
  PRECEPTOR_TAKE(provider.report_settings, reader.texts_by_name("report_settings"));
  if (provider.sample && !config.allow_loopback) return fail(Code::config_value, reader.path_of("sample") + " is for trials on one machine: it needs allow_loopback");
  if (!is_provider_id(provider.id)) return fail(Code::config_value, reader.path_of("provider") + " must be 1 to 40 small letters, digits and hyphens");
  if (provider.name.empty()) return fail(Code::config_value, is_main ? "provider.name is required: certificates name it" : reader.path_of("name") + " is required: certificates name it");
  if (base::begins_like_formula(provider.name))
    return fail(Code::config_value, (is_main ? std::string("provider.name") : reader.path_of("name")) + " must not begin with =, +, - or @: a spreadsheet takes that for a formula, and no report of credit may hold it");
  if (!provider.accme_provider_id.empty() && !is_accme_id(provider.accme_provider_id))
    return fail(Code::config_value, reader.path_of("accme_provider_id") + " must be the seven digits of the ACCME");
  if (Status good = check_systems(reader, provider.systems); !good) return fail(good.error());
  if (Status good = check_report_settings(reader, provider.report_settings); !good) return fail(good.error());
  if (Status good = check_zone(reader.path_of("time_zone"), provider.time_zone); !good) return fail(good.error());
  return provider;
}

}  // namespace

Status read_provider(const ObjectReader& root, Config& config) {
  std::optional<ObjectReader> part;
  PRECEPTOR_TAKE(part, root.object("provider"));
  std::vector<ObjectReader> readers;
  if (part) {
    PRECEPTOR_TAKE(config.provider_name, part->text("name", {}));
    PRECEPTOR_TAKE(config.provider_time_zone, part->text("time_zone", "UTC"));
    PRECEPTOR_TAKE(config.separate_signer, part->flag("separate_signer", false));
    PRECEPTOR_TAKE(readers, part->objects("accreditations"));
  }
  if (Status good = check_zone("provider.time_zone", config.provider_time_zone); !good) return good;
  for (const ObjectReader& reader : readers) {
    credit::Provider provider;
    PRECEPTOR_TAKE(provider, read_accreditation(reader, config));
    if (std::ranges::find(config.providers, provider.id, &credit::Provider::id) != config.providers.end())
      return fail(Code::config_value, reader.path_of("provider") + " repeats \"" + provider.id + "\": name all systems of a provider in one place");
    if (Status good = read_sending(reader, provider.id, config); !good) return good;
    config.providers.push_back(std::move(provider));
  }
  if (config.providers.empty()) config.providers.push_back({kMainProvider, config.provider_name, {}, {}, config.provider_time_zone});
  return {};
}

}  // namespace preceptor::app
