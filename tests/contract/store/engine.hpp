// The one place where an engine is set up for the contract suite.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapters/store/store.hpp"

namespace preceptor::contract {

// A fresh, empty database, gone with the object.
class Engine {
 public:
  virtual ~Engine() = default;
  // Why this engine cannot be tried on this machine; empty when it can.
  virtual std::string why_not() const { return {}; }
  virtual store::StoreOptions options() const = 0;
  // Looks at the tables past the store; throws std::runtime_error when the statement is refused.
  virtual std::vector<std::vector<std::string>> rows(const std::string& sql) = 0;
};

std::vector<std::string> engine_names();
std::unique_ptr<Engine> make_engine(const std::string& name);

}  // namespace preceptor::contract
