#include "plugin/app/config.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

#include "plugin/app/config_reader.hpp"
#include "tests/fakes/process.hpp"

namespace preceptor::app {
namespace {

using base::Code;

std::string with(const std::string& members) {
  return R"({"public_url": "https://cme.example.org/tools/", "listen": "127.0.0.1:8480", "store": "sqlite:/var/lib/p/p.db")" +
         (members.empty() ? "" : ", " + members) + "}";
}

TEST(Config, ReadsTheSmallestFile) {
  const auto config = parse_config(with(""));
  ASSERT_TRUE(config) << describe(config.error());
  EXPECT_EQ(config->public_url_text, "https://cme.example.org/tools");
  EXPECT_EQ(config->path_prefix, "/tools");
  EXPECT_EQ(config->requests_per_minute, 3000);
  EXPECT_TRUE(config->lrs.empty());
}

TEST(Config, CommentsAreAllowed) {
  EXPECT_TRUE(parse_config("// ours\n" + with("/* none yet */ \"content\": []")));
}

TEST(Config, ReadsWhoIsAccreditedForWhat) {
  const auto config = parse_config(with(R"("provider": {"name": "Our school", "time_zone": "America/Chicago", "separate_signer": true, "accreditations": [
    {"systems": ["ama-pra-1", "ancc"], "accme_provider_id": "0001234"}, {"provider": "partner-2", "name": "A partner", "systems": ["ancc"], "time_zone": "Europe/Berlin"}]},
    "retention": {"profile_days": 90, "audit_days": 400})"));
  ASSERT_TRUE(config) << describe(config.error());
  ASSERT_EQ(config->providers.size(), 2U);
  const auto& main = config->providers[0];
  EXPECT_EQ(std::tie(main.id, main.name, main.accme_provider_id, main.time_zone), std::tuple("main", "Our school", "0001234", "America/Chicago"));
  EXPECT_EQ(main.systems, (std::vector<std::string>{"ama-pra-1", "ancc"}));
  EXPECT_EQ(std::tie(config->providers[1].id, config->providers[1].name, config->providers[1].time_zone), std::tuple("partner-2", "A partner", "Europe/Berlin"));
  EXPECT_TRUE(config->separate_signer);
  EXPECT_EQ(config->profile_days, 90);
  EXPECT_EQ(config->audit_days, 400);
}

std::string sending_of(const std::string& members) {
  return R"("provider": {"name": "A", "accreditations": [{"systems": ["ancc"], "sending": {)" + members + "}}]}";
}

TEST(Config, ReadsWhereCreditIsSent) {
  const fakes::TemporaryFolder folder;
  fakes::write_file(folder.path() + "/secret", "open sesame\n");
  const auto config = parse_config(with(sending_of(R"("url": "https://pars.example.org/x/", "user": "us", "ask_seconds": 60, "secret_file": ")" + folder.path() + "/secret\"")));
  ASSERT_TRUE(config) << describe(config.error());
  ASSERT_EQ(config->sending.size(), 1U);
  const auto& one = config->sending[0];
  EXPECT_EQ(std::tie(one.provider, one.url, one.user, one.secret.reveal(), one.header, one.save_path, one.status_path, one.id_parameter),
            std::tuple("main", "https://pars.example.org/x", "us", "open sesame", "Authorization", "/learner-activities", "/learner-activities/status", "CreditId"));
  const auto other = parse_config(with(sending_of(R"("url": "https://pars.example.org/y")")));
  ASSERT_TRUE(other) << describe(other.error());
  EXPECT_EQ(restart_needed(*config, *other), std::vector<std::string>{"provider"});
  EXPECT_EQ(keeping_restart_keys(*config, *other).sending[0].url, one.url);
  EXPECT_TRUE(parse_config(with(R"("outbound": {"allow": ["pars.lan"]}, )" + sending_of(R"("url": "http://pars.lan")"))));
}

TEST(Config, WithoutAccreditationsTheMainProviderMayDesignateNothing) {
  const auto config = parse_config(with(""));
  ASSERT_TRUE(config) << describe(config.error());
  ASSERT_EQ(config->providers.size(), 1U);
  EXPECT_EQ(config->providers[0].id, "main");
  EXPECT_TRUE(config->providers[0].systems.empty());
  EXPECT_FALSE(config->separate_signer);
}

TEST(Config, ProvidersNeedARestart) {
  const auto before = parse_config(with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ancc"]}]})"));
  const auto now = parse_config(with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ama-pra-1"]}]})"));
  ASSERT_TRUE(before && now);
  EXPECT_TRUE(restart_needed(*before, *before).empty());
  EXPECT_EQ(restart_needed(*before, *now), std::vector<std::string>{"provider"});
  EXPECT_EQ(keeping_restart_keys(*before, *now).providers[0].systems, std::vector<std::string>{"ancc"});
}

struct Refused {
  const char* what;
  std::string json;
  Code code;
  const char* says;
};

class ConfigRefused : public testing::TestWithParam<Refused> {};

TEST_P(ConfigRefused, NamesTheKeyAndTheWayOut) {
  const auto config = parse_config(GetParam().json);
  ASSERT_FALSE(config) << GetParam().what;
  EXPECT_EQ(config.error().code, GetParam().code) << describe(config.error());
  EXPECT_NE(config.error().detail.find(GetParam().says), std::string::npos) << config.error().detail;
}

const char* const kPlatform = R"("issuer": "https://lms.example.org", "client_id": "c1", "authorization_endpoint": "https://lms.example.org/a", "jwks_uri": "https://lms.example.org/k")";

TEST(Config, KnowsTheEndpointsOfMoodleAndCanvas) {
  const auto config = parse_config(with(R"("platforms": [{"name": "m", "lms": "moodle", "issuer": "https://lms.example.org", "client_id": "c1", "token_endpoint": "https://lms.example.org/own"}])"));
  ASSERT_TRUE(config) << describe(config.error());
  EXPECT_EQ(config->platforms[0].authorization_endpoint, "https://lms.example.org/mod/lti/auth.php");
  EXPECT_EQ(config->platforms[0].token_endpoint, "https://lms.example.org/own");
  EXPECT_EQ(config->platforms[0].jwks_uri, "https://lms.example.org/mod/lti/certs.php");
}

INSTANTIATE_TEST_SUITE_P(Table, ConfigRefused, testing::Values(
    Refused{"endpoints nobody knows", with(R"("platforms": [{"name": "m", "issuer": "https://lms.example.org", "client_id": "c1"}])"), Code::config_value, "platforms[0].authorization_endpoint"},
    Refused{"a name of two lines", with(R"("platforms": [{"name": "m\nn", "lms": "moodle", "issuer": "https://lms.example.org", "client_id": "c1"}])"), Code::config_value, "platforms[0].name"},
    Refused{"an issuer that is no address", with(R"("platforms": [{"name": "m", "lms": "moodle", "issuer": "lms", "client_id": "c1"}])"), Code::config_value, "platforms[0].issuer"},
    Refused{"a system nobody knows", with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ama-pra1"]}]})"), Code::config_value, "did you mean \"ama-pra-1\""},
    Refused{"no system", with(R"("provider": {"name": "A", "accreditations": [{}]})"), Code::config_value, "accreditations[0].systems"},
    Refused{"accreditations as texts", with(R"("provider": {"accreditations": ["ACCME"]})"), Code::config_value, "provider.accreditations"},
    Refused{"a zone nobody knows", with(R"("provider": {"time_zone": "America/Chicagoo"})"), Code::config_value, "provider.time_zone"},
    Refused{"a partner's zone nobody knows", with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ancc"], "time_zone": "Mars"}]})"), Code::config_value, "accreditations[0].time_zone"},
    Refused{"a provider without a name", with(R"("provider": {"name": "A", "accreditations": [{"provider": "b", "systems": ["ancc"]}]})"), Code::config_value, "accreditations[0].name"},
    Refused{"a main provider with a name like a formula", with(R"("provider": {"name": "=cmd", "accreditations": [{"systems": ["ancc"]}]})"), Code::config_value, "provider.name must not begin"},
    Refused{"a main provider without a name", with(R"("provider": {"accreditations": [{"systems": ["ancc"]}]})"), Code::config_value, "provider.name"},
    Refused{"a provider twice", with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ancc"]}, {"systems": ["ama-pra-1"]}]})"), Code::config_value, "accreditations[1].provider"},
    Refused{"a provider's id with a space", with(R"("provider": {"accreditations": [{"provider": "a b", "name": "A", "systems": ["ancc"]}]})"), Code::config_value, "accreditations[0].provider"},
    Refused{"a service in plain http", with(sending_of(R"("url": "http://pars.example.org")")), Code::config_insecure, "sending.url"},
    Refused{"a service without address", with(sending_of("")), Code::config_value, "sending.url"},
    Refused{"a service with a question", with(sending_of(R"("url": "https://pars.example.org/?a=b")")), Code::config_value, "sending.url"},
    Refused{"a user without a secret", with(sending_of(R"("url": "https://pars.example.org", "user": "us")")), Code::config_value, "secret_file"},
    Refused{"a secret in the file itself", with(sending_of(R"("url": "https://pars.example.org", "secret": "x")")), Code::config_unknown_key, "secret"},
    Refused{"a secret that is not there", with(sending_of(R"("url": "https://pars.example.org", "secret_file": "/nowhere/secret")")), Code::config_secret, "secret_file"},
    Refused{"a header of two words", with(sending_of(R"("url": "https://pars.example.org", "header": "X Key")")), Code::config_value, "sending.header"},
    Refused{"a path without slash", with(sending_of(R"("url": "https://pars.example.org", "save_path": "save")")), Code::config_value, "sending.save_path"},
    Refused{"no patience at all", with(sending_of(R"("url": "https://pars.example.org", "ask_seconds": 0)")), Code::config_value, "sending.ask_seconds"},
    Refused{"an ACCME id of six digits", with(R"("provider": {"name": "A", "accreditations": [{"systems": ["ancc"], "accme_provider_id": "123456"}]})"), Code::config_value, "seven digits"},
    Refused{"not JSON", "{", Code::config_syntax, "line"},
    Refused{"a list", "[]", Code::config_syntax, "one object"},
    Refused{"unknown key", with(R"("pubic_url": "x")"), Code::config_unknown_key, "\"public_url\""},
    Refused{"unknown nested key", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "user": "u"}])"), Code::config_unknown_key, "lrs[0].user"},
    Refused{"duplicate key", R"({"store": "a", "store": "b"})", Code::config_syntax, "store"},
    Refused{"no public_url", R"({"store": "sqlite:/a"})", Code::config_value, "public_url is required"},
    Refused{"http in public", R"({"public_url": "http://cme.example.org", "store": "sqlite:/a"})", Code::config_insecure, "https"},
    Refused{"http on loopback without leave", R"({"public_url": "http://127.0.0.1:1", "store": "sqlite:/a"})", Code::config_insecure, "allow_loopback"},
    Refused{"plain listener in public", R"({"public_url": "https://c.example.org", "store": "sqlite:/a", "listen": "0.0.0.0:80"})", Code::config_insecure, "trusted_proxies"},
    Refused{"no port", R"({"public_url": "https://c.example.org", "store": "sqlite:/a", "listen": "127.0.0.1"})", Code::config_value, "port"},
    Refused{"port too large", R"({"public_url": "https://c.example.org", "store": "sqlite:/a", "listen": "127.0.0.1:70000"})", Code::config_value, "port"},
    Refused{"store without scheme", R"({"public_url": "https://c.example.org", "store": "/a"})", Code::config_value, "sqlite:"},
    Refused{"another database", R"({"public_url": "https://c.example.org", "store": "mysql://x"})", Code::config_value, "postgresql://"},
    Refused{"wrong type", with(R"("content": "folder")"), Code::config_value, "list of texts"},
    Refused{"wrong LMS", with(std::string(R"("platforms": [{"name": "a", "lms": "sakai", )") + kPlatform + "}]"), Code::config_value, "moodle, canvas or generic"},
    Refused{"same platform twice", with(std::string(R"("platforms": [{"name": "a", )") + kPlatform + R"(}, {"name": "b", )" + kPlatform + "}]"), Code::config_value, "platforms[1].client_id"},
    Refused{"bad address", with(R"("lrs": [{"name": "m", "endpoint": "lrs.example.org"}])"), Code::config_value, "lrs[0].endpoint"},
    Refused{"metrics nowhere", with(R"("metrics": {})"), Code::config_value, "metrics needs listen"},
    Refused{"metrics without port", with(R"("metrics": {"listen": "localhost"})"), Code::config_value, "metrics.listen must be an address and a port"},
    Refused{"metrics for everybody in the clear", with(R"("metrics": {"listen": "0.0.0.0:9480"})"), Code::config_insecure, "metrics.listen is 0.0.0.0:9480 without tls"},
    Refused{"no token of metrics", with(R"("metrics": {"token_file": "/nonexistent/token"})"), Code::config_secret, "/nonexistent/token"},
    Refused{"two secrets", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password": "a", "password_env": "B"}])"), Code::config_value, "more than one way"},
    Refused{"missing secret file", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password_file": "/nonexistent/secret"}])"), Code::config_secret, "/nonexistent/secret"},
    Refused{"a folder as secret file", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password_file": "/"}])"), Code::config_secret, "is it a file?"},
    Refused{"an endless secret", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password_file": "/dev/zero"}])"), Code::config_secret, "too large"},
    Refused{"an empty secret", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password_file": "/dev/null"}])"), Code::config_secret, "is empty"},
    Refused{"an endpoint with a query", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/x?key=1"}])"), Code::config_value, "lrs[0].endpoint"},
    Refused{"a proxy that is no network", with(R"("trusted_proxies": ["10.0.0.0/8", "10.0.0.0/99"])"), Code::config_value, "trusted_proxies: '10.0.0.0/99'"},
    Refused{"a listener without a host", with(R"("trusted_proxies": ["10.0.0.1"], "metrics": {"listen": ":9480"})"), Code::config_value, "metrics.listen"},
    Refused{"a listener with a loose v6 address", with(R"("metrics": {"listen": "::1:9480"})"), Code::config_value, "metrics.listen"},
    Refused{"an address among hosts", with(R"("outbound": {"allow": ["https://lrs.internal"]})"), Code::config_value, "outbound.allow: 'https://lrs.internal'"},
    Refused{"a host with a port", with(R"("outbound": {"allow": ["lrs.internal", "lrs.internal:8080"]})"), Code::config_value, "'lrs.internal:8080' matches nothing"},
    Refused{"every host of a domain", with(R"("outbound": {"allow": ["*.example.org"]})"), Code::config_value, "'*.example.org'"},
    Refused{"a network of too many bits", with(R"("outbound": {"allow": ["10.0.0.0/40"]})"), Code::config_value, "'10.0.0.0/40'"},
    Refused{"an address in short", with(R"("outbound": {"allow": ["127.1"]})"), Code::config_value, "'127.1'"},
    Refused{"an address with a space", with(R"("outbound": {"allow": [" 10.0.0.1"]})"), Code::config_value, "' 10.0.0.1'"},
    Refused{"no host at all", with(R"("outbound": {"allow": [""]})"), Code::config_value, "outbound.allow: ''"},
    Refused{"a proxy over https", with(R"("outbound": {"proxy": "https://proxy.example.org:3128"})"), Code::config_value, "outbound.proxy"},
    Refused{"missing variable", with(R"("lrs": [{"name": "m", "endpoint": "https://l.example.org/", "password_env": "PRECEPTOR_NOT_SET"}])"), Code::config_secret, "PRECEPTOR_NOT_SET"},
    Refused{"rate out of range", with(R"("session": {"requests_per_minute": -1})"), Code::config_value, "session.requests_per_minute"},
    Refused{"log level", with(R"("log": {"level": "loud"})"), Code::config_value, "log.level"}));

TEST(Config, SecretsComeFromFilesAndVariables) {
  const std::string path = testing::TempDir() + "/preceptor_secret";
  std::ofstream(path) << "s3cret\n";
  ASSERT_EQ(setenv("PRECEPTOR_TEST_SECRET", "from env", 1), 0);
  const auto config = parse_config(with(R"("lrs": [{"name": "a", "endpoint": "https://l.example.org/x", "password_file": ")" + path +
                                        R"("}, {"name": "b", "endpoint": "https://l.example.org/y/", "password_env": "PRECEPTOR_TEST_SECRET"}])"));
  ASSERT_TRUE(config) << describe(config.error());
  EXPECT_EQ(config->lrs[0].password.reveal(), "s3cret");
  EXPECT_EQ(config->lrs[0].endpoint, "https://l.example.org/x/");
  EXPECT_EQ(config->lrs[1].password.reveal(), "from env");
}

TEST(Config, SaysWhatNeedsARestart) {
  const auto before = parse_config(with(""));
  const auto now = parse_config(R"({"public_url": "https://other.example.org", "store": "sqlite:/var/lib/p/p.db", "log": {"level": "debug"}})");
  ASSERT_TRUE(before && now);
  EXPECT_EQ(restart_needed(*before, *now), (std::vector<std::string>{"public_url", "listen"}));
}

TEST(Config, KeysThatNeedARestartKeepTheirValueOverAReload) {
  const auto before = parse_config(with(R"("tls": {"cert_file": "/a", "key_file": "/b"}, "trusted_proxies": ["10.0.0.0/8"], "vault": {"key_file": "/k", "text_keys": "/t"}, "exports": {"folder": "/e"})"));
  const auto now = parse_config(R"({"public_url": "https://other.example.org/x", "store": "memory:", "log": {"level": "debug"}})");
  ASSERT_TRUE(before && now);
  const Config kept = keeping_restart_keys(*before, *now);
  EXPECT_EQ(restart_needed(*before, kept), std::vector<std::string>{});
  EXPECT_EQ(restart_needed(*before, *now), (std::vector<std::string>{"public_url", "listen", "store", "vault.key_file", "vault.text_keys", "exports.folder", "tls", "trusted_proxies"}));
  EXPECT_EQ(kept.vault_text_keys, "/t");
  EXPECT_EQ(kept.exports_folder, "/e");
  EXPECT_EQ(kept.path_prefix, before->path_prefix);
  EXPECT_EQ(kept.public_url.host, before->public_url.host);
  EXPECT_EQ(kept.log_level, ports::Level::debug) << "what needs no restart is new";
}

TEST(Config, WhatMayBeCalledIsAHostAnAddressOrANetwork) {
  const auto config = parse_config(with(R"("outbound": {"allow": ["LRS.internal", "lrs_1", "lrs.internal.", "10.1.2.3", "10.0.0.0/8", "::1", "fd00::/8"]})"));
  ASSERT_TRUE(config) << describe(config.error());
  EXPECT_EQ(config->outbound_allow.size(), 7u);
}

TEST(Config, NearestKnowsTyposAndKeepsQuietOtherwise) {
  EXPECT_EQ(nearest("outboud", {"outbound", "listen"}), "outbound");
  EXPECT_EQ(nearest("zzzzzz", {"outbound", "listen"}), "");
}

// docs/config.md must list exactly the keys of the code.
TEST(ConfigReference, MatchesTheCode) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/config.md");
  ASSERT_TRUE(in);
  std::set<std::string> documented, known;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("| `")) documented.insert(line.substr(3, line.find('`', 3) - 3));
  }
  for (const ConfigKey& key : config_keys()) known.insert(std::string(key.path));
  EXPECT_EQ(documented, known);
}

}  // namespace
}  // namespace preceptor::app
