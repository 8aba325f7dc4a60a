// Where a provider's records of credit are sent.
#include <algorithm>

#include "plugin/app/config.hpp"
#include "plugin/app/config_reader.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Status;

namespace {

constexpr int kAskLeast = 1, kAskMost = 86'400;
constexpr std::size_t kLongestName = 100;

// Names of headers and of query parameters.
bool is_word(const std::string& text) {
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool is_path(const std::string& text) {
  return text.starts_with('/') && text.size() <= kLongestName && std::ranges::none_of(text, [](char c) { return c <= ' ' || c == '?' || c == '#' || c == 0x7f; });
}

Status check_service_url(const ObjectReader& reader, const Config& config, const std::string& text) {
  const auto url = base::parse_url(text);
  if (!url || !url->query.empty()) return fail(Code::config_value, reader.path_of("url") + " must be a full address such as https://example.org/service, without ? or #");
  const bool loopback = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1" || url->host == "[::1]";
  const bool named = std::ranges::find(config.outbound_allow, url->host) != config.outbound_allow.end();
  if (url->scheme == "https" || named || (loopback && config.allow_loopback)) return {};
  return fail(Code::config_insecure, reader.path_of("url") + " must begin with https://: who learners are goes there (http only to a host that outbound.allow names)");
}

Status check_words(const ObjectReader& reader, const SendingConfig& sending) {
  for (const auto& [key, value] : {std::pair("header", &sending.header), std::pair("id_parameter", &sending.id_parameter)})
    if (!is_word(*value)) return fail(Code::config_value, reader.path_of(key) + " must be 1 to 100 letters, digits, - and _");
  for (const auto& [key, value] : {std::pair("save_path", &sending.save_path), std::pair("status_path", &sending.status_path)})
    if (!is_path(*value)) return fail(Code::config_value, reader.path_of(key) + " must begin with / and have no ? and no #");
  if (!sending.user.empty() && sending.secret.empty()) return fail(Code::config_value, reader.path_of("user") + " needs secret_file: the file that holds its password");
  if (sending.secret.reveal().find_first_of("\r\n") != std::string::npos) return fail(Code::config_secret, reader.path_of("secret_file") + ": the secret must be one line");
  return {};
}

}  // namespace

Status read_sending(const ObjectReader& accreditation, const std::string& provider, Config& config) {
  std::optional<ObjectReader> part;
  PRECEPTOR_TAKE(part, accreditation.object("sending"));
  if (!part) return {};
  SendingConfig sending;
  sending.provider = provider;
  PRECEPTOR_TAKE(sending.url, part->required_text("url"));
  if (Status good = check_service_url(*part, config, sending.url); !good) return good;
  while (sending.url.ends_with('/')) sending.url.pop_back();
  PRECEPTOR_TAKE(sending.user, part->text("user", {}));
  PRECEPTOR_TAKE(sending.secret_file, part->text("secret_file", {}));
  if (!sending.secret_file.empty()) {
    auto secret = read_secret_file(sending.secret_file);
    if (!secret) return fail(Code::config_secret, part->path_of("secret_file") + ": " + secret.error().detail);
    sending.secret = std::move(*secret);
  }
  PRECEPTOR_TAKE(sending.header, part->text("header", "Authorization"));
  PRECEPTOR_TAKE(sending.save_path, part->text("save_path", "/learner-activities"));
  PRECEPTOR_TAKE(sending.status_path, part->text("status_path", "/learner-activities/status"));
  PRECEPTOR_TAKE(sending.id_parameter, part->text("id_parameter", "CreditId"));
  PRECEPTOR_TAKE(sending.service_provider_id, part->text("service_provider_id", {}));
  PRECEPTOR_TAKE(sending.date_only, part->flag("date_only", false));
  PRECEPTOR_TAKE(sending.ask_seconds, part->number("ask_seconds", 3600, kAskLeast, kAskMost));
  if (Status good = check_words(*part, sending); !good) return good;
  config.sending.push_back(std::move(sending));
  return {};
}

}  // namespace preceptor::app
