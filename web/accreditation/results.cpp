// What a receiver answered, as a CSV: first a run that changes nothing, then the same text for real.
#include "web/accreditation/export_section.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kResultsShown = 500;

struct ResultRun {
  std::vector<View> lines;             // those that could not be taken all; of the others the first ones
  long moved = 0, already = 0, refused = 0;
  void say(int line, const std::string& ccid, const std::string& text, bool good, const Messages& words) {
    if (lines.size() >= kResultsShown) return;
    View view;
    view.text("line", words.text("credits_staff.line", {{"n", std::to_string(line)}})).text("ccid", ccid).text("text", text).flag("good", good);
    lines.push_back(std::move(view));
  }
};

void take_line(const ResultApplied& one, ResultRun& run, const Messages& words) {
  using Outcome = ResultApplied::Outcome;
  constexpr const char* kinds[] = {"moved", "already", "unknown", "ambiguous", "refused"};
  ++(one.outcome == Outcome::moved ? run.moved : one.outcome == Outcome::already ? run.already : run.refused);
  const std::string text = words.text("results." + std::string(kinds[static_cast<std::size_t>(one.outcome)]), {{"state", state_text(one.to, words)}});
  run.say(one.line, one.ccid, text, one.outcome == Outcome::moved || one.outcome == Outcome::already, words);
}

}  // namespace

ports::HttpResponse ExportSection::results(StaffTurn& turn) {
  StaffPage page;
  page.title = turn.messages.text("credits_staff.results");
  page.template_name = "credit_results";
  page.script = true;
  page.view.text("action", turn.url("/exports/results")).text("csv", "");
  return turn.page(std::move(page));
}

ports::HttpResponse ExportSection::take_results(StaffTurn& turn) {
  const Messages& words = turn.messages;
  const bool for_real = turn.value("do") == "apply";
  const std::string csv = turn.value("csv");
  StaffPage page;
  page.title = words.text("credits_staff.results");
  page.template_name = "credit_results";
  page.script = true;
  View& view = page.view;
  view.text("action", turn.url("/exports/results")).text("csv", csv);
  const auto table = report::read_results(csv);
  if (!table) {
    view.text_if("problem", words.text("credits_staff.bulk.unreadable", {{"why", table.error().detail}}));
    return turn.page(std::move(page), 422);
  }
  ResultRun run;
  run.refused = static_cast<long>(table->problems.size());
  for (const auto& one : table->problems) run.say(one.line, "", one.field + ": " + words.text("results." + one.key), false, words);
  const auto applied = deps_.desk.apply_results(*table, turn.member.id, !for_real, [&](const ResultApplied& one) {
    take_line(one, run, words);
    return true;
  });
  if (!applied) return applied.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(applied.error());
  view.flag("ran", true).flag("applied", for_real).flag("tried", !for_real).list("lines", std::move(run.lines));
  view.text("sum", words.text("credits_staff.results.sum", {{"moved", number(run.moved)}, {"same", number(run.already)}, {"refused", number(run.refused)}}));
  return turn.page(std::move(page));
}

}  // namespace preceptor::web::accreditation
