#include "plugin/app/limits.hpp"

#include <algorithm>

#include "plugin/http/address.hpp"

namespace preceptor::app {

namespace {
// A flood of invented keys must not fill memory, nor make room for itself by pushing out those who are over their rate.
constexpr std::size_t kMaxBuckets = 50000;
constexpr base::Milliseconds kIdle{15'000};        // a bucket is full again after that
constexpr base::Milliseconds kBetweenLooks{1'000};  // looking through all of them costs some time
}  // namespace

std::string client_key(const std::string& address) {
  if (address.empty()) return "-";
  auto parsed = http::parse_address(address);
  if (!parsed) return address;
  *parsed = parsed->unmapped();
  if (!parsed->v6) return parsed->text();
  std::fill(parsed->bytes.begin() + 8, parsed->bytes.end(), std::uint8_t{0});
  return parsed->text() + "/64";
}

void RateLimit::set(int per_minute) {
  const std::lock_guard lock(mutex_);
  per_minute_ = per_minute;
  buckets_.clear();
  others_ = {};
}

bool RateLimit::take(std::string_view key, base::Instant now) {
  const std::lock_guard lock(mutex_);
  return per_minute_ == 0 || take_from(bucket_of(key, now), now);
}

bool RateLimit::take_from(Bucket& bucket, base::Instant now) const {
  const double most = std::max(1.0, per_minute_ / 4.0);
  // A clock that jumps back earns nothing and costs nothing.
  const double elapsed_ms = static_cast<double>(std::max<std::int64_t>(0, (now - bucket.at).count()));
  bucket.tokens = std::min(most, bucket.tokens + elapsed_ms * per_minute_ / 60000.0);
  bucket.at = now;
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

RateLimit::Bucket& RateLimit::bucket_of(std::string_view key, base::Instant now) {
  const std::string name(key);
  if (const auto known = buckets_.find(name); known != buckets_.end()) return known->second;
  if (buckets_.size() >= kMaxBuckets && (now < looked_ || now - looked_ >= kBetweenLooks)) {
    looked_ = now;
    std::erase_if(buckets_, [now](const auto& item) { return now < item.second.at || now - item.second.at > kIdle; });
  }
  if (buckets_.size() >= kMaxBuckets) return others_;
  return buckets_.emplace(name, Bucket{std::max(1.0, per_minute_ / 4.0), now}).first->second;
}

}  // namespace preceptor::app
