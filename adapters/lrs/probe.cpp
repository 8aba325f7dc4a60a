#include "adapters/lrs/probe.hpp"

#include "adapters/lrs/sender.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "xapi/delivery_policy.hpp"

namespace preceptor::lrs {
using base::Code;

namespace {

using Fault = Probe::Fault;

constexpr std::size_t kMaxProbed = 8 << 20;
constexpr std::size_t kLongestWords = 300;

Probe wrong(Fault fault, std::string version, std::string cause, std::string next) {
  return {false, fault, std::move(version), std::move(cause), std::move(next)};
}

// A request that brought no answer: the address, the network or TLS.
Probe no_answer(const base::Error& error, std::string version = {}) {
  // What OpenSSL says when the answer is no TLS at all: no certificate is to blame.
  if (error.code == Code::outbound_tls && error.detail.find("wrong version number") != std::string::npos) {
    return wrong(Fault::tls, std::move(version), "TLS: what answers at that address and port does not speak TLS (" + error.detail + ").",
                 "Give the port that the record store speaks https at, or begin the address with http:// where it has none.");
  }
  const base::CodeInfo& meaning = base::info(error.code);
  std::string cause(error.code == Code::outbound_tls ? "TLS: " : "Address: ");
  cause += meaning.user;
  if (!error.detail.empty()) cause += " (" + error.detail + ")";
  return wrong(error.code == Code::outbound_tls ? Fault::tls : Fault::address, std::move(version), std::move(cause), std::string(meaning.fix));
}

// Nothing is wrong with the connection: the store has no time.
Probe busy_store(int status, const std::string& version) {
  const std::string http = " (HTTP " + std::to_string(status) + ").";
  if (status == 429 || status == 408) return wrong(Fault::busy, version, "The store has too many requests just now" + http, "Try again in a minute.");
  return wrong(Fault::busy, version, "The store is in trouble" + http, "Look at the record store's own log.");
}
bool is_busy_status(int status) { return status == 408 || status == 429 || status >= 500; }

// negotiate() failed; `status`: what GET about answered, 0 when nothing came.
Probe about_failed(const base::Error& error, int status) {
  if (is_busy_status(status)) return busy_store(status, {});
  const std::string detail = error.detail.empty() ? "" : " (" + error.detail + ")";
  const std::string fix(base::info(error.code).fix);
  switch (error.code) {
    case Code::lrs_credentials: return wrong(Fault::credentials, {}, "Credentials: the store refused the username or password" + detail + ".", fix);
    case Code::lrs_path: return wrong(Fault::path, {}, "Path: there is no xAPI endpoint at that address" + detail + ".", fix);
    case Code::lrs_unreadable: return wrong(Fault::path, {}, "Path: something answers there, but it is not a record store" + detail + ".", fix);
    case Code::lrs_version: return wrong(Fault::version, {}, "Version: the store speaks none of the versions we know.", fix);
    default: return no_answer(error);
  }
}

// "HTTP 402: the monthly quota is used up."
std::string words_of(const ports::OutboundResponse& answer) { return std::string(base::utf8_prefix(xapi::store_words(answer), kLongestWords)) + "."; }

// What xAPI has as the body of a 2xx: an object with the statements that were read, an array with the ids of those that were written (none; a store may
// leave the body out).
bool is_of_statements(const ports::OutboundResponse& answer, bool writing) {
  if (writing && answer.body.empty()) return true;
  const auto body = base::parse_json(answer.body, {.max_bytes = kMaxProbed, .max_depth = 64});
  return body && (writing ? body->is_array() : body->is_object() && body->contains("statements") && (*body)["statements"].is_array());
}

// The answer to reading or writing, as a finding; nullopt when that is allowed.
std::optional<Probe> refused(const base::Result<ports::OutboundResponse>& answer, const std::string& version, bool writing) {
  if (!answer) return no_answer(answer.error(), version);
  const int status = answer->status;
  const std::string http = " (HTTP " + std::to_string(status) + ").";
  if (status == 401) return wrong(Fault::credentials, version, "Credentials: the store refused the username or password" + http, "Check username and password in the record store.");
  if (status == 403) {
    if (!writing) return std::nullopt;   // writing alone is enough to deliver
    return wrong(Fault::permissions, version, "Permissions: these credentials may not write statements" + http, "Give them the right to write statements in the record store.");
  }
  if (status == 404 || status == 405 || (status >= 300 && status < 400)) {
    return wrong(Fault::path, version, "Path: there is no statements resource at that address" + http, std::string(base::info(Code::lrs_path).fix));
  }
  if (is_busy_status(status)) return busy_store(status, version);
  if (status == 400) {
    if (writing) return std::nullopt;   // an empty array may be called malformed
    return wrong(Fault::version, version, "Version: the store refused a request in version " + version + http, "Set version to auto, or to one that GET about lists.");
  }
  if (status < 200 || status >= 300) {
    return wrong(Fault::refused, version, "Refused: the store answers GET about, and refuses that statements are " + std::string(writing ? "written" : "read") + ": " + words_of(*answer),
                 "Look at the record store's own log, its quota, and any proxy in front of it.");
  }
  if (is_of_statements(*answer, writing)) return std::nullopt;
  return wrong(Fault::path, version, "Path: something answers at the address of statements, but not as a record store does: " + words_of(*answer), std::string(base::info(Code::lrs_path).fix));
}

}  // namespace

std::string_view name(Probe::Fault fault) {
  constexpr std::string_view kNames[] = {"none", "address", "tls", "path", "credentials", "version", "permissions", "refused", "busy"};
  return kNames[static_cast<std::size_t>(fault)];
}

Probe probe(ports::HttpClient& http, const xapi::LrsRow& row) {
  if (!base::parse_url(row.endpoint)) {
    return wrong(Fault::address, {}, "Address: the endpoint is not an absolute http or https URL.", "Write it whole, such as https://lrs.example.org/xAPI/.");
  }
  Sender sender(http, row);
  if (auto known = sender.negotiate(); !known) return about_failed(known.error(), sender.about_status());
  if (auto still = sender.confirm_version(); !still) {
    return wrong(Fault::version, sender.version(), "Version: the store does not list version " + sender.version() + ".", "Set version to auto, or to one that GET about lists.");
  }
  const auto read = sender.get_any();
  if (auto found = refused(read, sender.version(), false)) return *found;
  // An empty array writes nothing; a store may take it or call it malformed.
  if (auto found = refused(sender.post_nothing(), sender.version(), true)) return *found;
  if (read->status == 403) {
    return {true, Fault::none, sender.version(), "Statements can be written but not read back: a conflict cannot be resolved and will be parked.",
            "Give the credentials the right to read statements as well."};
  }
  return {true, Fault::none, sender.version(), "The store answers, takes the credentials and speaks xAPI " + sender.version() + ".", ""};
}

}  // namespace preceptor::lrs
