// What rendering anew needs of a store: the statements in force, each with the event whose rendering it is.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::xapi {

struct StatementInForce {
  base::StatementId id;
  std::string template_name;
  int version = 1;
  std::string body, signature;   // the stored bytes
  std::string event;             // canonical JSON: what it was made of, or a statement_superseded event
};

struct WalkFilter {
  std::optional<base::Instant> from, to;   // by the event's time: from <= at < to
  std::string registration, template_name; // empty = all
};

class StatementWalk {
 public:
  virtual ~StatementWalk() = default;
  // Sealed statements for record stores in (registration, position) order, without those that were superseded, those that void and those whose bytes were
  // erased; in pages, so that memory stays flat and no snapshot stays open while `each` runs. `each` answers false to stop. Errors: store_*.
  virtual base::Status walk_in_force(const WalkFilter& filter, const std::function<bool(const StatementInForce&)>& each) = 0;
};

}  // namespace preceptor::xapi
