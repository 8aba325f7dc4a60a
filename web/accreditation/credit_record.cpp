// One record: everything that happened to it, what it rests on, what stops it, and sending it again.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/activity/answers.hpp"
#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/mending.hpp"
#include "web/credit/validation.hpp"
#include "web/format.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr int kMostOfOneAccount = 1000;

// A step of a credit's history, and the record it was a step of: a correction goes on under another id. `said`: no move, but what the pre-flight found then.
struct WholeStep {
  std::string ccid;
  CreditBook::Step step;
  std::optional<credit::CreditValidated> said = std::nullopt;
};

std::vector<View> history_views(const std::vector<WholeStep>& steps, const credit::Grant& grant, const StaffTurn& turn, StaffList& members, const credit::Rulebook& rules) {
  const Messages& words = turn.messages;
  std::vector<View> rows;
  for (const auto& [ccid, step, said] : steps) {
    View row;
    row.text_if("other_url", ccid == grant.ccid ? "" : turn.url("/credits/record?" + base::format_form({{"ccid", ccid}})));
    const std::string name = member_name(members, step.by);
    const std::string key = "accreditation.by." + step.by;
    row.text("at", moment(step.at)).text("state", said ? readiness_text(said->readiness, words) : state_text(step.state, words));
    row.text("reason", said ? said_text(*said, rules, words) : reason_text(step.reason, words));
    row.text("by", !name.empty() ? name : words.has(key) ? words.text(key) : step.by).text_if("batch", step.batch);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Of the record and of those that a correction put in its place or that it stands in the place of: they share the certificate.
base::Result<std::vector<WholeStep>> whole_history(const Deps& deps, const credit::Grant& grant) {
  ports::GrantFilter filter;
  filter.person = grant.person;
  filter.activity_id = grant.activity_id;
  const auto all = deps.grants.list_grants(filter, std::nullopt, kMostOfOneAccount);
  if (!all) return base::fail(all.error());
  std::vector<WholeStep> steps;
  for (const auto& one : *all) {
    if (one.certificate != grant.certificate) continue;
    const auto own = deps.book.history(one.ccid);
    if (!own) return base::fail(own.error());
    for (const auto& step : *own) steps.push_back({one.ccid, step});
    const auto looks = validations(deps.records, one.ccid);
    if (!looks) return base::fail(looks.error());
    for (const auto& look : *looks) steps.push_back({one.ccid, {look.since, credit::GrantState::issued, {}, look.said.by, {}}, look.said});
  }
  std::ranges::stable_sort(steps, {}, [](const WholeStep& one) { return one.step.at; });
  return steps;
}

void add_who(View& view, const std::optional<credit::Profile>& profile) {
  view.flag("no_profile", !profile);
  if (!profile) return;
  view.text("name", profile->given_name + " " + profile->family_name).text_if("npi", masked(profile->npi)).text_if("birth_day", masked(profile->birth_day));
  std::vector<View> ids;
  for (const auto& one : profile->licences) ids.push_back(text_view(one.state + " " + masked(one.number)));
  for (const auto& one : profile->boards) ids.push_back(text_view(one.board + " " + masked(one.id)));
  view.list("ids", std::move(ids)).flag("permission", profile->permission && !profile->permission->withdrawn_at);
}

View basis_row(const credit::CountedUnit& unit, const Messages& words) {
  const auto& fact = unit.fact;
  View row;
  row.text("unit", fact.unit_id).text("completed", moment(fact.completed_at)).text("wording", fact.unit.str().substr(0, 12)).text("planned", number(fact.minutes));
  row.text("own", fact.active ? format_duration(*fact.active, words) : words.text("credits_staff.basis_unmeasured"));
  row.text("right", fact.has_score ? number(fact.raw) + " / " + number(fact.max) : "").flag("fast", unit.too_fast);
  return row;
}

bool counts_fast(const credit::CountedUnit& unit) { return unit.accrues && unit.too_fast; }

}  // namespace

base::Status CreditSection::add_basis(View& view, const credit::Grant& grant, const Messages& words) {
  const auto ledger = deps_.book.ledger(grant.person, grant.activity_id);
  if (!ledger) return base::fail(ledger.error());
  std::vector<View> rows;
  if (*ledger)
    for (const auto& unit : (*ledger)->units)
      if (unit.accrues) rows.push_back(basis_row(unit, words));
  view.flag("has_basis", !rows.empty()).list("basis", std::move(rows));
  return {};
}

base::Result<bool> CreditSection::rests_on_fast(const credit::Grant& grant) {
  const auto ledger = deps_.book.ledger(grant.person, grant.activity_id);
  if (!ledger) return base::fail(ledger.error());
  return *ledger && std::ranges::any_of((*ledger)->units, counts_fast);
}

base::Status CreditSection::add_names(View& view, const StaffTurn& turn, const credit::Grant& grant, const std::vector<report::RowFinding>& found) {
  const bool names = std::ranges::any_of(found, [](const auto& one) { return one.field == "launch_name" && one.weight == report::Weight::block; });
  view.flag("names", names).text("names_action", turn.url("/credits/names")).text("me", turn.member.name);
  if (!names || !deps_.launch_name) return {};
  const auto launch = deps_.launch_name(grant.person);
  if (!launch) return base::fail(launch.error());
  view.text("launch_name", *launch);
  return {};
}

base::Status CreditSection::add_checks(View& view, const StaffTurn& turn, const credit::Grant& grant) {
  const auto found = deps_.desk.check_grant(grant.ccid, turn.member.id);
  if (!found) return base::fail(found.error());
  std::vector<View> findings;
  for (const auto& one : *found) {
    View row = text_view(finding_text(one, deps_.book.rules(), turn.messages));
    row.flag("stops", one.weight != report::Weight::warn);
    findings.push_back(std::move(row));
  }
  view.flag("clean", findings.empty()).list("findings", std::move(findings));
  const auto kept = validated(deps_.rows, grant.ccid);
  if (!kept) return base::fail(kept.error());
  const bool waits = is_validated_in(grant.state);
  view.text_if("readiness", waits && *kept ? turn.messages.text("credits_staff.readiness_since", {{"readiness", readiness_text((*kept)->said.readiness, turn.messages)}, {"at", moment((*kept)->since)}}) : "");
  view.flag("may_validate", (waits || grant.state == credit::GrantState::rejected) && deps_.validate).text("validate_action", turn.url("/credits/validate"));
  return add_names(view, turn, grant, *found);
}

ports::HttpResponse CreditSection::record_page(StaffTurn& turn, const credit::Grant& grant, const std::string& problem, int status) {
  const Messages& words = turn.messages;
  const auto steps = whole_history(deps_, grant);
  if (!steps) return turn.failed(steps.error());
  const auto profile = deps_.vault.load_profile(grant.person, {turn.member.id, "record page"});
  if (!profile) return turn.failed(profile.error());
  const auto now = deps_.book.activity(grant.activity_id);
  if (!now) return turn.failed(now.error());
  StaffPage page;
  page.title = amount_text(grant.amount, grant.system, deps_.book.rules(), words) + ", " + base::format_date(grant.date);
  page.template_name = "credit_record";
  page.wide = true;
  View& view = page.view;
  if (auto added = add_checks(view, turn, grant); !added) return turn.failed(added.error());
  if (auto added = add_basis(view, grant, words); !added) return turn.failed(added.error());
  view.text("ccid", grant.ccid).text("activity", *now ? (*now)->activity->title : grant.activity_id);
  view.text("activity_url", turn.url("/activities/" + grant.activity_id)).text("state", state_text(grant.state, words)).text_if("reason", reason_text(grant.reason, words));
  view.text("profession", profession_text(grant.profession, words)).text("problem_text", problem).flag("has_problem", !problem.empty());
  add_who(view, *profile);
  std::vector<View> boards;
  for (const auto& board : grant.boards)
    for (const auto& points : board.points) boards.push_back(text_view(board.board + " · " + points.type + " " + credit::format(points.points)));
  view.list("boards", std::move(boards)).list("history", history_views(*steps, grant, turn, deps_.members, deps_.book.rules()));
  const auto begun = sending_begun(deps_.rows, grant.ccid);
  if (!begun) return turn.failed(begun.error());
  view.flag("begun", *begun && grant.state == credit::GrantState::queued).text("found_action", turn.url("/credits/found"));
  if (auto added = add_removal(view, turn, grant); !added) return turn.failed(added.error());
  view.flag("may_resend", may_go_again(grant.state)).text("typed_reason", turn.value("reason")).text("fix_url", turn.url("/credits/fix?" + base::format_form({{"ccid", grant.ccid}})));
  view.text("action", turn.url("/credits/record"));
  const std::string done = turn.asked("done");
  for (const char* known : {"fixed", "again", "next", "names", "found", "removal", "validated"})
    if (done == known) page.done = "credits_staff.done." + done;
  return turn.page(std::move(page), status);
}

// The launch and the profile call the learner differently, and somebody stands for it that both are one person: of these very names, so that a later change
// holds again.
ports::HttpResponse CreditSection::confirm_names(StaffTurn& turn, const credit::Grant& grant) {
  const std::string name = one_line(turn.value("by_name"), 100);
  if (name.empty()) return record_page(turn, grant, turn.messages.text("rules.name_missing"), 422);
  if (activity::looks_identifying(name)) return record_page(turn, grant, turn.messages.text("rca.problem.identifier"), 422);
  const auto profile = deps_.vault.load_profile(grant.person, {turn.member.id, "names compared"});
  if (!profile) return turn.failed(profile.error());
  if (!*profile || !deps_.launch_name) return turn.not_found();
  const auto launch = deps_.launch_name(grant.person);
  if (!launch) return turn.failed(launch.error());
  const std::string what = name_confirmation(grant.person, **profile, *launch);
  const auto enabled = deps_.book.enabled();
  if (!enabled) return turn.failed(enabled.error());
  if (std::ranges::find(*enabled, what, &credit::Enabled::what) == enabled->end())
    if (auto kept = deps_.book.enable(what, true, turn.member.person(), name); !kept)
      return kept.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(kept.error());
  if (auto noted = validate_again(turn, grant); !noted) return turn.failed(noted.error());
  return turn.go("/credits/record?" + base::format_form({{"ccid", grant.ccid}}), "names");
}

base::Status CreditSection::validate_again(const StaffTurn& turn, const credit::Grant& grant) {
  return deps_.validate ? deps_.validate(grant.ccid, turn.member.id) : base::Status();
}

ports::HttpResponse CreditSection::revalidate(StaffTurn& turn, const credit::Grant& grant) {
  if (auto noted = validate_again(turn, grant); !noted) return turn.failed(noted.error());
  return turn.go("/credits/record?" + base::format_form({{"ccid", grant.ccid}}), "validated");
}

ports::HttpResponse CreditSection::take_found(StaffTurn& turn, const credit::Grant& grant) {
  constexpr std::pair<std::string_view, FoundThere> kFound[] = {{"absent", FoundThere::absent}, {"there", FoundThere::there}, {"accepted", FoundThere::accepted}};
  const std::string said = turn.value("found");
  const auto found = std::ranges::find(kFound, said, &std::pair<std::string_view, FoundThere>::first);
  if (found == std::end(kFound) || turn.value("looked") != "yes") return record_page(turn, grant, turn.messages.text("credits_staff.found_incomplete"), 422);
  const auto noted = note_found(deps_.book, deps_.rows, deps_.clock, grant.ccid, found->second, turn.member.id);
  if (!noted) return noted.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(noted.error());
  return turn.go("/credits/record?" + base::format_form({{"ccid", grant.ccid}}), "found");
}

ports::HttpResponse CreditSection::resend(StaffTurn& turn, const credit::Grant& grant) {
  const std::string reason = one_line(turn.value("reason"));
  if (activity::looks_identifying(reason)) return record_page(turn, grant, turn.messages.text("rca.problem.identifier"), 422);
  const auto found = deps_.desk.check_grant(grant.ccid, turn.member.id);
  if (!found) return turn.failed(found.error());
  if (report::stops(*found)) return record_page(turn, grant, turn.messages.text("credits_staff.still_stopped"), 422);
  const auto sent = send_again(deps_.book, grant, reason, turn.member.person());
  if (!sent) return sent.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(sent.error());
  if (sent->how == Again::refused) return turn.outdated();
  return turn.go("/credits/record?" + base::format_form({{"ccid", sent->ccid}}), sent->how == Again::next ? "next" : "again");
}

}  // namespace preceptor::web::accreditation
