#include "core/credit/predicates.hpp"

#include <algorithm>

#include "core/credit/zone.hpp"

namespace preceptor::credit {
namespace {

Check verdict(std::string rule, bool good, std::vector<std::string> evidence, std::string missing) {
  return {std::move(rule), good ? Truth::yes : Truth::no, std::move(evidence), good ? std::string() : std::move(missing)};
}
Check undecided(std::string rule, std::vector<std::string> evidence, std::string missing) {
  return {std::move(rule), Truth::unknown, std::move(evidence), std::move(missing)};
}

template <class Key>
void note_first(std::map<Key, FirstShown::At>& times, const Key& key, base::Instant at, const std::string& event) {
  const auto [place, fresh] = times.try_emplace(key, FirstShown::At{at, event});
  // Of two at one time the lower id stands, so that the order of events changes nothing.
  if (!fresh && std::pair(at, event) < std::pair(place->second.at, place->second.event)) place->second = {at, event};
}

// Content shown first; the whole attempt where that was not noted.
base::Instant content_start(const UnitCounted& fact) { return fact.content_at.value_or(fact.opened_at); }

Check disclosure_before_content(const CountedFact& counted, const FirstShown& shown) {
  const UnitCounted& fact = counted.fact;
  const char* rule = "disclosure_before_content";
  const auto first = shown.disclosures.find(fact.disclosure);
  if (first == shown.disclosures.end()) return verdict(rule, false, {counted.event}, "disclosure");
  std::vector<std::string> evidence = {first->second.event, base::format_rfc3339(first->second.at)};
  if (!fact.content_at) return verdict(rule, first->second.at <= fact.completed_at, std::move(evidence), "disclosure");
  evidence.push_back(counted.event);
  evidence.push_back(base::format_rfc3339(*fact.content_at));
  return verdict(rule, first->second.at <= *fact.content_at, std::move(evidence), "disclosure");
}

// A changed text is seen before the next unit (credit.md 10.1, scenario 8); what was begun before the change showed what held then. A text made from the records is
// the newest at each opening, whatever the version's own says.
Check disclosure_current(const CountedFact& counted, const Activity& version) {
  const UnitCounted& fact = counted.fact;
  const bool begun_before = fact.activity_at && fact.opened_at < *fact.activity_at;
  return verdict("disclosure_current", fact.from_records || begun_before || fact.disclosure == disclosure_hash(version.disclosure), {counted.event}, "disclosure_new");
}

Check score_check(const CountedFact& counted, int standard) {
  const UnitCounted& fact = counted.fact;
  const bool met = fact.has_score && fact.max > 0 && std::int64_t{fact.raw} * 100 >= std::int64_t{standard} * fact.max;
  return verdict("score", met, {fact.attempt.str()}, "score");
}

Check told_standard(const CountedFact& counted, const FirstShown& shown, int standard) {
  const FirstShown::At* told = nullptr;
  for (const auto& [percent, at] : shown.standards)
    if (percent >= standard && (!told || at.at < told->at)) told = &at;
  const char* rule = "told_standard_before_start";
  if (!told) return verdict(rule, false, {counted.event}, "standard_told");
  return verdict(rule, told->at <= content_start(counted.fact), {told->event, base::format_rfc3339(told->at), counted.event}, "standard_told");
}

void check_assessment(std::vector<Check>& checks, const CountedFact& counted, const FirstShown& shown, const Activity& version, const Rulebook& rules) {
  const int standard = std::max(version.pass_percent, counted.fact.pass_percent);
  const bool needed = needs_assessment(version, rules);
  if (standard > 0) checks.push_back(score_check(counted, standard));
  if (!needed) return;
  // Enduring material: credit only where a minimum was told and met (credit.md 6.1).
  checks.push_back(standard > 0 ? told_standard(counted, shown, standard) : undecided("told_standard_before_start", {counted.event}, "standard"));
}

}  // namespace

FirstShown first_shown(const std::vector<CountedFact>& facts) {
  FirstShown shown;
  for (const auto& [fact, event] : facts) {
    if (fact.disclosure_at) note_first(shown.disclosures, fact.disclosure, *fact.disclosure_at, event);
    if (fact.standard_at && fact.pass_percent > 0) note_first(shown.standards, fact.pass_percent, *fact.standard_at, event);
  }
  return shown;
}

bool needs_assessment(const Activity& version, const Rulebook& rules) {
  const FormatName* format = activity_format(version.format);
  if (format && format->in_real_time) return false;
  return std::ranges::any_of(version.designations, [&](const Designation& one) {
    const CreditSystem* system = rules.system(one.system);
    return system && system->needs_assessment;
  });
}

base::Result<std::vector<Check>> check_unit(const CountedFact& counted, const FirstShown& shown, const LedgerFacts& facts) {
  const UnitCounted& fact = counted.fact;
  const Activity* version = facts.version(fact.activity);
  // What it was designated for is not known any more: nothing is credited on a guess.
  if (!version) return std::vector<Check>{undecided("within_window", {counted.event}, "version")};
  const auto opened = date_in_zone(fact.opened_at, facts.time_zone);
  if (!opened) return base::fail(opened.error());
  std::vector<Check> checks;
  checks.push_back(verdict("within_window", version->starts <= fact.date && fact.date <= version->ends, {counted.event}, "window"));
  checks.push_back(verdict("designated_before_start", version->designated_on <= *opened, {counted.event}, "designation"));
  checks.push_back(disclosure_before_content(counted, shown));
  if (!version->disclosure.empty()) checks.push_back(disclosure_current(counted, *version));
  check_assessment(checks, counted, shown, *version, *facts.rules);
  checks.push_back(verdict("not_tested_out", !fact.tested_out, {fact.attempt.str()}, "tested_out"));
  checks.push_back(verdict("within_review", !fact.past_review, {fact.attempt.str()}, "past_review"));
  return checks;
}

Check check_cycle(const CycleCounted& cycle, const LedgerFacts& facts) {
  const Activity* version = facts.version(cycle.activity);
  if (!version) return undecided("cycle", {cycle.question_id}, "version");
  if (cycle.date < version->starts || version->ends < cycle.date) return verdict("cycle", false, {cycle.question_id}, "window");
  if (cycle.resources < 1) return verdict("cycle", false, {cycle.question_id}, "resources");
  return verdict("cycle", cycle.applied, {cycle.question_id}, "application");
}

bool holds(const std::vector<Check>& checks) {
  return std::ranges::all_of(checks, [](const Check& check) { return check.truth == Truth::yes; });
}

}  // namespace preceptor::credit
