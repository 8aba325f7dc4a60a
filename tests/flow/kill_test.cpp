// SIGKILL at any moment loses no accepted answer and doubles no statement, with a record store that answers 500, 429 and resets connections
// before and after storing. The seed is printed; PRECEPTOR_KILL_SEED repeats a run's choices, PRECEPTOR_KILLS changes their number.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/kill_learner.hpp"

namespace preceptor::flow {
namespace {

using std::chrono::milliseconds;

constexpr int kLearners = 3;

unsigned from_environment(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

std::string random_faults(std::mt19937& random, int count) {
  static const char* kinds[] = {R"({"do":"pass"})", R"({"do":"pass"})", R"({"do":"pass"})", R"({"do":"status","status":500})",
                                R"({"do":"status","status":429,"retry_after":1})", R"({"do":"reset_before"})", R"({"do":"reset_after"})",
                                R"({"do":"half"})", R"({"do":"hang","ms":200})"};
  std::uniform_int_distribution<std::size_t> pick(0, std::size(kinds) - 1);
  std::string out = "{\"next\":[";
  for (int i = 0; i < count; ++i) out += (i ? "," : "") + std::string(kinds[pick(random)]);
  return out + "]}";
}

// Waits a random while, kills, starts again; sometimes kills again while it starts.
void kill_and_restart(fakes::Stage& stage, std::mt19937& random, unsigned kills) {
  std::uniform_int_distribution<int> moment(0, 900), percent(0, 99);
  for (unsigned done = 0; done < kills; ++done) {
    std::this_thread::sleep_for(milliseconds(percent(random) < 10 ? 2500 : moment(random)));
    stage.kill_tool();
    if (percent(random) < 15) {
      stage.start_tool_without_waiting();
      std::this_thread::sleep_for(milliseconds(moment(random) / 8));
      stage.kill_tool();
      ++done;
    }
    stage.start_tool();
    if (done % 25 == 24) std::fprintf(stderr, "[ kills    ] %u of %u\n", done + 1, kills);
  }
}

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

// Every learner ends on a receipt, and statements arrive in order: when each receipt's last statement is there, everything is. A killed tool's
// lease on the delivery may have to run out first.
void await_receipts(fakes::Stage& stage, const std::vector<std::unique_ptr<KillLearner>>& learners) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(100);
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

TEST(Kill, AcceptedAnswersSurviveAndNothingIsDoubled) {
  const unsigned seed = from_environment("PRECEPTOR_KILL_SEED", static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count()));
  const unsigned kills = from_environment("PRECEPTOR_KILLS", 110);
  std::fprintf(stderr, "[ seed     ] PRECEPTOR_KILL_SEED=%u\n", seed);
  std::mt19937 random(seed);
  fakes::Stage stage(PRECEPTOR_BUILD_DIR);
  stage.lrs_faults(random_faults(random, 5000));

  std::vector<std::unique_ptr<KillLearner>> learners;
  std::vector<std::thread> threads;
  std::atomic<bool> stop{false};
  for (int i = 0; i < kLearners; ++i) learners.push_back(std::make_unique<KillLearner>(stage, seed + 1 + static_cast<unsigned>(i), i));
  for (auto& learner : learners) threads.emplace_back([&] { learner->run(stop); });
  std::string broken;
  try {
    kill_and_restart(stage, random, kills);
  } catch (const std::exception& failure) {
    broken = failure.what();
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  ASSERT_EQ(broken, "");
  const auto state = base::Json::parse(stage.lrs_state());
  stage.clear_lrs_faults();
  for (auto& learner : learners) {
    EXPECT_EQ(learner->problem(), "");
    EXPECT_TRUE(learner->finish_quietly()) << learner->problem();
  }

  await_receipts(stage, learners);
  const auto all = read_statements(stage.statements());
  std::size_t answers = 0, receipts = 0;
  for (const auto& learner : learners) {
    for (const auto& [key, values] : learner->accepted().answers) {
      ++answers;
      const auto said = of_actor(all, key.first);
      const auto found = std::find_if(said.begin(), said.end(), [&](const Said& one) { return question_of(one) == key.second; });
      ASSERT_NE(found, said.end()) << key.first << " answered " << key.second << "; it is not in the record store";
      EXPECT_TRUE(holds(*found, values)) << key.first << " " << key.second << " says " << found->response;
    }
    for (const auto& name : learner->accepted().receipts) {
      ++receipts;
      const auto seen = verbs(of_actor(all, name));
      EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1) << name;
      EXPECT_EQ(std::count(seen.begin(), seen.end(), "terminated"), 1) << name;
      EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 1) << name;
    }
    for (const auto& name : learner->accepted().opened) check_order(name, of_actor(all, name));
  }
  std::fprintf(stderr, "[ result   ] %u kills, %zu accepted answers, %zu receipts, %zu statements; record store faults used: %s\n", kills, answers, receipts, all.size(),
               state.dump().c_str());
  EXPECT_GE(answers, kills / 2) << "too little happened between the kills to prove anything";
  int faults = 0;
  for (const auto& [kind, times] : state["used"].items()) faults += kind == "pass" ? 0 : times.get<int>();
  EXPECT_GE(faults, 20) << "the record store was hardly written to between the kills: deliveries were not tested";
  EXPECT_EQ(state["conflicts"].get<int>(), 0) << "a statement was sent again with other content";
}

}  // namespace
}  // namespace preceptor::flow
