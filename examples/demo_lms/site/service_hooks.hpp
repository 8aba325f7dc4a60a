// What a test may change about the answers of the service endpoints to come (only with --test-hooks).
#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/http.hpp"

namespace preceptor::demo {

// Members of a hook, all but `match` optional:
//   match      text that the request's path must contain ("/scores", "token", "line_items")
//   method     only requests of this method
//   times      how many requests it is for (default 1)
//   delay_ms   wait before answering (at most 30000)
//   status     answer with this status in place of the real answer; `body` and `headers {name: value}` go with it
//   after      true: the request is carried out first, only its answer is lost
struct ServiceHook {
  std::string match, method, body;
  ports::Headers headers;
  int times = 1, delay_ms = 0, status = 0;
  bool after = false;
};

class ServiceHooks {
 public:
  bool push(const std::string& json_text);   // false: not a hook
  std::optional<ServiceHook> take(std::string_view method, std::string_view path);
  std::size_t waiting() const;

 private:
  mutable std::mutex mutex_;
  std::vector<ServiceHook> hooks_;
};

}  // namespace preceptor::demo
