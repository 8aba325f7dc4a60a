// Whether the stored record is as it was sealed, read a page at a time from a running store or from a copy of one.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/record/chain.hpp"

namespace preceptor::ports {

struct CheckedRegistration {
  std::string registration;
  std::int64_t events = 0, unsealed = 0;   // sealed ones, and those that wait for their seal
  std::int64_t erased = 0;                 // sealed events whose statements' bytes were erased with their person
  std::string seal;                        // at the chain's end, as the store says
  std::int64_t ahead = 0;                  // sealed events timed a second or more after what the clock read: it was set back, and times only grow
};
struct RecordChecked {
  int schema = 0;
  std::int64_t events = 0, faults = 0;
  std::int64_t texts_unread = 0;   // words that no key was there for: their writer was erased, or the keys are lost
  std::vector<CheckedRegistration> registrations;
};

class RecordCheck {
 public:
  virtual ~RecordCheck() = default;
  // Every registration's chain from its first position to where it ended when its turn came, then what waits for a seal. `found` is told of each
  // difference, in order; `progress` of events done and of all, and may end the check by answering false (command_cancelled). With `file`: that
  // copy, on which nothing is changed; empty: the running store. Memory does not grow with the record.
  // What people wrote is compared with the hashes of it as far as its keys are there.
  // Errors: store_unopened (no such file, not a store), store_newer_schema, store_failed; of the running store key_texts_missing too.
  virtual base::Result<RecordChecked> check_record(const std::string& file, const std::function<void(const record::ChainFinding&)>& found,
                                                   const std::function<bool(std::int64_t done, std::int64_t all)>& progress) = 0;
};

}  // namespace preceptor::ports
