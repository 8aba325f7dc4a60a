#include "plugin/http/resolver.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <condition_variable>

#include "plugin/http/handler_pool.hpp"
#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

constexpr std::size_t kMaxLookups = 16;
constexpr int kServerSeconds = 2;  // for each name server
constexpr int kTries = 2;

}  // namespace

struct Resolver::Lookup {
  explicit Lookup(std::string name) : host(std::move(name)) {}

  void run() {
    // The resolver's settings are this thread's own; without them a dead name server holds a look-up for half a minute.
    if (res_init() == 0) {
      _res.retrans = kServerSeconds;
      _res.retry = kTries;
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    const int outcome = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    const std::lock_guard lock(mutex);
    for (const addrinfo* entry = found; entry; entry = entry->ai_next)
      if (auto address = from_sockaddr(entry->ai_addr)) addresses.push_back(*address);
    if (found) freeaddrinfo(found);
    if (outcome != 0) failure = gai_strerror(outcome);
    finished = true;
    changed.notify_all();
  }

  const std::string host;
  std::mutex mutex;
  std::condition_variable changed;
  bool finished = false;
  std::string failure;
  std::vector<IpAddress> addresses;
};

std::vector<IpAddress> resolve_without_asking(const std::string& host) {
  if (auto address = parse_address(host)) return {*address};
  std::string_view name = host;
  if (name.ends_with('.')) name.remove_suffix(1);
  constexpr std::string_view kLocal = "localhost";
  const bool below = name.size() > kLocal.size() && name[name.size() - kLocal.size() - 1] == '.' &&
                     equal_ignoring_case(name.substr(name.size() - kLocal.size()), kLocal);
  if (below || equal_ignoring_case(name, kLocal)) return {*parse_address("127.0.0.1"), *parse_address("::1")};
  return {};
}

Resolver::~Resolver() {
  for (auto& running : running_) running.thread.join();
}

bool Resolver::begin(const std::shared_ptr<Lookup>& lookup) {
  const std::lock_guard lock(mutex_);
  running_.remove_if([](Running& running) {
    {
      const std::lock_guard inner(running.lookup->mutex);
      if (!running.lookup->finished) return false;
    }
    running.thread.join();
    return true;
  });
  if (running_.size() >= kMaxLookups) return false;
  running_.push_back({lookup, start_thread([lookup] { lookup->run(); })});
  return true;
}

base::Result<std::vector<IpAddress>> Resolver::from_table(const std::string& host) const {
  std::vector<IpAddress> addresses;
  for (const auto& text : names_(host))
    if (const auto address = parse_address(text)) addresses.push_back(*address);
  if (addresses.empty()) return base::fail(base::Code::outbound_name, host + ": no address");
  return addresses;
}

base::Result<std::vector<IpAddress>> Resolver::resolve(const std::string& host, Clock::time_point until) {
  if (auto known = resolve_without_asking(host); !known.empty()) return known;
  if (names_) return from_table(host);
  const auto lookup = std::make_shared<Lookup>(host);
  if (!begin(lookup)) return base::fail(base::Code::outbound_name, host + ": too many name look-ups hang already; check the name servers");
  std::unique_lock lock(lookup->mutex);
  if (!lookup->changed.wait_until(lock, until, [&] { return lookup->finished; }))
    return base::fail(base::Code::outbound_name, host + ": the name servers did not answer in time");
  if (lookup->addresses.empty()) return base::fail(base::Code::outbound_name, host + ": " + (lookup->failure.empty() ? "no address" : lookup->failure));
  return lookup->addresses;
}

}  // namespace preceptor::http
