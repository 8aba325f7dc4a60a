#include "plugin/app/config.hpp"

#include <algorithm>
#include <set>

#include "plugin/app/config_reader.hpp"
#include "plugin/app/lms_profiles.hpp"
#include "plugin/app/platform_checks.hpp"
#include "plugin/http/forwarded.hpp"
#include "plugin/http/outbound_guard.hpp"
#include "plugin/http/socket.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;

namespace {

bool is_loopback_host(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Status check_url(const std::string& path, const std::string& text) {
  if (base::parse_url(text)) return {};
  return fail(Code::config_value, path + " " + kMustBeAddress);
}

Status read_public_url(const ObjectReader& root, Config& config) {
  std::string text;
  PRECEPTOR_TAKE(text, root.required_text("public_url"));
  while (text.ends_with('/')) text.pop_back();
  const auto url = base::parse_url(text);
  if (!url || !url->query.empty()) return fail(Code::config_value, "public_url must be a full address such as https://cme.example.org, without query or #");
  if (url->scheme != "https" && !(is_loopback_host(url->host) && config.allow_loopback)) {
    return fail(Code::config_insecure, "public_url must begin with https:// (http only on loopback with \"allow_loopback\": true)");
  }
  config.public_url = *url;
  config.public_url_text = text;
  config.path_prefix = url->path == "/" ? "" : url->path;
  return {};
}

// `key` names an address to listen on; tls and trusted_proxies hold for it too.
Status check_listen(const std::string& key, const std::string& listen, const Config& config) {
  const auto where = http::parse_host_port(listen);
  if (!where) return fail(Code::config_value, key + " must be an address and a port such as 127.0.0.1:8480: " + where.error().detail);
  if (config.tls_cert_file.empty() && !is_loopback_host(where->host) && config.trusted_proxies.empty()) {
    return fail(Code::config_insecure, key + " is " + listen + " without tls: listen on 127.0.0.1, set tls, or name the proxy in trusted_proxies");
  }
  return {};
}

Status read_listener(const ObjectReader& root, Config& config) {
  PRECEPTOR_TAKE(config.listen, root.text("listen", {}));
  PRECEPTOR_TAKE(config.trusted_proxies, root.texts("trusted_proxies"));
  if (const auto networks = http::parse_networks(config.trusted_proxies); !networks) return fail(networks.error());
  std::optional<ObjectReader> tls;
  PRECEPTOR_TAKE(tls, root.object("tls"));
  if (tls) {
    PRECEPTOR_TAKE(config.tls_cert_file, tls->required_text("cert_file"));
    PRECEPTOR_TAKE(config.tls_key_file, tls->required_text("key_file"));
  }
  return config.listen.empty() ? Status{} : check_listen("listen", config.listen, config);
}

Status read_store(const ObjectReader& root, Config& config) {
  PRECEPTOR_TAKE(config.store, root.required_text("store"));
  if (config.store == "memory:") return {};
  if (config.store.starts_with("sqlite:/")) return {};
  if (config.store.starts_with("postgresql://")) return {};
  return fail(Code::config_value, "store must be \"sqlite:\" and an absolute path, such as \"sqlite:/var/lib/preceptor/preceptor.db\", or the address of a "
                                  "PostgreSQL database, such as \"postgresql://preceptor@db.example.org/preceptor\"");
}

Result<PlatformConfig> read_platform(const ObjectReader& reader) {
  PlatformConfig platform;
  PRECEPTOR_TAKE(platform.name, reader.required_text("name"));
  PRECEPTOR_TAKE(platform.lms, reader.text("lms", "generic"));
  PRECEPTOR_TAKE(platform.issuer, reader.required_text("issuer"));
  PRECEPTOR_TAKE(platform.client_id, reader.required_text("client_id"));
  PRECEPTOR_TAKE(platform.deployment_ids, reader.texts("deployment_ids"));
  PRECEPTOR_TAKE(platform.anonymous_deployment_ids, reader.texts("anonymous_deployment_ids"));
  PRECEPTOR_TAKE(platform.authorization_endpoint, reader.text("authorization_endpoint", {}));
  PRECEPTOR_TAKE(platform.token_endpoint, reader.text("token_endpoint", {}));
  PRECEPTOR_TAKE(platform.authorization_server, reader.text("authorization_server", {}));
  PRECEPTOR_TAKE(platform.jwks_uri, reader.text("jwks_uri", {}));
  PRECEPTOR_TAKE(platform.actor_home_page, reader.text("actor_home_page", {}));
  PRECEPTOR_TAKE(platform.frame_ancestors, reader.texts("frame_ancestors"));
  const lti::LmsProfiles profiles = known_profiles();
  if (!profiles.has(platform.lms)) return fail(Code::config_value, reader.path_of("lms") + " must be " + profiles.listed());
  lti::fill_endpoints(platform, profiles.of(platform.lms));
  if (const auto problem = problem_of({platform.name, platform.lms, platform.issuer, platform.client_id, platform.authorization_endpoint, platform.token_endpoint,
                                       platform.jwks_uri, platform.authorization_server, platform.actor_home_page, platform.deployment_ids,
                                       platform.anonymous_deployment_ids}))
    return fail(Code::config_value, reader.path_of(problem->key) + " " + problem->text);
  for (const std::string& origin : platform.frame_ancestors) {
    const auto url = base::parse_url(origin);
    if (!url || url->origin() != origin) return fail(Code::config_value, reader.path_of("frame_ancestors") + " must hold origins such as https://lms.example.org");
  }
  return platform;
}

Status read_platforms(const ObjectReader& root, Config& config) {
  std::vector<ObjectReader> readers;
  PRECEPTOR_TAKE(readers, root.objects("platforms"));
  std::set<std::pair<std::string, std::string>> seen;
  for (const ObjectReader& reader : readers) {
    PlatformConfig platform;
    PRECEPTOR_TAKE(platform, read_platform(reader));
    if (!seen.emplace(platform.issuer, platform.client_id).second) {
      return fail(Code::config_value, reader.path_of("client_id") + " repeats an issuer and client_id of another platform");
    }
    config.platforms.push_back(std::move(platform));
  }
  return {};
}

// The address of a record store, ending in '/'.
Status read_endpoint(const ObjectReader& reader, const char* key, std::string& endpoint) {
  if (Status good = check_url(reader.path_of(key), endpoint); !good) return good;
  if (!base::parse_url(endpoint)->query.empty()) return fail(Code::config_value, reader.path_of(key) + " must have no query (?...)");
  if (!endpoint.ends_with('/')) endpoint += '/';
  return {};
}

Status read_lrs(const ObjectReader& root, Config& config) {
  std::vector<ObjectReader> readers;
  PRECEPTOR_TAKE(readers, root.objects("lrs"));
  std::set<std::string> seen;
  for (const ObjectReader& reader : readers) {
    LrsConfig lrs;
    PRECEPTOR_TAKE(lrs.name, reader.required_text("name"));
    PRECEPTOR_TAKE(lrs.endpoint, reader.required_text("endpoint"));
    PRECEPTOR_TAKE(lrs.username, reader.text("username", {}));
    PRECEPTOR_TAKE(lrs.password, reader.secret("password"));
    PRECEPTOR_TAKE(lrs.version, reader.text("version", "auto"));
    PRECEPTOR_TAKE(lrs.pseudonymised, reader.flag("pseudonymised", false));
    PRECEPTOR_TAKE(lrs.same_store_as, reader.text("same_store_as", {}));
    if (Status good = read_endpoint(reader, "endpoint", lrs.endpoint); !good) return good;
    if (!lrs.same_store_as.empty()) {
      if (Status good = read_endpoint(reader, "same_store_as", lrs.same_store_as); !good) return good;
    }
    if (lrs.version != "auto" && lrs.version != "1.0.3" && lrs.version != "2.0") {
      return fail(Code::config_value, reader.path_of("version") + " must be auto, 1.0.3 or 2.0");
    }
    if (!seen.insert(lrs.name).second) return fail(Code::config_value, reader.path_of("name") + " repeats the name of another lrs");
    config.lrs.push_back(std::move(lrs));
  }
  return {};
}

Status read_outbound(const ObjectReader& root, Config& config) {
  std::optional<ObjectReader> outbound;
  PRECEPTOR_TAKE(outbound, root.object("outbound"));
  if (!outbound) return {};
  PRECEPTOR_TAKE(config.outbound_allow, outbound->texts("allow"));
  for (const std::string& entry : config.outbound_allow)
    if (!http::OutboundGuard::can_match(entry))
      return fail(Code::config_value, "outbound.allow: '" + entry + "' matches nothing; write a host name such as lrs.internal, an address, or a network such as 10.0.0.0/8, without https://, port, path or *");
  PRECEPTOR_TAKE(config.outbound_ca_file, outbound->text("ca_file", {}));
  PRECEPTOR_TAKE(config.outbound_proxy, outbound->text("proxy", {}));
  if (config.outbound_proxy.empty()) return {};
  const auto proxy = base::parse_url(config.outbound_proxy);
  if (!proxy || proxy->scheme != "http" || !proxy->query.empty()) {
    return fail(Code::config_value, "outbound.proxy must be of the form http://host:port; what goes through it is encrypted all the same");
  }
  return {};
}

Status read_metrics(const ObjectReader& root, Config& config) {
  constexpr std::size_t shortest = 16;   // characters of a token that is not guessed
  std::optional<ObjectReader> part;
  PRECEPTOR_TAKE(part, root.object("metrics"));
  if (!part) return {};
  PRECEPTOR_TAKE(config.metrics_listen, part->text("listen", {}));
  std::string token_file;
  PRECEPTOR_TAKE(token_file, part->text("token_file", {}));
  if (config.metrics_listen.empty() && token_file.empty()) {
    return fail(Code::config_value, "metrics needs listen, an address of its own, or token_file, the file with the token that is asked for");
  }
  if (!config.metrics_listen.empty()) {
    if (Status good = check_listen(part->path_of("listen"), config.metrics_listen, config); !good) return good;
  }
  if (token_file.empty()) return {};
  auto token = read_secret_file(token_file);
  if (!token) return fail(Code::config_secret, part->path_of("token_file") + ": " + token.error().detail);
  if (token->reveal().size() < shortest) {
    return fail(Code::config_insecure, part->path_of("token_file") + ": the token has fewer than 16 characters; \"openssl rand -hex 32\" makes a good one");
  }
  config.metrics_token = std::move(*token);
  return {};
}

Status read_rest(const ObjectReader& root, Config& config) {
  std::optional<ObjectReader> part;
  PRECEPTOR_TAKE(part, root.object("vault"));
  if (part) {
    PRECEPTOR_TAKE(config.vault_key_file, part->text("key_file", {}));
    PRECEPTOR_TAKE(config.vault_text_keys, part->text("text_keys", {}));
  }
  PRECEPTOR_TAKE(part, root.object("exports"));
  if (part) PRECEPTOR_TAKE(config.exports_folder, part->text("folder", {}));
  if (Status good = read_metrics(root, config); !good) return good;
  PRECEPTOR_TAKE(part, root.object("statements"));
  if (part) PRECEPTOR_TAKE(config.sign_statements, part->flag("sign", false));
  PRECEPTOR_TAKE(part, root.object("session"));
  if (part) {
    PRECEPTOR_TAKE(config.requests_per_minute, part->number("requests_per_minute", config.requests_per_minute, 0, 100000000));
    PRECEPTOR_TAKE(config.launches_per_minute, part->number("launches_per_minute", config.launches_per_minute, 0, 100000000));
  }
  PRECEPTOR_TAKE(part, root.object("retention"));
  if (part) {
    PRECEPTOR_TAKE(config.survey_days, part->number("survey_days", config.survey_days, 30, 3650));
    PRECEPTOR_TAKE(config.audit_days, part->number("audit_days", config.audit_days, 30, 3650));
    PRECEPTOR_TAKE(config.copy_days, part->number("copy_days", config.copy_days, 1, 36500));
    PRECEPTOR_TAKE(config.profile_days, part->number("profile_days", config.profile_days, 30, 3650));
  }
  PRECEPTOR_TAKE(part, root.object("log"));
  if (part) {
    std::string level;
    PRECEPTOR_TAKE(level, part->text("level", "info"));
    if (level == "debug") config.log_level = ports::Level::debug;
    else if (level == "info") config.log_level = ports::Level::info;
    else if (level == "warning") config.log_level = ports::Level::warning;
    else if (level == "error") config.log_level = ports::Level::error;
    else return fail(Code::config_value, "log.level must be debug, info, warning or error");
  }
  return {};
}

}  // namespace

Result<Config> parse_config(std::string_view json) {
  base::JsonLimits limits;
  limits.allow_comments = true;
  const Result<base::Json> parsed = base::parse_json(json, limits);
  if (!parsed) return fail(Code::config_syntax, parsed.error().detail);
  if (!parsed->is_object()) return fail(Code::config_syntax, "the file must hold one object: {...}");
  const ObjectReader root(*parsed, "", "");
  if (Status known = root.check_known(); !known) return fail(known.error());
  Config config;
  PRECEPTOR_TAKE(config.allow_loopback, root.flag("allow_loopback", false));
  PRECEPTOR_TAKE(config.content, root.texts("content"));
  for (const auto read : {read_public_url, read_listener, read_store, read_platforms, read_lrs, read_outbound, read_provider, read_rest}) {
    if (Status good = read(root, config); !good) return fail(good.error());
  }
  return config;
}

}  // namespace preceptor::app
