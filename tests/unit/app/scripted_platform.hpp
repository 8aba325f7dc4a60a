// A platform's grade services that answer from a script, and keep what they were sent.
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "lti/services/service_client.hpp"

namespace preceptor::app {

class ScriptedPlatform : public lti::ServiceClient {
 public:
  lti::CallResult call(const lti::Registration&, const std::string&, const lti::ServiceCall& call) override {
    if (call.url.find("/results") != std::string::npos) {
      asked_results = call.url;
      return results;
    }
    if (call.method == "GET") {
      ++searches;
      return ports::OutboundResponse{200, {}, call.url.find("resource_link_id") != std::string::npos ? items : "[]"};
    }
    urls.push_back(call.url);
    scores.push_back(*base::parse_json(call.body));
    if (during) during();
    if (answers.empty()) return ports::OutboundResponse{200, {}, ""};
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::deque<lti::CallResult> answers;   // to scores, in turn; when none is left: 200
  std::function<void()> during;           // what happens while a score is under way
  lti::CallResult results = ports::OutboundResponse{200, {}, "[]"};
  std::string items = "[]", asked_results;
  std::vector<std::string> urls;
  std::vector<base::Json> scores;
  int searches = 0;
};

inline ports::OutboundResponse status(int code, std::string body = "") { return {code, {}, std::move(body)}; }

// The score went out and nothing came back.
inline lti::CallResult lost(base::Code code) { return tl::unexpected(lti::CallFailure({code, {}, {}, {}}, true)); }

}  // namespace preceptor::app
