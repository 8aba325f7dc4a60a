#include "plugin/app/config.hpp"

#include <algorithm>
#include <tuple>

namespace preceptor::app {

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> keys = {
      {"public_url", "text", true},
      {"listen", "text", true},
      {"store", "text", true},
      {"content", "list of texts"},
      {"platforms", "list of objects"},
      {"platforms[].name", "text"},
      {"platforms[].lms", "text"},
      {"platforms[].issuer", "text"},
      {"platforms[].client_id", "text"},
      {"platforms[].deployment_ids", "list of texts"},
      {"platforms[].anonymous_deployment_ids", "list of texts"},
      {"platforms[].authorization_endpoint", "text"},
      {"platforms[].token_endpoint", "text"},
      {"platforms[].authorization_server", "text"},
      {"platforms[].jwks_uri", "text"},
      {"platforms[].actor_home_page", "text"},
      {"platforms[].frame_ancestors", "list of texts"},
      {"lrs", "list of objects"},
      {"lrs[].name", "text"},
      {"lrs[].endpoint", "text"},
      {"lrs[].username", "text"},
      {"lrs[].password", "text", false, true},
      {"lrs[].version", "text"},
      {"lrs[].pseudonymised", "true or false"},
      {"lrs[].same_store_as", "text"},
      {"statements", "object", true},
      {"statements.sign", "true or false", true},
      {"provider", "object", true},
      {"provider.name", "text", true},
      {"provider.time_zone", "text", true},
      {"provider.accreditations", "list of objects", true},
      {"provider.accreditations[].provider", "text", true},
      {"provider.accreditations[].name", "text", true},
      {"provider.accreditations[].accme_provider_id", "text", true},
      {"provider.accreditations[].systems", "list of texts", true},
      {"provider.accreditations[].time_zone", "text", true},
      {"provider.accreditations[].sample", "true or false", true},
      {"provider.accreditations[].sending", "object", true},
      {"provider.accreditations[].sending.url", "text", true},
      {"provider.accreditations[].sending.user", "text", true},
      {"provider.accreditations[].sending.secret_file", "text", true},
      {"provider.accreditations[].sending.header", "text", true},
      {"provider.accreditations[].sending.save_path", "text", true},
      {"provider.accreditations[].sending.status_path", "text", true},
      {"provider.accreditations[].sending.id_parameter", "text", true},
      {"provider.accreditations[].sending.service_provider_id", "text", true},
      {"provider.accreditations[].sending.date_only", "true or false", true},
      {"provider.accreditations[].sending.ask_seconds", "number", true},
      {"provider.accreditations[].report_settings", "object", true},
      {"provider.separate_signer", "true or false", true},
      {"vault", "object", true},
      {"vault.key_file", "text", true},
      {"vault.text_keys", "text", true},
      {"exports", "object", true},
      {"exports.folder", "text", true},
      {"tls", "object", true},
      {"tls.cert_file", "text", true},
      {"tls.key_file", "text", true},
      {"trusted_proxies", "list of texts", true},
      {"outbound", "object"},
      {"outbound.allow", "list of texts"},
      {"outbound.ca_file", "text"},
      {"outbound.proxy", "text"},
      {"allow_loopback", "true or false"},
      {"metrics", "object", true},
      {"metrics.listen", "text", true},
      {"metrics.token_file", "text", true},
      {"session", "object"},
      {"session.requests_per_minute", "number"},
      {"session.launches_per_minute", "number"},
      {"retention", "object"},
      {"retention.survey_days", "number"},
      {"retention.profile_days", "number"},
      {"retention.audit_days", "number"},
      {"retention.copy_days", "number"},
      {"log", "object"},
      {"log.level", "text"},
  };
  return keys;
}

namespace {

bool same_providers(const Config& a, const Config& b) {
  const auto parts = [](const credit::Provider& one) {
    return std::tie(one.id, one.name, one.accme_provider_id, one.systems, one.time_zone, one.sample, one.report_settings);
  };
  return std::ranges::equal(a.providers, b.providers, {}, parts, parts);
}

bool same_sending(const Config& a, const Config& b) {
  const auto parts = [](const SendingConfig& one) {
    return std::tie(one.provider, one.url, one.user, one.secret.reveal(), one.header, one.save_path, one.status_path, one.id_parameter, one.service_provider_id,
                    one.date_only, one.ask_seconds);
  };
  return std::ranges::equal(a.sending, b.sending, {}, parts, parts);
}

}  // namespace

std::vector<std::string> restart_needed(const Config& before, const Config& now) {
  std::vector<std::string> keys;
  if (before.public_url_text != now.public_url_text) keys.emplace_back("public_url");
  if (before.listen != now.listen) keys.emplace_back("listen");
  if (before.store != now.store) keys.emplace_back("store");
  if (!same_providers(before, now) || !same_sending(before, now) || before.separate_signer != now.separate_signer) keys.emplace_back("provider");
  if (before.sign_statements != now.sign_statements) keys.emplace_back("statements");
  if (before.vault_key_file != now.vault_key_file) keys.emplace_back("vault.key_file");
  if (before.vault_text_keys != now.vault_text_keys) keys.emplace_back("vault.text_keys");
  if (before.exports_folder != now.exports_folder) keys.emplace_back("exports.folder");
  if (before.tls_cert_file != now.tls_cert_file || before.tls_key_file != now.tls_key_file) keys.emplace_back("tls");
  if (before.trusted_proxies != now.trusted_proxies) keys.emplace_back("trusted_proxies");
  if (before.metrics_listen != now.metrics_listen || before.metrics_token.reveal() != now.metrics_token.reveal()) keys.emplace_back("metrics");
  return keys;
}

Config keeping_restart_keys(const Config& before, Config now) {
  now.public_url = before.public_url;
  now.public_url_text = before.public_url_text;
  now.path_prefix = before.path_prefix;
  now.listen = before.listen;
  now.store = before.store;
  now.provider_name = before.provider_name;
  now.provider_time_zone = before.provider_time_zone;
  now.providers = before.providers;
  now.sending = before.sending;
  now.separate_signer = before.separate_signer;
  now.sign_statements = before.sign_statements;
  now.vault_key_file = before.vault_key_file;
  now.vault_text_keys = before.vault_text_keys;
  now.exports_folder = before.exports_folder;
  now.tls_cert_file = before.tls_cert_file;
  now.tls_key_file = before.tls_key_file;
  now.trusted_proxies = before.trusted_proxies;
  now.metrics_listen = before.metrics_listen;
  now.metrics_token = before.metrics_token;
  return now;
}

}  // namespace preceptor::app
