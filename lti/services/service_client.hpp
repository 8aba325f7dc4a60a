// Calls to a platform's services with an access token (LTI core 6.2; Security Framework 4.1.1): token cached, asked for once at a time, renewed
// once when the platform refuses it. What the answer means is LmsProfile's to say.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/http_client.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

struct ServiceCall {
  std::string method = "GET";
  std::string url;                    // absolute, from a verified launch
  std::vector<std::string> scopes;    // what the call needs; full URLs
  std::string accept;                 // one media type, sent as it is (Moodle takes no list); empty: no Accept header
  std::string content_type, body;     // body only for POST and PUT
};

// Why no answer came. `perhaps_done`: the call itself went out, so the platform may have acted on it; not set when it was the turn or the token
// that failed, whatever the code.
struct CallFailure : base::Error {
  CallFailure(base::Error error, bool perhaps = false) : base::Error(std::move(error)), perhaps_done(perhaps) {}
  bool perhaps_done;
};
using CallResult = tl::expected<ports::OutboundResponse, CallFailure>;

class ServiceClient {
 public:
  virtual ~ServiceClient() = default;
  // The platform's answer, whatever its status; a 401 was answered with a new token once already. Blocks; any thread.
  // Errors: token_refused (the token endpoint said no: detail has its words), token_unreadable (it did not answer JSON: the platform may
  // not reach our key set), outbound_*.
  virtual CallResult call(const Registration& registration, const std::string& deployment_id, const ServiceCall& call) = 0;
};

}  // namespace preceptor::lti
