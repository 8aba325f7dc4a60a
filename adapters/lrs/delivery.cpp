#include "adapters/lrs/delivery_impl.hpp"
#include "xapi/same_statement.hpp"

namespace preceptor::lrs {

namespace {

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr int kGrowAfter = 8;      // good requests before the size is doubled again
constexpr int kMaxReads = 3;       // a store may need a moment before it shows what it took
constexpr int kUnreadable = 3;     // answers without ids before we read back
constexpr int kFruitless = 5;      // readings that bring no statement, though the store answers what is sent

}  // namespace

// The answer to `count` statements was 2xx: delivered only when it names their ids.
StepResult LrsDelivery::Impl::on_accepted(std::size_t count, const ports::OutboundResponse& answer) {
  auto ids = xapi::read_ids(answer.body);
  if (!ids) {
    if (++work->unreadable >= kUnreadable) {
      work->reading = Reading::no_ids;
      work->to_read = count;
    }
    return back_off({Code::lrs_unreadable, "HTTP " + std::to_string(answer.status) + " without the ids of the statements", {}, {}});
  }
  std::vector<std::string> sent;
  for (const auto& statement : work->chunk(count)) sent.push_back(statement.id.str());
  std::sort(sent.begin(), sent.end());
  std::sort(ids->begin(), ids->end());
  if (sent != *ids) {
    work->reading = Reading::wrong_ids;
    work->to_read = count;
    return kProgressed;
  }
  delivered(count, answer.status);
  if (++good_requests >= kGrowAfter) {
    limit = std::min<std::size_t>(limit * 2, kMaxStatements);
    good_requests = 0;
  }
  return kProgressed;
}

StepResult LrsDelivery::Impl::on_refused(std::size_t count, const ports::OutboundResponse& answer, const xapi::Decision& decision, bool just_taken) {
  if (count > 1) {
    work->suspect = count;
    return kProgressed;
  }
  // A store that dropped our version refuses everything: that is no statement's fault.
  if (auto version = sender.confirm_version(); !version) return blocked(version.error());
  return refuse_one(answer, decision.error, just_taken);
}

StepResult LrsDelivery::Impl::on_too_much(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision, bool just_taken) {
  const bool too_large = answer && answer->status == 413;
  good_requests = 0;
  if (count > 1) limit = count / 2;
  if (too_large) return count == 1 ? refuse_one(*answer, decision.error, just_taken) : kProgressed;
  return count == 1 && decision.of_one ? on_trouble(count, answer, decision, just_taken) : back_off(decision.error, decision.retry_after);
}

// A store that takes no attachments may say so with 415, which is about what carries one.
StepResult LrsDelivery::Impl::on_blocked(std::span<const xapi::QueuedStatement> chunk, const ports::OutboundResponse& answer, const xapi::Decision& decision,
                                         bool just_taken) {
  const bool with_signature = std::ranges::any_of(chunk, [](const auto& one) { return !one.signature.empty(); });
  if (answer.status == 415 && with_signature) return on_refused(chunk.size(), answer, decision, just_taken);
  return blocked(decision.error, decision.retry_after);
}

StepResult LrsDelivery::Impl::send() {
  const bool just_taken = std::exchange(work->just_taken, false);
  const auto chunk = work->chunk(limit);
  const auto answer = sender.post(chunk);
  tried = xapi::FailedTry{work->front().id.str(), static_cast<int>(chunk.size()), answer ? xapi::store_words(*answer) : std::string()};
  const xapi::Decision decision = xapi::decide(answer, clock.now());
  switch (decision.action) {
    case Action::check_ids: return on_accepted(chunk.size(), *answer);
    case Action::retry: return decision.of_one ? on_trouble(chunk.size(), answer, decision, just_taken) : back_off(decision.error, decision.retry_after);
    case Action::retry_fewer: return on_too_much(chunk.size(), answer, decision, just_taken);
    case Action::find_bad: return on_refused(chunk.size(), *answer, decision, just_taken);
    case Action::blocked: return on_blocked(chunk, *answer, decision, just_taken);
    case Action::compare: break;
  }
  if (chunk.size() > 1) {
    work->suspect = chunk.size();
  } else {
    work->reading = Reading::conflict;
    work->to_read = 1;
  }
  return kProgressed;
}

// -- reading back ----------------------------------------------------------------------------------------------------------
void LrsDelivery::Impl::judge_found(const ReadBack& held) {
  const auto same = xapi::same_statement(work->front().body, held.body);
  if (same && *same) return delivered(1, 200);
  const char* how = work->reading == Reading::conflict ? "refused with 409" : work->reading == Reading::failed ? "answered with an error" : "accepted under other ids";
  park(Code::lrs_conflict, std::string("the store holds another statement with this id; it was ") + how);
}

StepResult LrsDelivery::Impl::on_absent() {
  if (++work->reads < kMaxReads) return back_off({Code::lrs_unreadable, "the store does not show a statement that it answered for", {}, {}});
  switch (work->reading) {
    case Reading::no_ids:   // it was never stored: the same bytes again
      work->stop_reading();
      work->reads = work->unreadable = 0;
      return back_off({Code::lrs_unreadable, "accepted without ids and not stored", {}, {}});
    case Reading::conflict: park(Code::lrs_conflict, "the store answers 409 for this id but does not show the statement"); break;
    case Reading::failed: park(Code::lrs_refused, fails_alone()); break;
    default: park(Code::lrs_unreadable, "the store accepted it under other ids and does not show it");
  }
  return kProgressed;
}

// We may not read there. Each goes out alone once, so that only what is really in doubt is parked.
void LrsDelivery::Impl::on_unreadable_store(const std::string& words) {
  const bool of_one = work->reading == Reading::conflict || work->reading == Reading::failed;
  if (!of_one && work->singly == 0) {
    work->singly = work->to_read;
    work->stop_reading();
    work->unreadable = 0;
    return;
  }
  if (work->reading == Reading::failed) return park(Code::lrs_unreadable, fails_alone() + "; whether it is held all the same cannot be read back: " + words);
  park(work->reading == Reading::conflict ? Code::lrs_conflict : Code::lrs_unreadable, "cannot read back what the store holds: " + words);
}

// `counts`: it does not say of itself that it passes. Sent again before it is read again: a store that is down answers nothing then, and is waited for; what
// is counted is only what a store does that lives. A page that answers sending and reading alike is no store's: it is waited for, too.
StepResult LrsDelivery::Impl::on_no_reading(const base::Error& error, const std::string& words, bool counts) {
  if (!counts || work->reading == Reading::no_ids) return back_off(error);
  if (++work->fruitless < kFruitless) {
    if (work->reading != Reading::failed) work->stop_reading();
    return back_off(error);
  }
  on_unreadable_store(words);
  return kProgressed;
}

StepResult LrsDelivery::Impl::read_back() {
  const ReadBack held = sender.read_back(work->front().id.str());
  tried = xapi::FailedTry{work->front().id.str(), 1, held.words};
  switch (held.what) {
    case ReadBack::What::found: judge_found(held); return kProgressed;
    case ReadBack::What::absent: return on_absent();
    case ReadBack::What::refused: on_unreadable_store(held.words); return kProgressed;
    case ReadBack::What::unreadable: return on_no_reading({Code::lrs_unreadable, "reading back answers no statement", {}, {}}, "the answer is no statement", true);
    case ReadBack::What::passing: break;
  }
  return on_no_reading(held.error, held.words, held.status >= 500 && held.status != 503);
}

// -- steps -------------------------------------------------------------------------------------------------------------------
std::optional<StepResult> LrsDelivery::Impl::take(const ports::Lease& lease) {
  if (work && work->fence != lease.fence) work.reset();   // somebody else may have moved the cursor meanwhile
  if (work) return std::nullopt;
  auto batch = queue.next_batch(destination, kMaxStatements, kMaxBytes);
  if (!batch) return back_off(batch.error());
  if (!batch->has_value()) return StepResult{StepResult::What::idle, milliseconds{0}, std::nullopt, false, std::nullopt};
  work.emplace();
  work->batch = std::move(**batch);
  work->fence = lease.fence;
  if (!work->done()) work->settled = work->front().position - 1;
  if (!work->done() && trouble.alone > 0 && trouble.id == work->front().id.str()) work->suspect = 1;   // it is known already
  return std::nullopt;
}

LrsDelivery::LrsDelivery(xapi::DeliveryQueue& queue, xapi::Destination destination, xapi::LrsRow row, ports::HttpClient& http,
                         const ports::Clock& clock, ports::Log& log)
    : impl_(new Impl{queue, std::move(destination), Sender(http, row), clock, log}) {}
LrsDelivery::~LrsDelivery() = default;

void LrsDelivery::take_anew() { impl_->work.reset(); }

StepResult LrsDelivery::step(const ports::Lease& lease) {
  Impl& own = *impl_;
  const base::Instant now = own.clock.now();
  own.not_before = std::min(own.not_before, now + own.waits);   // a clock that was set back must not prolong the wait
  if (now < own.not_before) return {StepResult::What::wait, own.not_before - now, own.last_error, false, std::nullopt};
  own.tried.reset();
  if (auto stop = own.take(lease)) return *stop;
  if (auto stop = own.settle(lease)) return *stop;   // what an earlier step could not write, or a batch without statements
  if (!own.work) return kProgressed;
  if (!own.sender.knows_version()) {
    if (auto known = own.sender.negotiate(); !known) {
      const Code code = known.error().code;
      const bool ours = code == Code::lrs_credentials || code == Code::lrs_path || code == Code::lrs_version || code == Code::lrs_unreadable;
      return ours ? own.blocked(known.error()) : own.back_off(known.error());
    }
  }
  const StepResult result = own.work->reading != Reading::no ? own.read_back() : own.work->other > 0 ? own.send_other() : own.send();
  if (own.work) {
    if (auto stop = own.settle(lease)) return *stop;
  }
  return result;
}

}  // namespace preceptor::lrs
