// Where time comes from. Tests and hosts replace it.
#pragma once
#include "core/base/time.hpp"

namespace preceptor::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual base::Instant now() const = 0;  // any thread
};

}  // namespace preceptor::ports
