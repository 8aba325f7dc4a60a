// The list of credits, deadlines, and persons who are there twice.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/credit/zone.hpp"
#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/mending.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr int kOnePage = 50, kReadAtOnce = 1000, kMostUnwilling = 10'000;
constexpr int kDaysAhead = 30;   // the boards' own limit is 30 days, so nothing that waits is missed
constexpr std::size_t kShownMost = 500;

std::string record_place(const std::string& ccid) { return "/credits/record?" + base::format_form({{"ccid", ccid}}); }

std::string person_name(const std::optional<credit::Profile>& profile) {
  if (!profile) return {};
  return profile->given_name + (profile->given_name.empty() || profile->family_name.empty() ? "" : " ") + profile->family_name;
}

}  // namespace

base::Result<std::vector<std::pair<std::string, std::string>>> CreditSection::titles() {
  const auto all = deps_.book.activities();
  if (!all) return base::fail(all.error());
  std::vector<std::pair<std::string, std::string>> made;
  for (const auto& now : *all) made.emplace_back(now.activity->id, now.activity->title);
  return made;
}

base::Result<View> CreditSection::row_of(const StaffTurn& turn, const credit::Grant& grant, bool named) {
  View row;
  row.text("date", base::format_date(grant.date)).text("amount", amount_text(grant.amount, grant.system, deps_.book.rules(), turn.messages));
  row.text("state", state_text(grant.state, turn.messages)).text("reason", reason_text(grant.reason, turn.messages)).flag("rejected", grant.state == credit::GrantState::rejected);
  row.text("activity", grant.activity_id).text("profession", profession_text(grant.profession, turn.messages));
  std::string boards;
  for (const auto& board : grant.boards) boards += (boards.empty() ? "" : " ") + board.board;
  const auto kept = is_validated_in(grant.state) ? validated(deps_.rows, grant.ccid) : base::Result<std::optional<Validated>>();
  if (!kept) return base::fail(kept.error());
  row.text_if("readiness", *kept && (*kept)->said.readiness != credit::Readiness::elsewhere ? readiness_text((*kept)->said.readiness, turn.messages) : "");
  row.flag("fast", false).text("boards", boards).text_if("url", turn.is(StaffRole::accreditation) ? turn.url(record_place(grant.ccid)) : "");
  if (named) {
    const auto profile = deps_.vault.load_profile(grant.person, {turn.member.id, "credits list"});
    if (!profile) return base::fail(profile.error());
    row.text("name", person_name(*profile));
  }
  return row;
}

ports::HttpResponse CreditSection::list(StaffTurn& turn) {
  const auto query = grant_query(turn.query);
  const auto known = titles();
  if (!known) return turn.failed(known.error());
  std::optional<ports::GrantPlace> after;
  if (const auto day = day_of(turn.asked("day"))) after = ports::GrantPlace{*day, turn.asked("after")};
  const auto total = deps_.grants.count_grants(query.filter);
  if (!total) return turn.failed(total.error());
  auto grants = deps_.grants.list_grants(query.filter, after, kOnePage + 1);
  if (!grants) return turn.failed(grants.error());
  const bool more = grants->size() > static_cast<std::size_t>(kOnePage);
  if (more) grants->pop_back();
  const bool named = turn.asked("names") == "yes" && turn.is(StaffRole::accreditation);
  std::vector<View> rows;
  for (const auto& grant : *grants) {
    auto row = row_of(turn, grant, named);
    if (!row) return turn.failed(row.error());
    const auto fast = rests_on_fast(grant);
    if (!fast) return turn.failed(fast.error());
    rows.push_back(std::move(row->flag("fast", *fast)));
  }
  StaffPage page;
  page.title = turn.messages.text("credits_staff.nav");
  page.template_name = "credits_staff";
  page.wide = true;
  View& view = page.view;
  add_filter(view, query.filter, *known, deps_.book.rules(), turn.messages);
  view.flag("wrong", query.wrong).flag("named", named).flag("may_name", turn.is(StaffRole::accreditation)).flag("none", rows.empty()).list("rows", std::move(rows));
  view.text("count", turn.messages.count("credits_staff.count", static_cast<long>(*total)));
  auto next = fields_of(query.filter);
  if (more) {
    if (named) next.emplace_back("names", "yes");
    next.emplace_back("day", base::format_date(grants->back().date));
    next.emplace_back("after", grants->back().ccid);
  }
  view.text_if("next", more ? turn.url("/credits?" + base::format_form(next)) : "");
  return turn.page(std::move(page));
}

base::Result<base::Date> CreditSection::today_of(const std::string& provider) const {
  const auto known = std::ranges::find(deps_.providers, provider, &credit::Provider::id);
  return credit::date_in_zone(deps_.clock.now(), known == deps_.providers.end() ? std::string("UTC") : known->time_zone);
}

base::Result<std::set<base::PersonId>> CreditSection::without_permission() {
  const auto rows = deps_.rows.list_projections({kPermissionKind, "withdrawn", base::RegistrationId(ports::kNoRegistration), kMostUnwilling});
  if (!rows) return base::fail(rows.error());
  std::set<base::PersonId> persons;
  for (const auto& row : *rows) persons.insert(row.person);
  return persons;
}

base::Result<std::vector<CreditSection::NearDeadline>> CreditSection::deadlines_now() {
  ports::GrantFilter filter;
  filter.states = {credit::GrantState::issued, credit::GrantState::queued, credit::GrantState::rejected, credit::GrantState::correcting};
  std::vector<NearDeadline> made;
  std::optional<ports::GrantPlace> after;
  const auto enabled = deps_.book.enabled();
  if (!enabled) return base::fail(enabled.error());
  const bool newer = std::ranges::find(*enabled, kNewerWindow, &credit::Enabled::what) != enabled->end();
  const auto unwilling = without_permission();
  if (!unwilling) return base::fail(unwilling.error());
  while (true) {
    const auto grants = deps_.grants.list_grants(filter, after, kReadAtOnce);
    if (!grants) return base::fail(grants.error());
    std::map<std::string, std::vector<credit::Grant>> by_provider;   // each with a day of its own
    for (const auto& one : *grants)
      if (!unwilling->contains(one.person)) by_provider[one.provider].push_back(one);
    for (const auto& [provider, own] : by_provider) {
      const auto today = today_of(provider);
      if (!today) return base::fail(today.error());
      for (auto& one : report::due(own, deps_.book.rules(), *today, newer, kDaysAhead)) {
        const int left = base::days_between(*today, one.day);
        made.push_back({std::move(one), left});
      }
    }
    if (grants->size() < static_cast<std::size_t>(kReadAtOnce)) break;
    after = ports::GrantPlace{grants->back().date, grants->back().ccid};
  }
  std::ranges::stable_sort(made, {}, [](const auto& one) { return std::tuple(one.what.day, one.what.ccid); });
  return made;
}

ports::HttpResponse CreditSection::deadlines(StaffTurn& turn) {
  const auto near = deadlines_now();
  if (!near) return turn.failed(near.error());
  constexpr const char* kinds[] = {"credits_staff.deadline.board", "credits_staff.deadline.year_end", "credits_staff.deadline.window"};
  std::vector<View> rows;
  for (const auto& [one, left] : *near) {
    if (rows.size() == kShownMost) break;
    View row;
    row.text("day", base::format_date(one.day)).flag("late", left < 0);
    row.text("left", left < 0 ? turn.messages.count("credits_staff.late", -left) : turn.messages.count("credits_staff.left", left));
    row.text("why", turn.messages.text(kinds[static_cast<std::size_t>(one.kind)], {{"board", one.board}})).text("activity", one.activity_id);
    row.text_if("url", turn.is(StaffRole::accreditation) ? turn.url(record_place(one.ccid)) : "");
    rows.push_back(std::move(row));
  }
  StaffPage page;
  page.title = turn.messages.text("credits_staff.deadlines");
  page.template_name = "credit_deadlines";
  page.wide = true;
  page.view.flag("none", rows.empty()).list("rows", std::move(rows)).text("count", turn.messages.count("credits_staff.deadline_count", static_cast<long>(near->size())));
  return turn.page(std::move(page));
}

// Who has the same NPI or board id as somebody else, and a credit: the vault compares keyed hashes, nobody is merged.
ports::HttpResponse CreditSection::doubles(StaffTurn& turn) {
  std::map<base::PersonId, std::vector<credit::Grant>> of;
  std::optional<ports::GrantPlace> after;
  while (true) {
    const auto grants = deps_.grants.list_grants({}, after, kReadAtOnce);
    if (!grants) return turn.failed(grants.error());
    for (const auto& one : *grants) of[one.person].push_back(one);
    if (grants->size() < static_cast<std::size_t>(kReadAtOnce)) break;
    after = ports::GrantPlace{grants->back().date, grants->back().ccid};
  }
  std::set<std::set<base::PersonId>> groups;
  for (const auto& [person, grants] : of) {
    const auto same = deps_.vault.same_identity(person);
    if (!same) return turn.failed(same.error());
    if (same->empty()) continue;
    std::set<base::PersonId> group(same->begin(), same->end());
    group.insert(person);
    groups.insert(std::move(group));
  }
  std::vector<View> shown;
  for (const auto& group : groups) {
    std::vector<View> rows;
    for (const auto& person : group)
      for (const auto& grant : of.contains(person) ? of.at(person) : std::vector<credit::Grant>()) {
        auto row = row_of(turn, grant, false);
        if (!row) return turn.failed(row.error());
        row->text("platform", grant.platform.str());
        rows.push_back(std::move(*row));
      }
    View view;
    view.text("people", turn.messages.count("credits_staff.double_people", static_cast<long>(group.size()))).list("rows", std::move(rows));
    shown.push_back(std::move(view));
  }
  StaffPage page;
  page.title = turn.messages.text("credits_staff.doubles");
  page.template_name = "credit_doubles";
  page.wide = true;
  page.view.flag("none", shown.empty()).list("groups", std::move(shown));
  return turn.page(std::move(page));
}

base::Result<std::vector<credit::Grant>> CreditSection::reported_and_taken_back(base::Instant since) {
  const auto rows = deps_.rows.list_projections({kPermissionKind, "withdrawn", base::RegistrationId(ports::kNoRegistration), kReadAtOnce});
  if (!rows) return base::fail(rows.error());
  std::vector<credit::Grant> made;
  for (const auto& row : *rows) {
    if (row.updated_at < since) continue;
    ports::GrantFilter filter;
    filter.person = row.person;
    filter.states = reported_states();
    const auto grants = deps_.grants.list_grants(filter, std::nullopt, kReadAtOnce);
    if (!grants) return base::fail(grants.error());
    made.insert(made.end(), grants->begin(), grants->end());
  }
  return made;
}

ports::HttpResponse CreditSection::taken_back(StaffTurn& turn) {
  const auto grants = reported_and_taken_back(base::Instant{});
  if (!grants) return turn.failed(grants.error());
  std::vector<View> rows;
  for (const auto& grant : *grants) {
    if (rows.size() == kShownMost) break;
    auto row = row_of(turn, grant, false);
    if (!row) return turn.failed(row.error());
    rows.push_back(std::move(*row));
  }
  StaffPage page;
  page.title = turn.messages.text("credits_staff.taken_back");
  page.template_name = "credit_taken_back";
  page.wide = true;
  page.view.flag("named", false).flag("none", rows.empty()).list("rows", std::move(rows));
  return turn.page(std::move(page));
}

ports::HttpResponse CreditSection::held(StaffTurn& turn) {
  const auto grants = held_grants(deps_.rows, deps_.grants);
  if (!grants) return turn.failed(grants.error());
  std::vector<View> rows;
  for (const auto& grant : *grants) {
    if (rows.size() == kShownMost) break;
    auto row = row_of(turn, grant, false);
    if (!row) return turn.failed(row.error());
    const auto kept = validated(deps_.rows, grant.ccid);
    if (!kept) return turn.failed(kept.error());
    if (*kept) row->text("reason", said_text((*kept)->said, deps_.book.rules(), turn.messages));
    rows.push_back(std::move(*row));
  }
  StaffPage page;
  page.title = turn.messages.text("credits_staff.held");
  page.template_name = "credit_held";
  page.wide = true;
  page.view.flag("named", false).flag("none", rows.empty()).list("rows", std::move(rows));
  return turn.page(std::move(page));
}

}  // namespace preceptor::web::accreditation
