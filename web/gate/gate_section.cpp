#include "web/gate/gate_section.hpp"

#include <algorithm>
#include <chrono>

#include "core/burden/period.hpp"
#include "web/editor/drafts.hpp"

namespace preceptor::web {
namespace {

constexpr auto kYear = std::chrono::days(365);

// Periods of several units count apart; side by side they are told by their ends.
void add_on_one_line(const UnitRecord& record, std::vector<burden::AttemptObservation>& attempts, std::vector<burden::CommitmentObservation>& commitments) {
  const auto renumber = [&](int& period) { period = burden::period_number(record.ends[static_cast<std::size_t>(period)]); };
  for (auto attempt : record.attempts) {
    renumber(attempt.where.period);
    attempts.push_back(std::move(attempt));
  }
  for (auto commitment : record.commitments) {
    renumber(commitment.period);
    for (auto* said : {&commitment.day_7, &commitment.day_30})
      if (*said) renumber((*said)->period);
    commitments.push_back(std::move(commitment));
  }
}

}  // namespace

std::vector<StaffRoute> GateSection::routes() {
  const auto all = [this](StaffTurn& turn) { return page(turn, of_all(turn.messages), turn.messages.text("gate.title"), "/gate"); };
  const auto all_csv = [this](StaffTurn& turn) { return csv(turn, of_all(turn.messages), "gate"); };
  const auto one = [this](StaffTurn& turn) {
    return with_case(turn, [&](const RcaCase& found) { return page(turn, of_one(found, turn.messages), found.sheet.title, "/gate/" + found.id); });
  };
  const auto one_csv = [this](StaffTurn& turn) { return with_case(turn, [&](const RcaCase& found) { return csv(turn, of_one(found, turn.messages), "case"); }); };
  return {{"GET", "/gate", kAllStaff, all}, {"GET", "/gate/csv/{figure}", kAllStaff, all_csv}, {"GET", "/gate/{case}", kAllStaff, one}, {"GET", "/gate/{case}/csv/{figure}", kAllStaff, one_csv}};
}

GateSection::Response GateSection::with_case(StaffTurn& turn, const std::function<Response(const RcaCase&)>& answer) {
  const auto one = deps_.cases.load(turn.place("case"));
  if (!one) return turn.failed(one.error());
  return *one ? answer(**one) : turn.not_found();
}

base::Result<std::vector<RcaCase>> GateSection::all_cases() {
  const auto lines = deps_.cases.list();
  if (!lines) return base::fail(lines.error());
  std::vector<RcaCase> cases;
  for (const auto& line : *lines) {
    auto one = deps_.cases.load(line.id);
    if (!one) return base::fail(one.error());
    if (*one) cases.push_back(std::move(**one));
  }
  return cases;
}

base::Result<std::vector<rca::UnitFacts>> GateSection::unit_facts(const std::vector<RcaCase>& cases) {
  const auto units = deps_.burden.current_units();
  if (!units) return base::fail(units.error());
  const auto drafts = Drafts(deps_.rows, deps_.records, deps_.clock).list();
  if (!drafts) return base::fail(drafts.error());
  std::vector<rca::UnitFacts> facts;
  for (const auto& unit : *units) {
    const auto versions = deps_.content.current("unit", unit->id);
    if (!versions) return base::fail(versions.error());
    rca::UnitFacts one{unit->id, base::Instant::max(), rca::read_gap_line(unit->gap)};
    for (const auto& version : *versions) one.first_draft_at = std::min(one.first_draft_at, version.published_at);
    for (const auto& draft : *drafts)
      if (draft.unit_id == unit->id && draft.started > base::Instant{}) one.first_draft_at = std::min(one.first_draft_at, draft.started);
    for (const auto& found : cases)
      for (const auto& started : found.units)
        if (started.unit_id == unit->id) one.first_draft_at = std::min(one.first_draft_at, started.at);
    facts.push_back(std::move(one));
  }
  return facts;
}

base::Result<burden::Beside> GateSection::beside(const RcaCase& one) {
  const auto units = deps_.burden.current_units();
  if (!units) return base::fail(units.error());
  std::vector<burden::AttemptObservation> attempts;
  std::vector<burden::CommitmentObservation> commitments;
  for (const auto& unit : *units) {
    if (rca::read_gap_line(unit->gap).case_id != one.id) continue;
    const auto record = deps_.burden.unit(unit->id);
    if (!record) return base::fail(record.error());
    if (!*record) continue;
    add_on_one_line(**record, attempts, commitments);
  }
  return burden::beside(measure_of(one), follow_ups_of(one), attempts, commitments);
}

GateSection::Figures GateSection::of_all(const Messages& words) {
  const auto cases = all_cases();
  if (!cases) return base::fail(cases.error());
  const auto units = unit_facts(*cases);
  if (!units) return base::fail(units.error());
  std::vector<rca::CaseFacts> facts;
  std::vector<CaseBeside> rows;
  for (const auto& one : *cases) {
    facts.push_back({one.id, one.opened_at, one.decisions});
    if (!one.decisions.current()) continue;
    const auto made = beside(one);
    if (!made) return base::fail(made.error());
    rows.push_back({&one, *made});
  }
  // The period is open at its end: what was decided this very instant counts.
  const auto to = deps_.clock.now() + base::Milliseconds(1), from = to - kYear;
  std::vector<NamedGateFigure> figures;
  figures.push_back({"causes", causes_figure(*cases, words)});
  figures.push_back({"decisions", decisions_figure(*cases, rca::gate_report(facts, *units, from, to), from, to, words)});
  figures.push_back({"beside", beside_figure(rows, words)});
  return figures;
}

GateSection::Figures GateSection::of_one(const RcaCase& one, const Messages& words) {
  const auto made = beside(one);
  if (!made) return base::fail(made.error());
  std::vector<NamedGateFigure> figures;
  figures.push_back({"causes", roles_figure(one, words)});
  figures.push_back({"beside", beside_figure({{&one, *made}}, words)});
  return figures;
}

GateSection::Response GateSection::page(StaffTurn& turn, const Figures& figures, const std::string& title, const std::string& place) {
  if (!figures) return turn.failed(figures.error());
  std::vector<View> views;
  for (const auto& [name, figure] : *figures) {
    View& view = views.emplace_back();
    view.text("heading", turn.messages.text(std::string("gate.figure.") + name)).text("why", turn.messages.text(std::string("gate.why.") + name));
    view.text("figure_html", charts::figure_html(figure, turn.url(place + "/csv/" + name), turn.messages));
  }
  StaffPage out;
  out.title = title.empty() ? turn.messages.text("case.untitled") : title;
  out.template_name = "gate";
  out.wide = true;
  out.view.list("figures", std::move(views)).flag("one", place != "/gate").text("case_href", turn.url("/cases" + place.substr(std::string("/gate").size())));
  return turn.page(std::move(out));
}

GateSection::Response GateSection::csv(StaffTurn& turn, const Figures& figures, const std::string& stem) {
  if (!figures) return turn.failed(figures.error());
  for (const auto& [name, figure] : *figures)
    if (turn.place("figure") == name) return turn.file(stem + "-" + name + ".csv", "text/csv; charset=utf-8", charts::csv(figure.table));
  return turn.not_found();
}

}  // namespace preceptor::web
