// Commits a second through the store's port, beside the raw SQLite C API writing the same rows in the same run.
// Usage: preceptor_bench_store [seconds a measurement, default 2] [folder, default the current one]
#include <atomic>
#include <thread>
#include <vector>

#include "core/base/uuid.hpp"
#include "tests/bench/bench_support.hpp"

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
double through_the_raw_api(const std::string& path, int batch, double seconds) {
  Raw raw(path);
  long done = 0;
  const auto start = Steady::now();
  while (since(start) < seconds) {
    raw.run("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i) raw.insert(one_event());
    raw.run("COMMIT");
    done += batch;
  }
  return static_cast<double>(done) / since(start);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2.0;
  const Folder folder(argc > 2 ? argv[2] : ".");
  const RealClock clock;
  ErrorLog log;
  for (const int threads : {1, 16, 64}) {
    const std::string suffix = std::to_string(threads) + ".db";
    double port = 0;
    {
      const auto store = open_store(folder.file("port" + suffix), clock, log);
      port = through_the_port(*store, threads, seconds);
    }
    open_store(folder.file("raw" + suffix), clock, log);  // the same tables and indexes
    const double raw = through_the_raw_api(folder.file("raw" + suffix), threads, seconds);
    char ratio[80];
    std::snprintf(ratio, sizeof ratio, "raw SQLite, %d rows a commit: %.0f; ratio %.2f", threads, raw, port / raw);
    row("durable commits, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"), port, "1/s", ratio);
  }
  return 0;
}
