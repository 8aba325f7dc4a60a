#include "web/accreditation/activity_section.hpp"

#include <algorithm>

#include "web/accreditation/parts.hpp"
#include "web/sentences.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kNumberDigits = 9;   // V01

bool is_activity_number(const std::string& text) {
  return text.size() == kNumberDigits && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool in_window(const ActivityNow& now) { return now.activity->starts <= now.today && now.today <= now.activity->ends; }

std::string window_text(const credit::Activity& one) { return base::format_date(one.starts) + " – " + base::format_date(one.ends); }

// What is written otherwise than the people disclosed: by the activity, else by the units as they are now.
std::vector<View> differing_texts(const ActivityNow& now, const report::AuditFacts& facts, const Messages& words) {
  std::vector<View> views;
  if (!now.told) return views;
  std::vector<WrittenDisclosure> written;
  if (!now.activity->disclosure.empty()) written = {{"disclosure", now.activity->disclosure}};
  for (const auto& unit : facts.units)
    if (written.empty() && unit->disclosure.none && std::ranges::find(facts.current, unit->hash.str()) != facts.current.end()) written = {{"units", "none"}};
  for (const auto& one : differing_disclosures(*now.told, written)) views.push_back(text_view(say(one.what_to_do, words)));
  return views;
}

}  // namespace

StaffRoute ActivitySection::on_activity(const char* method, const char* path, StaffRoles roles, WithActivity answer) {
  return {method, path, roles, [this, answer](StaffTurn& turn) {
            const auto now = deps_.book.activity(turn.place("activity"));
            if (!now) return turn.failed(now.error());
            return *now ? (this->*answer)(turn, **now) : turn.not_found();
          }};
}

std::vector<StaffRoute> ActivitySection::routes() {
  return {{"GET", "/activities", kAllStaff, [this](StaffTurn& turn) { return list(turn); }},
          {"GET", "/activities/draft/{draft}", kPlannersAndAccreditation, [this](StaffTurn& turn) { return draft(turn); }},
          on_activity("GET", "/activities/{activity}", kAllStaff, &ActivitySection::show),
          on_activity("POST", "/activities/{activity}/number", kAccreditation, &ActivitySection::take_number),
          on_activity("GET", "/activities/{activity}/counts", kAllStaff, &ActivitySection::counts),
          on_activity("GET", "/activities/{activity}/document/{kind}", kAccreditation, &ActivitySection::document),
          on_activity("POST", "/activities/{activity}/audit", kPlannersAndAccreditation, &ActivitySection::audit_file)};
}

base::Result<std::vector<StaffTask>> ActivitySection::tasks(const StaffMember& member, const Messages& messages) {
  std::vector<StaffTask> tasks;
  if (!kPlannersAndAccreditation.has(member.role)) return tasks;
  const auto all = deps_.book.activities();
  if (!all) return base::fail(all.error());
  long unnumbered = 0, refused = 0;
  for (const auto& now : *all) {
    if (now.today > now.activity->ends) continue;
    const auto gate = audit_.refusals(now);
    if (!gate) return base::fail(gate.error());
    const auto found = audit_.findings(*now.activity);
    if (!found) return base::fail(found.error());
    if (!gate->empty() || std::ranges::any_of(*found, &credit::Finding::refuses)) ++refused;
    if (in_window(now) && now.accme_activity_id.empty()) ++unnumbered;
  }
  if (refused > 0) tasks.push_back({messages.count("activities.task.refused", refused), "/activities"});
  if (unnumbered > 0 && member.role == StaffRole::accreditation) tasks.push_back({messages.count("activities.task.number", unnumbered), "/activities"});
  return tasks;
}

std::string ActivitySection::provider_name(const credit::Activity& activity) const {
  const auto found = std::ranges::find(deps_.providers, activity.provider, &credit::Provider::id);
  return found == deps_.providers.end() ? activity.provider : found->name;
}

ports::HttpResponse ActivitySection::list(StaffTurn& turn) {
  const auto all = deps_.book.activities();
  if (!all) return turn.failed(all.error());
  std::vector<View> rows;
  for (const auto& now : *all) {
    const auto& one = *now.activity;
    const auto gate = audit_.refusals(now);
    if (!gate) return turn.failed(gate.error());
    const auto found = audit_.findings(one);
    if (!found) return turn.failed(found.error());
    const long refusing = static_cast<long>(gate->size()) + std::ranges::count_if(*found, &credit::Finding::refuses);
    View row;
    row.text("title", one.title).text("lang", one.language).text("url", turn.url("/activities/" + one.id)).text("window", window_text(one));
    row.text("provider", provider_name(one)).text("number", now.accme_activity_id).flag("no_number", now.accme_activity_id.empty());
    std::string designated;
    for (const auto& each : one.designations) designated += (designated.empty() ? "" : " · ") + amount_text(each.max, each.system, deps_.book.rules(), turn.messages);
    row.text("designated", designated).flag("good", refusing == 0);
    row.text("state", refusing == 0 ? turn.messages.text(in_window(now) ? "activities.open" : "activities.outside") : turn.messages.count("activities.refusing", refusing));
    rows.push_back(std::move(row));
  }
  auto drafts = draft_rows(turn);
  if (!drafts) return turn.failed(drafts.error());
  StaffPage page;
  page.title = turn.messages.text("activities.nav");
  page.template_name = "activities";
  page.view.flag("none", rows.empty()).list("rows", std::move(rows)).flag("has_drafts", !drafts->empty()).list("drafts", std::move(*drafts));
  return turn.page(std::move(page));
}

ports::HttpResponse ActivitySection::page_of(StaffTurn& turn, const ActivityNow& now, const std::string& problem, int status) {
  const auto facts = audit_.facts(now);
  if (!facts) return turn.failed(facts.error());
  const auto documents = documents_on();
  if (!documents) return turn.failed(documents.error());
  StaffPage page;
  page.title = now.activity->title;
  page.template_name = "activity";
  page.script = true;
  View& view = page.view;
  add_activity(view, now, turn.messages);
  view.text("provider", provider_name(*now.activity)).text("own", turn.url("/activities/" + now.activity->id)).text_if("problem", problem);
  std::vector<View> missing, refusals;
  for (const auto& one : report::audit_missing(*facts)) missing.push_back(text_view(say(one.what_to_do, turn.messages)));
  for (const auto& one : facts->refusals) refusals.push_back(text_view(say(one.what_to_do, turn.messages)));
  for (const auto& one : facts->findings)
    if (one.refuses) refusals.push_back(text_view(one.message));
  auto differing = differing_texts(now, *facts, turn.messages);
  view.flag("differs", !differing.empty()).list("differing", std::move(differing));
  view.flag("complete", missing.empty()).list("missing", std::move(missing)).flag("refused", !refusals.empty()).list("refusals", std::move(refusals));
  view.flag("may_number", turn.is(StaffRole::accreditation)).flag("may_audit", !turn.is(StaffRole::reader)).flag("may_name", turn.is(StaffRole::accreditation));
  view.flag("documents_on", *documents).text("rules", turn.url("/rules"));
  add_entry_sheet(view, now, facts->learners, turn.messages);
  page.done = turn.asked("done") == "numbered" ? "activities.numbered" : "";
  return turn.page(std::move(page), status);
}

ports::HttpResponse ActivitySection::take_number(StaffTurn& turn, const ActivityNow& now) {
  const std::string typed = one_line(turn.value("number"), 40);
  if (!is_activity_number(typed)) return page_of(turn, now, turn.messages.text("activities.number_wrong"), 422);
  if (typed != now.accme_activity_id) {
    if (const auto kept = deps_.book.number_activity(now.activity->id, typed, turn.member.person()); !kept) {
      return kept.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(kept.error());
    }
  }
  return turn.go("/activities/" + now.activity->id, "numbered");
}

ports::HttpResponse ActivitySection::counts(StaffTurn& turn, const ActivityNow& now) {
  const auto learners = audit_.learners(*now.activity);
  if (!learners) return turn.failed(learners.error());
  std::vector<View> rows;
  for (const auto& [year, count] : year_counts(now.activity->format, *learners)) {
    View row;
    row.text("year", number(year)).text("physicians", number(count.in_year.physicians)).text("others", number(count.in_year.others));
    row.text("not_told", number(count.in_year.untold));
    const std::string whole = number(year);
    row.text_if("url", kAccreditationAndReaders.has(turn.member.role)
                           ? turn.url("/credits?" + base::format_form({{"activity", now.activity->id}, {"from", whole + "-01-01"}, {"to", whole + "-12-31"}})) : "");
    row.text("so_far", number(count.so_far.physicians) + " / " + number(count.so_far.others) + " / " + number(count.so_far.untold));
    rows.push_back(std::move(row));
  }
  StaffPage page;
  page.title = turn.messages.text("activities.counts_of", {{"title", now.activity->title}});
  page.template_name = "activity_counts";
  page.script = true;
  page.view.flag("none", rows.empty()).list("rows", std::move(rows)).text("back", turn.url("/activities/" + now.activity->id));
  return turn.page(std::move(page));
}

ports::HttpResponse ActivitySection::audit_file(StaffTurn& turn, const ActivityNow& now) {
  const bool named = turn.value("identifiers") == "yes";
  if (named && !turn.is(StaffRole::accreditation)) return turn.not_found();   // never offered to others
  const auto made = audit_.file(now.activity->id, named ? std::optional(ports::VaultActor{turn.member.id, "audit file"}) : std::nullopt);
  if (!made) return turn.failed(made.error());
  const std::string name = "audit-" + now.activity->id + ".zip";
  if (deps_.note_copy)
    if (const auto noted = deps_.note_copy("audit file", name + ", downloaded under /staff"); !noted) return turn.failed(noted.error());
  return turn.file(name, "application/zip", made->bytes);
}

}  // namespace preceptor::web::accreditation
