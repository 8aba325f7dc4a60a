#include "plugin/app/grades.hpp"

#include <algorithm>

namespace preceptor::app {

using std::chrono::milliseconds;

namespace {
constexpr std::size_t kThreads = 3;
static_assert(kThreads <= ports::GradeStore::kBusy);
constexpr milliseconds kGradesIdle{1000};
constexpr milliseconds kGradesNotOurs{2000};
}  // namespace

Grades::Grades(ports::GradeStore& store, GradeSender& sender, Leases& leases, const ports::Clock& clock, ports::Log& log)
    : store_(store), sender_(sender), leases_(leases), clock_(clock), log_(log) {
  for (std::size_t i = 0; i < kThreads; ++i) workers_.push_back(std::make_unique<Worker>("grades", log, [this] { return turn(); }));
}

Grades::~Grades() { stop(); }

void Grades::start() {
  for (auto& worker : workers_) worker->start();
}

void Grades::wake() {
  for (auto& worker : workers_) worker->wake();
}

void Grades::ask_stop() {
  for (auto& worker : workers_) worker->ask_stop();
}

void Grades::stop() {
  ask_stop();
  for (auto& worker : workers_) worker->stop();
}

// The next row, its registration marked busy in the same moment.
std::optional<ports::GradeRow> Grades::take() {
  const std::lock_guard lock(mutex_);
  auto row = store_.next_grade(clock_.now(), busy_);
  if (!row) {
    log_.write(ports::Level::warning, "grade.store_failed", {{"error", describe(row.error())}});
    return std::nullopt;
  }
  if (*row) busy_.push_back((*row)->offer.registration);
  return std::move(*row);
}

void Grades::give_back(const base::RegistrationId& registration) {
  const std::lock_guard lock(mutex_);
  busy_.erase(std::find(busy_.begin(), busy_.end(), registration));
}

milliseconds Grades::turn() {
  const auto row = take();
  if (!row) return kGradesIdle;
  struct GiveBack {
    Grades& grades;
    const base::RegistrationId& registration;
    ~GiveBack() { grades.give_back(registration); }
  } const give_back{*this, row->offer.registration};
  const Leases::Held held = leases_.take("grades");
  if (!held) return kGradesNotOurs;   // another process sends
  if (const base::Status done = sender_.send(held.lease(), *row); !done) {
    log_.write(ports::Level::warning, "grade.store_failed", {{"error", describe(done.error())}});
    return kGradesIdle;
  }
  return milliseconds{0};
}

}  // namespace preceptor::app
