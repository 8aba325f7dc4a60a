// The configuration file: every key, its type and its default. docs/config.md is checked against config_keys() by a test.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/base/url.hpp"
#include "core/credit/activity.hpp"
#include "core/ports/log.hpp"

namespace preceptor::app {

struct PlatformConfig {
  std::string name, lms = "generic", issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri, actor_home_page, authorization_server;
  std::vector<std::string> deployment_ids, anonymous_deployment_ids, frame_ancestors;
};

struct LrsConfig {
  std::string name, endpoint, username, version = "auto";
  bool pseudonymised = false;       // it gets pseudonyms instead of accounts
  std::string same_store_as;        // the address under which this store was first named; empty: `endpoint`
  base::Secret password;
};

// A receiver's service for one provider's records of credit (docs/reports.md, Sending). Everything but `url` has the draft's words as default.
struct SendingConfig {
  std::string provider;             // id
  std::string url;                  // without slash at the end
  std::string user;
  std::string secret_file;          // where `secret` came from
  base::Secret secret;
  std::string header, save_path, status_path, id_parameter;
  std::string service_provider_id;  // the receiver's own id of the provider; empty: none
  bool date_only = false;           // the day of completion without midnight
  int ask_seconds = 3600;           // between two questions about a record whose board has not answered
};

struct Config {
  base::Url public_url;
  std::string public_url_text;      // without trailing slash
  std::string path_prefix;          // of public_url; empty or "/cme"
  std::string listen;               // empty: no listener
  std::string store;
  std::vector<std::string> content;
  std::vector<PlatformConfig> platforms;
  std::vector<LrsConfig> lrs;
  std::string provider_name, provider_time_zone = "UTC";
  std::vector<credit::Provider> providers;   // never empty: without accreditations the main one, which may designate nothing
  std::vector<SendingConfig> sending;        // of those providers that have a service
  bool sign_statements = false;     // those of completion and credit carry a signature
  bool separate_signer = false;     // the planner of a case does not sign it
  std::string vault_key_file;       // empty: beside the store
  std::string vault_text_keys;      // folder of the keys of what people write; empty: beside the key file
  std::string exports_folder;       // files of exports and reports; empty: beside the store, on PostgreSQL beside the key file
  std::string tls_cert_file, tls_key_file;
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> outbound_allow;
  std::string outbound_ca_file, outbound_proxy;
  bool allow_loopback = false;
  std::string metrics_listen;       // an address of its own for /metrics; empty: none
  base::Secret metrics_token;       // what /metrics asks for; empty: nothing
  int requests_per_minute = 3000;   // per client address; 0 = no limit
  int launches_per_minute = 6000;   // per registration; 0 = no limit
  int survey_days = 180;            // how long anonymous answers wait for enough others
  int copy_days = 90;               // how long whoever keeps backups and exports keeps them: told, not done
  int profile_days = 365;           // how long identifiers stay once nothing is on its way any more
  int audit_days = 2190;            // how long it is kept who of the staff saw or changed what
  ports::Level log_level = ports::Level::info;
};

// JSON with comments. Errors: config_syntax (line and column), config_unknown_key (names the nearest known key), config_value, config_insecure,
// config_secret. The detail names the key's path, e.g. "lrs[0].endpoint".
base::Result<Config> parse_config(std::string_view json);

struct ConfigKey {
  std::string_view path;      // "lrs[].endpoint"
  std::string_view type;      // "text", "number", "true or false", "list of texts", "object", "list of objects"
  bool needs_restart = false;
  bool secret = false;        // may also be given as <key>_file or <key>_env
};
const std::vector<ConfigKey>& config_keys();

// Keys of `now` that differ from `before` and only take effect after a restart.
std::vector<std::string> restart_needed(const Config& before, const Config& now);
// `now` with those keys as they are in `before`: what is in force after a reload.
Config keeping_restart_keys(const Config& before, Config now);

}  // namespace preceptor::app
