// The hand-over letter: why education is the wrong tool, and what is asked of the owner.
#include <algorithm>

#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/words.hpp"

namespace preceptor::rca {
namespace {

Sentence gap_of(const Gap& gap) {
  Sentence sentence{"rca.letter.gap", "We looked at this gap in practice: {gap}", {{"gap", gap.statement}}};
  return sentence;
}

Sentence measure_of(const Gap& gap) {
  const bool both = !gap.baseline.empty() && !gap.target.empty();
  Sentence sentence{
      both ? "rca.letter.measure_target" : "rca.letter.measure",
      both ? "It is measured as {measure}, now {baseline}, to become {target} (source: {source}), in: {population}"
           : "It is measured as {measure} (source: {source}), in: {population}",
      {{"measure", gap.measure}, {"source", gap.source}, {"population", gap.population}}};
  if (both) sentence.values.insert(sentence.values.end(), {{"baseline", gap.baseline}, {"target", gap.target}});
  return sentence;
}

Sentence why_of(const Brief& brief, const Decision& decision) {
  if (decision.against_rule) {
    Sentence sentence{
        "rca.letter.override",
        "{people} people in {roles} roles were asked why it happens. The rule said {proposed}; {signer} and "
        "{second} decided "
        "otherwise: {reason}",
        {{"people", std::to_string(brief.panel.people)},
         {"roles", std::to_string(brief.panel.roles)},
         {"signer", decision.signer.name},
         {"second", decision.against_rule->second.name},
         {"reason", decision.against_rule->reason}}};
    activity::put(sentence, "proposed", {word(decision.proposed)});
    return sentence;
  }
  return {"rca.letter.why",
          "{people} people in {roles} roles were asked why it happens. Education could take away a share of {eas} of "
          "the causes; below "
          "{limit} we do not use it.",
          {{"people", std::to_string(brief.panel.people)},
           {"roles", std::to_string(brief.panel.roles)},
           {"eas", thousandths_text(decision.eas)},
           {"limit", thresholds()[1].value}}};
}

Sentence cause_of(const Brief& brief, Row row) {
  const bool main = brief.panel.value[row] >= kMainCause;
  const std::string& cause = brief.sheet.rows[row].cause;
  Sentence sentence{main ? "rca.letter.main_cause" : "rca.letter.cause",
                    main ? "Main cause, {row}: {cause}" : "Contributing cause, {row}: {cause}",
                    {}};
  activity::put(sentence, "row", {word(row)});
  if (cause.empty())
    activity::put(sentence, "cause", {prompt(row)});
  else
    sentence.values.emplace_back("cause", cause);
  return sentence;
}

}  // namespace

std::optional<Letter> hand_over_letter(const Brief& brief) {
  const Decision* decision = brief.decisions.current();
  if (!decision || decision->decided != Outcome::no_go) return std::nullopt;
  const auto other = other_part(brief.panel.value, evidence_of(brief.sheet));
  const auto partners = partner_rows(brief.sheet, other);
  if (partners.empty()) return std::nullopt;
  const RowSheet& asked = brief.sheet.rows[partners.front()];
  Letter letter{asked.owner, {gap_of(brief.sheet.gap), measure_of(brief.sheet.gap), why_of(brief, *decision)}};
  for (const Row row : other) letter.paragraphs.push_back(cause_of(brief, row));
  letter.paragraphs.push_back(
      {"rca.letter.decided",
       "On {date} {signer} decided that education is the wrong tool: {reason} Money for education is not "
       "used for this gap.",
       {{"date", base::format_date(base::utc_date(decision->signer.at))},
        {"signer", decision->signer.name},
        {"reason", decision->reason}}});
  if (!asked.action.empty())
    letter.paragraphs.push_back(
        {"rca.letter.action", "We ask you to take this over: {action}", {{"action", asked.action}}});
  else
    letter.paragraphs.push_back({"rca.letter.take_over", "We ask you to take this over.", {}});
  letter.paragraphs.push_back({"rca.letter.re_review",
                               "On {date} we look at the same measure again and will ask you what was done.",
                               {{"date", base::format_date(decision->re_review)}}});
  return letter;
}

}  // namespace preceptor::rca
