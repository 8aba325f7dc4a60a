#include "web/cases/panel_view.hpp"

#include <algorithm>
#include <array>

#include "core/activity/rca/words.hpp"
#include "web/cases/parts.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

constexpr int kDisagree = 2;  // of a main cause and no cause

std::string role_label(const std::optional<rca::Role>& role, const Messages& messages) {
  return role ? said(rca::word(*role), messages) : messages.text("case.small_roles");
}

// The roles that are shown anywhere, in the order of the first row that has them.
std::vector<std::optional<rca::Role>> shown_roles(const std::vector<rca::RowOpinions>& all) {
  std::vector<std::optional<rca::Role>> roles;
  for (const auto& row : all)
    for (const auto& opinion : row.opinions)
      if (std::ranges::find(roles, opinion.role) == roles.end()) roles.push_back(opinion.role);
  return roles;
}

View opinion_view(const rca::RowOpinions& row, const std::optional<rca::Role>& role, const Messages& messages) {
  View view;
  const auto found = std::ranges::find(row.opinions, role, &rca::Opinion::role);
  if (found == row.opinions.end()) return view;
  view.text("word", said(rca::degree_word(found->value), messages)).text("degree", std::to_string(found->value));
  view.text("counts",
            messages.text("case.counts",
                          {{"no", std::to_string(found->counts[0])}, {"some", std::to_string(found->counts[1])}, {"main", std::to_string(found->counts[2])}}));
  return view;
}

View row_view(const rca::RowOpinions& row, const std::vector<std::optional<rca::Role>>& roles, int value, const Messages& messages) {
  View view;
  view.text("code", std::string(rca::info(row.row).code))
      .text("name", said(rca::word(row.row), messages))
      .text("value", said(rca::degree_word(value), messages));
  view.text("degree", std::to_string(value)).flag("disagree", row.spread >= kDisagree);
  std::vector<View> cells;
  for (const auto& role : roles) cells.push_back(opinion_view(row, role, messages));
  view.list("cells", std::move(cells));
  return view;
}

std::vector<View> example_views(const RcaCase& one, const Messages& messages) {
  std::vector<View> views;
  for (const auto& example : rca::examples(one.ratings)) {
    View view;
    view.text("card", said(rca::word(example.card), messages))
        .text("text", example.text)
        .text_if("role", example.role ? said(rca::word(*example.role), messages) : "");
    views.push_back(std::move(view));
  }
  return views;
}

View signature_view(const rca::Signature& signature, const Messages& messages) {
  View view;
  view.text("name", signature.name.empty() ? messages.text("case.name_erased") : signature.name).text("at", signed_time(signature.at));
  view.text("interest", signature.interest == "none" ? messages.text("case.no_interest") : signature.interest);
  return view;
}

View decision_view(const rca::Decision& decision, const Messages& messages) {
  View view;
  add_outcome(view, messages, decision.decided);
  view.text("n", std::to_string(decision.n)).text("reason", decision.reason).text("rule", decision.rule).text("review", base::format_date(decision.re_review));
  view.text("eas", format_decimal(rca::thousandths_text(decision.eas), messages)).text("eq", format_decimal(rca::thousandths_text(decision.eq), messages));
  view.text("proposed", said(rca::word(decision.proposed), messages)).flag("against", decision.against_rule.has_value());
  std::vector<View> signatures;
  signatures.push_back(signature_view(decision.signer, messages));
  if (decision.against_rule) {
    signatures.push_back(signature_view(decision.against_rule->second, messages));
    view.text("override_reason", decision.against_rule->reason);
  }
  view.list("signatures", std::move(signatures));
  return view;
}

}  // namespace

void add_panel(View& view, const RcaCase& one, const Messages& messages) {
  const auto all = rca::opinions(one.ratings);
  const auto panel = rca::gather(one.ratings);
  const auto roles = shown_roles(all);
  std::vector<View> heads, rows;
  for (const auto& role : roles) heads.push_back(line(role_label(role, messages)));
  int withheld = 0;
  for (const auto& row : all) {
    rows.push_back(row_view(row, roles, panel.value[row.row], messages));
    withheld = std::max(withheld, row.withheld);
  }
  view.flag("has_panel", panel.people > 0).list("roles", std::move(heads)).list("rows", std::move(rows));
  view.text("asked", messages.text("case.people_roles", {{"people", std::to_string(panel.people)}, {"roles", std::to_string(panel.roles)}}));
  view.text_if("withheld", withheld > 0 ? messages.text("case.withheld", {{"n", std::to_string(withheld)}}) : "");
  auto examples = example_views(one, messages);
  view.flag("has_examples", !examples.empty()).list("examples", std::move(examples));
}

std::vector<View> decision_views(const RcaCase& one, const Messages& messages) {
  std::vector<View> views;
  const auto& all = one.decisions.all();
  for (auto decision = all.rbegin(); decision != all.rend(); ++decision) views.push_back(decision_view(*decision, messages));
  return views;
}

std::vector<View> cause_views(const RcaCase& one, const Messages& messages) {
  const auto values = rca::gather(one.ratings).value;
  const auto evidence = rca::evidence_of(one.sheet);
  std::vector<rca::Row> rows;
  for (const auto& row : rca::all_rows())
    if (values[row.row] > 0) rows.push_back(row.row);
  std::ranges::stable_sort(rows, std::greater{}, [&](rca::Row row) { return std::pair(values[row] * rca::kEvidenceWeight[evidence[row]], values[row]); });
  std::vector<View> views;
  for (const rca::Row row : rows) {
    const auto& planned = one.sheet.rows[row];
    View view;
    view.text("code", std::string(rca::info(row).code))
        .text("name", said(rca::word(row), messages))
        .text("value", said(rca::degree_word(values[row]), messages));
    view.text("evidence", planned.evidence ? said(rca::evidence_word(*planned.evidence), messages) : messages.text("case.not_rated"));
    view.text("share", std::to_string(rca::info(row).share)).text_if("cause", planned.cause).text_if("owner", planned.owner.name);
    view.text_if("department", planned.owner.name.empty() ? "" : said(rca::word(planned.owner.department), messages));
    view.text_if("accepted", planned.owner.accepted() ? date_text(planned.owner.accepted_on) : "")
        .text_if("action", planned.action)
        .text_if("due", date_text(planned.due));
    std::vector<View> whys;
    for (const auto& why : planned.whys) whys.push_back(line(why));
    view.flag("has_whys", !whys.empty()).list("whys", std::move(whys));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace preceptor::web
