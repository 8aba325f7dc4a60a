// Stands before the server when test hooks are on: passes bytes both ways, and resets, cuts or withholds the answers that carry kFaultHeader.
// The server itself knows no way to misbehave.
#pragma once
#include <memory>
#include <string>

#include "core/base/result.hpp"

namespace preceptor::demo {

class FaultFront {
 public:
  // Listens on `host:port` (port 0 picks one) and connects to 127.0.0.1:`inner_port`. Error: listen_failed.
  static base::Result<std::unique_ptr<FaultFront>> open(const std::string& listen, int inner_port);
  ~FaultFront();   // closes and joins everything
  int port() const;

 private:
  struct Impl;
  explicit FaultFront(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::demo
