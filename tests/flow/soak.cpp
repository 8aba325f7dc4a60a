// A long run: learners at work while the program is killed and started again, the record store fails, and the LMS's grade service fails. At the end
// every accepted answer is in the record store once and in order, and every receipt's grade is in the gradebook; memory is told all along. No part of
// scripts/test: scripts/soak runs it. PRECEPTOR_SOAK_MINUTES says how long, PRECEPTOR_SOAK_SEED repeats a run's choices.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/kill_checks.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

constexpr int kLearners = 4;
constexpr std::size_t kUnits = 3;
constexpr milliseconds kPace{150};            // of a learner, so that half an hour's statements can be looked through at the end
constexpr seconds kCycle{600}, kKills{400};   // of each cycle the first part is kills; in the rest one process lives and its memory shows
constexpr int kFaultsAhead = 400;

unsigned number_from(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

// Resident memory of a process, MiB; 0 when it is gone (proc(5), statm).
double memory_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
  long size = 0, resident = 0;
  in >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::string random_service_fault(std::mt19937& random) {
  static const char* kinds[] = {R"({"match":"/scores","method":"POST","status":503,"body":"busy"})",
                                R"({"match":"/scores","method":"POST","status":500,"body":"broken"})",
                                R"({"match":"/scores","method":"POST","status":429,"body":"slower","headers":{"Retry-After":"1"}})",
                                R"({"match":"/scores","method":"POST","status":500,"body":"taken all the same","after":true})",
                                R"({"match":"/scores","method":"POST","delay_ms":1500})",
                                R"({"match":"token","method":"POST","status":503,"body":"busy"})"};
  return kinds[std::uniform_int_distribution<std::size_t>(0, std::size(kinds) - 1)(random)];
}

class Soak {
 public:
  Soak(unsigned seed, seconds length) : random_(seed), length_(length), stage_(PRECEPTOR_BUILD_DIR, {}, fakes::StageLms{"moodle", true}) {
    const Json state = Json::parse(stage_.lms_state());
    // The first are the sample units; what comes after them is no unit.
    for (std::size_t i = 0; i < kUnits; ++i) links_.push_back(state["links"].at(i)["id"].dump());
    for (int i = 0; i < kLearners; ++i) learners_.push_back(std::make_unique<KillLearner>(stage_, seed + 1 + static_cast<unsigned>(i), i, links_));
  }

  // Why it could not go on; empty when it came to its end.
  std::string run() {
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (auto& learner : learners_) threads.emplace_back([&learner, &stop] { learner->run(stop, kPace); });
    std::string broken;
    try {
      keep_going();
    } catch (const std::exception& failure) {
      broken = failure.what();
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    return broken;
  }

  void settle() {
    lrs_ = Json::parse(stage_.lrs_state());
    stage_.clear_lrs_faults();
    for (auto& learner : learners_) {
      EXPECT_EQ(learner->problem(), "");
      EXPECT_TRUE(learner->finish_quietly()) << learner->problem();
    }
    await_receipts(stage_, learners_, seconds(300));
  }

  void check() {
    const Kept kept = check_kept(stage_, learners_);
    EXPECT_GT(kept.receipts, 0u) << "nobody came to an end: nothing was proved";
    EXPECT_EQ(lrs_["conflicts"].get<int>(), 0) << "a statement was sent again with other content";
    const std::size_t missing = missing_grades(seconds(900));
    EXPECT_EQ(missing, 0u) << "receipts without a grade in the gradebook";
    std::printf("Kills %u, accepted answers %zu, receipts %zu (grades missing: %zu), statements %zu.\n", kills_, kept.answers, kept.receipts, missing, kept.statements);
    std::printf("Faults of the record store: %s. Faults of the grade service: %u.\n", lrs_["used"].dump().c_str(), service_faults_);
    std::printf("Memory of a process, most: %.1f MiB.\n", most_);
  }

 private:
  void keep_going() {
    const auto begun = Steady::now();
    auto next_kill = begun, next_line = begun;
    while (Steady::now() - begun < length_) {
      std::this_thread::sleep_for(milliseconds(250));
      const auto now = Steady::now();
      const double memory = memory_of(stage_.tool_pid());
      most_ = std::max(most_, memory);
      if (now >= next_line) {
        tell(std::chrono::duration_cast<seconds>(now - begun), memory);
        next_line = now + seconds(60);
      }
      more_faults();
      if ((now - begun) % kCycle >= kKills || now < next_kill) continue;
      kill();
      next_kill = Steady::now() + milliseconds(std::uniform_int_distribution<int>(300, 12'000)(random_));
    }
  }

  void kill() {
    stage_.kill_tool();
    ++kills_;
    if (std::uniform_int_distribution<int>(0, 99)(random_) < 15) {   // while it starts, too
      stage_.start_tool_without_waiting();
      std::this_thread::sleep_for(milliseconds(std::uniform_int_distribution<int>(0, 120)(random_)));
      stage_.kill_tool();
      ++kills_;
    }
    stage_.start_tool();
  }

  void more_faults() {
    if (Json::parse(stage_.lrs_state())["waiting"].get<int>() < kFaultsAhead / 4) stage_.lrs_faults(random_lrs_faults(random_, kFaultsAhead));
    if (Steady::now() < next_service_fault_) return;
    next_service_fault_ = Steady::now() + seconds(10);
    ++service_faults_;
    stage_.next_service_answer(random_service_fault(random_));
  }

  void tell(seconds at, double memory) {
    std::printf("%3lld min: %u kills, %zu statements delivered, %.1f MiB resident, store %.1f MB\n", static_cast<long long>(at.count() / 60), kills_,
                stage_.await_statements(0, milliseconds(0)), memory, store_size() / 1e6);
    std::fflush(stdout);
  }

  // In bytes; of a whole cluster's database on PostgreSQL, which holds this site only. 0 where the file is away.
  double store_size() const {
    if (!stage_.store().url().starts_with("sqlite:")) return std::stod(stage_.store().rows("SELECT pg_database_size(current_database())").at(0).at(0));
    std::error_code gone;
    const auto size = std::filesystem::file_size(stage_.folder() + "/preceptor.db", gone);
    return gone ? 0.0 : static_cast<double>(size);
  }

  // Waits for them as long as `patience`; tries that failed are made again later and later.
  std::size_t missing_grades(seconds patience) {
    const auto end = Steady::now() + patience;
    while (true) {
      const std::size_t missing = count_missing(Json::parse(stage_.lms_state()));
      if (missing == 0 || Steady::now() >= end) return missing;
      std::this_thread::sleep_for(seconds(2));
    }
  }

  std::size_t count_missing(const Json& state) const {
    std::map<std::string, std::string> link_of_item;
    for (const auto& item : state["line_items"]) link_of_item[item["id"].dump()] = item["link"].dump();
    std::set<std::pair<std::string, std::string>> graded;   // learner, link
    for (const auto& grade : state["grades"])
      if (grade["scored"] == true) graded.emplace(grade["user"].get<std::string>(), link_of_item[grade["item"].dump()]);
    std::size_t missing = 0;
    for (const auto& learner : learners_)
      for (const auto& [name, link] : learner->accepted().links) missing += graded.contains({name, link}) ? 0 : 1;
    return missing;
  }

  std::mt19937 random_;
  seconds length_;
  fakes::Stage stage_;
  std::vector<std::string> links_;
  Learners learners_;
  Json lrs_;
  unsigned kills_ = 0, service_faults_ = 0;
  double most_ = 0;
  Steady::time_point next_service_fault_ = Steady::now();
};

TEST(LongRun, NothingAcceptedIsLostOrDoubled) {
  const unsigned seed = number_from("PRECEPTOR_SOAK_SEED", static_cast<unsigned>(Steady::now().time_since_epoch().count()));
  const unsigned minutes = number_from("PRECEPTOR_SOAK_MINUTES", 30);
  std::printf("%u minutes, PRECEPTOR_SOAK_SEED=%u\n", minutes, seed);
  Soak soak(seed, std::chrono::minutes(minutes));
  ASSERT_EQ(soak.run(), "");
  soak.settle();
  soak.check();
}

}  // namespace
}  // namespace preceptor::flow
