#include "web/accreditation/roster_section.hpp"

#include <algorithm>
#include <map>

#include "core/base/json.hpp"
#include "web/claims/prefill.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kRosterLines = 300, kKeptAtOnce = 200;

const base::RegistrationId& no_registration() {
  static const base::RegistrationId none{ports::kNoRegistration};
  return none;
}

View roster_line(int line, const std::string& text, const Messages& words) {
  View view = text_view(text);
  view.text("line", words.text("credits_staff.line", {{"n", std::to_string(line)}})).flag("good", false);
  return view;
}

}  // namespace

struct RosterSection::Run {
  std::map<std::string, credit::Profile> rows;   // by the LMS' own id of the person: of two lines the later counts
  std::vector<View> refused;
  long refusals = 0;

  void read(const TypedTable& table, const Messages& words) {
    for (const auto& [line, row] : table.rows) {
      const std::string user = row.cell("user_id");
      credit::Profile profile;
      row.put_into(profile);
      std::string wrong = user.empty() ? words.text("roster.no_user") : std::string();
      for (const auto& one : credit::check_profile(profile))
        if (wrong.empty() && one.refuses) wrong = field_label(one.field, words) + ": " + words.text("profile.problem." + one.key);
      if (wrong.empty()) {
        rows[user] = profile;
        continue;
      }
      ++refusals;
      if (refused.size() < kRosterLines) refused.push_back(roster_line(line, wrong, words));
    }
  }
};

std::vector<StaffRoute> RosterSection::routes() {
  return {{"GET", "/roster", kAccreditation, [this](StaffTurn& turn) { return show(turn); }},
          {"POST", "/roster", kAccreditation, [this](StaffTurn& turn) { return take(turn); }},
          {"GET", "/roster/map", kAccreditation, [this](StaffTurn& turn) { return show_map(turn); }},
          {"POST", "/roster/map", kAccreditation, [this](StaffTurn& turn) { return save_map(turn); }}};
}

ports::HttpResponse RosterSection::page_of(StaffTurn& turn, View view, int status) {
  const auto connected = deps_.connected();
  if (!connected) return turn.failed(connected.error());
  std::vector<View> platforms, maps;
  std::string before;
  for (const auto& one : *connected) {
    // Several registrations of one platform have the same persons.
    if (one.platform != before) platforms.push_back(choice(one.platform, one.name, one.platform == turn.value("platform")));
    before = one.platform;
    View map;
    map.text("name", one.name).text("url", turn.url("/roster/map?" + base::format_form({{"lms", one.registration}})));
    maps.push_back(std::move(map));
  }
  StaffPage page;
  page.title = turn.messages.text("roster.nav");
  page.template_name = "roster";
  page.script = true;
  page.view = std::move(view);
  page.view.flag("no_lms", platforms.empty()).list("platforms", std::move(platforms)).list("maps", std::move(maps)).text("action", turn.url("/roster"));
  page.done = turn.asked("done") == "mapped" ? "roster.mapped" : "";
  return turn.page(std::move(page), status);
}

ports::HttpResponse RosterSection::show(StaffTurn& turn) {
  View view;
  view.text("csv", "");
  return page_of(turn, std::move(view), 200);
}

ports::HttpResponse RosterSection::take(StaffTurn& turn) {
  const Messages& words = turn.messages;
  const std::string platform = turn.value("platform"), csv = turn.value("csv");
  const bool for_real = turn.value("do") == "apply";
  View view;
  view.text("csv", csv);
  const auto connected = deps_.connected();
  if (!connected) return turn.failed(connected.error());
  const bool known = std::ranges::any_of(*connected, [&](const auto& one) { return one.platform == platform; });
  const auto table = read_table(csv);
  if (!known || !table) {
    view.text_if("problem", known ? words.text("credits_staff.bulk.unreadable", {{"why", table.error().detail}}) : words.text("roster.choose"));
    return page_of(turn, std::move(view), 422);
  }
  Run run;
  run.read(*table, words);
  if (for_real)
    if (auto kept = keep(platform, run); !kept) return kept.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(kept.error());
  std::vector<View> unknown;
  for (const auto& head : table->unknown) unknown.push_back(text_view(head));
  view.flag("ran", true).flag("applied", for_real).flag("tried", !for_real).flag("has_unknown", !unknown.empty()).list("unknown", std::move(unknown));
  view.text("sum", words.text("roster.sum", {{"good", number(static_cast<std::int64_t>(run.rows.size()))}, {"refused", number(run.refusals)}}));
  view.list("lines", std::move(run.refused));
  return page_of(turn, std::move(view), 200);
}

// A row stays sealed until the learner confirms it: it belongs to nobody before, and only the site's key opens it.
base::Status RosterSection::keep(const std::string& platform, const Run& run) {
  ports::UnitOfWork work;
  for (const auto& [user, profile] : run.rows) {
    ports::Projection row;
    row.kind = kRosterRow;
    row.id = platform + "/" + user;
    const auto before = deps_.rows.load_projection(no_registration(), kRosterRow, row.id);
    if (!before) return base::fail(before.error());
    row.version = *before ? (*before)->version + 1 : 1;
    row.updated_at = deps_.clock.now();
    row.body = seal_profile_body(deps_.sealer, profile);
    work.projections.push_back(std::move(row));
    if (work.projections.size() < kKeptAtOnce) continue;
    if (auto kept = deps_.records.commit(work); !kept) return kept;
    work = {};
  }
  return work.projections.empty() ? base::Status() : deps_.records.commit(work);
}

base::Result<std::optional<ConnectedLms>> RosterSection::lms_of(const std::string& registration) {
  const auto connected = deps_.connected();
  if (!connected) return base::fail(connected.error());
  for (const auto& one : *connected)
    if (one.registration == registration) return std::optional(one);
  return std::optional<ConnectedLms>();
}

ports::HttpResponse RosterSection::show_map(StaffTurn& turn) {
  const auto lms = lms_of(turn.asked("lms"));
  if (!lms) return turn.failed(lms.error());
  if (!*lms) return turn.not_found();
  const auto map = Prefill(deps_.rows, deps_.sealer).map_of(base::RegistrationId((*lms)->registration));
  if (!map) return turn.failed(map.error());
  std::vector<View> fields;
  for (const auto field : kMappedFields) {
    const auto found = std::ranges::find_if(*map, [&](const auto& one) { return one.second == field; });
    View row;
    row.text("field", std::string(field)).text("label", turn.messages.text("credits_staff.field." + std::string(field))).text("value", found == map->end() ? "" : found->first);
    fields.push_back(std::move(row));
  }
  StaffPage page;
  page.title = turn.messages.text("roster.map_of", {{"name", (*lms)->name}});
  page.template_name = "roster_map";
  page.view.list("fields", std::move(fields)).text("lms", (*lms)->registration).text("action", turn.url("/roster/map")).text("back", turn.url("/roster"));
  return turn.page(std::move(page));
}

ports::HttpResponse RosterSection::save_map(StaffTurn& turn) {
  const auto lms = lms_of(turn.value("lms"));
  if (!lms) return turn.failed(lms.error());
  if (!*lms) return turn.not_found();
  base::Json map = base::Json::object();
  for (const auto field : kMappedFields)
    if (const auto custom = one_line(turn.value(field), 100); !custom.empty()) map[custom] = field;
  ports::Projection row;
  row.kind = kLaunchMap;
  row.id = (*lms)->registration;
  const auto before = deps_.rows.load_projection(no_registration(), kLaunchMap, row.id);
  if (!before) return turn.failed(before.error());
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = deps_.clock.now();
  row.body = base::canonical_json(map);
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  if (auto kept = deps_.records.commit(work); !kept) return kept.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(kept.error());
  return turn.go("/roster", "mapped");
}

}  // namespace preceptor::web::accreditation
