#include "lti/platform_keys.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

#include "lti/cache_control.hpp"
#include "lti/clock_skew.hpp"
#include "lti/shown.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Instant;
using base::Result;
using KeyPtr = std::shared_ptr<const jose::PublicKey>;

// lti.md 6.8.
constexpr base::Milliseconds kRetryAfter{30'000};  // a set is fetched at most this often, found or not
constexpr base::Milliseconds kStaleLife{24L * 3600 *
                                        1000};  // a platform that is down so long has to answer again first
constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr base::Milliseconds kKeysTimeout{5'000};  // a handler waits for it

// True while it lives.
class WaitMark {
 public:
  explicit WaitMark(bool& mark) : mark_(mark) { mark_ = true; }
  WaitMark(const WaitMark&) = delete;
  WaitMark& operator=(const WaitMark&) = delete;
  ~WaitMark() { mark_ = false; }

 private:
  bool& mark_;
};

struct Fetched {
  jose::KeySet set;
  base::Milliseconds fresh_for;
  std::optional<base::Milliseconds> clock_ahead;
};

}  // namespace

struct PlatformKeys::Impl {
  struct Entry {
    std::shared_ptr<const jose::KeySet> set;  // null until a fetch succeeded
    Instant fresh_until{};
    std::optional<Instant> last_attempt;
    bool fetching = false;
    bool wanted = false;  // a request was turned away; the upkeep thread fetches it
    std::string failure;  // why the last fetch failed; empty when it did not
    std::optional<base::Milliseconds> clock_ahead;  // at the last fetch that worked
  };

  Impl(ports::HttpClient& http_client, const ports::Clock& time) : http(http_client), clock(time) {}

  ports::HttpClient& http;
  const ports::Clock& clock;
  std::mutex mutex;
  std::map<std::string, Entry> entries;  // by URL; std::map keeps references valid
  bool handler_waits = false;
  std::condition_variable fetched;  // some fetch ended

  Result<Fetched> fetch(const std::string& url);
  void store(Entry& entry, Result<Fetched>& answer);
  Result<std::shared_ptr<const jose::KeySet>> fetch_into(std::unique_lock<std::mutex>& lock, const std::string& url);
  std::optional<Result<KeyPtr>> cached(const Entry& entry, std::string_view kid) const;
  base::Error absent(const Entry& entry, const std::string& url, std::string_view kid) const;
};

Result<Fetched> PlatformKeys::Impl::fetch(const std::string& url) {
  ports::OutboundRequest request;
  request.url = url;
  request.headers = {{"Accept", "application/json"}};
  request.timeout = kKeysTimeout;
  request.max_response_bytes = kMaxBytes;
  const Instant asked = clock.now();
  const auto response = http.send(request);
  const Instant answered = clock.now();
  if (!response) return fail(response.error());
  if (response->status != 200) {
    return base::mismatch(Code::jwks_malformed, "status 200", "status " + std::to_string(response->status));
  }
  auto set = jose::parse_jwks(response->body);
  if (!set) return fail(set.error());
  return Fetched{std::move(*set), freshness(response->headers), clock_ahead(response->headers, asked, answered)};
}

void PlatformKeys::Impl::store(Entry& entry, Result<Fetched>& answer) {
  entry.fetching = false;
  fetched.notify_all();
  if (!answer) {
    entry.failure = base::describe(answer.error());
    return;
  }
  entry.failure.clear();
  entry.wanted = false;
  entry.fresh_until = clock.now() + answer->fresh_for;
  entry.clock_ahead = answer->clock_ahead;
  entry.set = std::make_shared<const jose::KeySet>(std::move(answer->set));
}

// Called with the lock held; without it while the network is asked.
Result<std::shared_ptr<const jose::KeySet>> PlatformKeys::Impl::fetch_into(std::unique_lock<std::mutex>& lock,
                                                                           const std::string& url) {
  Entry& entry = entries[url];
  entry.fetching = true;
  entry.last_attempt = clock.now();
  lock.unlock();
  Result<Fetched> answer = fail(Code::internal);
  try {
    answer = fetch(url);
  } catch (...) {
    lock.lock();
    entry.fetching = false;  // or nobody would ever ask again
    fetched.notify_all();
    throw;
  }
  lock.lock();
  store(entry, answer);
  if (!answer) return fail(answer.error());
  return entry.set;
}

// The answer out of what is held; nullopt when that kid is not among it.
std::optional<Result<KeyPtr>> PlatformKeys::Impl::cached(const Entry& entry, std::string_view kid) const {
  if (!entry.set || clock.now() > entry.fresh_until + kStaleLife) return std::nullopt;
  for (const KeyPtr& key : entry.set->keys) {
    if (key->kid() == kid) return Result<KeyPtr>(key);
  }
  for (const std::string& skipped : entry.set->skipped) {
    if (skipped.starts_with(std::string(kid) + ": "))
      return Result<KeyPtr>(fail(Code::launch_key_refused, "kid " + shown(skipped)));
  }
  return std::nullopt;
}

base::Error PlatformKeys::Impl::absent(const Entry& entry, const std::string& url, std::string_view kid) const {
  if (!entry.failure.empty()) return {Code::launch_keys_unreachable, shown(url) + ": " + entry.failure, {}, {}};
  std::vector<std::string> kids;
  if (entry.set) {
    for (const KeyPtr& key : entry.set->keys) kids.push_back(key->kid());
  }
  return {Code::launch_key_unknown, "looked in " + shown(url), "kid " + shown(kids), "kid " + shown(kid)};
}

PlatformKeys::PlatformKeys(ports::HttpClient& http, const ports::Clock& clock)
    : impl_(std::make_unique<Impl>(http, clock)) {}
PlatformKeys::~PlatformKeys() = default;

Result<KeyPtr> PlatformKeys::key(const Registration& registration, std::string_view kid) {
  const std::string& url = registration.jwks_uri;
  std::unique_lock lock(impl_->mutex);
  Impl::Entry& entry = impl_->entries[url];
  if (auto found = impl_->cached(entry, kid)) return std::move(*found);
  // A set asked for a moment ago would not answer differently: this is the negative entry.
  if (!entry.fetching && entry.last_attempt && base::is_young(*entry.last_attempt, impl_->clock.now(), kRetryAfter)) {
    return fail(impl_->absent(entry, url, kid));
  }
  // At most one handler waits on a platform; the others ask the person to try again, and the upkeep thread fetches what
  // they needed.
  if (impl_->handler_waits) {
    entry.wanted = true;
    return fail(Code::launch_keys_unreachable, shown(url) + ": a key set is being fetched for another launch");
  }
  {
    const WaitMark mark(impl_->handler_waits);
    if (entry.fetching) {
      impl_->fetched.wait_for(lock, kKeysTimeout, [&entry] { return !entry.fetching; });  // the upkeep thread asks already
    } else {
      (void)impl_->fetch_into(lock, url);  // a failure is kept in the entry and told below
    }
  }
  if (auto found = impl_->cached(entry, kid)) return std::move(*found);
  return fail(impl_->absent(entry, url, kid));
}

void PlatformKeys::expect(const Registration& registration) {
  const std::lock_guard lock(impl_->mutex);
  const auto [entry, is_new] = impl_->entries.try_emplace(registration.jwks_uri);
  if (is_new) entry->second.wanted = true;
}

void PlatformKeys::refresh_stale(const std::function<bool()>& go_on) {
  std::unique_lock lock(impl_->mutex);
  std::vector<std::string> due;
  const Instant now = impl_->clock.now();
  for (const auto& [url, entry] : impl_->entries) {
    const bool rested = !entry.last_attempt || !base::is_young(*entry.last_attempt, now, kRetryAfter);
    const bool set_back = entry.last_attempt && now < *entry.last_attempt;   // then nobody knows how old the set is
    if (!entry.fetching && rested && (entry.wanted || (entry.set && (set_back || now >= entry.fresh_until)))) due.push_back(url);
  }
  for (const std::string& url : due) {
    if (go_on && !go_on()) return;
    if (!impl_->entries[url].fetching)
      (void)impl_->fetch_into(lock, url);  // a failure is kept in the entry; the old set serves on
  }
}

Result<KeySetProbe> PlatformKeys::probe(const Registration& registration) {
  std::unique_lock lock(impl_->mutex);
  const auto set = impl_->fetch_into(lock, registration.jwks_uri);
  if (!set) return fail(set.error());
  KeySetProbe found;
  for (const KeyPtr& key : (*set)->keys) found.kids.push_back(key->kid());
  found.clock_ahead = impl_->entries[registration.jwks_uri].clock_ahead;
  return found;
}

}  // namespace preceptor::lti
