#include "tests/flow/kill_checks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace preceptor::flow {

using std::chrono::milliseconds;

std::string random_lrs_faults(std::mt19937& random, int count) {
  static const char* kinds[] = {R"({"do":"pass"})", R"({"do":"pass"})", R"({"do":"pass"})", R"({"do":"status","status":500})",
                                R"({"do":"status","status":429,"retry_after":1})", R"({"do":"reset_before"})", R"({"do":"reset_after"})",
                                R"({"do":"half"})", R"({"do":"hang","ms":200})"};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(kinds) - 1);
  std::string out = "{\"next\":[";
  for (int i = 0; i < count; ++i) out += (i ? "," : "") + std::string(kinds[pick(random)]);
  return out + "]}";
}

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

void check_receipt(const std::string& name, const std::vector<Said>& all) {
  const auto seen = verbs(of_actor(all, name));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1) << name;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "terminated"), 1) << name;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 1) << name;
}

void check_answer(const std::string& name, const std::string& question, const std::set<std::string>& values, const std::vector<Said>& all) {
  const auto said = of_actor(all, name);
  const auto found = std::find_if(said.begin(), said.end(), [&](const Said& one) { return question_of(one) == question; });
  ASSERT_NE(found, said.end()) << name << " answered " << question << "; it is not in the record store";
  EXPECT_TRUE(holds(*found, values)) << name << " " << question << " says " << found->response;
}

}  // namespace

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
  const auto all = read_statements(stage.statements());
  Kept kept;
  kept.statements = all.size();
  std::set<std::string> ids;
  for (const auto& said : all) { EXPECT_TRUE(ids.insert(said.id).second) << said.id << " is in the record store twice"; }
  for (const auto& learner : learners) {
    const Accepted& accepted = learner->accepted();
    kept.answers += accepted.answers.size();
    kept.receipts += accepted.receipts.size();
    for (const auto& [key, values] : accepted.answers) check_answer(key.first, key.second, values, all);
    for (const auto& name : accepted.receipts) check_receipt(name, all);
    for (const auto& name : accepted.opened) check_order(name, of_actor(all, name));
  }
  return kept;
}

}  // namespace preceptor::flow
