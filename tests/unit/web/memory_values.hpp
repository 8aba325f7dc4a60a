// The site's values in memory; nobody leases or seals here.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/ports/site_store.hpp"

namespace preceptor::web::testing {

class MemoryValues : public ports::SiteStore {
 public:
  base::Result<std::optional<std::string>> site_value(const std::string& key) override {
    const auto found = values.find(key);
    return found == values.end() ? std::optional<std::string>() : std::optional(found->second);
  }
  base::Result<std::string> site_value_once(const std::string& key, const std::string& value) override { return values.emplace(key, value).first->second; }
  base::Result<std::optional<ports::Lease>> acquire_lease(const std::string&, const std::string&, base::Instant, base::Milliseconds) override { return std::optional<ports::Lease>(); }
  base::Status release_lease(const ports::Lease&) override { return {}; }
  base::Result<std::vector<std::string>> lease_holders(base::Instant) override { return std::vector<std::string>(); }
  base::Status end_leases(const std::string&) override { return {}; }
  base::Result<bool> anything_unsealed() override { return false; }
  base::Result<int> seal_events(const ports::Lease&, int) override { return 0; }
  std::map<std::string, std::string> values;
};

}  // namespace preceptor::web::testing
