#include "tests/flow/kill_checks.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <iterator>
#include <map>
#include <thread>

#include "tests/fakes/program.hpp"
#include "tests/flow/record_check.hpp"

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

namespace {

// As an administrator does when the record store is well again. How many statements are there at the end.
std::size_t resend_parked(fakes::Stage& stage, const Ends& parked) {
  for (const ParkedStatement& one : parked.parked) std::fprintf(stderr, "[ parked   ] %s %s: %s\n", one.id.c_str(), one.code.c_str(), one.reason.c_str());
  const fakes::Program program(PRECEPTOR_BUILD_DIR, stage.folder());
  EXPECT_EQ(program.run({"lrs", "resend", "demo"}), 0) << program.said();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  Ends after = look(stage);
  while ((!after.parked.empty() || after.held.size() < after.made.size()) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(milliseconds(200));
    after = look(stage);
  }
  EXPECT_TRUE(after.parked.empty()) << after.parked.size() << " are parked still, the first for " << after.parked.front().reason;
  std::map<std::string, int> times;
  for (const Said& one : after.held) ++times[one.id];
  for (const Said& one : after.made) EXPECT_EQ(times[one.id], 1) << one.id << " (" << one.verb << ")";
  return after.held.size();
}

}  // namespace

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
  const std::size_t held = ends.parked.empty() ? ends.held.size() : resend_parked(stage, ends);
  check_seals(stage);
  return {accepted.answers.size(), accepted.receipts.size(), held, ends.parked.size()};
}

}  // namespace preceptor::flow
