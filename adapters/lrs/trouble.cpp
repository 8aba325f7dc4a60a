// A store that fails, or refuses whatever is sent, and one statement that a store fails on while it takes all others: told apart by another statement.
#include "adapters/lrs/delivery_impl.hpp"

namespace preceptor::lrs {

namespace {

constexpr int kSameTrouble = 5;    // failures of the store itself at one place before it is narrowed down to a statement
constexpr int kAlone = 3;          // and with that one alone, before another is tried
constexpr int kRefusedAlike = 5;   // refused one after the other with the same status, before each further one is doubted
constexpr milliseconds kAtOnce{1};

}  // namespace

void LrsDelivery::Impl::note_trouble(const base::Result<ports::OutboundResponse>& answer, const base::Error& error) {
  const std::string id = work->front().id.str();
  if (trouble.id != id) trouble = {id, {}, {}, 0, 0, 0};
  trouble.words = refusal(work->front(), answer ? xapi::store_words(*answer) : std::string("no answer in time"));
  trouble.error = error;
  ++trouble.times;
}

// The store fails, or takes too long, again and again at the same place: perhaps one statement does it to the store, and the others wait behind it for ever.
// It is narrowed down to one. The pauses do not grow meanwhile: they would make hours of it.
StepResult LrsDelivery::Impl::on_trouble(std::size_t count, const base::Result<ports::OutboundResponse>& answer, const xapi::Decision& decision, bool just_taken) {
  note_trouble(answer, decision.error);
  if (trouble.others == 0) failures = std::min(failures, kSameTrouble - 1);
  if (count > 1) {
    if (trouble.times >= kSameTrouble || work->suspect > 0) work->suspect = count;
    return back_off(decision.error);
  }
  ++trouble.alone;
  if (just_taken) {   // it is this one. It may be held all the same: a store may fail once it has stored
    work->reading = Reading::failed;
    work->to_read = 1;
    return kProgressed;
  }
  return trouble.times >= kSameTrouble && trouble.alone >= kAlone ? try_other() : back_off(decision.error);
}

// A store that refuses whatever is sent must not have everything parked: after some in a row each is parked only when another is taken just before.
StepResult LrsDelivery::Impl::refuse_one(const ports::OutboundResponse& answer, const base::Error& error, bool just_taken) {
  if (answer.status != refused_status) refused_alike = 0;
  refused_status = answer.status;
  if (just_taken || refused_alike < kRefusedAlike) {
    ++refused_alike;
    park(Code::lrs_refused, refusal(work->front(), xapi::store_words(answer)));
    return kProgressed;
  }
  note_trouble(answer, error);
  return try_other();
}

// Another goes out at once, so that a store that comes back meanwhile is not taken for one that fails on this statement alone.
StepResult LrsDelivery::Impl::try_other() {
  work->suspect = 1;
  if (const auto other = work->one_behind(trouble.others)) {
    ++trouble.others;
    work->other = *other;
    return pause(kAtOnce, trouble.error);
  }
  if (work->parked.empty()) work.reset();   // nothing to compare it with: what has come meanwhile is taken as well
  return wait_for_store({});
}

StepResult LrsDelivery::Impl::send_other() {
  const std::size_t at = std::exchange(work->other, 0);
  const xapi::QueuedStatement& other = work->batch.statements[at];
  const auto answer = sender.post({&other, 1});
  tried = xapi::FailedTry{trouble.id, 1, trouble.words};
  const xapi::Decision decision = xapi::decide(answer, clock.now());
  const auto ids = decision.action == Action::check_ids ? xapi::read_ids(answer->body) : std::nullopt;
  // That it is refused shows nothing: a store may look at a statement before it finds that its database is gone.
  if (!ids || *ids != std::vector<std::string>{other.id.str()}) return wait_for_store(decision.retry_after);
  work->ahead.emplace(at, answer->status);
  work->just_taken = true;
  refused_alike = failures = 0;   // it lives
  return kProgressed;
}

StepResult LrsDelivery::Impl::wait_for_store(std::optional<milliseconds> asked) {
  return trouble.error.code == Code::lrs_refused ? blocked(trouble.error, asked) : back_off(trouble.error, asked);
}

std::string LrsDelivery::Impl::fails_alone() const { return with_note(trouble.words, "again and again, while the store takes others"); }

}  // namespace preceptor::lrs
