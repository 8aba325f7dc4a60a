// An activity that nothing is wrong with, and the rules it is checked against. Names of the rules are the shipped ones'; the values are these tests' own.
#pragma once
#include "core/credit/activity.hpp"

namespace preceptor::credit {

inline base::Date day(const char* text) {
  return *base::parse_date(text);
}

// Six units of five minutes, 0.5 AMA PRA Category 1, enduring, one year.
inline Activity sample_activity() {
  Activity one;
  one.id = "micro-credit";
  one.title = "Six small questions";
  one.language = "en";
  one.description = "Six units of five minutes.";
  one.provider = "demo";
  one.provider_activity_id = "DEMO-1";
  one.format = "enduring";
  one.starts = day("2026-01-01");
  one.ends = day("2026-12-31");
  one.designated_on = day("2025-12-01");
  one.accreditation_statement = "The Demo provider is accredited by nobody.";
  one.designation_statement = "The Demo provider designates this enduring material for a maximum of 0.5 credits.";
  one.designations = {{"ama-pra-1", {50}, {}}};
  one.pass_percent = 60;
  one.rationale = one.citations = one.evaluation = true;
  one.commercial_support = "none";
  one.people = {"p1"};
  one.professions = {"physician", "nurse"};
  for (int i = 1; i <= 6; ++i) one.bundle.push_back({"unit-" + std::to_string(i), 5, true});
  return one;
}

// Two systems and boards with each of the traps; ANCC and the last board are not verified.
inline Rulebook sample_rules() {
  return *rulebook_from_json(R"json({
    "systems": [
      {"code": "ama-pra-1", "name": "AMA PRA Category 1 Credit(s)", "unit": "credit", "professions": ["physician"], "needs_assessment": true,
       "seen_as": [{"by": "AOA", "name": "AOA Category 2-B", "not_towards": "AOA Category 1-A", "formats": ["enduring"], "source": {"text": "sample", "verified": false}}],
       "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ancc", "name": "Contact hours", "unit": "contact hour", "designation": "down", "professions": ["nurse"], "source": {"text": "sample", "verified": false}}],
    "boards": [
      {"code": "ABIM", "name": "Board of Internal Medicine", "in_pars": true, "types": ["Medical Knowledge", "Practice Assessment"], "amount": "at_most",
       "split": "sum_equals_total", "gates": ["evaluation", "pass", "feedback_rationale", "feedback_citation"],
       "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ABP", "name": "Board of Pediatrics", "in_pars": true, "types": ["Part 2"], "amount": "round_whole", "partial": false, "variable": false,
       "repeat": "once_ever", "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ABA", "name": "Board of Anesthesiology", "in_pars": true, "types": ["MOCA Part 2", "Patient Safety"], "amount": "equal", "repeat": "once_per_day",
       "split": "two_records", "gates": ["content_area"], "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ABS", "name": "Board of Surgery", "in_pars": true, "types": ["CME", "SA"], "amount": "at_most", "gates": ["evaluation"], "pass_type": "SA",
       "pass_percent": 75, "id_required": false, "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ABPN", "name": "Board of Psychiatry", "in_pars": false, "types": ["SA"], "source": {"text": "sample", "read_on": "2026-11-01", "verified": true}},
      {"code": "ABX", "name": "Board of X", "in_pars": true, "types": ["CME"], "from": "2026-06-01", "source": {"text": "sample", "verified": false}}]
  })json");
}

}  // namespace preceptor::credit
