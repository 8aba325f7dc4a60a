// A receiver's service for records of credit, one at a time. How it is spoken to is the adapter's own; what an answer means is core/report/sending.hpp's.
#pragma once
#include <string>

#include "core/report/learner_row.hpp"
#include "core/report/sending.hpp"

namespace preceptor::ports {

class CreditReceiver {
 public:
  virtual ~CreditReceiver() = default;
  // Adds or removes one record, as row.action says. Blocks; never throws for what the network does (`unreachable`).
  virtual report::SendAnswer send(const report::LearnerRow& row, const report::Report& report) = 0;
  // What became of the record with this id; `unknown` when the receiver has none.
  virtual report::SendAnswer ask(const std::string& ccid) = 0;
};

}  // namespace preceptor::ports
