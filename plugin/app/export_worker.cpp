#include "plugin/app/export_worker.hpp"

namespace preceptor::app {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kExportSlice{500};       // then the row tells how far it is
constexpr milliseconds kExportIdle{5000};       // another process may have asked for one
constexpr milliseconds kExportTrouble{10'000};
constexpr std::chrono::hours kTidyEvery{1};

}  // namespace

ExportWorker::ExportWorker(StatementExports& exports, Leases& leases, const ports::Clock& clock, ports::Log& log)
    : exports_(exports), leases_(leases), clock_(clock), log_(log), worker_("exports", log, [this] { return turn(); }) {
  exports_.on_work([this] { worker_.wake(); });
}

ExportWorker::~ExportWorker() {
  stop();
  exports_.on_work({});
}

void ExportWorker::start() { worker_.start(); }
void ExportWorker::ask_stop() { worker_.ask_stop(); }
void ExportWorker::stop() { worker_.stop(); }

milliseconds ExportWorker::turn() {
  const Leases::Held held = leases_.take("exports");
  if (!held) return kExportIdle;   // another node makes them
  if (const auto now = clock_.now(); !base::is_young(tidied_at_, now, kTidyEvery)) {
    tidied_at_ = now;
    if (const auto done = exports_.tidy(); !done) log_.write(ports::Level::warning, "statements.tidy_failed", {{"error", describe(done.error())}});
  }
  const auto until = std::chrono::steady_clock::now() + kExportSlice;
  const auto more = exports_.work([&] { return !worker_.stopping() && std::chrono::steady_clock::now() < until; });
  if (more) return *more ? milliseconds{0} : kExportIdle;
  log_.write(ports::Level::warning, "statements.store_failed", {{"error", describe(more.error())}});
  return kExportTrouble;
}

}  // namespace preceptor::app
