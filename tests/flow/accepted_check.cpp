#include "tests/flow/accepted_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <thread>

namespace preceptor::flow {
namespace {

std::string question_of(const Said& said) { return said.object.substr(said.object.rfind('/') + 1); }

// Everything about one learner's statements that must hold whatever happened.
void check_order(const std::string& learner, const std::vector<Said>& said) {
  std::string last, registration;
  std::set<std::string> answered;
  int initialized = 0, completed = 0, scored = 0;
  for (const auto& one : said) {
    EXPECT_LT(last, one.timestamp) << learner << ": " << one.verb << " arrived out of order";
    last = one.timestamp;
    if (registration.empty()) registration = one.registration;
    EXPECT_EQ(one.registration, registration) << learner << " has two attempts";
    initialized += one.verb == "initialized";
    completed += one.verb == "completed";
    scored += one.verb == "passed" || one.verb == "failed";
    if (one.verb == "answered" || one.verb == "responded") { EXPECT_TRUE(answered.insert(one.object).second) << learner << ": " << one.object << " was recorded twice"; }
  }
  EXPECT_EQ(initialized, 1) << learner;
  EXPECT_LE(completed, 1) << learner;
  EXPECT_LE(scored, 1) << learner;
  if (!said.empty()) { EXPECT_EQ(said.front().verb, "initialized") << learner; }
}

// The answer as its statement's response: choices are joined by [,].
bool holds(const Said& said, const std::set<std::string>& values) {
  for (const auto& value : values)
    if (("[,]" + said.response + "[,]").find("[,]" + value + "[,]") == std::string::npos) return false;
  return true;
}

void check_answer(const std::vector<Said>& said, const std::string& learner, const std::string& question, const std::set<std::string>& values) {
  const auto found = std::find_if(said.begin(), said.end(), [&](const Said& one) { return question_of(one) == question; });
  ASSERT_NE(found, said.end()) << learner << " answered " << question << "; it is not in the record store";
  EXPECT_TRUE(holds(*found, values)) << learner << " " << question << " says " << found->response;
}

void check_receipt(const std::vector<Said>& said, const std::string& learner) {
  const auto seen = verbs(said);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1) << learner;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "terminated"), 1) << learner;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 1) << learner;
}

}  // namespace

std::string random_faults(std::mt19937& random, int count, std::size_t good) {
  static const char* faults[] = {R"({"do":"status","status":500})", R"({"do":"status","status":429,"retry_after":1})", R"({"do":"reset_before"})",
                                 R"({"do":"reset_after"})",         R"({"do":"half"})",                                R"({"do":"hang","ms":200})"};
  std::uniform_int_distribution<std::size_t> pick(0, good + std::size(faults) - 1);
  std::string out = "{\"next\":[";
  for (int i = 0; i < count; ++i) {
    const std::size_t picked = pick(random);
    out += (i ? "," : "") + std::string(picked < std::size(faults) ? faults[picked] : R"({"do":"pass"})");
  }
  return out + "]}";
}

void await_receipts(fakes::Stage& stage, const KillLearners& learners) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(100);
  for (bool missing = true; missing && std::chrono::steady_clock::now() < end;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const auto all = read_statements(stage.statements());
    missing = false;
    for (const auto& learner : learners)
      for (const auto& name : learner->accepted().receipts) {
        const auto said = of_actor(all, name);
        missing = missing || said.empty() || said.back().verb != "terminated";
      }
  }
}

Checked check_accepted(fakes::Stage& stage, const KillLearners& learners) {
  const auto all = read_statements(stage.statements());
  Checked checked;
  checked.statements = all.size();
  for (const auto& learner : learners) {
    const Accepted& accepted = learner->accepted();
    for (const auto& [key, values] : accepted.answers) check_answer(of_actor(all, key.first), key.first, key.second, values);
    for (const auto& name : accepted.receipts) check_receipt(of_actor(all, name), name);
    for (const auto& name : accepted.opened) check_order(name, of_actor(all, name));
    checked.answers += accepted.answers.size();
    checked.receipts += accepted.receipts.size();
  }
  return checked;
}

}  // namespace preceptor::flow
