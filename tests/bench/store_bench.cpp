// Commits a second through the store's port, beside the raw SQLite C API writing the same rows in the same run.
// Usage: preceptor_bench_store [seconds a measurement, default 2] [folder, default the current one]
#include <sqlite3.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "adapters/store/store.hpp"
#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"

namespace {

using namespace preceptor;
using Seconds = std::chrono::duration<double>;

class RealClock final : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};
class ErrorLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field>) override {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(event.size()), event.data());
  }
};

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
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < threads; ++i)
    pool.emplace_back([&] {
      while (!stop) {
        if (!store.commit(one_event())) std::abort();
        ++done;
      }
    });
  std::this_thread::sleep_for(Seconds(seconds));
  stop = true;
  for (auto& thread : pool) thread.join();
  return static_cast<double>(done) / Seconds(std::chrono::steady_clock::now() - start).count();
}

void check(bool good) {
  if (!good) std::abort();
}

class Raw {
 public:
  explicit Raw(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    event_ = prepare("INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)");
    rendering_ = prepare("INSERT INTO rendering VALUES (?, ?, ?, 0, ?, ?, 1, 'identified', ?)");
    body_ = prepare("INSERT INTO rendering_body VALUES (?, ?, ?, 0, ?)");
  }
  ~Raw() {
    for (sqlite3_stmt* statement : {event_, rendering_, body_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }
  void insert(const ports::UnitOfWork& unit) {
    const auto& e = unit.events[0].event;
    const auto& r = unit.events[0].renderings[0];
    const std::string text = record::canonical_json(e), sha = base::sha256_hex(r.body), hash = record::event_hash(text, {sha});
    const std::string type(record::type_name(e.payload));
    bind(event_, {&e.registration.str(), &e.stream_id, nullptr, &e.stream_kind, &e.person.str(), &type, nullptr, nullptr, &text, &hash});
    bind(rendering_, {&e.registration.str(), &e.stream_id, nullptr, &r.id.str(), &r.template_name, &sha});
    bind(body_, {&e.registration.str(), &e.stream_id, nullptr, &r.body});
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  static void bind(sqlite3_stmt* statement, std::initializer_list<const std::string*> values) {
    int index = 0;
    for (const std::string* value : values) {
      ++index;
      if (value)
        sqlite3_bind_text(statement, index, value->data(), static_cast<int>(value->size()), SQLITE_STATIC);
      else
        sqlite3_bind_int64(statement, index, 1'700'000'000'000);
    }
    check(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt *event_ = nullptr, *rendering_ = nullptr, *body_ = nullptr;
};

// One thread, `batch` units a COMMIT: what a perfect group commit of that many callers would do.
double through_the_raw_api(const std::string& path, int batch, double seconds) {
  Raw raw(path);
  long done = 0;
  const auto start = std::chrono::steady_clock::now();
  Seconds spent{0};
  while (spent.count() < seconds) {
    raw.run("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i) raw.insert(one_event());
    raw.run("COMMIT");
    done += batch;
    spent = std::chrono::steady_clock::now() - start;
  }
  return static_cast<double>(done) / spent.count();
}

std::unique_ptr<store::Store> open(const std::string& path, RealClock& clock, ErrorLog& log) {
  auto opened = store::Store::open({"sqlite:" + path, 2}, clock, log);
  if (!opened) {
    std::fprintf(stderr, "%s\n", base::describe(opened.error()).c_str());
    std::exit(1);
  }
  return std::move(*opened);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2.0;
  std::string folder = std::string(argc > 2 ? argv[2] : ".") + "/store-bench-XXXXXX";
  if (!mkdtemp(folder.data())) return 1;
  RealClock clock;
  ErrorLog log;
  std::printf("one event + one 1.2 kB statement a commit, synchronous=FULL\n%8s %14s %14s %7s\n", "threads", "port commits/s", "raw rows/s", "ratio");
  for (const int threads : {1, 16, 64}) {
    const std::string suffix = std::to_string(threads) + ".db";
    double port = 0;
    {
      const auto store = open(folder + "/port" + suffix, clock, log);
      port = through_the_port(*store, threads, seconds);
    }
    open(folder + "/raw" + suffix, clock, log);  // the same tables and indexes
    const double raw = through_the_raw_api(folder + "/raw" + suffix, threads, seconds);
    std::printf("%8d %14.0f %14.0f %7.2f\n", threads, port, raw, port / raw);
  }
  std::error_code ignored;  // a leftover folder spoils no number
  std::filesystem::remove_all(folder, ignored);
  return 0;
}
