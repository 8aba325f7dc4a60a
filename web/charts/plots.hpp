// Plots 1 to 8 of the planner's pages and 9 to 11 of the console (ui.md 3.2): from the folds of core/burden to a finding, a chart and a table. What was suppressed
// or not measured is said so, never drawn as 0.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/burden/change.hpp"
#include "core/burden/preference.hpp"
#include "core/burden/price.hpp"
#include "core/burden/report.hpp"
#include "web/charts/figure.hpp"
#include "web/charts/svg.hpp"

namespace preceptor::web::charts {

// 1. Time to complete against the stated time. Absent members: suppressed, or no record.
struct UnitTime {
  std::string unit;  // its title
  int stated_minutes = 0;
  std::optional<burden::Distribution> minutes;
  std::optional<burden::Share> within;
  std::optional<burden::Minutes> bins;
};
Figure time_plot(const Slot& slot, const UnitTime& time, const Messages& words);
// Its companion: median seconds in content, in evaluation and in claiming, with the target of 15 s and 2 taps.
struct UnitFriction {
  std::optional<burden::Distribution> content, evaluation, claim, taps;  // seconds; taps of the claim
};
Figure friction_plot(const Slot& slot, const UnitFriction& friction, const Messages& words);

// 2. The burden budget: what each non-learning question costs, in the order of burden::prices.
Figure price_plot(const Slot& slot, const std::vector<burden::Price>& prices, const Messages& words);

// 3. Usefulness at the point of need: against time, and as stacked answers.
struct UnitUse {
  std::string unit;
  std::optional<burden::Distribution> minutes;
  std::optional<burden::Share> useful;
  std::optional<burden::Usefulnesses> answers;
};
Figure relevance_plot(const Slot& slot, const std::vector<UnitUse>& units, const Messages& words);
Figure usefulness_plot(const Slot& slot, const std::vector<UnitUse>& units, const Messages& words);

// 4. Stated preference (circle) beside behaviour (square) by career stage.
Figure preference_plot(const Slot& slot, const std::vector<burden::StagePreference>& stages, const Messages& words);
std::string stage_word(std::optional<burden::CareerStage> stage, const Messages& words);

// 5. Knowledge before and after; `prompts` are the questions' texts, one for each row.
Figure knowledge_plot(const Slot& slot, const std::vector<burden::KnowledgeChange>& rows, const std::vector<std::string>& prompts,
                      const Messages& words);
// 6. Commitments chosen and kept.
Figure commitment_plot(const Slot& slot, const std::vector<burden::CommitmentFigures>& rows, const Messages& words);

// 7. Causes by gap, or by role within one gap: shares of stakeholder votes, equal weight for each role. The six causes in the order
// of the cards: knowledge, incentives, system, equity, patient preference, team workflow. Absent: too few to show.
struct CauseRow {
  std::string label;                             // the gap's title, or the role
  std::array<std::optional<double>, 6> shares;   // 0 to 1
  int n = 0;                                     // stakeholders; not shown where all shares are absent
};
Figure cause_plot(const Slot& slot, const std::vector<CauseRow>& rows, const Messages& words);

// 8. From proposal to decision in the last twelve months.
struct DecisionCounts {
  int proposed = 0, rated = 0, education = 0, part = 0, wrong_tool = 0, waiting = 0;
  std::optional<double> median_days;                        // proposal to decision
  std::vector<std::pair<std::string, std::string>> handed;  // gap of each no-go -> the partner it went to
};
Figure decision_plot(const Slot& slot, const DecisionCounts& counts, const Messages& words);

// 9 and 11, the console's own counts: a bar and a row each; a number leads to its rows where it has a link.
struct Counted {
  std::string label;
  long count = 0;
  int series = 0;
  std::string link;          // a whole path; empty: no rows may be shown
};
struct CountedWords {
  std::string title, sentence, what, number;   // the last two head the table's columns
};
Figure counted_plot(const Slot& slot, const CountedWords& said, const std::vector<Counted>& counts, const Messages& words);

// 10. Delivery to each record store now.
struct StoreDelivery {
  std::string name;
  long waiting = 0, refused = 0, again = 0;    // again: of the refused, those to be sent again
  std::string oldest, last, said, link;        // times as they are shown; what the store said of the newest refusal
  std::string error = {}, error_at = {};       // the last try that failed, and when; empty: none did
};
Figure delivery_plot(const Slot& slot, const std::vector<StoreDelivery>& stores, const Messages& words);
// The same over a day or a week: how many waited, and what became of statements in each stretch.
struct QueueStretch {
  std::string begins;                          // as the table says it
  std::optional<long> waiting;                 // at most; absent: not counted
  long delivered = 0, again = 0, refused = 0;  // again: tries that failed and were made again
};
struct StoreQueue {
  std::string name, link;
  std::vector<QueueStretch> stretches;         // equal in length, oldest first, the same for all stores
};
struct QueueSpan {
  std::string title, in_the_last;              // "In the last 24 hours"
  std::vector<std::pair<int, std::string>> marks;   // of the time axis: after how many stretches, and what stands there
};
Figure queue_plot(const Slot& slot, const QueueSpan& span, const std::vector<StoreQueue>& stores, const Messages& words);
// Of the same stretches the sums: delivered, tried again, refused, a bar each.
Figure settled_plot(const Slot& slot, const QueueSpan& span, const std::vector<StoreQueue>& stores, const Messages& words);

}  // namespace preceptor::web::charts
