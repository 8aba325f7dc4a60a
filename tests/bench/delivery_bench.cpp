// Statements a second from a sealed store into a record store that only names the ids back. Beside it, the same bytes posted by the same
// client to the same sink without a store. The sink is a process of its own. Memory is told too: a long backlog must not need more than a short one.
// Usage: preceptor_bench_delivery [statements, default 30000] [folder, default the current one]
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "adapters/lrs/delivery.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/client.hpp"
#include "plugin/http/server.hpp"
#include "tests/bench/engines.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

constexpr int kBatch = 100;
constexpr std::size_t kBodiesBeside = 300;   // requests of the comparison: enough to time, little to hold
const xapi::Destination kSink{"lrs", "sink"};

// The ids of the statements in a body, as a JSON array: each is the one member "id" whose value is a UUID.
std::string ids_in(const std::string& body) {
  constexpr std::string_view mark = R"("id":")";
  std::string out;
  for (auto at = body.find(mark); at != std::string::npos; at = body.find(mark, at + 1)) {
    const std::string_view value = std::string_view(body).substr(at + mark.size(), 37);
    if (value.size() == 37 && value[8] == '-' && value[36] == '"') out.append(out.empty() ? "[\"" : ",\"").append(value);
  }
  return out + "]";
}

// Forks before any thread is there. Answers the port.
int start_sink(pid_t& child) {
  int ends[2];
  check(pipe(ends) == 0);
  child = fork();
  check(child >= 0);
  if (child > 0) {
    int port = 0;
    check(read(ends[0], &port, sizeof port) == sizeof port, "the sink did not start");
    return port;
  }
  ErrorLog log;
  http::ServerOptions options;
  options.max_body_bytes = [](std::string_view, std::string_view) { return std::size_t{8} << 20; };
  auto server = http::Server::open(options, [](const ports::HttpRequest& request) {
    return ports::HttpResponse{200, {{"Content-Type", "application/json"}}, ids_in(request.body)};
  }, log);
  check(server.has_value(), "the sink cannot listen");
  (*server)->start();
  const int port = (*server)->port();
  check(write(ends[1], &port, sizeof port) == sizeof port);
  while (getppid() != 1) sleep(1);  // ended by its parent, or soon after it
  _exit(0);
}

ports::NewEvent event(const std::string& stream, int seq) {
  ports::NewEvent made;
  made.event.stream_id = stream;
  made.event.seq = seq;
  made.event.registration = base::RegistrationId("bench");
  made.event.person = base::PersonId(stream);
  made.event.at = made.event.recorded_at = base::from_unix_ms(1'700'000'000'000);
  made.event.payload = record::QuestionAnswered{"q1", 1, {{"a"}, "", "", false}, true};
  record::Rendering statement;
  statement.id = record::rendering_id(made.event, "answered", 1, "identified");
  statement.template_name = "answered";
  statement.body = R"({"filler":")" + std::string(1140, 's') + R"(","id":")" + statement.id.str() + "\"}";  // 1.2 kB, as ours are
  made.renderings.push_back(std::move(statement));
  return made;
}

void seed(store::Store& store, int count, const ports::Clock& clock) {
  for (int done = 0; done < count; done += kBatch) {
    ports::UnitOfWork work;
    const std::string stream = base::uuid_v4();
    for (int seq = 1; seq <= kBatch; ++seq) work.events.push_back(event(stream, seq));
    check(store.commit(work).has_value(), "seeding failed");
  }
  const auto lease = store.acquire_lease("sealer", "bench", clock.now(), base::Milliseconds(600'000));
  check(lease && *lease, "no lease to seal under");
  for (auto sealed = store.seal_events(**lease, 1000);; sealed = store.seal_events(**lease, 1000)) {
    check(sealed.has_value(), "sealing failed");
    if (*sealed == 0) break;
  }
  check(store.open_destination(kSink, true).has_value());
}

struct Measured {
  double per_second = 0, cpu_per_thousand = 0;
  long first_mib = 0, most_mib = 0;   // resident: after the first hundred requests, and at most
};

// Resident memory of this process now, MiB (proc(5), statm).
long resident_mib() {
  std::ifstream in("/proc/self/statm");
  long size = 0, resident = 0;
  in >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) / (1L << 20);
}

Measured deliver(store::Store& store, const std::string& endpoint, int count, ports::HttpClient& client, const ports::Clock& clock, ports::Log& log) {
  xapi::LrsRow lrs;
  lrs.name = kSink.name;
  lrs.endpoint = endpoint;
  lrs.version = "1.0.3";
  const auto lease = store.acquire_lease("lrs:sink", "bench", clock.now(), base::Milliseconds(600'000));
  check(lease && *lease, "no lease to deliver under");
  lrs::LrsDelivery delivery(store, kSink, lrs, client, clock, log);
  const auto start = Steady::now();
  const double cpu = cpu_seconds();
  Measured measured;
  for (int steps = 1;; ++steps) {
    const auto step = delivery.step(**lease);
    if (step.what == lrs::StepResult::What::idle) break;
    check(step.what == lrs::StepResult::What::progressed, step.last_error ? base::describe(*step.last_error).c_str() : "delivery waits");
    if (steps % 100 != 0) continue;
    measured.most_mib = std::max(measured.most_mib, resident_mib());
    if (steps == 100) measured.first_mib = measured.most_mib;
  }
  measured.per_second = count / since(start);
  measured.cpu_per_thousand = (cpu_seconds() - cpu) * 1000 / count;
  const auto backlog = store.backlog(kSink);
  check(backlog && backlog->waiting == 0 && backlog->parked == 0, "not everything was delivered");
  return measured;
}

// The first bodies as delivery sends them, made beforehand.
std::vector<std::string> bodies_of(store::Store& store) {
  std::vector<std::string> bodies;
  int in_last = kBatch;
  check(store.export_statements({}, [&](const xapi::QueuedStatement& statement) {
    if (in_last == kBatch) {
      if (bodies.size() == kBodiesBeside) return false;
      if (!bodies.empty()) bodies.back() += ']';
      bodies.emplace_back("[");
      in_last = 0;
    }
    bodies.back() += (in_last++ == 0 ? "" : ",") + statement.body;
    return true;
  }).has_value());
  bodies.back() += ']';
  return bodies;
}

// Statements a second.
double post(const std::vector<std::string>& bodies, const std::string& endpoint, ports::HttpClient& client) {
  const auto start = Steady::now();
  for (const auto& body : bodies) {
    ports::OutboundRequest request;
    request.method = "POST";
    request.url = endpoint + "statements";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = body;
    const auto answer = client.send(request);
    check(answer && answer->status == 200, "the sink refused");
  }
  return static_cast<double>(bodies.size()) * kBatch / since(start);
}

template <class Engine>
void measure(Engine& engine, int count, int port) {
  const RealClock clock;
  ErrorLog log;
  const auto store = open_store(engine.make_place("delivery"), clock, log);
  seed(*store, count, clock);
  http::ClientOptions options;
  options.allow_loopback = true;
  const auto client = http::make_client(options);
  const std::string endpoint = "http://127.0.0.1:" + std::to_string(port) + "/xapi/";
  const double cpu = engine.server_cpu();
  const Measured delivered = deliver(*store, endpoint, count, *client, clock, log);
  const double server = (engine.server_cpu() - cpu) * 1000 / count;
  const double posted = post(bodies_of(*store), endpoint, *client);
  char beside[280], own[80] = "";
  if (server > 0) std::snprintf(own, sizeof own, "; PostgreSQL itself %.3f CPU s per 1,000", server);
  std::snprintf(beside, sizeof beside, "bound 10,000; %d statements; %.3f CPU s per 1,000; resident %ld MiB after 10,000, %ld MiB at most; the client alone with the same bytes: %.0f, ratio %.2f",
                count, delivered.cpu_per_thousand, delivered.first_mib, delivered.most_mib, posted, delivered.per_second / posted);
  row((count >= 1'000'000 ? std::string("delivery") + engine.words() + " of a backlog of 1,000,000" : std::string("delivery") + engine.words() + " into a null sink, 100 a request"),
      delivered.per_second, "statements/s", std::string(beside) + own);
}

}  // namespace

int main(int argc, char** argv) {
  const int count = (argc > 1 ? std::atoi(argv[1]) : 30'000) / kBatch * kBatch;
  pid_t sink = 0;
  const int port = start_sink(sink);
  {
    OnSqlite sqlite(argc > 2 ? argv[2] : ".");
    measure(sqlite, count, port);
  }
  // The long backlog drains from PostgreSQL in drain.mjs, which seeds it in bulk.
  if (count < 1'000'000 && OnPostgresql::there("delivery on PostgreSQL into a null sink, 100 a request")) {
    OnPostgresql postgresql;
    measure(postgresql, count, port);
  }
  kill(sink, SIGTERM);
  waitpid(sink, nullptr, 0);
  return 0;
}
