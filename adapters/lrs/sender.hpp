// The HTTP side of one record store: addresses, headers, credentials, the version spoken. Knows nothing of queues.
#pragma once
#include <span>
#include <string>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/ports/http_client.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

// What reading one statement back gave.
struct ReadBack {
  enum class What {
    found,       // `body` is what the store holds
    absent,      // the store says that it has no such statement, voided or not
    refused,     // we may not read (401, 403, 405): `words` says so
    unreadable,  // an answer that is no statement
    passing,     // try again later: `error`
  };
  What what = What::passing;
  int status = 0;   // 0: nothing came
  std::string body, words;
  base::Error error;
};

class Sender {
 public:
  Sender(ports::HttpClient& http, const xapi::LrsRow& row);

  // A fixed version is taken as it is; "auto" asks GET about, without a version header. Sets the version to speak. Errors: lrs_credentials, lrs_path, lrs_version, lrs_unreadable (put right by
  // people), outbound_* (passing).
  base::Status negotiate();
  // What the last negotiate() was answered with; 0: it asked nothing, or nothing came.
  int about_status() const { return about_status_; }
  // Asks again whether the store still lists the version spoken. Error lrs_version: it does not. Anything unclear counts as yes.
  base::Status confirm_version();
  bool knows_version() const { return !version_.empty(); }
  const std::string& version() const { return version_; }   // header value, "1.0.3" or "2.0.0"
  void forget_version() { version_.clear(); }

  // POST of statement texts as one array; the bytes of each go out as they are. With signatures among them, as multipart/mixed.
  base::Result<ports::OutboundResponse> post(std::span<const xapi::QueuedStatement> statements);
  ReadBack read_back(const std::string& statement_id);
  // GET of at most one statement and POST of an empty array: for the probe.
  base::Result<ports::OutboundResponse> get_any();
  base::Result<ports::OutboundResponse> post_nothing();

 private:
  ports::OutboundRequest request(std::string method, std::string_view resource, bool versioned) const;
  ReadBack read_one(const std::string& parameter, const std::string& statement_id);

  ports::HttpClient& http_;
  std::string endpoint_, wanted_, version_;
  base::Secret authorization_;
  int about_status_ = 0;
};

}  // namespace preceptor::lrs
