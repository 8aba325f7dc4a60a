// What an event costs when many are there already: stores of 10 thousand, 100 thousand, 1 million (and, when asked, 10 million) events, seeded through
// SQLite's C API, and 10,000 real events on top: validated, rendered and committed by 16 threads, then sealed, then read as delivery reads them. Beside
// each, SQLite's C API doing the same to rows of its own in the same file. The cost must not grow with the rows.
// Usage: preceptor_bench_growth [rows: 10000, 100000, 1000000 (default) or 10000000] [folder, default the current one]
//        preceptor_bench_growth seed FILE ROWS      leaves a store with so many sealed events; drain.mjs begins with it
#include <cstring>
#include <thread>
#include <vector>

#include "manifests/compile.hpp"
#include "tests/bench/learner.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

constexpr int kThreads = 16, kEvents = 10'000, kSealed = 1000, kBatch = 100;
constexpr std::int64_t kTransaction = 100'000;   // rows seeded in one
constexpr std::int64_t kBytesPerRow = 3'600;     // of the file, indexes included; 3,208 were measured at 120,000 rows
constexpr std::int64_t kRoom = 1LL << 30;        // for the write-ahead log and everybody else
const xapi::Destination kReader{"lrs", "growth"};

// Said before anything is written.
void check_disk(const std::string& folder, std::int64_t rows) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  const double needed = static_cast<double>(rows * kBytesPerRow + kRoom) / 1e9, there = static_cast<double>(space.available) / 1e9;
  std::fprintf(stderr, "%lld rows need %.1f GB of disk; %.1f GB are free\n", static_cast<long long>(rows), needed, there);
  check(!unknown && there >= needed, "There is not enough disk here. Ask for fewer rows, or name a folder on a larger disk.");
}

// Until the store holds `rows` events: whole, sealed, each with its statement, as the product would have written them. The store must be closed.
void seed(const std::string& path, std::int64_t rows, const activity::Unit& unit) {
  Raw raw(path);
  // The file is thrown away when this does not come to its end; nobody else reads it meanwhile.
  for (const char* sql : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -524288"}) raw.run(sql);
  Learner learner(unit);
  while (raw.position() < rows) {
    raw.run("BEGIN IMMEDIATE");
    for (std::int64_t i = 0; i < kTransaction && raw.position() < rows; ++i) {
      const auto work = learner.next();
      raw.seal(work.events.front().event, raw.insert(work));
    }
    raw.save_head();
    raw.run("COMMIT");
    if (raw.position() % 1'000'000 == 0) std::fprintf(stderr, "seeded: %lld\n", static_cast<long long>(raw.position()));
  }
  raw.run("PRAGMA journal_mode = WAL");
}

// Microseconds an event.
struct Cost {
  double accepted = 0, sealed = 0, read = 0, cpu = 0;   // cpu: processor time of all three
};

void accept(store::Store& store, const activity::Unit& unit) {
  std::vector<std::thread> pool;
  for (int i = 0; i < kThreads; ++i)
    pool.emplace_back([&] {
      Learner learner(unit);
      for (int done = 0; done < kEvents / kThreads; ++done) check(store.commit(learner.next()).has_value(), "a commit failed");
    });
  for (auto& thread : pool) thread.join();
}

void seal(store::Store& store, const ports::Lease& lease) {
  int done = 0;
  for (int sealed = kSealed; sealed == kSealed; done += sealed) {
    const auto now = store.seal_events(lease, kSealed);
    check(now.has_value(), "sealing failed");
    sealed = *now;
  }
  check(done == kEvents, "not everything was sealed");
}

void read(store::Store& store, const ports::Lease& lease) {
  int done = 0;
  while (true) {
    const auto batch = store.next_batch(kReader, kBatch, 4 << 20);
    check(batch.has_value(), "nothing could be read");
    if (!*batch) break;
    done += static_cast<int>((*batch)->statements.size());
    check(store.settle(kReader, lease, (*batch)->registration, (*batch)->through, {}, std::nullopt).has_value(), "a batch could not be settled");
  }
  check(done == kEvents, "not everything was read");
}

template <class Work>
double microseconds(const Work& work) {
  const auto start = Steady::now();
  work();
  return since(start) * 1e6 / kEvents;
}

Cost through_the_port(const std::string& path, const activity::Unit& unit) {
  const RealClock clock;
  ErrorLog log;
  const auto store = open_store(path, clock, log);
  check(store->forget_destination(kReader).has_value() && store->open_destination(kReader, false).has_value(), "no cursor to read from");
  const auto sealer = store->acquire_lease("sealer", "bench", clock.now(), base::Milliseconds(600'000));
  const auto reader = store->acquire_lease("lrs:growth", "bench", clock.now(), base::Milliseconds(600'000));
  check(sealer && *sealer && reader && *reader, "no lease");
  const double cpu = cpu_seconds();
  Cost cost;
  cost.accepted = microseconds([&] { accept(*store, unit); });
  cost.sealed = microseconds([&] { seal(*store, **sealer); });
  cost.read = microseconds([&] { read(*store, **reader); });
  cost.cpu = (cpu_seconds() - cpu) * 1e6 / kEvents;
  return cost;
}

// As many rows a commit as perfect groups of the same callers would have.
template <class Each>
void in_groups(Raw& raw, int group, const Each& each) {
  for (int i = 0; i < kEvents; ++i) {
    if (i % group == 0) raw.run("BEGIN IMMEDIATE");
    each(static_cast<std::size_t>(i));
    if (i % group == group - 1 || i == kEvents - 1) raw.run("COMMIT");
  }
}

Cost through_the_raw_api(const std::string& path, const activity::Unit& unit) {
  std::vector<ports::UnitOfWork> ready;
  std::vector<std::string> hashes(kEvents);
  std::vector<Learner> learners(kThreads, Learner(unit));
  for (int i = 0; i < kEvents; ++i) ready.push_back(learners[static_cast<std::size_t>(i % kThreads)].next());
  Raw raw(path);
  const std::int64_t before = raw.position();
  const double cpu = cpu_seconds();
  Cost cost;
  cost.accepted = microseconds([&] { in_groups(raw, kThreads, [&](std::size_t i) { hashes[i] = raw.insert(ready[i]); }); });
  cost.sealed = microseconds([&] {
    in_groups(raw, kSealed, [&](std::size_t i) {
      raw.seal(ready[i].events.front().event, hashes[i]);
      if (i % kSealed == kSealed - 1) raw.save_head();
    });
  });
  cost.read = microseconds([&] {
    for (std::int64_t at = before; at < raw.position(); at += kBatch) {
      check(raw.read(at, at + kBatch) == kBatch, "not everything was read");
      raw.run("BEGIN IMMEDIATE");
      raw.run(("UPDATE cursor SET position = " + std::to_string(at + kBatch) + " WHERE kind = 'lrs' AND name = 'growth' AND registration = 'bench'").c_str());
      raw.run("COMMIT");
    }
  });
  cost.cpu = (cpu_seconds() - cpu) * 1e6 / kEvents;
  return cost;
}

std::string rows_word(std::int64_t rows) { return rows % 1'000'000 == 0 ? std::to_string(rows / 1'000'000) + " million" : std::to_string(rows / 1000) + " thousand"; }

void tell(const std::string& what, std::int64_t rows, double port, double raw, double first, const std::string& more) {
  char beside[200];
  std::snprintf(beside, sizeof beside, "raw SQLite %.0f, ratio %.2f; %.2f times what it is in the smallest store%s", raw, port / raw, port / first, more.c_str());
  row(what + " at " + rows_word(rows) + " rows", port, "us/event", beside);
}

void measure(const std::string& path, std::int64_t rows, const activity::Unit& unit, Cost& first) {
  seed(path, rows, unit);
  const Cost port = through_the_port(path, unit);
  const Cost raw = through_the_raw_api(path, unit);
  if (first.cpu == 0) first = port;
  char more[120];
  std::snprintf(more, sizeof more, "; file %.0f MB", static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  tell("event accepted, 16 threads,", rows, port.accepted, raw.accepted, first.accepted, more);
  tell("  sealed", rows, port.sealed, raw.sealed, first.sealed, "");
  tell("  read for delivery", rows, port.read, raw.read, first.read, "");
  tell("  processor time of the three", rows, port.cpu, raw.cpu, first.cpu, "; raw SQLite without rules and rendering");
}

}  // namespace

int main(int argc, char** argv) {
  const bool seeding = argc == 4 && std::strcmp(argv[1], "seed") == 0;
  const std::int64_t rows = seeding ? std::atoll(argv[3]) : argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  check(rows > 0 && (seeding || rows % 1000 == 0), "usage: preceptor_bench_growth [thousands of rows] [folder], or: seed FILE ROWS");
  const auto compiled = manifests::compile_folder(PRECEPTOR_SOURCE_DIR "/manifests/samples");
  check(compiled && !compiled->units.empty(), "the sample units cannot be read");
  const activity::Unit& unit = compiled->units.front();
  const RealClock clock;
  ErrorLog log;
  if (seeding) {
    const auto parent = std::filesystem::absolute(argv[2]).parent_path();
    check_disk(parent.string(), rows);
    open_store(argv[2], clock, log);   // the tables
    seed(argv[2], rows, unit);
    return 0;
  }
  const std::string parent = argc > 2 ? argv[2] : ".";
  check_disk(parent, rows);
  const Folder folder(parent.c_str());
  open_store(folder.file("growth.db"), clock, log);
  Cost first;
  for (const std::int64_t level : {std::int64_t{10'000}, std::int64_t{100'000}, std::int64_t{1'000'000}, std::int64_t{10'000'000}})
    if (level <= rows) measure(folder.file("growth.db"), level, unit, first);
  return 0;
}
