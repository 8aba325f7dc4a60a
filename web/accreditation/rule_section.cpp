#include "web/accreditation/rule_section.hpp"

#include <algorithm>

#include "core/activity/answers.hpp"
#include "web/credit/licence_checks.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kNameMost = 100;   // as names of staff
constexpr int kOldDays = 365;            // boards change their rules often: after a year somebody should look again

credit::Source source_of(const report::Format& format) { return {"", std::nullopt, format.verified()}; }

// Where the sources disagree, or leave the choice to the provider (credit.md 1; 10.1, scenario 9).
struct SiteChoice {
  const char *what, *name, *source;
};
constexpr SiteChoice kChoices[] = {{kNewerWindow, "rules.newer_window", "credit.md 1, S8 and S9"}, {kOneRecord, "rules.one_record", "credit.md 10.1, 9"}};

// Half a credit at a board that counts whole points: the board's source leaves it open (credit.md 10.1, scenario 13).
std::string half_of(const credit::Board& board) { return board.amount == credit::BoardAmount::round_whole ? "rule:" + board.code + ".half" : std::string(); }

}  // namespace

std::vector<StaffRoute> RuleSection::routes() {
  return {{"GET", "/rules", kAllStaff, [this](StaffTurn& turn) { return show(turn); }},
          {"POST", "/rules", kAccreditation, [this](StaffTurn& turn) { return turn_switch(turn); }}};
}

View RuleSection::row_of(const StaffTurn& turn, const std::string& what, const std::string& name, const credit::Source& source, const std::vector<credit::Enabled>& enabled) const {
  const Messages& words = turn.messages;
  const auto by = std::ranges::find(enabled, what, &credit::Enabled::what);
  const bool on = source.verified || by != enabled.end();
  View row;
  row.text("what", what).text("name", name).flag("on", on).text("state", words.text(source.verified ? "rules.verified" : on ? "rules.switched_on" : "rules.off"));
  row.text_if("source", source.text);
  if (source.read_on) {
    const int days = base::days_between(*source.read_on, base::utc_date(deps_.clock.now()));
    row.text_if("read_on", base::format_date(*source.read_on)).text("age", words.count("rules.age", std::max(0, days))).flag("old", days > kOldDays);
  }
  row.text_if("by", by == enabled.end() ? "" : words.text("rules.by", {{"name", by->by_name}, {"date", moment(by->at)}}));
  row.flag("may_on", !source.verified && !on && turn.is(StaffRole::accreditation)).flag("may_off", !source.verified && on && turn.is(StaffRole::accreditation));
  row.flag("why_off", !on).text("action", turn.url("/rules"));
  return row;
}

bool RuleSection::is_rule(const std::string& what) const {
  const auto& rules = deps_.book.rules();
  for (const auto& one : rules.systems)
    if (what == "system:" + one.code) return !one.source.verified;
  for (const auto& one : rules.boards)
    if (what == "board:" + one.code) return !one.source.verified;
  if (std::ranges::any_of(rules.boards, [&](const auto& one) { return !half_of(one).empty() && what == half_of(one); })) return true;
  if (what == kActivityDocuments || what == kLicenceChecks) return true;
  if (std::ranges::any_of(kChoices, [&](const auto& one) { return what == one.what; })) return true;
  return std::ranges::any_of(deps_.desk.formats(), [&](const auto* one) { return what == "format:" + std::string(one->code()) && !one->verified(); });
}

ports::HttpResponse RuleSection::show_page(StaffTurn& turn, const std::string& problem, int status) {
  const auto enabled = deps_.book.enabled();
  if (!enabled) return turn.failed(enabled.error());
  const auto& rules = deps_.book.rules();
  std::vector<View> systems, boards, formats, choices;
  for (const auto& one : rules.systems) systems.push_back(row_of(turn, "system:" + one.code, one.name, one.source, *enabled));
  for (const auto& one : rules.boards) {
    boards.push_back(row_of(turn, "board:" + one.code, one.code + " · " + one.name, one.source, *enabled));
    if (const std::string half = half_of(one); !half.empty())
      boards.push_back(row_of(turn, half, turn.messages.text("rules.half", {{"board", one.code}}), {"credit.md 10.1, 13", std::nullopt, false}, *enabled));
  }
  for (const auto* one : deps_.desk.formats()) formats.push_back(row_of(turn, "format:" + std::string(one->code()), std::string(one->title()), source_of(*one), *enabled));
  formats.push_back(row_of(turn, kActivityDocuments, turn.messages.text("activities.documents"), {"credit.md 2, 11", std::nullopt, false}, *enabled));
  formats.push_back(row_of(turn, kLicenceChecks, turn.messages.text("rules.licences"), {"credit.md 6.4, S54", std::nullopt, false}, *enabled));
  for (const auto& one : kChoices) choices.push_back(row_of(turn, one.what, turn.messages.text(one.name), {one.source, std::nullopt, false}, *enabled));
  std::vector<View> groups;
  for (const auto& [title, rows] : {std::pair("rules.systems", &systems), std::pair("rules.boards", &boards), std::pair("rules.formats", &formats), std::pair("rules.choices", &choices)}) {
    View group;
    group.text("title", turn.messages.text(title)).list("rows", std::move(*rows));
    groups.push_back(std::move(group));
  }
  StaffPage page;
  page.title = turn.messages.text("rules.nav");
  page.template_name = "rules";
  page.script = true;
  page.view.text("hash", rules.hash.substr(0, 12)).text_if("problem", problem).list("groups", std::move(groups)).text("me", turn.member.name);
  page.done = turn.asked("done") == "on" || turn.asked("done") == "off" ? "rules.done_" + turn.asked("done") : "";
  return turn.page(std::move(page), status);
}

ports::HttpResponse RuleSection::turn_switch(StaffTurn& turn) {
  const std::string what = turn.value("what"), name = one_line(turn.value("by_name"), kNameMost);
  const bool on = turn.value("do") == "on";
  if (!is_rule(what)) return turn.not_found();
  if (name.empty()) return show_page(turn, turn.messages.text("rules.name_missing"), 422);
  if (activity::looks_identifying(name)) return show_page(turn, turn.messages.text("rca.problem.identifier"), 422);
  const auto enabled = deps_.book.enabled();
  if (!enabled) return turn.failed(enabled.error());
  const bool is_on = std::ranges::any_of(*enabled, [&](const auto& one) { return one.what == what; });
  if (is_on != on) {   // a form sent twice switches once
    if (auto done = deps_.book.enable(what, on, turn.member.person(), name); !done)
      return done.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(done.error());
    if (on && deps_.rule_switched_on) deps_.rule_switched_on();
  }
  return turn.go("/rules", on ? "on" : "off");
}

}  // namespace preceptor::web::accreditation
