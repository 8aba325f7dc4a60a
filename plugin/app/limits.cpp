#include "plugin/app/limits.hpp"

#include <algorithm>

namespace preceptor::app {

namespace {
// A flood of invented keys must not fill memory: beyond this many, buckets that are full again are dropped.
constexpr std::size_t kMaxBuckets = 50000;
}  // namespace

void RateLimit::set(int per_minute) {
  const std::lock_guard lock(mutex_);
  per_minute_ = per_minute;
  buckets_.clear();
}

bool RateLimit::take(std::string_view key, base::Instant now) {
  const std::lock_guard lock(mutex_);
  if (per_minute_ == 0) return true;
  const double most = std::max(1.0, per_minute_ / 4.0);
  if (buckets_.size() >= kMaxBuckets) forget_idle(now);
  const auto [entry, is_new] = buckets_.try_emplace(std::string(key), Bucket{most, now});
  Bucket& bucket = entry->second;
  // A clock that jumps back earns nothing and costs nothing.
  const double elapsed_ms = static_cast<double>(std::max<std::int64_t>(0, (now - bucket.at).count()));
  bucket.tokens = std::min(most, bucket.tokens + elapsed_ms * per_minute_ / 60000.0);
  bucket.at = now;
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

void RateLimit::forget_idle(base::Instant now) {
  std::erase_if(buckets_, [now](const auto& item) { return now - item.second.at > std::chrono::seconds(15); });
  if (buckets_.size() >= kMaxBuckets) buckets_.clear();
}

}  // namespace preceptor::app
