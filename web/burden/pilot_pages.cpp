// Pilots: a file frozen before its first launch, and the verdict by its own rule.
#include "core/activity/answers.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "core/burden/pilot.hpp"
#include "web/burden/pilot_desk.hpp"
#include "web/burden/section.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

using Response = ports::HttpResponse;
using charts::Datum;

constexpr const char* kPilotSpace = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";   // RFC 9562: names that are URLs
const base::RegistrationId kPilotRegistration(ports::kNoRegistration);

charts::Figure verdict_figure(const burden::PilotVerdict& verdict, const Messages& words) {
  charts::Figure figure;
  for (const char* head : {"burden.column_measure", "burden.column_n", "burden.column_n_other", "burden.column_effect", "burden.column_low", "burden.column_high", "burden.column_margin"})
    figure.table.head.push_back(words.text(head));
  for (const auto& metric : verdict.metrics) {
    const auto& effect = metric.effect;
    const bool few = effect.n_a < kLeastOfArm || effect.n_b < kLeastOfArm;
    auto& row = figure.table.rows.emplace_back();
    row.push_back(Datum::of(words.text("burden.measure." + metric.metric.name)));
    if (few) {
      row.push_back(Datum::of(words.text("burden.too_few")));
      continue;
    }
    row.push_back(Datum::of(static_cast<double>(effect.n_a), 0));
    row.push_back(Datum::of(static_cast<double>(effect.n_b), 0));
    for (const auto& value : {effect.value, effect.low, effect.high}) row.push_back(Datum::of(value, 3));
    row.push_back(Datum::of(metric.metric.margin, 3));
    if (metric.worse_than_margin) figure.remarks.push_back(words.text("burden.pilot_worse", {{"metric", row.front().text}}));
    if (metric.margin_not_excluded) figure.remarks.push_back(words.text("burden.pilot_margin", {{"metric", row.front().text}}));
  }
  return figure;
}

std::string frozen_sentence(const FrozenPilot& one, const Messages& words) { return words.text("burden.pilot_frozen", {{"date", format_date(one.frozen.at, words)}, {"by", one.by}, {"hash", one.frozen.hash.substr(0, 12)}}); }

StaffPage pilots_page(const std::vector<ports::Projection>& rows, const std::string& file, const std::vector<std::string>& problems, const StaffTurn& turn) {
  const auto& words = turn.messages;
  std::vector<View> pilots, problem_views;
  for (const auto& row : rows) {
    const auto one = pilot_of(row);
    if (!one) continue;
    pilots.emplace_back();
    pilots.back().text("href", turn.url("/burden/pilots/" + row.id)).text("pilot_title", one->pilot.title).text("when", one->pilot.starts + " – " + one->pilot.ends);
  }
  for (const auto& problem : problems) {
    problem_views.emplace_back();
    problem_views.back().text("problem", problem);
  }
  StaffPage page;
  page.title = words.text("burden.pilots_title");
  page.template_name = "burden_pilots";
  page.view.flag("any", !pilots.empty()).list("pilots", std::move(pilots)).flag("planner", turn.is(StaffRole::planner));
  page.view.list("problems", std::move(problem_views)).text("file", file);
  return page;
}

}  // namespace

Response BurdenSection::pilots(StaffTurn& turn) {
  const auto rows = projections_.list_projections({kPilotKind, {}, {}, kMostPilots});
  if (!rows) return turn.failed(rows.error());
  const std::string example = "id: sepsis-2026\ntitle: \nunits: \ncomparator: \nmetric: time_ratio lower 0.1\nstarts: \nends: \n";
  return turn.page(pilots_page(*rows, example, {}, turn));
}

Response BurdenSection::pilot(StaffTurn& turn) {
  const auto row = projections_.load_projection(kPilotRegistration, kPilotKind, turn.place("pilot"));
  if (!row) return turn.failed(row.error());
  const auto one = *row ? pilot_of(**row) : std::nullopt;
  if (!one) return turn.not_found();
  const auto& words = turn.messages;
  const auto launched = first_launch(store_, one->pilot);
  if (!launched) return turn.failed(launched.error());
  const auto outcome = pilot_outcome(records_, {one->pilot, one->frozen, *launched, {}}, clock_.now());
  if (!outcome) return turn.failed(outcome.error());
  auto figure = verdict_figure(outcome->verdict, words);
  figure.sentence = words.text(outcome->improved ? "burden.verdict_improved" : "burden.verdict_not_shown");
  if (turn.asked("csv") == "1") return turn.file(one->pilot.id + ".csv", "text/csv; charset=utf-8", charts::csv(figure.table));
  StaffPage page;
  page.title = one->pilot.title;
  page.template_name = "burden_pilot";
  page.wide = true;
  page.view.text("verdict", figure.sentence).flag("early", !outcome->over);
  page.view.text_if("frozen_problem", outcome->frozen == burden::FrozenState::good ? "" : words.text("burden.pilot_late"));
  page.view.text("figure_html", charts::figure_html(figure, turn.url("/burden/pilots/" + one->pilot.id + "?csv=1"), words));
  page.view.text("frozen", frozen_sentence(*one, words)).text("file", one->file);
  return turn.page(std::move(page));
}

base::Result<std::vector<std::string>> BurdenSection::gate_lines(const activity::Unit& unit, const Messages& words) {
  const auto problems = credit_problems_of(projections_, store_, &records_, unit, clock_.now());
  if (!problems) return base::fail(problems.error());
  return gate_sentences(*problems, words);
}

Response BurdenSection::freeze(StaffTurn& turn) {
  const auto& words = turn.messages;
  const auto rows = projections_.list_projections({kPilotKind, {}, {}, kMostPilots});
  if (!rows) return turn.failed(rows.error());
  const std::string file = turn.value("file");
  const auto read = burden::read_pilot(file);
  std::vector<std::string> problems;
  for (const auto& problem : read.problems) problems.push_back(problem.line > 0 ? words.text("burden.pilot_line", {{"line", std::to_string(problem.line)}, {"text", problem.text}}) : problem.text);
  const auto again = [&] { return turn.page(pilots_page(*rows, file, problems, turn), 422); };
  if (activity::looks_identifying(file)) problems.push_back(words.text("rca.problem.identifier"));
  if (!problems.empty()) return again();
  const auto& pilot = read.pilot;
  const auto known = projections_.load_projection(kPilotRegistration, kPilotKind, pilot.id);
  if (!known) return turn.failed(known.error());
  const auto before = *known ? pilot_of(**known) : std::nullopt;
  if (before && before->frozen.hash == burden::pilot_hash(pilot)) return turn.go("/burden/pilots/" + pilot.id);   // a second tap
  if (*known) problems.push_back(words.text("burden.pilot_taken"));
  const auto now = clock_.now();
  const auto launched = first_launch(store_, pilot);
  if (!launched) return turn.failed(launched.error());
  if (*launched || base::format_rfc3339(now).substr(0, 10) > pilot.starts) problems.push_back(words.text("burden.pilot_late"));
  if (!problems.empty()) return again();
  ports::UnitOfWork work;
  ports::Projection row;
  row.kind = kPilotKind;
  row.id = pilot.id;
  row.state = "frozen";
  row.updated_at = now;
  row.body = base::canonical_json({{"file", file}, {"hash", burden::pilot_hash(pilot)}, {"at", base::to_unix_ms(now)}, {"by", turn.member.name}});
  ports::NewEvent frozen;
  frozen.event.stream_kind = "site";
  frozen.event.stream_id = base::uuid_v5(kPilotSpace, "pilot/" + pilot.id);
  frozen.event.registration = kPilotRegistration;
  frozen.event.person = turn.member.person();
  frozen.event.at = frozen.event.recorded_at = now;
  frozen.event.payload = record::Other{"pilot_frozen", base::canonical_json({{"pilot", pilot.id}, {"hash", burden::pilot_hash(pilot)}})};
  work.projections = {std::move(row)};
  work.events = {std::move(frozen)};
  const auto done = store_.commit(work);
  if (!done && done.error().code != base::Code::store_conflict) return turn.failed(done.error());
  return turn.go("/burden/pilots/" + pilot.id);
}

}  // namespace preceptor::web
