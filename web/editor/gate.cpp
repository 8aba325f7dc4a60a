// What stands before publishing a draft: the gate of units made with a model, and the gate of activities with credit.
#include <algorithm>

#include "web/editor/compiled.hpp"
#include "web/editor/editor_section.hpp"
#include "web/rca/gate_desk.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {

std::optional<ports::ContentVersion> version_of(const manifests::Compiled& compiled, base::Instant now) {
  const bool errors = std::ranges::any_of(compiled.problems, [](const auto& one) { return one.weight == manifests::Weight::error; });
  if (errors) return std::nullopt;
  if (compiled.unit)
    return ports::ContentVersion{"unit", compiled.unit->id, compiled.unit->language, compiled.unit->hash, activity::to_json(*compiled.unit), "editor", now, compiled.unit->title};
  if (!compiled.activity) return std::nullopt;
  const credit::Activity& one = *compiled.activity;
  return ports::ContentVersion{"activity", one.id, one.language, one.hash, credit::to_json(one), "editor", now, one.title};
}

ActivityGateDeps EditorSection::gate() const {
  return {deps_.content, deps_.records, deps_.projections, deps_.clock, deps_.providers, deps_.enabled, deps_.figures};
}

base::Status EditorSection::show_gate(const manifests::Compiled& compiled, const Messages& words, View& view) {
  std::vector<View> lacks, doubts, findings;
  if (compiled.unit) {
    const auto found = look_at_unit(gate(), *compiled.unit);
    if (!found) return base::fail(found.error());
    for (const GateFinding& one : *found) {
      const std::string what = one.sentence ? say(*one.sentence, words) : one.finding.message;
      if (one.finding.refuses) lacks.emplace_back().text("lack", what);
      else doubts.emplace_back().text("doubt", what).text("doubt_weight", words.text("editor.warning"));
    }
  }
  if (compiled.activity) {
    const auto found = look_at_activity(gate(), *compiled.activity);
    if (!found) return base::fail(found.error());
    for (const GateFinding& one : *found) {
      View row;
      // What lint says has no other language than lint's.
      row.text("what", one.sentence ? say(*one.sentence, words) : one.finding.message).flag("english", !one.sentence.has_value());
      row.text("weight", words.text(one.finding.refuses ? "editor.error" : "editor.warning")).flag("refuses", one.finding.refuses);
      findings.push_back(std::move(row));
    }
  }
  view.flag("gated", !lacks.empty()).list("lacks", std::move(lacks)).list("doubts", std::move(doubts));
  view.flag("stopped", !findings.empty()).list("findings", std::move(findings));
  return {};
}

base::Status EditorSection::show_case(const std::string& gap, const Messages& words, View& view) {
  std::vector<View> lacks;
  if (!gap.empty()) {
    CaseBook cases(deps_.records, deps_.projections, deps_.clock);
    const auto problems = gap_warnings_of(cases, gap, base::utc_date(deps_.clock.now()));
    if (!problems) return base::fail(problems.error());
    for (const auto& one : *problems) lacks.emplace_back().text("case_lack", say(one.what_to_do, words));
  }
  view.flag("no_case", gap.empty()).list("case_lacks", std::move(lacks));
  return {};
}

base::Result<bool> EditorSection::passes_gate(const manifests::Compiled& compiled) {
  if (compiled.unit) {
    const auto found = look_at_unit(gate(), *compiled.unit);
    if (!found) return base::fail(found.error());
    return !any_refuses(*found);
  }
  const auto found = look_at_activity(gate(), *compiled.activity);
  if (!found) return base::fail(found.error());
  return !any_refuses(*found);
}

}  // namespace preceptor::web
