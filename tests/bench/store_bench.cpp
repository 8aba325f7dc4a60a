// Commits a second through the store's port, beside SQLite's C API or libpq writing the same rows in the same run.
// Usage: preceptor_bench_store [seconds a measurement, default 2] [folder, default the current one]
#include <atomic>
#include <thread>
#include <vector>

#include "core/base/uuid.hpp"
#include "tests/bench/engines.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

ports::UnitOfWork one_event() {
  ports::NewEvent made;
  made.event.stream_id = base::uuid_v4();
  made.event.registration = base::RegistrationId("bench");
  made.event.person = base::PersonId(base::uuid_v4());
  made.event.at = made.event.recorded_at = base::from_unix_ms(1'700'000'000'000);
  made.event.payload = record::QuestionAnswered{"q1", 1, {{"a"}, "", "", false}, true};
  record::Rendering statement;
  statement.id = record::rendering_id(made.event, "answered", 1, "identified");
  statement.template_name = "answered";
  statement.body = std::string(1200, 's');
  made.renderings.push_back(std::move(statement));
  ports::UnitOfWork unit;
  unit.events.push_back(std::move(made));
  return unit;
}

double through_the_port(store::Store& store, int threads, double seconds) {
  std::atomic<bool> stop{false};
  std::atomic<long> done{0};
  std::vector<std::thread> pool;
  const auto start = Steady::now();
  for (int i = 0; i < threads; ++i)
    pool.emplace_back([&] {
      while (!stop) {
        check(store.commit(one_event()).has_value(), "a commit failed");
        ++done;
      }
    });
  std::this_thread::sleep_for(Seconds(seconds));
  stop = true;
  for (auto& thread : pool) thread.join();
  return static_cast<double>(done) / since(start);
}

// One thread, `batch` units a COMMIT: what a perfect group commit of that many callers would do.
template <class Raw>
double through_the_raw_api(const std::string& place, int batch, double seconds) {
  Raw raw(place);
  long done = 0;
  const auto start = Steady::now();
  while (since(start) < seconds) {
    raw.begin();
    for (int i = 0; i < batch; ++i) raw.insert(one_event());
    raw.commit();
    done += batch;
  }
  return static_cast<double>(done) / since(start);
}

template <class Engine>
void measure(Engine& engine, double seconds) {
  const RealClock clock;
  ErrorLog log;
  for (const int threads : {1, 16, 64}) {
    double port = 0, server = 0;
    {
      const auto store = open_store(engine.make_place("port" + std::to_string(threads)), clock, log);
      const double cpu = engine.server_cpu();
      const auto start = Steady::now();
      port = through_the_port(*store, threads, seconds);
      server = (engine.server_cpu() - cpu) * 1000 / (port * since(start));
    }
    const std::string beside = engine.make_place("raw" + std::to_string(threads));
    open_store(beside, clock, log);  // the same tables and indexes
    const double raw = through_the_raw_api<typename Engine::Raw>(beside, threads, seconds);
    char ratio[120], own[80] = "";
    if (server > 0) std::snprintf(own, sizeof own, "; PostgreSQL itself %.2f CPU s per 1,000", server);
    std::snprintf(ratio, sizeof ratio, "%s, %d rows a commit: %.0f; ratio %.2f", Engine::Raw::kName, threads, raw, port / raw);
    row(std::string("durable commits") + engine.words() + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"), port, "1/s", std::string(ratio) + own);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2.0;
  OnSqlite sqlite(argc > 2 ? argv[2] : ".");
  measure(sqlite, seconds);
  if (OnPostgresql::there("durable commits on PostgreSQL, 1 thread")) {
    OnPostgresql postgresql;
    measure(postgresql, seconds);
  }
  return 0;
}
