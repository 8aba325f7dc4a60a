// Request rates: a token bucket per client address and per registration. In memory, per node; refuses, never delays.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/time.hpp"

namespace preceptor::app {

// Under which a client's requests count together: an IPv4 address (also one that IPv6 wraps), or the first 64 bits of an IPv6 address, because a whole network
// of those is one customer's. Whoever gives no address shares "-" with all others who give none; what is no address counts as it is.
std::string client_key(const std::string& address);

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
  bool take_from(Bucket& bucket, base::Instant now) const;
  Bucket& bucket_of(std::string_view key, base::Instant now);
  std::mutex mutex_;
  int per_minute_;
  std::unordered_map<std::string, Bucket> buckets_;
  Bucket others_{0, {}};   // of all keys for which there was no room
  base::Instant looked_{};   // for buckets that are idle
};

}  // namespace preceptor::app
