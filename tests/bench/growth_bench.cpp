// What an event costs when many are there already: stores of 10 thousand, 100 thousand, 1 million (and, when asked, 10 million) events, seeded through
// SQLite's C API or by COPY, and 10,000 real events on top: validated, rendered and committed by 16 threads, then sealed, then read as delivery reads
// them. Beside each, SQLite's C API or libpq doing the same to rows of its own in the same store. The cost must not grow with the rows.
// Usage: preceptor_bench_growth [rows: 10000, 100000, 1000000 (default) or 10000000] [folder, default the current one]
//        preceptor_bench_growth seed ADDRESS ROWS   leaves a store with so many sealed events; drain.mjs begins with it
// On PostgreSQL it runs where scripts/bench has started a server; the folder should lie on the server's disk, whose room is looked at.
#include <cstring>
#include <thread>
#include <vector>

#include "manifests/compile.hpp"
#include "tests/bench/engines.hpp"
#include "tests/bench/learner.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

constexpr int kThreads = 16, kEvents = 10'000, kSealed = 1000, kBatch = 100;
constexpr std::int64_t kTransaction = 100'000;   // rows seeded in one on SQLite
constexpr std::int64_t kCopied = 10'000;         // and on PostgreSQL, whose rows stand in our memory meanwhile
// The most a row takes on either engine, indexes included. Measured: 3,208 on SQLite at 120,000 rows, 3,504 on PostgreSQL at 30,000.
constexpr std::int64_t kBytesPerRow = 4'000;
constexpr std::int64_t kRoom = 3LL << 30;        // for the write-ahead logs (PostgreSQL keeps up to a gigabyte, and more while it is hurried) and everybody else
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
void seed(Raw& raw, std::int64_t rows, const activity::Unit& unit) {
  // The file is thrown away when this does not come to its end; nobody else reads it meanwhile.
  for (const char* sql : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -524288"}) raw.run(sql);
  Learner learner(unit);
  while (raw.position() < rows) {
    raw.begin();
    for (std::int64_t i = 0; i < kTransaction && raw.position() < rows; ++i) {
      const auto work = learner.next();
      raw.seal(work.events.front().event, raw.insert(work));
    }
    raw.save_head();
    raw.commit();
    if (raw.position() % 1'000'000 == 0) std::fprintf(stderr, "seeded: %lld\n", static_cast<long long>(raw.position()));
  }
  raw.run("PRAGMA journal_mode = WAL");
}

void seed(RawPostgresql& raw, std::int64_t rows, const activity::Unit& unit) {
  raw.run("SET synchronous_commit = off");   // nobody relies on these rows
  Learner learner(unit);
  while (raw.position() < rows) {
    std::vector<ports::NewEvent> events;
    const std::int64_t left = rows - raw.position();
    while (static_cast<std::int64_t>(events.size()) < std::min(kCopied, left)) events.push_back(std::move(learner.next().events.front()));
    raw.copy(events);
    if (raw.position() % 1'000'000 == 0) std::fprintf(stderr, "seeded: %lld\n", static_cast<long long>(raw.position()));
  }
  // What a server that had grown slowly would have done long ago; else it would be done while we measure.
  raw.run("VACUUM ANALYZE");
  raw.run("CHECKPOINT");
}

// Microseconds an event.
struct Cost {
  double accepted = 0, sealed = 0, read = 0, cpu = 0, server = 0;   // processor time of all three: our process, PostgreSQL's
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

template <class Engine>
Cost through_the_port(const Engine& engine, const std::string& place, const activity::Unit& unit) {
  const RealClock clock;
  ErrorLog log;
  const auto store = open_store(place, clock, log);
  check(store->forget_destination(kReader).has_value() && store->open_destination(kReader, false).has_value(), "no cursor to read from");
  const auto sealer = store->acquire_lease("sealer", "bench", clock.now(), base::Milliseconds(600'000));
  const auto reader = store->acquire_lease("lrs:growth", "bench", clock.now(), base::Milliseconds(600'000));
  check(sealer && *sealer && reader && *reader, "no lease");
  const double cpu = cpu_seconds(), server = engine.server_cpu();
  Cost cost;
  cost.accepted = microseconds([&] { accept(*store, unit); });
  cost.sealed = microseconds([&] { seal(*store, **sealer); });
  cost.read = microseconds([&] { read(*store, **reader); });
  cost.cpu = (cpu_seconds() - cpu) * 1e6 / kEvents;
  cost.server = (engine.server_cpu() - server) * 1e6 / kEvents;
  return cost;
}

// As many rows a commit as perfect groups of the same callers would have.
template <class Raw, class Each>
void in_groups(Raw& raw, int group, const Each& each) {
  for (int i = 0; i < kEvents; ++i) {
    if (i % group == 0) raw.begin();
    each(static_cast<std::size_t>(i));
    if (i % group == group - 1 || i == kEvents - 1) raw.commit();
  }
}

template <class Engine>
Cost through_the_raw_api(const Engine& engine, const std::string& place, const activity::Unit& unit) {
  std::vector<ports::UnitOfWork> ready;
  std::vector<std::string> hashes(kEvents);
  std::vector<Learner> learners(kThreads, Learner(unit));
  for (int i = 0; i < kEvents; ++i) ready.push_back(learners[static_cast<std::size_t>(i % kThreads)].next());
  typename Engine::Raw raw(place);
  const std::int64_t before = raw.position();
  const double cpu = cpu_seconds(), server = engine.server_cpu();
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
      raw.begin();
      raw.run(("UPDATE cursor SET position = " + std::to_string(at + kBatch) + " WHERE kind = 'lrs' AND name = 'growth' AND registration = 'bench'").c_str());
      raw.commit();
    }
  });
  cost.cpu = (cpu_seconds() - cpu) * 1e6 / kEvents;
  cost.server = (engine.server_cpu() - server) * 1e6 / kEvents;
  return cost;
}

std::string rows_word(std::int64_t rows) { return rows % 1'000'000 == 0 ? std::to_string(rows / 1'000'000) + " million" : std::to_string(rows / 1000) + " thousand"; }

// What stands beside each line.
struct Beside {
  std::string words, name;   // of the engine and of what does the same without us
  std::int64_t rows;

  void tell(const std::string& what, double port, double raw, double first, const std::string& more = "") const {
    char beside[240];
    std::snprintf(beside, sizeof beside, "%s %.0f, ratio %.2f; %.2f times what it is in the smallest store%s", name.c_str(), raw, port / raw, port / first, more.c_str());
    row(what + " at " + rows_word(rows) + " rows" + words, port, "us/event", beside);
  }
};

template <class Engine>
void measure_at(Engine& engine, const std::string& place, std::int64_t rows, const activity::Unit& unit, Cost& first) {
  {
    typename Engine::Raw raw(place);
    seed(raw, rows, unit);
  }
  const Cost port = through_the_port(engine, place, unit);
  const Cost raw = through_the_raw_api(engine, place, unit);
  if (first.cpu == 0) first = port;
  const Beside beside{engine.words(), Engine::Raw::kName, rows};
  beside.tell("event accepted, 16 threads,", port.accepted, raw.accepted, first.accepted, "; " + engine.size(place));
  beside.tell("  sealed", port.sealed, raw.sealed, first.sealed);
  beside.tell("  read for delivery", port.read, raw.read, first.read);
  beside.tell("  processor time of the three", port.cpu, raw.cpu, first.cpu, "; the raw one without rules and rendering");
  if (port.server > 0 && raw.server > 0) beside.tell("  PostgreSQL's own processor time of the three", port.server, raw.server, first.server);
}

template <class Engine>
void measure(Engine& engine, std::int64_t rows, const activity::Unit& unit) {
  const RealClock clock;
  ErrorLog log;
  const std::string place = engine.make_place("growth");
  open_store(place, clock, log);   // the tables
  Cost first;
  for (const std::int64_t level : {std::int64_t{10'000}, std::int64_t{100'000}, std::int64_t{1'000'000}, std::int64_t{10'000'000}})
    if (level <= rows) measure_at(engine, place, level, unit, first);
}

// For drain.mjs.
void seed_place(const std::string& place, std::int64_t rows, const activity::Unit& unit) {
  const RealClock clock;
  ErrorLog log;
  if (place.starts_with("sqlite:")) {
    check_disk(std::filesystem::absolute(place.substr(std::string("sqlite:").size())).parent_path().string(), rows);
    open_store(place, clock, log);   // the tables
    Raw raw(place);
    return seed(raw, rows, unit);
  }
  check_disk(".", rows);
  open_store(place, clock, log);
  RawPostgresql raw(place);
  seed(raw, rows, unit);
}

}  // namespace

int main(int argc, char** argv) {
  const bool seeding = argc == 4 && std::strcmp(argv[1], "seed") == 0;
  const std::int64_t rows = seeding ? std::atoll(argv[3]) : argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  check(rows > 0 && (seeding || rows % 1000 == 0), "usage: preceptor_bench_growth [thousands of rows] [folder], or: seed ADDRESS ROWS");
  const auto compiled = manifests::compile_folder(PRECEPTOR_SOURCE_DIR "/manifests/samples");
  check(compiled && !compiled->units.empty(), "the sample units cannot be read");
  const activity::Unit& unit = compiled->units.front();
  if (seeding) {
    seed_place(argv[2], rows, unit);
    return 0;
  }
  const char* const parent = argc > 2 ? argv[2] : ".";
  check_disk(parent, rows);
  {
    OnSqlite sqlite(parent);   // gone before the other engine begins: the disk is needed once
    measure(sqlite, rows, unit);
  }
  if (OnPostgresql::there("event accepted, 16 threads, at 10 thousand rows on PostgreSQL")) {
    OnPostgresql postgresql;
    measure(postgresql, rows, unit);
  }
  return 0;
}
