// Attempts of the past: read with their events, and added to.
#include <algorithm>

#include "core/base/json.hpp"
#include "web/onward/impl.hpp"

namespace preceptor::web {

base::Result<Past> Onward::Impl::past(const ports::AttemptRow& row) {
  auto events = deps.records.load_events(row.registration, row.id.str());
  if (!events) return base::fail(events.error());
  auto attempt = record::fold(*events);
  if (!attempt) return base::fail(attempt.error());
  Past past{row, std::move(*events), std::move(*attempt)};
  past.row.last_seq = past.attempt.last_seq;
  return past;
}

void Onward::Impl::append(ports::AttemptRow& row, record::Other payload, ports::UnitOfWork& work) const {
  const auto now = deps.clock.now();
  record::Event event;
  event.stream_id = row.id.str();
  event.seq = row.last_seq + 1;
  event.registration = row.registration;
  event.person = row.person;
  event.at = record::next_time(now, row.last_at);
  event.recorded_at = now;
  event.payload = std::move(payload);
  row.last_seq = event.seq;
  row.last_at = event.at;
  work.events.push_back({std::move(event), {}});
  std::erase_if(work.attempts, [&](const auto& one) { return one.id == row.id; });
  work.attempts.push_back(row);
}

base::Result<std::vector<onward::Commitment>> Onward::Impl::commitments(const Past& past) {
  const auto unit = units.by_hash(past.row.content);
  if (!unit) return base::fail(unit.error());
  return *unit ? onward::commitments_of(**unit, past.attempt) : std::vector<onward::Commitment>();
}

std::vector<onward::FollowUpAsked> asked_in(const Past& past) {
  std::vector<onward::FollowUpAsked> asked;
  for (const auto& event : past.events) {
    const auto* other = std::get_if<record::Other>(&event.payload);
    if (!other || other->type != "commitment_follow_up_asked") continue;
    const auto json = base::parse_json(other->json);
    const auto* question = json ? base::string_member(*json, "question_id") : nullptr;
    if (question) asked.push_back({past.row.id.str(), *question, json->value("day", 7) == 30 ? onward::FollowUpDay::thirty : onward::FollowUpDay::seven});
  }
  return asked;
}

std::vector<std::string> Onward::left_out(const activity::Unit& unit, bool asks_closing) {
  auto expired = impl_->questions.expired(unit);
  if (!expired) {
    impl_->diary.failed("questions", expired.error());
    return {};
  }
  if (!asks_closing) std::erase_if(*expired, [&](const auto& id) { return std::ranges::find(unit.closing, id, &activity::Question::id) != unit.closing.end(); });
  return std::move(*expired);
}

void Onward::begun(const activity::Unit& unit) {
  const auto noted = impl_->questions.note_asked(unit);
  if (!noted) impl_->diary.failed("questions", noted.error());
}

}  // namespace preceptor::web
