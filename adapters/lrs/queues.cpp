#include "adapters/lrs/queues.hpp"

#include <algorithm>

namespace preceptor::lrs {

base::Result<std::optional<xapi::Batch>> AgainQueue::next_batch(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) {
  auto batch = store_.next_again(destination, max_statements, max_bytes);
  if (batch && *batch) open_ = (*batch)->statements;
  return batch;
}

base::Status AgainQueue::settle(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                                std::int64_t through, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) {
  std::vector<base::StatementId> delivered;
  const auto settled = [&](const xapi::QueuedStatement& statement) { return statement.position <= through; };
  const auto refused = [&](const base::StatementId& id) {
    return std::any_of(parked.begin(), parked.end(), [&](const xapi::Parked& one) { return one.id == id; });
  };
  for (const auto& statement : open_)
    if (settled(statement) && !refused(statement.id)) delivered.push_back(statement.id);
  const auto done = store_.settle_again(destination, lease, registration, delivered, parked, receipt);
  if (done) std::erase_if(open_, settled);
  return done;
}

}  // namespace preceptor::lrs
