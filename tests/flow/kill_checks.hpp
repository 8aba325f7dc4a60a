// What must hold at the end, whatever was killed and whatever the record store did meanwhile: for the kill test and the soak.
#pragma once
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/flow/kill_learner.hpp"

namespace preceptor::flow {

using Learners = std::vector<std::unique_ptr<KillLearner>>;

// A script for the demo record store: `count` writes; to six kinds of trouble come `good` as usual.
std::string random_lrs_faults(std::mt19937& random, int count, int good = 3);

// Every learner ends on a receipt, and statements arrive in order: when each receipt's last statement is there, everything is. A killed tool's
// lease on the delivery may have to run out first.
void await_receipts(fakes::Stage& stage, const Learners& learners, std::chrono::seconds patience);

struct Kept {
  std::size_t answers = 0, receipts = 0, statements = 0;   // statements: at the record store
  std::size_t parked = 0;                                  // before they were sent again
};
// Waits until everything is held or parked, then what record_check.hpp demands, for all of them together. What was parked is sent again by command, so that
// in the end everything is at the record store, once; and every event is as it was sealed.
Kept check_kept(fakes::Stage& stage, const Learners& learners);

}  // namespace preceptor::flow
