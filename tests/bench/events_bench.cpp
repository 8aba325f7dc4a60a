// Events accepted a second: each validated, rendered as a statement and committed alone, by 16 threads at once. Beside it, SQLite's C API
// or libpq writing statements rendered beforehand, 16 a commit.
// Usage: preceptor_bench_events [seconds, default 3] [folder, default the current one]
#include <atomic>
#include <thread>
#include <vector>

#include "manifests/compile.hpp"
#include "tests/bench/engines.hpp"
#include "tests/bench/learner.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

constexpr int kThreads = 16, kRawEvents = 16'000;

struct Measured {
  double per_second = 0, cpu_per_thousand = 0;
};

Measured accepted(store::Store& store, const activity::Unit& unit, double seconds) {
  std::atomic<bool> stop{false};
  std::atomic<long> done{0};
  std::vector<std::thread> pool;
  const auto start = Steady::now();
  const double cpu = cpu_seconds();
  for (int i = 0; i < kThreads; ++i)
    pool.emplace_back([&] {
      Learner learner(unit);
      while (!stop) {
        check(store.commit(learner.answer()).has_value(), "a commit failed");
        ++done;
      }
    });
  std::this_thread::sleep_for(Seconds(seconds));
  stop = true;
  for (auto& thread : pool) thread.join();
  const auto count = static_cast<double>(done);
  return {count / since(start), (cpu_seconds() - cpu) * 1000 / count};
}

double rendered_only(const activity::Unit& unit) {
  Learner learner(unit);
  const double cpu = cpu_seconds();
  for (int i = 0; i < 5000; ++i) learner.answer();
  return (cpu_seconds() - cpu) / 5;
}

template <class Raw>
double raw_rows(const std::string& place, const activity::Unit& unit, int count) {
  std::vector<ports::UnitOfWork> ready;
  std::vector<Learner> learners(kThreads, Learner(unit));
  for (int i = 0; i < count; ++i) ready.push_back(learners[static_cast<std::size_t>(i % kThreads)].answer());
  Raw raw(place);
  const auto start = Steady::now();
  for (int i = 0; i < count; ++i) {
    if (i % kThreads == 0) raw.begin();
    raw.insert(ready[static_cast<std::size_t>(i)]);
    if (i % kThreads == kThreads - 1 || i == count - 1) raw.commit();
  }
  return count / since(start);
}

template <class Engine>
void measure(Engine& engine, const activity::Unit& unit, double seconds) {
  const RealClock clock;
  ErrorLog log;
  Measured measured;
  double server = 0;
  {
    const auto store = open_store(engine.make_place("events"), clock, log);
    const double cpu = engine.server_cpu();
    const auto start = Steady::now();
    measured = accepted(*store, unit, seconds);
    server = (engine.server_cpu() - cpu) * 1000 / (measured.per_second * since(start));
  }
  const std::string beside = engine.make_place("raw");
  open_store(beside, clock, log);   // the same tables and indexes
  const double raw = raw_rows<typename Engine::Raw>(beside, unit, kRawEvents);
  char words[240], own[80] = "";
  if (server > 0) std::snprintf(own, sizeof own, "; PostgreSQL itself %.2f CPU s per 1,000", server);
  std::snprintf(words, sizeof words, "bound 5,000; %.2f CPU s per 1,000, of which rendering and rules %.2f; %s, rendered before, 16 a commit: %.0f, ratio %.2f",
                measured.cpu_per_thousand, rendered_only(unit), Engine::Raw::kName, raw, measured.per_second / raw);
  row(std::string("events accepted") + engine.words() + ", 16 threads, one a commit", measured.per_second, "1/s", std::string(words) + own);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3.0;
  const auto compiled = manifests::compile_folder(PRECEPTOR_SOURCE_DIR "/manifests/samples");
  check(compiled && !compiled->units.empty(), "the sample units cannot be read");
  const activity::Unit& unit = compiled->units.front();
  OnSqlite sqlite(argc > 2 ? argv[2] : ".");
  measure(sqlite, unit, seconds);
  if (OnPostgresql::there("events accepted on PostgreSQL, 16 threads, one a commit")) {
    OnPostgresql postgresql;
    measure(postgresql, unit, seconds);
  }
  return 0;
}
