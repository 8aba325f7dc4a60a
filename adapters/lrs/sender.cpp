#include "adapters/lrs/sender.hpp"

#include "adapters/lrs/multipart.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "xapi/delivery_policy.hpp"

namespace preceptor::lrs {
using base::Code;

namespace {

constexpr std::chrono::milliseconds kTimeout{20000};
constexpr std::size_t kMaxAnswer = 8 << 20;

std::string with_slash(std::string endpoint) {
  if (endpoint.empty() || endpoint.back() != '/') endpoint += '/';
  return endpoint;
}

base::Error status_error(Code code, int status, std::string_view what) {
  return {code, "GET about answered HTTP " + std::to_string(status) + ": " + std::string(what), {}, {}};
}

base::Status check_about(int status) {
  if (status == 200) return {};
  if (status == 401 || status == 403) return base::fail(status_error(Code::lrs_credentials, status, "credentials refused"));
  if (status == 429 || status == 408 || status >= 500) return base::fail(status_error(Code::outbound_malformed, status, "the store is in trouble"));
  if (status >= 300 && status < 400) return base::fail(status_error(Code::lrs_path, status, "the address redirects"));
  return base::fail(status_error(Code::lrs_path, status, "no xAPI there"));
}

}  // namespace

Sender::Sender(ports::HttpClient& http, const xapi::LrsRow& row)
    : http_(http),
      endpoint_(with_slash(row.endpoint)),
      wanted_(row.version.empty() ? "auto" : row.version),
      authorization_("Basic " + base::base64_encode(row.username + ":" + row.password)) {}

ports::OutboundRequest Sender::request(std::string method, std::string_view resource, bool versioned) const {
  ports::OutboundRequest out;
  out.method = std::move(method);
  out.url = endpoint_ + std::string(resource);
  out.timeout = kTimeout;
  out.max_response_bytes = kMaxAnswer;
  out.headers = {{"Authorization", authorization_.reveal()}, {"Accept", "application/json"}};
  if (versioned) out.headers.emplace_back("X-Experience-API-Version", version_);
  return out;
}

base::Status Sender::negotiate() {
  if (wanted_ != "auto") {
    version_ = wanted_.starts_with("2.") ? "2.0.0" : "1.0.3";
    return {};
  }
  const auto answer = http_.send(request("GET", "about", false));
  about_status_ = answer ? answer->status : 0;
  if (!answer) return base::fail(answer.error());
  if (auto good = check_about(answer->status); !good) return good;
  const auto chosen = xapi::choose_version(answer->body, wanted_);
  if (!chosen) return base::fail(chosen.error());
  if (!chosen->has_value()) return base::mismatch(Code::lrs_version, "1.0.3 or 2.0", "other versions in GET about");
  version_ = **chosen;
  return {};
}

base::Status Sender::confirm_version() {
  const auto answer = http_.send(request("GET", "about", false));
  if (!answer || answer->status != 200) return {};
  const auto chosen = xapi::choose_version(answer->body, version_.starts_with("2.") ? "2.0" : "1.0.3");
  if (!chosen || chosen->has_value()) return {};
  return base::mismatch(Code::lrs_version, version_, "other versions in GET about", "the store no longer lists the version we speak");
}

base::Result<ports::OutboundResponse> Sender::post(std::span<const xapi::QueuedStatement> statements) {
  auto out = request("POST", "statements", true);
  out.body = json_array(statements);
  std::string type = "application/json";
  if (any_signed(statements)) {
    Multipart parts = multipart(out.body, statements);
    type = std::move(parts.content_type);
    out.body = std::move(parts.body);
  }
  out.headers.emplace_back("Content-Type", std::move(type));
  return http_.send(out);
}

ReadBack Sender::read_back(const std::string& statement_id) {
  ReadBack first = read_one("statementId", statement_id);
  // A voided statement is found under its other name only.
  return first.what == ReadBack::What::absent ? read_one("voidedStatementId", statement_id) : first;
}

ReadBack Sender::read_one(const std::string& parameter, const std::string& statement_id) {
  ReadBack out;
  const auto answer = http_.send(request("GET", "statements?" + parameter + "=" + base::percent_encode(statement_id), true));
  if (!answer) {
    out.error = answer.error();
    return out;
  }
  const int status = out.status = answer->status;
  out.words = xapi::store_words(*answer);
  if (status == 200) {
    const auto parsed = base::parse_json(answer->body, {.max_bytes = kMaxAnswer, .max_depth = 64});
    out.what = parsed && parsed->is_object() && parsed->contains("actor") ? ReadBack::What::found : ReadBack::What::unreadable;
    out.body = answer->body;
  } else if (status == 404) {
    out.what = ReadBack::What::absent;
  } else if (status == 408 || status == 429 || status >= 500) {
    out.error = {Code::lrs_unreadable, "reading back answered HTTP " + std::to_string(status), {}, {}};
  } else {
    out.what = ReadBack::What::refused;
  }
  return out;
}

base::Result<ports::OutboundResponse> Sender::get_any() { return http_.send(request("GET", "statements?limit=1", true)); }

base::Result<ports::OutboundResponse> Sender::post_nothing() {
  auto out = request("POST", "statements", true);
  out.headers.emplace_back("Content-Type", "application/json");
  out.body = "[]";
  return http_.send(out);
}

}  // namespace preceptor::lrs
