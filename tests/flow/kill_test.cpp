// SIGKILL at any moment loses no accepted answer and doubles no statement, with a record store that answers 500, 429 and resets connections
// before and after storing. The seed is printed; PRECEPTOR_KILL_SEED repeats a run's choices, PRECEPTOR_KILLS changes their number.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/kill_checks.hpp"

namespace preceptor::flow {
namespace {

using std::chrono::milliseconds;

constexpr int kLearners = 3;
constexpr unsigned kKills = 110, kEngines = 2;   // this program runs once on each engine
static_assert(kKills * kEngines >= 200, "the fault suite promises 200 kills over both engines");

unsigned from_environment(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

// Waits a random while, kills, starts again; sometimes kills again while it starts. How many it killed that ran.
unsigned kill_and_restart(fakes::Stage& stage, std::mt19937& random, unsigned kills) {
  std::uniform_int_distribution<int> moment(0, 900), percent(0, 99);
  unsigned killed = 0;
  for (unsigned done = 0; done < kills; ++done) {
    std::this_thread::sleep_for(milliseconds(percent(random) < 10 ? 2500 : moment(random)));
    killed += stage.kill_tool() ? 1 : 0;
    if (percent(random) < 15) {
      stage.start_tool_without_waiting();
      std::this_thread::sleep_for(milliseconds(moment(random) / 8));
      killed += stage.kill_tool() ? 1 : 0;
      ++done;
    }
    stage.start_tool();
    if (done % 25 == 24) std::fprintf(stderr, "[ kills    ] %u of %u\n", done + 1, kills);
  }
  return killed;
}

TEST(Kill, AcceptedAnswersSurviveAndNothingIsDoubled) {
  const unsigned seed = from_environment("PRECEPTOR_KILL_SEED", static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count()));
  const unsigned kills = from_environment("PRECEPTOR_KILLS", kKills);
  std::fprintf(stderr, "[ seed     ] PRECEPTOR_KILL_SEED=%u\n", seed);
  std::mt19937 random(seed);
  fakes::Stage stage(PRECEPTOR_BUILD_DIR);
  stage.lrs_faults(random_lrs_faults(random, 5000));

  Learners learners;
  std::vector<std::thread> threads;
  std::atomic<bool> stop{false};
  for (int i = 0; i < kLearners; ++i) learners.push_back(std::make_unique<KillLearner>(stage, seed + 1 + static_cast<unsigned>(i), i));
  for (auto& learner : learners) threads.emplace_back([&] { learner->run(stop); });
  std::string broken;
  unsigned killed = 0;
  try {
    killed = kill_and_restart(stage, random, kills);
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

  await_receipts(stage, learners, std::chrono::seconds(100));
  const Kept kept = check_kept(stage, learners);
  std::fprintf(stderr, "[ result   ] %u kills, %zu accepted answers, %zu receipts, %zu statements, %zu of them parked for a while; record store faults used: %s\n", killed,
               kept.answers, kept.receipts, kept.statements, kept.parked, state.dump().c_str());
  EXPECT_GE(killed, kills) << "a program that had ended by itself is not killed";
  EXPECT_GE(kept.answers, kills / 2) << "too little happened between the kills to prove anything";
  // Two of three writes fail: one that fails six times while others are taken is rightly parked (docs/decisions/0067), but hardly ever.
  EXPECT_LE(kept.parked, kept.statements / 20 + 1) << "parked instead of sent";
  int faults = 0;
  for (const auto& [kind, times] : state["used"].items()) faults += kind == "pass" ? 0 : times.get<int>();
  EXPECT_GE(faults, 20) << "the record store was hardly written to between the kills: deliveries were not tested";
  EXPECT_EQ(state["conflicts"].get<int>(), 0) << "a statement was sent again with other content";
}

}  // namespace
}  // namespace preceptor::flow
