// Facts of the whole site, leases between nodes, and the sealer's transaction.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

struct Lease {
  std::string name, holder;
  std::int64_t fence = 0;   // grows with each take-over; a write under an older fence is refused
};

class SiteStore {
 public:
  virtual ~SiteStore() = default;
  virtual base::Result<std::optional<std::string>> site_value(const std::string& key) = 0;
  // Stores `value` if the key is new; answers what is stored now.
  virtual base::Result<std::string> site_value_once(const std::string& key, const std::string& value) = 0;
  // Takes or renews the lease; absent when another holder has it still. `now`: the caller's clock, which counts where one machine has the store; where
  // nodes share it, leases begin and end by the store's own clock.
  virtual base::Result<std::optional<Lease>> acquire_lease(const std::string& name, const std::string& holder, base::Instant now, base::Milliseconds life) = 0;
  virtual base::Status release_lease(const Lease& lease) = 0;
  // Who holds a lease that has not run out; `now` as above.
  virtual base::Result<std::vector<std::string>> lease_holders(base::Instant now) = 0;
  // Ends every lease of a holder that is known to be gone, so that nobody waits for it to run out. The fence makes this safe in any case.
  virtual base::Status end_leases(const std::string& holder) = 0;
  // Whether any committed event waits for its seal. A read: an idle site writes nothing.
  virtual base::Result<bool> anything_unsealed() = 0;
  // Gives up to `limit` committed, unsealed events their positions and seals, in one transaction under the fence. Answers how many.
  // Never before a predecessor of the same stream; by (stream, seq) within a batch. Error store_conflict: the fence is old.
  virtual base::Result<int> seal_events(const Lease& lease, int limit) = 0;
};

}  // namespace preceptor::ports
