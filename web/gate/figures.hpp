// From cases and what was recorded of their units to the gate's figures.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/gate.hpp"
#include "core/burden/outcome.hpp"
#include "web/charts/plots.hpp"
#include "web/rca/case_book.hpp"

namespace preceptor::web {

// The number a text begins with, when nothing or one unit without digits follows: "46 %", "18 min" -> 46, 18; "3 of 10", "about 5" -> nullopt.
std::optional<double> number_in(std::string_view text);
// Better is where the target lies; a measure without a target that is a number has no direction, so no baseline is taken from it.
burden::CaseMeasure measure_of(const RcaCase& one);
std::vector<burden::FollowUp> follow_ups_of(const RcaCase& one);

// Plot 7: a row a case, or a row a role of one case.
charts::Figure causes_figure(const std::vector<RcaCase>& cases, const Messages& words);
charts::Figure roles_figure(const RcaCase& one, const Messages& words);

// Plot 8, of the cases opened in [from, to).
charts::Figure decisions_figure(const std::vector<RcaCase>& cases, const rca::GateReport& report, base::Instant from, base::Instant to, const Messages& words);

// One decided case and what stands beside its measure.
struct CaseBeside {
  const RcaCase* one = nullptr;
  burden::Beside beside;
};
charts::Figure beside_figure(const std::vector<CaseBeside>& rows, const Messages& words);

}  // namespace preceptor::web
