#include "web/acts/audit_section.hpp"

#include <chrono>

#include "web/acts/watch.hpp"
#include "web/admin/views.hpp"
#include "web/charts/figure.hpp"

namespace preceptor::web {
namespace {

using std::chrono::hours;

constexpr int kRowsShown = 100, kRowsAtOnce = 10'000, kRowsMost = 100'000;
constexpr const char* kAuditKinds[] = {"saw", "changed", "refused", "asked", "taken_back", "carried_out", "failed"};

std::optional<base::Instant> day_begin(const std::string& text) {
  const auto at = base::parse_rfc3339(text + "T00:00:00Z");
  return at && text.size() == 10 ? std::optional(*at) : std::nullopt;
}

std::string day_text(base::Instant at) { return base::format_rfc3339(at).substr(0, 10); }

int page_number(const std::string& text) {
  if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string::npos) return 0;
  return std::stoi(text);
}

std::string shown_who(const std::string& who, const std::map<std::string, std::string>& names) {
  const auto found = names.find(who);
  return found == names.end() ? who : found->second;
}

std::vector<View> kind_views(const std::string& chosen, const Messages& messages) {
  std::vector<View> views;
  for (const char* kind : kAuditKinds) {
    views.emplace_back();
    views.back().text("value", kind).text("label", messages.text("audit.kind_" + std::string(kind))).flag("chosen", chosen == kind);
  }
  return views;
}

std::vector<View> who_views(const std::string& chosen, const std::map<std::string, std::string>& names, const Messages& messages) {
  std::vector<View> views;
  const auto add = [&](const std::string& value, const std::string& label) {
    views.emplace_back();
    views.back().text("value", value).text("label", label).flag("chosen", chosen == value);
  };
  for (const auto& [id, name] : names) add(id, name);
  add("administrator", messages.text("audit.administrator"));
  add("command line", messages.text("audit.command_line"));
  return views;
}

}  // namespace

std::vector<StaffRoute> AuditSection::routes() {
  const StaffRoles accreditation{StaffRole::accreditation};
  return {{"GET", "/audit", accreditation, [this](StaffTurn& turn) { return show(turn); }},
          {"GET", "/audit.csv", accreditation, [this](StaffTurn& turn) { return csv(turn); }}};
}

std::optional<ports::AuditFilter> AuditSection::filter_of(const StaffTurn& turn) const {
  ports::AuditFilter filter;
  const std::string from = turn.asked("from"), to = turn.asked("to");
  const auto first = day_begin(from.empty() ? day_text(clock_.now() - hours(24 * 30)) : from), last = day_begin(to.empty() ? day_text(clock_.now()) : to);
  if (!first || !last || *last < *first) return std::nullopt;
  filter.from = *first;
  filter.to = *last + hours(24);
  filter.who = turn.asked("who");
  filter.kind = turn.asked("kind");
  return filter;
}

base::Result<std::map<std::string, std::string>> AuditSection::names(const Messages& messages) {
  const auto all = members_.list();
  if (!all) return base::fail(all.error());
  std::map<std::string, std::string> found;
  for (const StaffMember& member : *all) found[member.id] = member.name;
  const auto administrators = administrators_.names();
  if (!administrators) return base::fail(administrators.error());
  for (const auto& [id, name] : *administrators) found[administrator({}, id)] = messages.text("audit.administrator_named", {{"name", name}});
  return found;
}

ports::HttpResponse AuditSection::show(StaffTurn& turn) {
  auto filter = filter_of(turn);
  const auto people = names(turn.messages);
  if (!people) return turn.failed(people.error());
  std::vector<View> rows;
  const int page_at = page_number(turn.asked("page"));
  bool more = false;
  if (filter) {
    filter->offset = page_at * kRowsShown;
    filter->limit = kRowsShown + 1;
    auto found = log_.list_audit(*filter);
    if (!found) return turn.failed(found.error());
    more = found->size() > static_cast<std::size_t>(kRowsShown);
    if (more) found->pop_back();
    for (const auto& one : *found) {
      rows.emplace_back();
      rows.back().text("at", admin_time(one.at)).text("who", shown_who(one.who, *people)).text("kind", turn.messages.text("audit.kind_" + one.kind));
      rows.back().text("area", one.area).text("act", one.act).text("subject", one.subject);
    }
  }
  StaffPage page;
  page.title = turn.messages.text("audit.nav");
  page.template_name = "audit_log";
  page.wide = true;
  const base::Fields asked{{"from", filter ? day_text(filter->from) : turn.asked("from")}, {"to", filter ? day_text(filter->to - hours(24)) : turn.asked("to")},
                           {"who", turn.asked("who")}, {"kind", turn.asked("kind")}};
  base::Fields next = asked;
  next.emplace_back("page", std::to_string(page_at + 1));
  auto& view = page.view;
  view.text("from", asked[0].second).text("to", asked[1].second).flag("wrong", !filter);
  view.list("people", who_views(turn.asked("who"), *people, turn.messages)).list("kinds", kind_views(turn.asked("kind"), turn.messages));
  view.text("csv", turn.url("/audit.csv?" + base::format_form(asked))).text_if("next", more ? turn.url("/audit?" + base::format_form(next)) : "");
  view.flag("none", rows.empty()).list("rows", std::move(rows));
  return turn.page(std::move(page), filter ? 200 : 422);
}

ports::HttpResponse AuditSection::csv(StaffTurn& turn) {
  auto filter = filter_of(turn);
  if (!filter) return turn.not_found();
  const auto people = names(turn.messages);
  if (!people) return turn.failed(people.error());
  charts::Table table;
  table.head = {"at", "area", "who", "name", "kind", "act", "subject", "request"};
  filter->limit = kRowsAtOnce;
  for (filter->offset = 0; filter->offset < kRowsMost; filter->offset += kRowsAtOnce) {
    const auto found = log_.list_audit(*filter);
    if (!found) return turn.failed(found.error());
    for (const auto& one : *found) {
      std::vector<charts::Datum> row;
      const std::string name = people->contains(one.who) ? people->at(one.who) : std::string();
      for (const std::string& text : {base::format_rfc3339(one.at), one.area, one.who, name, one.kind, one.act, one.subject, one.request})
        row.push_back(charts::Datum::of(text));
      table.rows.push_back(std::move(row));
    }
    if (found->size() < static_cast<std::size_t>(kRowsAtOnce)) break;
  }
  return turn.file("audit.csv", "text/csv; charset=utf-8", charts::csv(table));
}

}  // namespace preceptor::web
