#include "web/rca/disclosure_section.hpp"

#include <algorithm>
#include <charconv>

#include "core/activity/rca/words.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kRowsShown = 8, kSpareRows = 3;
const std::string kPlace = "/disclosures";

std::string numbered_field(const char* name, std::size_t n) { return std::string(name) + "." + std::to_string(n); }

std::int64_t number_of(const std::string& text) {
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string typed(const base::Fields& fields, const std::string& name) {
  const auto* value = base::field(fields, name);
  return value ? *value : std::string();
}

std::vector<View> problem_views(const std::vector<rca::Problem>& problems, const Messages& messages) {
  std::vector<View> views;
  for (const auto& one : problems) {
    View view;
    view.text("text", say(one.what_to_do, messages));
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> part_views(const base::Fields& fields, const Messages& messages) {
  const auto chosen = base::field_values(fields, "part");
  std::vector<View> views;
  for (const auto part : rca::kParts) {
    View view;
    const std::string value(rca::name(part));
    view.text("value", value).text("label", say(rca::word(part), messages)).flag("checked", std::find(chosen.begin(), chosen.end(), value) != chosen.end());
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> company_views(const base::Fields& fields, std::size_t rows) {
  std::vector<View> views;
  for (std::size_t i = 0; i < rows; ++i) {
    View view;
    view.text("n", std::to_string(i)).text("number", std::to_string(i + 1));
    view.text("company", typed(fields, numbered_field("company", i))).text("nature", typed(fields, numbered_field("nature", i)));
    views.push_back(std::move(view));
  }
  return views;
}

// What is stored, as the form's fields.
base::Fields fields_of_disclosure(const rca::Discloser& one) {
  base::Fields fields;
  for (const auto part : one.parts) fields.emplace_back("part", std::string(rca::name(part)));
  for (std::size_t i = 0; i < one.relationships.size(); ++i) {
    fields.emplace_back(numbered_field("company", i), one.relationships[i].company);
    fields.emplace_back(numbered_field("nature", i), one.relationships[i].nature);
  }
  return fields;
}

std::vector<rca::Relationship> relationships_from(const base::Fields& fields) {
  std::vector<rca::Relationship> told;
  for (std::size_t i = 0; i < kRowsShown; ++i) {
    rca::Relationship one;
    one.company = typed(fields, numbered_field("company", i));
    one.nature = typed(fields, numbered_field("nature", i));
    if (!one.company.empty() || !one.nature.empty()) told.push_back(std::move(one));
  }
  return told;
}

std::vector<rca::Part> parts_from(const base::Fields& fields) {
  const auto chosen = base::field_values(fields, "part");
  std::vector<rca::Part> parts;
  for (const auto part : rca::kParts)
    if (std::find(chosen.begin(), chosen.end(), rca::name(part)) != chosen.end()) parts.push_back(part);
  return parts;
}

}  // namespace

std::vector<rca::Problem> DisclosureSection::missing(const StoredDisclosure& one) const {
  auto problems = rca::check_disclosures({{one.discloser}, "none"}, base::utc_date(clock_.now()));
  std::erase_if(problems, [](const rca::Problem& each) { return each.rule == "part_missing"; });   // others may have that part
  return problems;
}

std::vector<StaffRoute> DisclosureSection::routes() {
  return {{"GET", kPlace, kAllStaff, [this](StaffTurn& turn) { return list(turn); }},
          {"GET", kPlace + "/{person}", kAllStaff, [this](StaffTurn& turn) { return show(turn); }},
          {"POST", kPlace + "/{person}", kAllStaff, [this](StaffTurn& turn) { return save(turn); }},
          {"POST", kPlace + "/{person}/rule", kPlannersAndAccreditation, [this](StaffTurn& turn) { return rule(turn); }}};
}

base::Result<std::vector<StaffTask>> DisclosureSection::tasks(const StaffMember& member, const Messages& messages) {
  std::vector<StaffTask> tasks;
  const auto mine = book_.load(member.id);
  if (!mine) return base::fail(mine.error());
  const auto problems = missing(*mine);
  const bool due = mine->version == 0 || std::any_of(problems.begin(), problems.end(), [](const auto& one) { return one.rule == "disclosure_date"; });
  if (due && member.role != StaffRole::reader) tasks.push_back({messages.text("disclosures.task.own"), kPlace + "/" + member.id});
  if (!kPlannersAndAccreditation.has(member.role)) return tasks;
  const auto all = book_.list();
  if (!all) return base::fail(all.error());
  long waiting = 0;
  for (const auto& one : *all)
    if (one.discloser.person != member.id && std::any_of(one.discloser.relationships.begin(), one.discloser.relationships.end(), [](const auto& each) { return !each.relevant; }))
      ++waiting;
  if (waiting > 0) tasks.push_back({messages.count("disclosures.task.rule", waiting), kPlace});
  return tasks;
}

ports::HttpResponse DisclosureSection::list(StaffTurn& turn) {
  const auto members = members_.list();
  if (!members) return turn.failed(members.error());
  std::vector<View> rows;
  for (const auto& member : *members) {
    if (!member.active) continue;
    const auto one = book_.load(member.id);
    if (!one) return turn.failed(one.error());
    const auto problems = missing(*one);
    View row;
    row.text("name", member.name).text("url", turn.url(kPlace + "/" + member.id)).flag("complete", one->version > 0 && problems.empty());
    row.text("state", one->version == 0       ? turn.messages.text("disclosures.state.none")
                      : problems.empty()      ? turn.messages.text("disclosures.state.complete")
                                              : say(problems.front().what_to_do, turn.messages));
    row.text_if("date", one->discloser.disclosed_on ? base::format_date(*one->discloser.disclosed_on) : "");
    rows.push_back(std::move(row));
  }
  StaffPage page;
  page.title = turn.messages.text("disclosures.nav");
  page.template_name = "disclosures";
  page.view.list("rows", std::move(rows));
  page.done = turn.asked("done") == "saved" ? "disclosures.saved" : "";
  return turn.page(std::move(page));
}

ports::HttpResponse DisclosureSection::show(StaffTurn& turn) {
  const auto member = members_.load(turn.place("person"));
  if (!member) return turn.failed(member.error());
  if (!*member) return turn.not_found();
  const auto one = book_.load((*member)->id);
  if (!one) return turn.failed(one.error());
  if ((*member)->id == turn.member.id) return own(turn, *one, {fields_of_disclosure(one->discloser), {}});
  return other(turn, **member, *one, {});
}

ports::HttpResponse DisclosureSection::own(StaffTurn& turn, const StoredDisclosure& one, const Form& form) {
  StaffPage page;
  page.title = turn.messages.text("disclosures.own");
  page.template_name = "disclosure_own";
  const auto rows = std::min(kRowsShown, relationships_from(form.fields).size() + kSpareRows);
  const std::string seen = typed(form.fields, "seen");
  page.view.text("action", turn.url(kPlace + "/" + turn.member.id)).text("seen", seen.empty() ? std::to_string(one.version) : seen);
  page.view.list("parts", part_views(form.fields, turn.messages)).list("companies", company_views(form.fields, rows));
  page.view.flag("has_problems", !form.problems.empty()).list("problems", problem_views(form.problems, turn.messages));
  page.script = true;
  return turn.page(std::move(page), form.problems.empty() ? 200 : 422);
}

ports::HttpResponse DisclosureSection::other(StaffTurn& turn, const StaffMember& member, const StoredDisclosure& one, const Form& form) {
  StaffPage page;
  page.title = turn.messages.text("disclosures.of", {{"name", member.name}});
  page.template_name = "disclosure_other";
  std::vector<View> rows;
  for (std::size_t i = 0; i < one.discloser.relationships.size(); ++i) {
    const auto& each = one.discloser.relationships[i];
    View row;
    row.text("n", std::to_string(i)).text("company", each.company).text("nature", each.nature).text("mitigation", each.mitigation);
    row.flag("yes", each.relevant == true).flag("no", each.relevant == false);
    row.text_if("ruled", each.ruled_on ? turn.messages.text("disclosures.ruled", {{"date", base::format_date(*each.ruled_on)}}) : "");
    rows.push_back(std::move(row));
  }
  page.view.text("action", turn.url(kPlace + "/" + member.id + "/rule")).text("seen", std::to_string(one.version));
  page.view.text_if("date", one.discloser.disclosed_on ? turn.messages.text("disclosures.on", {{"date", base::format_date(*one.discloser.disclosed_on)}}) : "");
  page.view.flag("none", rows.empty()).flag("never", one.version == 0).flag("may_rule", kPlannersAndAccreditation.has(turn.member.role));
  page.view.list("rows", std::move(rows));
  page.view.flag("has_problems", !form.problems.empty()).list("problems", problem_views(form.problems, turn.messages));
  page.script = true;
  return turn.page(std::move(page), form.problems.empty() ? 200 : 422);
}

ports::HttpResponse DisclosureSection::after(StaffTurn& turn, const base::Result<DisclosureAct>& act, const StaffMember& member) {
  if (!act) return turn.failed(act.error());
  if (act->outcome == DisclosureAct::Outcome::conflict) return turn.outdated();
  if (act->outcome == DisclosureAct::Outcome::done) return turn.go(kPlace, "saved");
  const auto one = book_.load(member.id);
  if (!one) return turn.failed(one.error());
  return member.id == turn.member.id ? own(turn, *one, {turn.form, act->problems}) : other(turn, member, *one, {turn.form, act->problems});
}

ports::HttpResponse DisclosureSection::save(StaffTurn& turn) {
  if (turn.place("person") != turn.member.id) return turn.not_found();   // one's own alone
  const auto act = book_.disclose(turn.member.id, turn.member.name, parts_from(turn.form), relationships_from(turn.form), number_of(turn.value("seen")));
  return after(turn, act, turn.member);
}

ports::HttpResponse DisclosureSection::rule(StaffTurn& turn) {
  const auto member = members_.load(turn.place("person"));
  if (!member) return turn.failed(member.error());
  if (!*member) return turn.not_found();
  const auto relevant = turn.value("relevant");
  const auto n = number_of(turn.value("n"));
  if (n < 0 || (relevant != "yes" && relevant != "no")) {
    DisclosureAct refused{DisclosureAct::Outcome::refused, {rca::problem("relevant", "choice")}, std::nullopt};
    return after(turn, base::Result<DisclosureAct>(std::move(refused)), **member);
  }
  const auto act = book_.rule((*member)->id, static_cast<std::size_t>(n), relevant == "yes", turn.value("mitigation"), turn.member.id, number_of(turn.value("seen")));
  return after(turn, act, **member);
}

}  // namespace preceptor::web
