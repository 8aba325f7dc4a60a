#include "core/burden/price.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

namespace preceptor::burden {
namespace {

constexpr base::Milliseconds kYear = std::chrono::hours(24 * 365);

bool inside(const Window& window, base::Instant at) { return at >= window.from && at < window.to; }

const QuestionSeen* seen_in(const AttemptObservation& attempt, const QuestionHistory& question, const Window& window) {
  if (attempt.where.unit_id != question.unit_id || !inside(window, attempt.opened_at)) return nullptr;
  const auto found = std::ranges::find(attempt.questions, question.question_id, &QuestionSeen::id);
  return found == attempt.questions.end() ? nullptr : &*found;
}

// Every asking of the question: how many, how long, how often left empty.
struct Askings {
  int asked = 0, skipped = 0;
  double measured_seconds = 0;
  std::vector<double> seconds;
  std::set<std::string_view> persons;

  bool few(int least) const { return static_cast<int>(persons.size()) < least; }

  std::optional<double> hours_a_year(const Window& window) const {
    if (seconds.empty() || window.to <= window.from) return std::nullopt;
    const double all = measured_seconds * asked / static_cast<double>(seconds.size());
    return all / 3600 * (static_cast<double>(kYear.count()) / static_cast<double>((window.to - window.from).count()));
  }
};

Askings askings(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window) {
  Askings made;
  for (const AttemptObservation& attempt : attempts) {
    const QuestionSeen* seen = seen_in(attempt, question, window);
    if (!seen) continue;
    ++made.asked;
    made.persons.insert(attempt.person);
    made.skipped += seen->skipped ? 1 : 0;
    if (!seen->active) continue;
    made.seconds.push_back(static_cast<double>(seen->active->count()) / 1000);
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
            int least) {
  const Askings all = askings(question, attempts, window);
  Price made{question.unit_id, question.question_id, question.prompt};
  made.uses = static_cast<int>(recent_uses(question, window.to).size());
  made.expiry = expiry(question, window.to);
  made.too_few = all.few(least);
  if (made.too_few) return made;
  made.asked = all.asked;
  made.skipped = share(all.skipped, all.asked);
  made.seconds = distribution(all.seconds, all.asked - static_cast<int>(all.seconds.size()));
  made.hours_a_year = all.hours_a_year(window);
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
                          const Window& window, int least) {
  std::vector<Price> made;
  for (const QuestionHistory& question : questions)
    if (question.purpose != Purpose::learning) made.push_back(price(question, attempts, window, least));
  std::ranges::sort(made, comes_first);
  return made;
}

Replay without_question(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window,
                        int least) {
  Replay made;
  const Askings all = askings(question, attempts, window);
  made.lost = recent_uses(question, window.to);
  made.too_few = all.few(least);
  if (made.too_few) return made;
  made.asked = all.asked;
  made.hours_a_year = all.hours_a_year(window);
  std::vector<double> before, after;
  int missing = 0;
  for (const AttemptObservation& attempt : attempts) {
    if (attempt.outcome != Outcome::completed) continue;
    const QuestionSeen* seen = seen_in(attempt, question, window);
    if (!seen) continue;
    if (!seen->active || !attempt.active) {
      ++missing;
      continue;
    }
    before.push_back(static_cast<double>(attempt.active->count()) / 60000);
    // Clocks of page and question may disagree by a moment; time is never negative.
    after.push_back(static_cast<double>(std::max(*attempt.active - *seen->active, base::Milliseconds(0)).count()) / 60000);
  }
  made.minutes_before = distribution(std::move(before), missing);
  made.minutes_after = distribution(std::move(after), missing);
  return made;
}

}  // namespace preceptor::burden
