// Host names to addresses, with a deadline that the system's resolver does not know.
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.hpp"
#include "plugin/http/address.hpp"
#include "plugin/http/socket.hpp"

namespace preceptor::http {

// Addresses and localhost (RFC 6761 6.3) need nobody to be asked; empty for every other name.
std::vector<IpAddress> resolve_without_asking(const std::string& host);

// Answers for a name instead of the system: numeric addresses; none when there is no such name.
using NameTable = std::function<std::vector<std::string>(const std::string& host)>;

class Resolver {
 public:
  Resolver() = default;
  explicit Resolver(NameTable names) : names_(std::move(names)) {}
  // Waits for look-ups that outlived their caller (each is bounded to a few seconds by the resolver settings made for it).
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // Any thread. Error outbound_name: not found, no answer before `until`, or too many look-ups hang already.
  base::Result<std::vector<IpAddress>> resolve(const std::string& host, Clock::time_point until);

 private:
  struct Lookup;
  struct Running {
    std::shared_ptr<Lookup> lookup;
    std::thread thread;
  };
  base::Result<std::vector<IpAddress>> from_table(const std::string& host) const;
  bool begin(const std::shared_ptr<Lookup>& lookup);

  const NameTable names_;   // empty: the system is asked
  std::mutex mutex_;
  std::list<Running> running_;
};

}  // namespace preceptor::http
