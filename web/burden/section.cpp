#include "web/burden/section.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "core/burden/stage.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

using Response = ports::HttpResponse;

constexpr std::size_t kUnitsDrawn = 20;   // those with the most answers; the table of the file has all

std::string shown_or_dash(const std::optional<double>& value, int decimals, const Messages& words) {
  return value ? charts::shown_number(*value, decimals, words) : words.text("burden.too_few");
}

View unit_row(const activity::Unit& unit, const UnitRecord& record, const StaffTurn& turn) {
  const auto& words = turn.messages;
  const auto report = report_of(record, {});
  const auto* minutes = shown(report.quantities, "active_minutes", {});
  const auto* ratio = shown(report.quantities, "time_ratio", {});
  const auto* left = shown(report.proportions, "abandonment", {});
  const auto* useful = shown(report.proportions, "useful", {});
  const auto* irrelevant = shown(report.proportions, "irrelevant", {});
  const auto share = [&](const burden::Share* one) { return one && one->value ? charts::per_cent(*one->value, words) + " % (n = " + std::to_string(one->n) + ")" : words.text("burden.too_few"); };
  View row;
  row.text("unit", unit.title).text("href", turn.url("/burden/unit/" + unit.id)).text("unit_lang", unit.language).text("format", unit.format);
  row.text("stated", std::to_string(unit.stated_minutes));
  row.text("minutes", minutes && minutes->median ? shown_or_dash(minutes->median, 1, words) + " (n = " + std::to_string(minutes->n) + ")" : words.text("burden.too_few"));
  row.text("ratio", ratio && ratio->median ? charts::per_cent(*ratio->median, words) + " %" : words.text("burden.too_few"));
  row.text("abandoned", share(left)).text("useful", share(useful)).text("irrelevant", share(irrelevant));
  return row;
}

std::vector<View> choices(const std::map<std::string, std::string>& values, const std::optional<std::string>& chosen) {
  std::vector<View> made;
  for (const auto& [value, label] : values) {
    made.emplace_back();
    made.back().text("value", value).text("label", label.empty() ? value : label).flag("chosen", chosen && *chosen == value);
  }
  return made;
}

std::string query_of(const BurdenChoice& choice) {
  base::Fields fields;
  if (choice.filter.version) fields.emplace_back("version", *choice.filter.version);
  if (choice.filter.stage) fields.emplace_back("stage", std::string(burden::name(*choice.filter.stage)));
  if (choice.filter.course) fields.emplace_back("course", *choice.filter.course);
  if (choice.until) fields.emplace_back("until", std::to_string(*choice.until));
  return fields.empty() ? "" : "?" + base::format_form(fields);
}

void add_filters(View& view, const UnitRecord& record, const BurdenChoice& choice, const StaffTurn& turn) {
  const auto& words = turn.messages;
  view.list("versions", choices(record.versions, choice.filter.version)).list("courses", choices(record.courses, choice.filter.course));
  std::map<std::string, std::string> stages;
  std::vector<View> stage_views;
  for (const auto stage : burden::kStages) {
    const std::string name(burden::name(stage));
    stage_views.emplace_back();
    stage_views.back().text("value", name).text("label", words.text("career_stage." + name)).flag("chosen", choice.filter.stage == stage);
  }
  view.list("stages", std::move(stage_views));
  std::vector<View> periods;
  for (std::size_t i = 0; i < record.ends.size(); ++i) {
    periods.emplace_back();
    periods.back().text("value", std::to_string(i)).text("label", format_date(record.ends[i], words)).flag("chosen", choice.until == static_cast<int>(i));
  }
  view.list("periods", std::move(periods));
}

}  // namespace

std::vector<StaffRoute> BurdenSection::routes() {
  const auto to = [this](Response (BurdenSection::*answer)(StaffTurn&)) { return [this, answer](StaffTurn& turn) { return (this->*answer)(turn); }; };
  return {{"GET", "/burden", kAllStaff, to(&BurdenSection::list)},
          {"GET", "/burden/unit/{unit}", kAllStaff, to(&BurdenSection::unit)},
          {"GET", "/burden/unit/{unit}/csv/{figure}", kAllStaff, to(&BurdenSection::csv)},
          {"POST", "/burden/unit/{unit}/close", kPlanners, to(&BurdenSection::close_period)},
          {"GET", "/burden/unit/{unit}/prices", kAllStaff, to(&BurdenSection::prices)},
          {"POST", "/burden/unit/{unit}/keep/{question}", kPlanners, to(&BurdenSection::keep_question)},
          {"POST", "/burden/unit/{unit}/used/{question}", kPlanners, to(&BurdenSection::note_use)},
          {"GET", "/burden/preference", kAllStaff, to(&BurdenSection::preference)},
          {"GET", "/burden/launches", kAllStaff, to(&BurdenSection::launches)},
          {"GET", "/burden/pilots", kAllStaff, to(&BurdenSection::pilots)},
          {"GET", "/burden/pilots/{pilot}", kAllStaff, to(&BurdenSection::pilot)},
          {"POST", "/burden/pilots", kPlanners, to(&BurdenSection::freeze)}};
}

Response BurdenSection::list(StaffTurn& turn) {
  const auto units = records_.current_units(turn.messages.language());
  if (!units) return turn.failed(units.error());
  const auto& words = turn.messages;
  std::vector<View> rows;
  std::vector<charts::UnitUse> uses;
  for (const auto& unit : *units) {
    const auto record = records_.unit(unit->id, turn.messages.language());
    if (!record) return turn.failed(record.error());
    if (!*record) continue;
    rows.push_back(unit_row(*unit, **record, turn));
    uses.push_back(use_of(**record, report_of(**record, {}), {}));
  }
  if (turn.asked("csv") == "useful") return turn.file("useful.csv", "text/csv; charset=utf-8", charts::csv(charts::relevance_plot({}, uses, words).table));
  std::ranges::stable_sort(uses, std::greater{}, [](const charts::UnitUse& one) { return one.useful ? one.useful->n : 0; });
  if (uses.size() > kUnitsDrawn) uses.resize(kUnitsDrawn);
  StaffPage page;
  page.title = turn.messages.text("burden.title");
  page.template_name = "burden_units";
  page.view.text("figure_html", charts::figure_html(charts::relevance_plot({"useful", 640, words.right_to_left()}, uses, words), turn.url("/burden?csv=useful"), words));
  page.view.flag("any", !rows.empty()).list("units", std::move(rows));
  page.wide = true;
  return turn.page(std::move(page));
}

base::Result<std::optional<BurdenSection::Chosen>> BurdenSection::chosen(const StaffTurn& turn) {
  const auto record = records_.unit(turn.place("unit"), turn.messages.language());
  if (!record) return base::fail(record.error());
  if (!*record) return std::optional<Chosen>();
  Chosen made{*record, {}};
  auto& filter = made.choice.filter;
  if (const auto version = turn.asked("version"); !version.empty()) filter.version = version;
  if (const auto course = turn.asked("course"); !course.empty()) filter.course = course;
  if (const auto stage = turn.asked("stage"); !stage.empty()) {
    filter.stage = burden::stage_named(stage);
    if (!filter.stage) return std::optional<Chosen>();
  }
  if (const auto until = turn.asked("until"); !until.empty()) {
    for (std::size_t i = 0; i < made.record->ends.size(); ++i)
      if (until == std::to_string(i)) made.choice.until = static_cast<int>(i);
    if (!made.choice.until) return std::optional<Chosen>();
  }
  if ((filter.version && !made.record->versions.contains(*filter.version)) || (filter.course && !made.record->courses.contains(*filter.course))) return std::optional<Chosen>();
  return std::optional(std::move(made));
}

base::Result<std::vector<charts::UnitUse>> BurdenSection::formats(const UnitRecord& record, const std::string& language) {
  std::vector<charts::UnitUse> made;
  const auto& gap = record.unit->gap;
  if (gap.empty() || gap.starts_with("none")) return made;
  const auto units = records_.current_units(language);
  if (!units) return base::fail(units.error());
  for (const auto& unit : *units) {
    if (unit->gap != gap) continue;
    const auto other = records_.unit(unit->id, language);
    if (!other) return base::fail(other.error());
    if (!*other) continue;
    made.push_back(use_of(**other, report_of(**other, {}), {}));
    made.back().unit += " (" + unit->format + ")";
  }
  if (made.size() < 2) made.clear();
  return made;
}

Response BurdenSection::unit(StaffTurn& turn) {
  const auto found = chosen(turn);
  if (!found) return turn.failed(found.error());
  if (!*found) return turn.not_found();
  const auto& [record, choice] = **found;
  const auto surveys = records_.surveys();
  if (!surveys) return turn.failed(surveys.error());
  const auto others = formats(*record, turn.messages.language());
  if (!others) return turn.failed(others.error());
  const auto& words = turn.messages;
  const std::string own = turn.url("/burden/unit/" + record->unit->id), query = query_of(choice);
  std::vector<View> figures;
  const auto add = [&](const std::string& name, const charts::Figure& figure, bool filtered) {
    figures.emplace_back();
    figures.back().text("heading", words.text("burden.figure." + name)).text("figure_html", charts::figure_html(figure, own + "/csv/" + name + query, words));
    figures.back().flag("of_all", !filtered && !query.empty());
  };
  for (const auto& one : unit_figures(*record, report_of(*record, choice), *surveys, choice, words)) add(one.name, one.figure, one.filtered);
  if (!others->empty()) add("formats", charts::relevance_plot({"formats", 640, words.right_to_left()}, *others, words), false);
  const auto gate = gate_lines(*record->unit, words);
  if (!gate) return turn.failed(gate.error());
  std::vector<View> gates;
  for (const auto& line : *gate) {
    gates.emplace_back();
    gates.back().text("gate", line);
  }
  StaffPage page;
  page.title = record->unit->title;
  page.template_name = "burden_unit";
  page.view.flag("gated", !gates.empty()).list("gates", std::move(gates));
  page.wide = true;
  add_filters(page.view, *record, choice, turn);
  page.view.text("own", own).list("figures", std::move(figures));
  page.view.flag("waiting", record->waiting).flag("may_close", record->may_close && turn.is(StaffRole::planner));
  page.view.flag("nothing", record->attempts.empty()).text("prices_href", own + "/prices");
  return turn.page(std::move(page));
}

Response BurdenSection::csv(StaffTurn& turn) {
  const auto found = chosen(turn);
  if (!found) return turn.failed(found.error());
  if (!*found) return turn.not_found();
  const auto& [record, choice] = **found;
  const auto surveys = records_.surveys();
  if (!surveys) return turn.failed(surveys.error());
  const std::string name = turn.place("figure");
  if (name == "formats") {
    const auto others = formats(*record, turn.messages.language());
    if (!others) return turn.failed(others.error());
    return turn.file(record->unit->id + "-formats.csv", "text/csv; charset=utf-8", charts::csv(charts::relevance_plot({}, *others, turn.messages).table));
  }
  for (const auto& one : unit_figures(*record, report_of(*record, choice), *surveys, choice, turn.messages))
    if (one.name == name) return turn.file(record->unit->id + "-" + name + ".csv", "text/csv; charset=utf-8", charts::csv(one.figure.table));
  return turn.not_found();
}

Response BurdenSection::close_period(StaffTurn& turn) {
  const auto closed = records_.close_period(turn.place("unit"));
  if (!closed && closed.error().code != base::Code::store_conflict) return turn.failed(closed.error());
  return turn.go("/burden/unit/" + turn.place("unit"));
}

Response BurdenSection::preference(StaffTurn& turn) {
  const auto people = records_.preferences();
  if (!people) return turn.failed(people.error());
  const auto figure = charts::preference_plot({"preference", 640, turn.messages.right_to_left()}, burden::preferences(*people), turn.messages);
  if (turn.asked("csv") == "1") return turn.file("preference.csv", "text/csv; charset=utf-8", charts::csv(figure.table));
  StaffPage page;
  page.title = turn.messages.text("burden.preference_title");
  page.body_html = charts::figure_html(figure, turn.url("/burden/preference?csv=1"), turn.messages);
  page.wide = true;
  return turn.page(std::move(page));
}

Response BurdenSection::launches(StaffTurn& turn) {
  const auto seen = records_.launches();
  if (!seen) return turn.failed(seen.error());
  const auto registrations = registrations_.list_registrations();
  if (!registrations) return turn.failed(registrations.error());
  std::map<std::string, std::string> names;
  for (const auto& one : *registrations) names[one.id.str()] = one.name;
  const auto& words = turn.messages;
  const auto cells = burden::launch_report(*seen);
  const auto reasons = launches_figure(cells, words), connections = connections_figure(cells, names, words);
  if (const auto asked = turn.asked("csv"); asked == "1" || asked == "connections")
    return turn.file(asked == "1" ? "launches.csv" : "connections.csv", "text/csv; charset=utf-8", charts::csv((asked == "1" ? reasons : connections).table));
  StaffPage page;
  page.title = words.text("burden.launches_title");
  page.body_html = charts::figure_html(reasons, turn.url("/burden/launches?csv=1"), words);
  if (!connections.table.rows.empty()) page.body_html += charts::figure_html(connections, turn.url("/burden/launches?csv=connections"), words);
  page.wide = true;
  return turn.page(std::move(page));
}

}  // namespace preceptor::web
