// Sessions nobody is at any more: 30 minutes without an event, closed as of the last one.
#include "web/learner/impl.hpp"

namespace preceptor::web {
namespace {

constexpr base::Milliseconds kIdle{30 * 60 * 1000};
constexpr int kBatch = 200;

}  // namespace

base::Result<int> LearnerPages::Impl::close_idle() {
  const auto rows = deps.records.idle_attempts(deps.clock.now() - kIdle, kBatch);
  if (!rows) return base::fail(rows.error());
  int closed = 0;
  for (const auto& row : *rows) {
    const auto done = close_one(row);
    if (done) {
      ++closed;
    } else if (done.error().code != base::Code::store_conflict) {  // a conflict: the learner is back
      diary.failed("idle", done.error());
    }
  }
  return closed;
}

base::Status LearnerPages::Impl::close_one(const ports::AttemptRow& row) {
  auto visit = visit_of(row, {}, {});
  if (!visit) return base::fail(visit.error());
  if (!visit->attempt.session_open || visit->attempt.completed) return base::fail(base::Code::store_conflict);
  auto subject = subject_of(row.person);
  if (!subject) return base::fail(subject.error());
  Recorder recorder(*visit, deps.activity_base, *subject, deps.clock.now());
  // Time on a page that was never sent in is not known; a session without any other is not measured.
  const auto active = row.active_ms > 0 ? std::optional<base::Milliseconds>(row.active_ms) : std::nullopt;
  const auto at = visit->attempt.last_at + base::Milliseconds(1);
  if (auto added = recorder.add(record::AttemptClosed{"idle", active}, at); !added) return added;
  return deps.records.commit(recorder.finish());
}

}  // namespace preceptor::web
