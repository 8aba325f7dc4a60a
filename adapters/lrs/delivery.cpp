#include "adapters/lrs/delivery.hpp"

#include <algorithm>
#include <random>

#include "adapters/lrs/sender.hpp"
#include "adapters/lrs/work.hpp"
#include "core/base/digest.hpp"
#include "xapi/delivery_policy.hpp"
#include "xapi/same_statement.hpp"

namespace preceptor::lrs {
using base::Code;
using std::chrono::milliseconds;
using xapi::Action;

namespace {

constexpr int kMaxStatements = 100;
constexpr std::size_t kMaxBytes = 1 << 20;
constexpr int kGrowAfter = 8;      // good requests before the size is doubled again
constexpr int kMaxReads = 3;       // a store may need a moment before it shows what it took
constexpr int kUnreadable = 3;     // answers without ids before we read back
constexpr int kSameTrouble = 5;    // failures of the store itself at one place before it is narrowed down to a statement
constexpr int kAlone = 3;          // and with that one alone, before another is tried
constexpr int kMaxPassing = 8;     // reads that the store itself fails
constexpr StepResult kProgressed{StepResult::What::progressed, milliseconds{0}, std::nullopt, false};

std::mt19937_64 seeded() {
  std::uint64_t seed = 0;
  for (const char byte : base::random_bytes(sizeof seed)) seed = (seed << 8) | static_cast<unsigned char>(byte);
  return std::mt19937_64(seed);
}

// What the store said; of a signed statement also what was special about it, because a store that takes no attachments rarely says so itself.
std::string refusal(const xapi::QueuedStatement& statement, const ports::OutboundResponse& answer) {
  std::string words = xapi::store_words(answer);
  if (statement.signature.empty()) return words;
  const std::size_t after_status = std::min(words.find(':'), words.size());
  return words.insert(after_status, " (sent as multipart/mixed, with a signature attachment: does the store take attachments?)");
}

}  // namespace

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
  Trouble trouble;

  double random() { return std::uniform_real_distribution<double>(0, 1)(generator); }

  // -- waiting -----------------------------------------------------------------------------------------------------------
  StepResult pause(milliseconds wait, base::Error error) {
    if (!last_error || last_error->code != error.code) {
      log.write(ports::Level::warning, "lrs.waiting", {{"destination", destination.name}, {"error", base::describe(error)}});
    }
    last_error = std::move(error);
    waits = wait;
    not_before = clock.now() + wait;
    return {StepResult::What::wait, wait, last_error, true};
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
    work->advance(1);
    work->suspect = 0;   // the rest may be good
  }
  void delivered(std::size_t count, int status) {
    const auto& first = work->front();
    const auto& last = work->batch.statements[work->next + count - 1];
    if (work->receipt) {
      work->receipt->through = last.position;
      work->receipt->count += static_cast<int>(count);
    } else {
      work->receipt = xapi::Receipt{destination, work->batch.registration, first.position, last.position, static_cast<int>(count), status, clock.now()};
    }
    work->advance(count);
    recovered();
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
  StepResult on_refused(std::size_t count, const ports::OutboundResponse& answer);
  StepResult on_too_much(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision);
  StepResult on_trouble(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision);
  StepResult send_other();
  StepResult read_back();
  void judge_found(const ReadBack& held);
  StepResult on_absent();
  void on_unreadable_store(const std::string& words);
  std::optional<StepResult> take(const ports::Lease& lease);
};

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

StepResult LrsDelivery::Impl::on_refused(std::size_t count, const ports::OutboundResponse& answer) {
  if (count > 1) {
    work->suspect = count;
    return kProgressed;
  }
  // A store that dropped our version refuses everything: that is no statement's fault.
  if (auto version = sender.confirm_version(); !version) return blocked(version.error());
  park(Code::lrs_refused, refusal(work->front(), answer));
  return kProgressed;
}

StepResult LrsDelivery::Impl::on_too_much(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision) {
  const bool too_large = answer && answer->status == 413;
  good_requests = 0;
  if (count > 1) limit = count / 2;
  if (!too_large) return count == 1 ? on_trouble(count, answer, decision) : back_off(decision.error, decision.retry_after);
  if (count == 1) park(Code::lrs_refused, refusal(work->front(), *answer));
  return kProgressed;
}

// The store fails, or takes too long, again and again at the same place: perhaps one statement does it to the store, and the others wait behind it for ever.
// Narrowed down to one, the next one is tried: when the store takes that, it lives, and the one is parked.
StepResult LrsDelivery::Impl::on_trouble(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision) {
  const std::string id = work->front().id.str();
  if (trouble.id != id) trouble = {id, {}, 0, 0};
  trouble.words = answer ? xapi::store_words(*answer) : std::string("no answer in time");
  ++trouble.times;
  if (count == 1) ++trouble.alone;
  else if (trouble.times >= kSameTrouble || work->suspect > 0) work->suspect = count;
  if (trouble.alone >= kAlone) {
    work->try_other = work->next + 1 < work->batch.statements.size();
    // Nothing to compare it with: what has come meanwhile is taken as well.
    if (!work->try_other && work->parked.empty() && !work->receipt) work.reset();
  }
  return back_off(decision.error, decision.retry_after);
}

StepResult LrsDelivery::Impl::send_other() {
  work->try_other = false;
  const xapi::QueuedStatement& other = work->batch.statements[work->next + 1];
  const auto answer = sender.post({&other, 1});
  const xapi::Decision decision = xapi::decide(answer, clock.now());
  const auto ids = decision.action == Action::check_ids ? xapi::read_ids(answer->body) : std::nullopt;
  const bool taken = ids && *ids == std::vector<std::string>{other.id.str()};
  const bool judged = decision.action == Action::find_bad || decision.action == Action::compare;
  if (!taken && !judged) return back_off(decision.action == Action::check_ids ? base::Error{Code::lrs_unreadable, "an answer without the id of the statement", {}, {}} : decision.error, decision.retry_after);
  park(Code::lrs_refused, "the store takes other statements, and answers this one again and again with: " + trouble.words);
  trouble = {};
  if (taken) delivered(1, answer->status);
  return kProgressed;
}

StepResult LrsDelivery::Impl::send() {
  const auto chunk = work->chunk(limit);
  const auto answer = sender.post(chunk);
  const xapi::Decision decision = xapi::decide(answer, clock.now());
  switch (decision.action) {
    case Action::check_ids: return on_accepted(chunk.size(), *answer);
    // 503, 425 and 429 say themselves that they pass, and without an answer it is the network.
    case Action::retry:
      if (answer && answer->status >= 500 && answer->status != 503) return on_trouble(chunk.size(), answer, decision);
      return back_off(decision.error, decision.retry_after);
    case Action::retry_fewer: return on_too_much(chunk.size(), answer, decision);
    case Action::find_bad: return on_refused(chunk.size(), *answer);
    case Action::blocked:
      if (answer->status == 415 && std::ranges::any_of(chunk, [](const auto& one) { return !one.signature.empty(); })) return on_refused(chunk.size(), *answer);
      return blocked(decision.error, decision.retry_after);
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
  park(Code::lrs_conflict, "the store holds another statement with this id; it was " +
                               std::string(work->reading == Reading::conflict ? "refused with 409" : "accepted under other ids"));
}

StepResult LrsDelivery::Impl::on_absent() {
  if (++work->reads < kMaxReads) return back_off({Code::lrs_unreadable, "the store does not show a statement that it answered for", {}, {}});
  if (work->reading == Reading::no_ids) {   // it was never stored: the same bytes again
    work->reading = Reading::no;
    work->to_read = 0;
    work->reads = work->unreadable = 0;
    return back_off({Code::lrs_unreadable, "accepted without ids and not stored", {}, {}});
  }
  if (work->reading == Reading::conflict) {
    park(Code::lrs_conflict, "the store answers 409 for this id but does not show the statement");
  } else {
    park(Code::lrs_unreadable, "the store accepted it under other ids and does not show it");
  }
  return kProgressed;
}

// We may not read there. Each goes out alone once, so that only what is really in doubt is parked.
void LrsDelivery::Impl::on_unreadable_store(const std::string& words) {
  if (work->reading != Reading::conflict && work->singly == 0) {
    work->singly = work->to_read;
    work->reading = Reading::no;
    work->to_read = 0;
    work->unreadable = 0;
    return;
  }
  park(work->reading == Reading::conflict ? Code::lrs_conflict : Code::lrs_unreadable, "cannot read back what the store holds: " + words);
}

StepResult LrsDelivery::Impl::read_back() {
  const ReadBack held = sender.read_back(work->front().id.str());
  switch (held.what) {
    case ReadBack::What::found: judge_found(held); return kProgressed;
    case ReadBack::What::absent: return on_absent();
    case ReadBack::What::refused: on_unreadable_store(held.words); return kProgressed;
    case ReadBack::What::unreadable:
      if (++work->reads < kMaxReads) return back_off({Code::lrs_unreadable, "reading back answers no statement", {}, {}});
      on_unreadable_store("the answer is no statement");
      return kProgressed;
    case ReadBack::What::passing: break;
  }
  const bool of_the_store = held.error.code == Code::lrs_unreadable;   // else nothing came at all
  if (!of_the_store || ++work->reads < kMaxPassing) return back_off(held.error);
  on_unreadable_store(held.words);
  return kProgressed;
}

// -- steps -------------------------------------------------------------------------------------------------------------------
std::optional<StepResult> LrsDelivery::Impl::take(const ports::Lease& lease) {
  if (work && work->fence != lease.fence) work.reset();   // somebody else may have moved the cursor meanwhile
  if (work) return std::nullopt;
  auto batch = queue.next_batch(destination, kMaxStatements, kMaxBytes);
  if (!batch) return back_off(batch.error());
  if (!batch->has_value()) return StepResult{StepResult::What::idle, milliseconds{0}, std::nullopt, false};
  work.emplace();
  work->batch = std::move(**batch);
  work->fence = lease.fence;
  if (!work->done()) work->settled = work->front().position - 1;
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
  if (now < own.not_before) return {StepResult::What::wait, own.not_before - now, own.last_error, false};
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
  const StepResult result = own.work->reading != Reading::no ? own.read_back() : own.work->try_other ? own.send_other() : own.send();
  if (own.work) {
    if (auto stop = own.settle(lease)) return *stop;
  }
  return result;
}

}  // namespace preceptor::lrs
