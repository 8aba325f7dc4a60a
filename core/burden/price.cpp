#include "core/burden/price.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/burden/suppression.hpp"

namespace preceptor::burden {
namespace {

constexpr base::Milliseconds kYear = std::chrono::hours(24 * 365);

struct Asking {
  const AttemptObservation* attempt = nullptr;
  const QuestionSeen* seen = nullptr;
};

std::vector<Asking> all_askings(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window) {
  std::vector<Asking> made;
  for (const AttemptObservation& attempt : attempts) {
    if (attempt.where.unit_id != question.unit_id || attempt.opened_at >= window.to) continue;
    const auto found = std::ranges::find(attempt.questions, question.question_id, &QuestionSeen::id);
    if (found != attempt.questions.end()) made.push_back({&attempt, &*found});
  }
  return made;
}

// Those that a figure may hold. Blocks come and go whole: a window that moves would otherwise leave one person behind at a time.
template <class Test>
std::vector<Asking> admitted_askings(const std::vector<Asking>& all, const Window& window, int least, Test counts) {
  std::vector<Asking> population, made;
  std::ranges::copy_if(all, std::back_inserter(population), counts);
  std::vector<Member> members;
  for (const Asking& one : population) members.push_back(member(one.attempt->person, one.attempt->where.period));
  for (const auto& block : blocks(members, least))
    if (std::ranges::any_of(block, [&](std::size_t i) { return population[i].attempt->opened_at >= window.from; }))
      for (const std::size_t i : block) made.push_back(population[i]);
  return made;
}

bool is_measured(const Asking& one) { return one.seen->active.has_value(); }

// Every asking of the question: how many, how long, how often left empty.
struct Askings {
  std::vector<Asking> asked;
  int skipped = 0;
  double measured_seconds = 0;
  std::vector<double> seconds;
  Window window;   // reaches back to the first of them

  int count() const { return static_cast<int>(asked.size()); }
  std::optional<double> hours_a_year() const {
    if (seconds.empty() || window.to <= window.from) return std::nullopt;
    const double all = measured_seconds * count() / static_cast<double>(seconds.size());
    return all / 3600 * (static_cast<double>(kYear.count()) / static_cast<double>((window.to - window.from).count()));
  }
};

Askings askings(const std::vector<Asking>& all, const Window& window, int least) {
  Askings made;
  made.asked = admitted_askings(all, window, least, [](const Asking&) { return true; });
  made.window = window;
  for (const Asking& one : made.asked) {
    made.skipped += one.seen->skipped ? 1 : 0;
    made.window.from = std::min(made.window.from, one.attempt->opened_at);
  }
  for (const Asking& one : admitted_askings(all, window, least, is_measured)) {
    made.seconds.push_back(static_cast<double>(one.seen->active->count()) / 1000);
    made.measured_seconds += made.seconds.back();
  }
  return made;
}

std::vector<Use> recent_uses(const QuestionHistory& question, base::Instant now) {
  std::vector<Use> recent;
  std::ranges::copy_if(question.uses, std::back_inserter(recent),
                       [&](const Use& use) { return use.at <= now && use.at > now - kYear; });
  return recent;
}

Price price(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window,
            base::Instant now, int least) {
  const Askings all = askings(all_askings(question, attempts, window), window, least);
  Price made{question.unit_id, question.question_id, question.prompt};
  made.uses = static_cast<int>(recent_uses(question, now).size());
  made.expiry = expiry(question, now);
  made.too_few = all.asked.empty();
  if (made.too_few) return made;
  made.asked = all.count();
  made.skipped = share(all.skipped, made.asked);
  made.seconds = distribution(all.seconds, std::max(made.asked - static_cast<int>(all.seconds.size()), 0));
  made.hours_a_year = all.hours_a_year();
  return made;
}

// 0: expired, 1: unused so far, 2: used.
int rank(const Price& price) {
  if (price.expiry.state == Keeping::expired) return 0;
  return price.uses == 0 ? 1 : 2;
}

bool comes_first(const Price& a, const Price& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.hours_a_year != b.hours_a_year) return a.hours_a_year > b.hours_a_year;  // an absent one is less than any
  return std::tie(a.unit_id, a.question_id) < std::tie(b.unit_id, b.question_id);
}

}  // namespace

Expiry expiry(const QuestionHistory& question, base::Instant now) {
  std::optional<base::Instant> used, kept;
  for (const Use& use : question.uses)
    if (use.at <= now) used = std::max(used.value_or(use.at), use.at);
  for (const KeptBy& by : question.kept)
    if (by.at <= now) kept = std::max(kept.value_or(by.at), by.at);
  const base::Instant last = std::max({question.first_asked, used.value_or(question.first_asked), kept.value_or(question.first_asked)});
  Expiry made{Keeping::waiting, last + kExpiresAfter};
  if (now >= made.expires_at)
    made.state = Keeping::expired;
  else if (used && now < *used + kExpiresAfter)
    made.state = Keeping::used;
  else if (kept && now < *kept + kExpiresAfter)
    made.state = Keeping::kept;
  return made;
}

std::vector<Price> prices(const std::vector<QuestionHistory>& questions, const std::vector<AttemptObservation>& attempts,
                          const Window& window, base::Instant now, int least) {
  std::vector<Price> made;
  for (const QuestionHistory& question : questions)
    if (question.purpose != Purpose::learning) made.push_back(price(question, attempts, window, now, least));
  std::ranges::sort(made, comes_first);
  return made;
}

Replay without_question(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window,
                        base::Instant now, int least) {
  Replay made;
  const auto seen = all_askings(question, attempts, window);
  const Askings all = askings(seen, window, least);
  made.lost = recent_uses(question, now);
  made.too_few = all.asked.empty();
  if (made.too_few) return made;
  made.asked = all.count();
  made.hours_a_year = all.hours_a_year();
  const auto completed = [](const Asking& one) { return one.attempt->outcome == Outcome::completed; };
  const auto timed = [&](const Asking& one) { return completed(one) && is_measured(one) && one.attempt->active; };
  std::vector<double> before, after;
  for (const auto& [attempt, question_seen] : admitted_askings(seen, window, least, timed)) {
    before.push_back(static_cast<double>(attempt->active->count()) / 60000);
    // Clocks of page and question may disagree by a moment; time is never negative.
    after.push_back(static_cast<double>(std::max(*attempt->active - *question_seen->active, base::Milliseconds(0)).count()) / 60000);
  }
  const int missing = static_cast<int>(std::ranges::count_if(all.asked, [&](const Asking& one) { return completed(one) && !timed(one); }));
  made.minutes_before = distribution(std::move(before), missing);
  made.minutes_after = distribution(std::move(after), missing);
  return made;
}

}  // namespace preceptor::burden
