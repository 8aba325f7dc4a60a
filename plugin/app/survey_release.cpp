#include "plugin/app/survey_release.hpp"

#include <chrono>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/burden/release.hpp"

namespace preceptor::app {
namespace {

// The event's times are the day's beginning: nothing finer than the day of release is kept.
ports::NewEvent event_of(const burden::ReleasedRow& row) {
  base::Json payload = {{"form_hash", row.form_hash}, {"answers", base::Json::parse(row.answers)}, {"day", row.day}};
  if (!row.unit_hash.empty()) payload["unit_hash"] = row.unit_hash;
  if (row.stage) payload["stage"] = std::string(burden::name(*row.stage));
  ports::NewEvent made;
  made.event.stream_id = row.attempt;
  made.event.registration = base::RegistrationId(ports::kNoRegistration);
  made.event.person = base::PersonId(row.actor);
  made.event.at = made.event.recorded_at = *base::parse_rfc3339(row.day + "T00:00:00Z");
  made.event.payload = record::Other{"survey_submitted", base::canonical_json(payload)};
  return made;
}

}  // namespace

base::Result<SurveyTurn> tend_surveys(ports::SurveyPool& pool, base::Instant now, int days) {
  SurveyTurn turn;
  const auto waiting = pool.waiting_answers();
  if (!waiting) return base::fail(waiting.error());
  const burden::ReleaseBatch batch = burden::release(*waiting, now, base::random_bytes);
  if (!batch.rows.empty()) {
    std::vector<ports::NewEvent> events;
    for (const burden::ReleasedRow& row : batch.rows) events.push_back(event_of(row));
    if (auto done = pool.release_answers(batch.taken, events); !done) return base::fail(done.error());
    turn.released = static_cast<int>(batch.rows.size());
  }
  constexpr int longest_month = 31;
  const auto gone = pool.forget_answers(now - std::chrono::hours(24) * (days + longest_month), now);
  if (!gone) return base::fail(gone.error());
  turn.forgotten = *gone;
  return turn;
}

}  // namespace preceptor::app
