// The price of a question: clinicians' hours a year against what its answer changed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/observation.hpp"
#include "core/burden/stats.hpp"

namespace preceptor::burden {

enum class UseKind { report, decision, commitment };
// An answer that changed something: which, and when.
struct Use {
  UseKind kind = UseKind::report;
  std::string what;
  base::Instant at{};
};
// Somebody keeps a question that nothing used, for the next 90 days.
struct KeptBy {
  std::string who;
  base::Instant at{};
};
// One non-learning question of a unit.
struct QuestionHistory {
  std::string unit_id, question_id, prompt;
  Purpose purpose = Purpose::relevance;
  base::Instant first_asked{};
  std::vector<Use> uses;
  std::vector<KeptBy> kept;
};

enum class Keeping { used, kept, waiting, expired };
inline constexpr base::Milliseconds kExpiresAfter = std::chrono::hours(24 * 90);
struct Expiry {
  Keeping state = Keeping::waiting;  // waiting: neither used nor kept within 90 days, but not asked for longer than that either
  base::Instant expires_at{};        // the last of first asked, used, kept, + 90 days; expired from that instant on
};
// Uses and signatures after `now` do not count.
Expiry expiry(const QuestionHistory& question, base::Instant now);

// From this first day of observations to this last; used to scale to a year of 365 days. It ends with a reporting period, so that a figure does not change while
// nothing new is counted. Records that came into figures together (suppression.hpp) stay together: the window reaches back to the first of those that it cuts through.
struct Window {
  base::Instant from{}, to{};
};
struct Price {
  std::string unit_id, question_id, prompt;
  bool too_few = false;                // fewer than `least` persons were asked: the next four are empty, which says nothing
  int asked = 0;                       // in the window
  Share skipped;                       // of those asked
  Distribution seconds;                // of those answered or skipped with a time; missing = without
  std::optional<double> hours_a_year;  // measured time, scaled to all askings and to a year; absent = nothing measured
  int uses = 0;                        // in the 12 months before `now`
  Expiry expiry;                       // at `now`
};
// One row a question: the expired and unused with the most hours first ("ask less"), then by hours; what was not measured
// last among its like. Learning questions have no price. Attempts of other units and outside the window are left out, and what
// fewer than `least` persons added waits, as in every other figure.
std::vector<Price> prices(const std::vector<QuestionHistory>& questions, const std::vector<AttemptObservation>& attempts,
                          const Window& window, base::Instant now, int least = 5);

// What it would have been without one question: the same attempts again, less its time.
struct Replay {
  bool too_few = false;                            // fewer than `least` persons were asked: all but `lost` is empty
  int asked = 0;                                   // how often it would not have been asked
  std::optional<double> hours_a_year;              // saved
  Distribution minutes_before, minutes_after;      // active minutes of completed attempts that have both times measured
  std::vector<Use> lost;                           // what its answers had changed, in the 12 months before `now`
};
Replay without_question(const QuestionHistory& question, const std::vector<AttemptObservation>& attempts, const Window& window,
                        base::Instant now, int least = 5);

}  // namespace preceptor::burden
