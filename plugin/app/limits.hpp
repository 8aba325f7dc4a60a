// Request rates: a token bucket per client address and per registration. In memory, per node; refuses, never delays.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/time.hpp"

namespace preceptor::app {

class RateLimit {
 public:
  // At most `per_minute` on average, a quarter of it at once; 0 = no limit.
  explicit RateLimit(int per_minute) : per_minute_(per_minute) {}
  void set(int per_minute);
  // False: this key is over its rate. Any thread.
  bool take(std::string_view key, base::Instant now);

 private:
  struct Bucket {
    double tokens;
    base::Instant at;
  };
  void forget_idle(base::Instant now);
  std::mutex mutex_;
  int per_minute_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace preceptor::app
