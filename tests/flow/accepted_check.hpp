// What must be true of the record store when learners were disturbed: everything the tool said yes to is there once, and in order.
#pragma once
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/flow/kill_learner.hpp"

namespace preceptor::flow {

using KillLearners = std::vector<std::unique_ptr<KillLearner>>;

// A script for the demo record store: `count` answers to come, of which `good` in `good` + 6 are as they should be.
std::string random_faults(std::mt19937& random, int count, std::size_t good = 3);

// Every learner ends on a receipt, and statements arrive in order: when each receipt's last statement is there, everything is. Waits at most 100 s,
// for the lease of a killed tool on the delivery may have to run out first.
void await_receipts(fakes::Stage& stage, const KillLearners& learners);

struct Checked {
  std::size_t answers = 0, receipts = 0, statements = 0;
};
// Fails the test where something accepted is missing, is there twice, or came out of order.
Checked check_accepted(fakes::Stage& stage, const KillLearners& learners);

}  // namespace preceptor::flow
