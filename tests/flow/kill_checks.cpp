#include "tests/flow/kill_checks.hpp"

#include <iterator>
#include <thread>

namespace preceptor::flow {

using std::chrono::milliseconds;

std::string random_lrs_faults(std::mt19937& random, int count, int good) {
  static const char* trouble[] = {R"({"do":"status","status":500})", R"({"do":"status","status":429,"retry_after":1})", R"({"do":"reset_before"})",
                                  R"({"do":"reset_after"})", R"({"do":"half"})", R"({"do":"hang","ms":200})"};
  std::uniform_int_distribution<int> pick(-good, static_cast<int>(std::size(trouble)) - 1);
  std::string out = "{\"next\":[";
  for (int i = 0; i < count; ++i) {
    const int one = pick(random);
    out += (i ? "," : "") + std::string(one < 0 ? R"({"do":"pass"})" : trouble[one]);
  }
  return out + "]}";
}

void await_receipts(fakes::Stage& stage, const Learners& learners, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (bool missing = true; missing && std::chrono::steady_clock::now() < end;) {
    std::this_thread::sleep_for(milliseconds(500));
    const auto all = read_statements(stage.statements());
    missing = false;
    for (const auto& learner : learners)
      for (const auto& name : learner->accepted().receipts) {
        const auto said = of_actor(all, name);
        missing = missing || said.empty() || said.back().verb != "terminated";
      }
  }
}

Kept check_kept(fakes::Stage& stage, const Learners& learners) {
  Accepted accepted;
  for (const auto& learner : learners) {
    const Accepted& one = learner->accepted();
    accepted.answers.insert(one.answers.begin(), one.answers.end());
    accepted.receipts.insert(one.receipts.begin(), one.receipts.end());
    accepted.opened.insert(one.opened.begin(), one.opened.end());
  }
  const Ends ends = await_settled(stage, accepted, std::chrono::seconds(20));
  check_record(accepted, ends);
  return {accepted.answers.size(), accepted.receipts.size(), ends.held.size()};
}

}  // namespace preceptor::flow
