#include "web/pipelines/pipeline_section.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

#include "core/activity/unit.hpp"
#include "core/credit/grant.hpp"
#include "web/accreditation/parts.hpp"
#include "web/admin/views.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web {
namespace {

using credit::GrantState;

constexpr StaffRoles kWhoSeesPipelines{StaffRole::accreditation, StaffRole::reader};
constexpr base::Milliseconds kStuckAfter = std::chrono::minutes(15);   // a record store that works is never this far behind
constexpr int kReviewDays = 30, kGrantsAtOnce = 1000;
// In the order a credit goes through them.
constexpr GrantState kPipeline[] = {GrantState::issued, GrantState::queued, GrantState::exported, GrantState::sent, GrantState::pending,
                                    GrantState::accepted, GrantState::rejected, GrantState::correcting};

int series_of(GrantState state) {
  if (state == GrantState::accepted) return 1;
  return state == GrantState::rejected || state == GrantState::correcting ? 2 : 0;
}

std::string credits_place(const StaffTurn& turn, const base::Fields& filter) { return turn.url("/credits?" + base::format_form(filter)); }

charts::Slot pipeline_slot(const char* id, const Messages& words) { return {id, 640, words.right_to_left()}; }

}  // namespace

std::vector<StaffRoute> PipelineSection::routes() {
  return {{"GET", "/pipelines", kWhoSeesPipelines, [this](StaffTurn& turn) { return show(turn); }},
          {"GET", "/pipelines/reviews", kWhoSeesPipelines, [this](StaffTurn& turn) { return reviews(turn); }},
          {"GET", "/pipelines/csv/{figure}", kWhoSeesPipelines, [this](StaffTurn& turn) { return csv(turn); }}};
}

// 9. How far credits are, by state.
base::Result<charts::Figure> PipelineSection::credits(const StaffTurn& turn) {
  const Messages& words = turn.messages;
  std::vector<charts::Counted> counts;
  std::map<GrantState, long> by;
  long claimed = 0;
  for (const GrantState state : kPipeline) {
    ports::GrantFilter filter;
    filter.states = {state};
    const auto count = deps_.grants.count_grants(filter);
    if (!count) return base::fail(count.error());
    by[state] = static_cast<long>(*count);
    claimed += by[state];
    counts.push_back({accreditation::state_text(state, words), by[state], series_of(state), credits_place(turn, {{"state", std::string(credit::name(state))}})});
  }
  const long on_way = by[GrantState::exported] + by[GrantState::sent] + by[GrantState::pending];
  auto figure = charts::counted_plot(pipeline_slot("credits", words),
                                     {words.text("pipeline.credit_title"),
                                      words.text("pipeline.credit_finding", {{"claimed", std::to_string(claimed)}, {"on_way", std::to_string(on_way)},
                                                                             {"accepted", std::to_string(by[GrantState::accepted])}, {"rejected", std::to_string(by[GrantState::rejected])}}),
                                      words.text("pipeline.state"), words.text("pipeline.credits")},
                                     counts, words);
  ports::GrantFilter waits;
  waits.states = {GrantState::issued, GrantState::queued};
  const auto oldest = deps_.grants.list_grants(waits, std::nullopt, 1);   // by date
  if (!oldest) return base::fail(oldest.error());
  if (!oldest->empty())
    figure.remarks.push_back(words.text("pipeline.credit_oldest", {{"days", std::to_string(base::days_between(oldest->front().date, base::utc_date(deps_.clock.now())))}}));
  return figure;
}

// Of those that a receiver refused: why.
base::Result<charts::Figure> PipelineSection::reasons(const StaffTurn& turn) {
  const Messages& words = turn.messages;
  ports::GrantFilter filter;
  filter.states = {GrantState::rejected};
  std::map<std::string, long> by;
  long all = 0;
  for (std::optional<ports::GrantPlace> after;;) {
    const auto page = deps_.grants.list_grants(filter, after, kGrantsAtOnce);
    if (!page) return base::fail(page.error());
    for (const auto& grant : *page) ++by[accreditation::reason_text(grant.reason, words)];
    all += static_cast<long>(page->size());
    if (page->size() < static_cast<std::size_t>(kGrantsAtOnce)) break;
    after = ports::GrantPlace{page->back().date, page->back().ccid};
  }
  std::vector<charts::Counted> counts;
  for (const auto& [reason, n] : by) counts.push_back({reason.empty() ? words.text("pipeline.no_reason") : reason, n, 2, credits_place(turn, {{"state", "rejected"}})});
  std::ranges::stable_sort(counts, [](const auto& a, const auto& b) { return a.count > b.count; });
  const std::string sentence = all == 0 ? words.text("pipeline.reasons_none") : words.text("pipeline.reasons_finding", {{"n", std::to_string(all)}, {"reason", counts.front().label}});
  return charts::counted_plot(pipeline_slot("reasons", words), {words.text("pipeline.reasons_title"), sentence, words.text("pipeline.reason"), words.text("pipeline.credits")}, counts, words);
}

// The same by the boards that credit goes to.
base::Result<charts::Figure> PipelineSection::boards(const StaffTurn& turn) {
  const Messages& words = turn.messages;
  std::vector<charts::Counted> counts;
  for (const auto& board : deps_.rules.boards) {
    for (const GrantState state : kPipeline) {
      ports::GrantFilter filter;
      filter.board = board.code;
      filter.states = {state};
      const auto count = deps_.grants.count_grants(filter);
      if (!count) return base::fail(count.error());
      if (*count == 0) continue;
      counts.push_back({board.code + " · " + accreditation::state_text(state, words), static_cast<long>(*count), series_of(state),
                        credits_place(turn, {{"board", board.code}, {"state", std::string(credit::name(state))}})});
    }
  }
  const std::string sentence = words.text(counts.empty() ? "pipeline.boards_none" : "pipeline.boards_finding");
  return charts::counted_plot(pipeline_slot("boards", words), {words.text("pipeline.boards_title"), sentence, words.text("pipeline.board"), words.text("pipeline.credits")}, counts, words);
}

base::Result<std::vector<PipelineSection::NamedPipeline>> PipelineSection::figures(const StaffTurn& turn) {
  std::vector<NamedPipeline> made;
  for (const auto& [name, make] : {std::pair("credits", &PipelineSection::credits), {"reasons", &PipelineSection::reasons}, {"boards", &PipelineSection::boards},
                                   {"delivery", &PipelineSection::deliveries}, {"queue", &PipelineSection::queue}, {"settled", &PipelineSection::settled}}) {
    auto figure = (this->*make)(turn);
    if (!figure) return base::fail(figure.error());
    made.push_back({name, std::move(*figure)});
  }
  return made;
}

ports::HttpResponse PipelineSection::show(StaffTurn& turn) {
  const auto all = figures(turn);
  if (!all) return turn.failed(all.error());
  StaffPage page;
  page.title = turn.messages.text("pipeline.nav");
  page.wide = true;
  for (const auto& one : *all) {
    const bool over_time = one.name == std::string_view("queue") || one.name == std::string_view("settled");
    if (one.name == std::string_view("queue")) page.body_html += span_links(turn);
    page.body_html += charts::figure_html(one.figure, turn.url("/pipelines/csv/" + std::string(one.name) + (over_time ? "?span=" + span_asked(turn) : "")), turn.messages);
  }
  return turn.page(std::move(page));
}

ports::HttpResponse PipelineSection::csv(StaffTurn& turn) {
  const auto all = figures(turn);
  if (!all) return turn.failed(all.error());
  for (const auto& one : *all)
    if (one.name == turn.place("figure")) return turn.file("pipeline-" + std::string(one.name) + ".csv", "text/csv; charset=utf-8", charts::csv(one.figure.table));
  return turn.not_found();
}

base::Result<std::vector<PipelineSection::EndingUnit>> PipelineSection::ending_units() {
  const auto current = deps_.content.list_current("unit");
  if (!current) return base::fail(current.error());
  const base::Date today = base::utc_date(deps_.clock.now());
  std::vector<EndingUnit> ending;
  for (const auto& version : *current) {
    const auto unit = activity::unit_from_json(version.json);
    if (!unit) return base::fail(unit.error());
    const auto by = base::parse_date(unit->review_by);
    if (by && base::days_between(today, *by) <= kReviewDays) ending.push_back({unit->title, unit->id, *by});
  }
  std::ranges::sort(ending, [](const EndingUnit& a, const EndingUnit& b) { return std::tie(a.by, a.id) < std::tie(b.by, b.id); });
  return ending;
}

// The rows behind the line of the work list.
ports::HttpResponse PipelineSection::reviews(StaffTurn& turn) {
  const auto ending = ending_units();
  if (!ending) return turn.failed(ending.error());
  charts::Table table;
  table.head = {turn.messages.text("pipeline.unit"), "id", turn.messages.text("pipeline.review_by")};
  for (const EndingUnit& one : *ending)
    table.rows.push_back({charts::Datum::of(one.title), charts::Datum::of(one.id), charts::Datum::of(base::format_date(one.by))});
  StaffPage page;
  page.title = turn.messages.text("pipeline.reviews");
  page.body_html = ending->empty() ? "<p>" + turn.messages.text("pipeline.reviews_none") + "</p>" : "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + page.title + "\">" + charts::table_html(table, turn.messages) + "</div>";
  return turn.page(std::move(page));
}

base::Result<std::vector<StaffTask>> PipelineSection::tasks(const StaffMember&, const Messages& messages) {
  std::vector<StaffTask> tasks;
  const auto stores = deps_.stores();
  if (!stores) return base::fail(stores.error());
  for (const RecordStore& store : *stores) {
    const auto& backlog = store.backlog;
    if (store.row.enabled && backlog.waiting > 0 && backlog.oldest && *backlog.oldest + kStuckAfter < deps_.clock.now())
      tasks.push_back({messages.text("pipeline.task_stuck", {{"name", store.row.name}, {"time", admin_time(*backlog.oldest)}}), "/pipelines"});
    if (backlog.parked > 0)
      tasks.push_back({messages.count("pipeline.task_refused", static_cast<long>(backlog.parked), {{"name", store.row.name}}), "/pipelines"});
  }
  const auto ending = ending_units();
  if (!ending) return base::fail(ending.error());
  if (!ending->empty()) tasks.push_back({messages.count("pipeline.task_review", static_cast<long>(ending->size())), "/pipelines/reviews"});
  return tasks;
}

}  // namespace preceptor::web
