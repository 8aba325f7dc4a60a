// What one destination's delivery holds between its steps. Internal to adapters/lrs: delivery.cpp sends, settles and reads back, trouble.cpp tells a statement
// that a store fails on from a store that fails.
#pragma once
#include <algorithm>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <utility>

#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/sender.hpp"
#include "adapters/lrs/work.hpp"
#include "core/base/digest.hpp"
#include "xapi/delivery_policy.hpp"

namespace preceptor::lrs {
using base::Code;
using std::chrono::milliseconds;
using xapi::Action;

inline constexpr int kMaxStatements = 100;
inline constexpr StepResult kProgressed{StepResult::What::progressed, milliseconds{0}, std::nullopt, false, std::nullopt};

inline std::mt19937_64 seeded() {
  std::uint64_t seed = 0;
  for (const char byte : base::random_bytes(sizeof seed)) seed = (seed << 8) | static_cast<unsigned char>(byte);
  return std::mt19937_64(seed);
}

// The store's words with a note of ours behind the status, by which refusals are grouped.
inline std::string with_note(std::string words, const std::string& note) {
  const std::size_t after_status = std::min(words.find(':'), words.size());
  return words.insert(after_status, " (" + note + ")");
}

// What the store said; of a signed statement also what was special about it, because a store that takes no attachments rarely says so itself.
inline std::string refusal(const xapi::QueuedStatement& statement, std::string words) {
  if (statement.signature.empty()) return words;
  return with_note(std::move(words), "sent as multipart/mixed, with a signature attachment: does the store take attachments?");
}

struct LrsDelivery::Impl {
  xapi::DeliveryQueue& queue;
  xapi::Destination destination;
  Sender sender;
  const ports::Clock& clock;
  ports::Log& log;
  std::mt19937_64 generator = seeded();
  std::optional<Work> work;
  std::size_t limit = kMaxStatements;   // statements a request, halved and grown back
  int good_requests = 0;
  int failures = 0;
  base::Instant not_before{};
  milliseconds waits{0};                // how long not_before lay ahead when it was set
  std::optional<base::Error> last_error;
  std::optional<xapi::FailedTry> tried;   // what went out in this step
  Trouble trouble;
  int refused_status = 0, refused_alike = 0;   // so many in a row were refused with that status, and none was taken between

  double random() { return std::uniform_real_distribution<double>(0, 1)(generator); }

  // -- waiting -----------------------------------------------------------------------------------------------------------
  StepResult pause(milliseconds wait, base::Error error) {
    if (!last_error || last_error->code != error.code) {
      log.write(ports::Level::warning, "lrs.waiting", {{"destination", destination.name}, {"error", base::describe(error)}});
    }
    last_error = std::move(error);
    waits = wait;
    not_before = clock.now() + wait;
    return {StepResult::What::wait, wait, last_error, true, tried};
  }
  StepResult back_off(base::Error error, std::optional<milliseconds> asked = {}) {
    failures = std::min(failures + 1, 1000);
    const milliseconds wait = xapi::back_off(failures, random());
    return pause(asked ? std::max(*asked, wait) : wait, std::move(error));
  }
  StepResult blocked(base::Error error, std::optional<milliseconds> asked = {}) {
    sender.forget_version();
    const milliseconds wait = xapi::blocked_pause(random());
    return pause(asked ? std::max(*asked, wait) : wait, std::move(error));
  }
  void recovered() {
    if (last_error) log.write(ports::Level::info, "lrs.delivering", {{"destination", destination.name}});
    last_error.reset();
    failures = 0;
  }

  // -- settling ----------------------------------------------------------------------------------------------------------
  void park(Code code, std::string reason) {
    const xapi::QueuedStatement& statement = work->front();
    const std::string name(base::info(code).name);
    log.write(ports::Level::warning, "lrs.parked", {{"destination", destination.name}, {"statement", statement.id.str()}, {"code", name}});
    work->parked.push_back({destination, work->batch.registration, statement.position, statement.id, name, std::move(reason), clock.now()});
    if (trouble.id == statement.id.str()) trouble = {};
    work->advance(1);
    work->suspect = 0;   // the rest may be good
    pass_taken();
  }
  void delivered(std::size_t count, int status) {
    if (trouble.id == work->front().id.str()) trouble = {};
    keep_receipt(count, status);
    pass_taken();
  }
  void keep_receipt(std::size_t count, int status) {
    const auto& first = work->front();
    const auto& last = work->batch.statements[work->next + count - 1];
    if (work->receipt) {
      work->receipt->through = last.position;
      work->receipt->count += static_cast<int>(count);
    } else {
      work->receipt = xapi::Receipt{destination, work->batch.registration, first.position, last.position, static_cast<int>(count), status, clock.now()};
    }
    work->advance(count);
    refused_alike = 0;
    recovered();
  }
  // What the store took ahead of its turn is delivered once all before it is settled.
  void pass_taken() {
    for (auto taken = work->ahead.find(work->next); taken != work->ahead.end(); taken = work->ahead.find(work->next)) {
      const int status = taken->second;
      work->ahead.erase(taken);
      keep_receipt(1, status);
    }
  }
  // Moves the stored cursor as far as everything is settled. A failure keeps the work: the next step settles again.
  std::optional<StepResult> settle(const ports::Lease& lease) {
    const std::int64_t through = work->through();
    if (!work->done() && through <= work->settled) return std::nullopt;
    if (!work->done() && work->parked.empty() && !work->receipt) return std::nullopt;
    const auto written = queue.settle(destination, lease, work->batch.registration, through, work->parked, work->receipt);
    if (!written) {
      // Another node has the lease, or this may be written yet: the stored cursor says where to go on.
      if (written.error().code == Code::store_conflict || written.error().code == Code::store_unanswered) work.reset();
      tried.reset();   // it is not the record store that failed
      return back_off(written.error());
    }
    work->settled = through;
    work->parked.clear();
    work->receipt.reset();
    if (work->done()) work.reset();
    return std::nullopt;
  }

  // -- one request -------------------------------------------------------------------------------------------------------
  StepResult send();
  StepResult on_accepted(std::size_t count, const ports::OutboundResponse& answer);
  StepResult on_refused(std::size_t count, const ports::OutboundResponse& answer, const xapi::Decision& decision, bool just_taken);
  StepResult on_too_much(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision, bool just_taken);
  StepResult on_blocked(std::span<const xapi::QueuedStatement> chunk, const ports::OutboundResponse& answer, const xapi::Decision& decision, bool just_taken);

  // -- one statement, or the store (trouble.cpp) -----------------------------------------------------------------------------
  // `just_taken`: the store took another one a moment ago.
  StepResult on_trouble(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision, bool just_taken);
  StepResult refuse_one(const ports::OutboundResponse& answer, const base::Error& error, bool just_taken);
  void note_trouble(const base::Result<ports::OutboundResponse>& answer, const base::Error& error);
  StepResult try_other();
  StepResult send_other();
  StepResult wait_for_store(std::optional<milliseconds> asked);
  std::string fails_alone() const;

  // -- reading back ------------------------------------------------------------------------------------------------------
  StepResult read_back();
  void judge_found(const ReadBack& held);
  StepResult on_absent();
  StepResult on_no_reading(const base::Error& error, const std::string& words, bool counts);
  void on_unreadable_store(const std::string& words);
  std::optional<StepResult> take(const ports::Lease& lease);
};

}  // namespace preceptor::lrs
